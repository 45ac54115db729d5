//! Constants in formulas: they have no derivative, and one value for all examples of a batch.

use super::{Case, one};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, DType};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(61);
    let mut cases = one!(numbers:
        "zeros_like" [2, 3] => |x| x.zeros_like() + x;
        "ones_like" [2, 3] => |x| x.ones_like() + x.square();
        "ones_like: of a scalar" [] => |x| x.ones_like() * x;
        "full_like" [3] => |x| x.full_like(1.5) * x;
        "full_like: empty" [0, 2] => |x| x.full_like(1.5) * x;
        "full" [3] => |x| Array::full(&[2, 1], 0.5, x.dtype()) * x;
        "zeros" [3] => |x| Array::zeros(&[3], x.dtype()) - x;
        "ones" [3] => |x| Array::ones(&[2, 3], x.dtype()) * x;
        "iota" [3] => |x| Array::iota(3, x.dtype()) * x;
        "arange" [3] => |x| Array::arange(1.0, 2.5, 0.5, x.dtype()) * x;
        "linspace" [3] => |x| Array::linspace(-1.0..=1.0, 3, x.dtype()) * x;
        "logspace" [3] => |x| Array::logspace(-1.0..=1.0, 3, 2.0, x.dtype()) * x;
        "geomspace" [3] => |x| Array::geomspace(0.25..=1.0, 3, x.dtype()) * x;
        "eye_with" [2, 3] => |x| Array::eye_with(2, 3, 1, x.dtype()) * x;
        "tri" [2, 3] => |x| Array::tri(2, 3, 0, x.dtype()) * x;
        "from_fn" [2, 2] => |x| Array::from_fn(&[2, 2], |i| (2 * i[0] + i[1]) as f64).convert(x.dtype()) * x;
    );
    cases.extend(one!(numbers: "eye" [2, 2] => |x| Array::eye(2, x.dtype()).dot(x);).into_iter().map(Case::inexact));
    cases.push(Case::new("array", vec![numbers.array(&[2], super::REALS)], |xs| {
        crate::array([[2.0], [3.0]]).convert(xs[0].dtype()) * &xs[0]
    }));
    let discrete = one!(numbers:
        "iota: of integers" [2] => |x| x.gt(0.0).convert(DType::I64) + Array::iota(2, DType::I64);
    );
    cases.extend(discrete.into_iter().map(Case::discrete));
    cases
}
