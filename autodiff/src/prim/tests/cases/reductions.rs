//! Reductions over axes.

use super::{Case, one};
use crate::prim::tests::numbers::Numbers;
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(6);
    one! { numbers:
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
    }
}
