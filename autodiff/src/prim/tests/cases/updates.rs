//! Indexing by `s!`, functional updates, dynamic slices, segments.

use super::{Case, REALS, one};
use crate::index::NewAxis;
use crate::prim::tests::numbers::Numbers;
use crate::{Array, DType, array, s};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = reads();
    let mut numbers = Numbers::new(9);
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    cases.extend([
        Case::new("update: set a slice", make(&[&[3, 2], &[2]]), |xs| xs[0].update(s![1..;-1]).set(&xs[1])),
        Case::new("update: set everything", make(&[&[2], &[]]), |xs| xs[0].update(s![..]).set(&xs[1])),
        Case::new("update: set repeated rows", make(&[&[3, 2], &[4, 2]]), |xs| {
            xs[0].update(s![[0, 2, 0, -1]]).set(&xs[1])
        }),
        Case::new("update: set repeated columns", make(&[&[2, 3], &[2, 3]]), |xs| {
            xs[0].update(s![.., [1, 1, 0]]).set(&xs[1])
        }),
        Case::new("update: set pairs", make(&[&[2, 3], &[3]]), |xs| xs[0].update(s![[1, 0, 1], [2, 0, 2]]).set(&xs[1])),
        Case::new("update: set beside a slice", make(&[&[2, 2, 3], &[]]), |xs| {
            xs[0].update(s![[1, 1], 1.., [0, 2]]).set(&xs[1])
        }),
        Case::new("update: set nothing", make(&[&[2], &[]]), |xs| {
            xs[0].update(s![&Array::zeros(&[0], DType::I32)]).set(&xs[1])
        }),
        Case::new("update: set by a mask", make(&[&[3], &[2]]), |xs| xs[0].update(s![[true, false, true]]).set(&xs[1])),
        Case::new("update: add to a slice", make(&[&[2, 3], &[2, 1]]), |xs| xs[0].update(s![.., ..;2]).add(&xs[1])),
        Case::new("update: add to repeated rows", make(&[&[2, 2], &[3, 2]]), |xs| {
            xs[0].update(s![[1, 1, 0]]).add(&xs[1])
        }),
        Case::new("update: add to pairs", make(&[&[2, 2], &[3]]), |xs| {
            xs[0].update(s![[0, 0, 1], [1, 1, 0]]).add(&xs[1])
        }),
        Case::new("update: mul of a slice", make(&[&[3], &[2]]), |xs| xs[0].update(s![1..]).mul(&xs[1])),
        Case::new("update: mul of repeated places", make(&[&[3], &[5]]), |xs| {
            xs[0].update(s![[2, 0, 2, 2, 0]]).mul(&xs[1])
        }),
        Case::new("update: mul of repeated columns", make(&[&[2, 2], &[2, 3]]), |xs| {
            xs[0].update(s![.., [1, 0, 1]]).mul(&xs[1])
        }),
        Case::new("update: max of a slice", make(&[&[4], &[3]]), |xs| xs[0].update(s![..3]).max(&xs[1])),
        Case::new("update: max of repeated places", make(&[&[3], &[4]]), |xs| {
            xs[0].update(s![[0, 2, 0, 2]]).max(&xs[1])
        }),
        Case::new("update: min of repeated columns", make(&[&[2, 3], &[2, 2]]), |xs| {
            xs[0].update(s![.., [1, 1]]).min(&xs[1])
        }),
        Case::new("update: places of the operand", make(&[&[3], &[3]]), |xs| {
            let places = (xs[0].sign() + 1.0).convert(DType::I32);
            xs[0].square().update(s![&places]).add(&xs[1]).update(s![places]).mul(&xs[1])
        }),
        Case::new("update: set and max at places of the operand", make(&[&[3], &[3]]), |xs| {
            let places = (xs[0].sign() + 1.0).convert(DType::I32);
            xs[0].square().update(s![&places]).set(&xs[1]).update(s![places]).max(xs[1].sin())
        }),
        Case::new("update: columns of the operand", make(&[&[2, 3], &[2, 2]]), |xs| {
            let columns = (xs[0].at(0).slice(0, ..2).sign() + 1.0).convert(DType::I32);
            let most = xs[0].square().update(s![.., &columns]).max(&xs[1]);
            most.update(s![.., &columns]).mul(&xs[1]).update(s![.., columns]).min(xs[1].sin())
        }),
        Case::new("scatter_add", make(&[&[3], &[4]]), |xs| xs[0].scatter_add(&array([1, 1, -1, 0]), &xs[1], 0)),
        Case::new("scatter_add: columns", make(&[&[2, 3], &[2, 1, 2]]), |xs| {
            xs[0].scatter_add(&array([[0, -1], [1, 1]]), &xs[1], 1)
        }),
        Case::new("dynamic_slice: a start of the operand", make(&[&[2, 3]]), |xs| {
            let start = (xs[0].at(0).slice(0, ..2).sign() + 1.0).convert(DType::I32);
            xs[0].dynamic_slice(&start, &[2, 2])
        }),
        Case::new("dynamic_slice: rows from a start of the operand", make(&[&[3, 2]]), |xs| {
            let first = xs[0].at(0).sign().convert(DType::I64);
            xs[0].dynamic_slice(&first, &[1, 2])
        }),
        Case::new("dynamic_update_slice", make(&[&[3, 2], &[2, 1]]), |xs| {
            xs[0].dynamic_update_slice(&xs[1], &array([2, 0]))
        }),
        Case::new("dynamic_update_slice: a start of the operand", make(&[&[3, 2], &[2, 1]]), |xs| {
            let start = (xs[0].at(0) * 2.0).convert(DType::I32);
            xs[0].dynamic_update_slice(&xs[1], &start)
        }),
    ]);
    cases
}

