//! Composites that move elements: axes, splitting, repetition, order, padding, diagonals, grids.

use super::{Case, REALS, one};
use crate::prim::tests::numbers::Numbers;
use crate::{DType, Indexing, PadMode, Padding, array, broadcast_arrays, concat, meshgrid};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(6);
    let mut cases = one! { numbers:
        "reshape_infer" [2, 3] => |x| x.reshape_infer(&[-1, 2]);
        "reshape_infer: of a scalar" [] => |x| x.reshape_infer(&[-1]);
        "swapaxes" [2, 3, 1] => |x| x.swapaxes(0, -1);
        "moveaxis" [2, 3, 2] => |x| x.moveaxis(-1, 0);
        "moveaxes" [2, 1, 3] => |x| x.moveaxes(&[0, 2], &[-1, 0]);
        "expand_axes" [3] => |x| x.expand_axes(&[0, -1]);
        "squeeze: two axes" [1, 3, 1] => |x| x.squeeze([0, -1]);
        "squeeze_all" [1, 2, 1] => |x| x.squeeze_all();
        "split" [5] => |x| { let p = x.split(&[1, 3, 3], 0); concat(&[&p[3], &p[0], &p[2]], 0) };
        "split_n" [2, 4] => |x| { let p = x.split_n(2, 1); &p[0] * &p[1] };
        "array_split" [3, 2] => |x| { let p = x.array_split(2, 0); &p[0] * &p[1] };
        "tile" [2, 1] => |x| x.tile(&[2, 3]);
        "tile: more counts than axes" [2] => |x| x.tile(&[2, 1, 2]);
        "tile: to nothing" [2] => |x| x.tile(&[0]);
        "repeat" [2, 2] => |x| x.repeat(2, 1);
        "repeat: the first axis" [2, 2] => |x| x.repeat(3, 0);
        "repeat_each" [3, 2] => |x| x.repeat_each(&[2, 0, 1], 0);
        "flip: a vector" [4] => |x| x.flip(0);
        "flip: one axis of two" [2, 3] => |x| x.flip(-1);
        "flip: all axes" [2, 3] => |x| x.flip(..);
        "flip: of a part" [2, 5] => |x| x.flip(1).slice_step(1, 1.., 2).flip(..);
        "flip: of one element" [1] => |x| x.flip(0);
        "flip: of nothing" [0, 2] => |x| x.flip(..);
        "roll" [5] => |x| x.roll(2, 0);
        "roll: backwards and around" [2, 3] => |x| x.roll(-4, 1);
        "roll: of nothing" [0] => |x| x.roll(2, 0);
        "roll_axes" [2, 3] => |x| x.roll_axes(&[1, -1, 2], &[0, 1, 1]);
        "rot90" [2, 3] => |x| x.rot90(1, [0, 1]);
        "rot90: three turns" [2, 3] => |x| x.rot90(-1, [1, 0]);
        "pad_constant: a literal" [2, 2] => |x| x.pad_constant(&[(1, 0), (0, 2)], 1.5);
        "pad_mode: edge" [3] => |x| x.pad_mode(&[(2, 1)], PadMode::Edge);
        "pad_mode: reflect" [2, 2] => |x| x.pad_mode(&[(0, 0), (3, 2)], PadMode::Reflect);
        "pad_mode: reflect one element" [1] => |x| x.pad_mode(&[(2, 1)], PadMode::Reflect);
        "pad_mode: symmetric" [3] => |x| x.pad_mode(&[(4, 7)], PadMode::Symmetric);
        "pad_mode: wrap" [2, 3] => |x| x.pad_mode(&[(1, 0), (4, 1)], PadMode::Wrap);
        "tril" [3, 3] => |x| x.tril(0);
        "tril: below the main diagonal, of a batch" [2, 2, 3] => |x| x.tril(-1);
        "triu" [2, 3] => |x| x.triu(1);
        "diagonal" [3, 3] => |x| x.diagonal(0, 0, 1);
        "diagonal: above, of a batch" [2, 2, 3] => |x| x.diagonal(1, 2, 0);
        "diagonal: below" [3, 2] => |x| x.diagonal(-1, 0, 1);
        "diagonal: outside" [2, 2] => |x| x.diagonal(2, 0, 1);
        "trace" [3, 3] => |x| x.trace(0, 0, 1);
        "trace: of the last two axes" [2, 3, 2] => |x| x.trace(-1, 1, 2);
        "diag: of a vector" [3] => |x| x.diag(0);
        "diag: of a matrix" [2, 3] => |x| x.diag(1);
        "diag_embed" [2, 2] => |x| x.diag_embed(-1);
        "diag_embed: above" [2] => |x| x.diag_embed(2);
        "diag_embed: of nothing" [0] => |x| x.diag_embed(1);
        "meshgrid" [3] => |x| { let g = meshgrid(&[x, &x.slice(0, 1..)], Indexing::Xy); &g[0] * &g[1] };
    };
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    cases.extend([
        Case::new("broadcast_arrays", make(&[&[2, 1], &[3]]), |xs| {
            let both = broadcast_arrays(&[&xs[0], &xs[1]]);
            &both[0] * both[1].sin()
        }),
        Case::new("meshgrid: three", make(&[&[2], &[], &[2]]), |xs| {
            let g = meshgrid(&[&xs[0], &xs[1], &xs[2]], Indexing::Ij);
            &g[0] * &g[1] + g[2].sin()
        }),
        Case::new("pad_constant: with a value", make(&[&[2], &[]]), |xs| xs[0].pad_constant(&[(1, 2)], &xs[1])),
        Case::new("pad_general", make(&[&[2, 3], &[]]), |xs| {
            let paddings = [Padding { low: 1, high: -1, interior: 1 }, Padding { low: -1, high: 2, interior: 0 }];
            xs[0].pad_general(&paddings, &xs[1])
        }),
        Case::new("pad_general: crops all", make(&[&[2], &[]]), |xs| {
            xs[0].pad_general(&[Padding { low: -3, high: 2, interior: 0 }], &xs[1])
        }),
        Case::new("one_hot", make(&[&[3]]), |xs| {
            let places = (xs[0].sign() + 1.0).convert(DType::I32);
            places.one_hot(3, DType::Bool)
        })
        .discrete(),
        Case::new("one_hot: as a factor", make(&[&[2]]), |xs| {
            array([1, 2]).one_hot(3, xs[0].dtype()) * xs[0].expand(1)
        }),
    ]);
    cases
}
