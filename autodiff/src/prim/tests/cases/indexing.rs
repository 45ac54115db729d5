//! Gathering and scattering by indices.

use super::{Case, one};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, DType, array};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(4);
    one! { numbers:
        "take: repeated and negative" [4] => |x| x.take(&array([1, 1, -1, 0, 1]), 0);
        "take: rows" [3, 2] => |x| x.take(&array([2_i64, 0, -2]), 0);
        "take: columns" [3, 4] => |x| x.take(&array([[0, -1], [1, 1]]), 1);
        "take: by a scalar" [3, 2] => |x| x.take(&array(1), 1);
        "take: the middle axis" [2, 3, 2] => |x| x.take(&array([2, 2]), 1);
        "take: nothing" [3] => |x| x.take(&Array::zeros(&[0], DType::I32), 0);
        "take_along_axis" [2, 3] => |x| x.take_along_axis(&array([[2], [-3]]), 1);
        "take_along_axis: the first, indices broadcast" [3, 2] => |x| x.take_along_axis(&array([[1], [1], [0], [-1]]), 0);
        "take_along_axis: the middle, operand broadcast" [1, 2, 1] => |x| {
            x.take_along_axis(&array([[[0, 1], [1, 1], [1, 0]], [[0, 0], [1, -2], [0, 0]]]), 1)
        };
        "take_along_axis: nothing" [2, 3] => |x| x.take_along_axis(&Array::zeros(&[2, 0], DType::I32), 1);
        "take_along_axis: where the largest are" [2, 3] => |x| x.take_along_axis(&x.argmax_axes(crate::keepdims(-1)), -1);
        "scatter_add: into zeros" [3] => |x| crate::prim::scatter::scatter_add(x, &array([1, 1, -1]), 0, 4);
        "scatter_add: columns into zeros" [2, 2, 2] => |x| {
            crate::prim::scatter::scatter_add(x, &array([[0, -1], [1, 1]]), 1, 3)
        };
    }
}