fn reads() -> Vec<Case> {
    let mut numbers = Numbers::new(8);
    let mut cases = one! { numbers:
        "index: integers and ranges" [3, 2, 2] => |x| x.index(s![1, .., -1]);
        "index: of a scalar" [] => |x| x.index(s![]);
        "index: steps" [5, 4] => |x| x.index(s![1..;2, ..;-1]);
        "index: backwards in steps" [6] => |x| x.index(s![1..;-2]);
        "index: a new axis" [2, 3] => |x| x.index(s![..., NewAxis, 1..=1]);
        "index: rows" [3, 2] => |x| x.index(s![[2, 0, -1]]);
        "index: pairs" [2, 3] => |x| x.index(s![[1, 0, 1], [2, -3, 2]]);
        "index: arrays that broadcast" [2, 3] => |x| x.index(s![[[1], [0]], [0, 2]]);
        "index: arrays apart" [2, 2, 3] => |x| x.index(s![[1, 0, 1], .., [0, 2, 2]]);
        "index: an array beside an integer" [2, 2, 3] => |x| x.index(s![.., 1, [0, 2]]);
        "index: arrays behind a range and a new axis" [2, 3, 2] => |x| x.index(s![1.., NewAxis, [2, 2], [0, 1]]);
        "index: a mask" [2, 2] => |x| x.index(s![[[true, false], [true, true]]]);
        "index: a mask of one axis" [2, 3] => |x| x.index(s![1, [false, true, true]]);
        "index: nothing" [3] => |x| x.index(s![1..1]);
        "index: places of the operand" [4] => |x| {
            let places = (x.sign() + 1.0).convert(DType::I32);
            x.index(s![places])
        };
        "index: pairs of places of the operand" [2, 2] => |x| {
            let places = x.sign().convert(DType::I32);
            x.expand(0).broadcast_to(&[3, 2, 2]).index(s![&places, .., places.minimum(0)])
        };
        "nonzero: of a constant" [2, 2] => |x| {
            let at = array([[0, 3], [1, 0]]).nonzero();
            x.index(s![&at[0], &at[1]])
        };
        "argwhere: of a constant" [3] => |x| x.take(&array([true, false, true]).argwhere(), 0);
        "dynamic_slice" [3, 4] => |x| x.dynamic_slice(&array([1, 9]), &[2, 2]);
        "segment_sum" [4] => |x| x.segment_sum(&array([2, 0, 2, 3]), 3);
        "segment_sum: rows" [3, 2] => |x| x.segment_sum(&array([1, -1, 1]), 2);
        "segment_prod" [4] => |x| x.segment_prod(&array([2, 0, 2, 2]), 3);
        "segment_prod: rows" [3, 2] => |x| x.segment_prod(&array([1, 1, 0]), 2);
    };
    // Segments without a part are infinite, and so would be the differences.
    cases.extend(one! { numbers:
        "segment_max" [5] => |x| x.segment_max(&array([1, 0, 1, 1, 7]), 2);
        "segment_min" [3, 2] => |x| x.segment_min(&array([1, 0, 1]), 2);
        "segment_sum: by the operand" [3] => |x| x.segment_sum(&x.sign().convert(DType::I64), 2);
    });
    cases
}
