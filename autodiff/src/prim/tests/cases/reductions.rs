//! Reductions over axes.

use super::{Case, one};
use crate::keepdims;
use crate::prim::tests::numbers::Numbers;
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(6);
    let mut cases = one! { numbers:
        "sum" [5] => |x| x.sum();
        "sum: a scalar" [] => |x| x.sum();
        "sum_axes: the first" [3, 2] => |x| x.sum_axes(0);
        "sum_axes: the last" [3, 2] => |x| x.sum_axes(-1);
        "sum_axes: the outer two" [2, 3, 2] => |x| x.sum_axes([0, -1]);
        "sum_axes: the middle one" [2, 3, 2] => |x| x.sum_axes(1);
        "sum_axes: all" [2, 3] => |x| x.sum_axes(..);
        "sum_axes: none" [2, 3] => |x| x.sum_axes([]);
        "mean" [2, 3] => |x| x.mean();
        "mean_axes" [2, 3] => |x| x.mean_axes(1);
        "max" [5] => |x| x.max();
        "max_axes: the first" [3, 2] => |x| x.max_axes(0);
        "max_axes: two" [2, 3, 2] => |x| x.max_axes([0, 2]);
        "min" [2, 3] => |x| x.min();
        "min_axes" [2, 3] => |x| x.min_axes(-1);
        "prod" [4] => |x| x.prod();
        "prod: a scalar" [] => |x| x.prod();
        "prod: of nothing" [0] => |x| x.prod();
        "prod_axes: the first" [3, 2] => |x| x.prod_axes(0);
        "prod_axes: the outer two, kept" [2, 2, 2] => |x| x.prod_axes(keepdims([0, 2]));
        "sum_axes: kept" [2, 3] => |x| x.sum_axes(keepdims(0));
        "mean_axes: kept" [2, 3] => |x| x - x.mean_axes(keepdims(-1));
        "max_axes: all kept" [2, 3] => |x| x.max_axes(keepdims(..));
    };
    let discrete: Vec<Case> = one! { numbers:
        "argmax" [2, 3] => |x| x.argmax();
        "argmax: a scalar" [] => |x| x.argmax();
        "argmax_axes: the first" [3, 2] => |x| x.argmax_axes(0);
        "argmax_axes: the outer two, kept" [2, 2, 3] => |x| x.argmax_axes(keepdims([0, 2]));
        "argmin" [4] => |x| x.argmin();
        "argmin_axes: the last" [3, 2] => |x| x.argmin_axes(-1);
    };
    cases.extend(discrete.into_iter().map(Case::discrete));
    cases
}
