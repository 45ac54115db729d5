//! Operations that move elements: views, reshapes, slices, padding.

use super::{Case, one};
use crate::{DType, prim::tests::numbers::Numbers};
use alloc::{vec, vec::Vec};
use cotangent_tensor::Padding;

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(2);
    one! { numbers:
        "t: of a matrix" [2, 3] => |x| x.t();
        "transpose: three axes" [2, 3, 2] => |x| x.transpose(&[1, -1, 0]);
        "reshape" [2, 3] => |x| x.reshape(&[3, 1, 2]);
        "reshape: of a transpose" [2, 3] => |x| x.t().reshape(&[6]);
        "ravel" [2, 3] => |x| x.ravel();
        "expand" [3] => |x| x.expand(-1);
        "squeeze" [3, 1, 2] => |x| x.squeeze(1);
        "broadcast_to: a scalar" [] => |x| x.broadcast_to(&[2, 3]);
        "broadcast_to: along both" [2, 1] => |x| x.broadcast_to(&[2, 2, 3]);
        "slice" [5] => |x| x.slice(0, 1..4);
        "slice_step: one axis" [7, 2] => |x| x.slice_step(0, 1.., 3);
        "slice: of nothing" [4] => |x| x.slice(0, 2..2);
        "slice_step: two axes" [4, 5] => |x| x.slice_step(0, .., 2).slice_step(-1, 1..=3, 2);
        "at" [3, 2] => |x| x.at(1);
        "at: of a vector" [3] => |x| x.at(2);
        "pad" [2, 2] => |x| x.pad(&[(1, 0), (2, 1)]);
        "pad: between, and crop" [4] => |x| x.pad_with(vec![Padding { low: -1, high: 2, interior: 2 }]);
        "pad: crops at both ends" [2, 5] => |x| {
            x.pad_with(vec![Padding { low: 1, high: -1, interior: 0 }, Padding { low: -2, high: -2, interior: 1 }])
        };
        "pad: crops all" [3] => |x| x.pad_with(vec![Padding { low: -4, high: 3, interior: 0 }]);
        "convert" [3] => |x| x.convert(DType::F64).square().convert(x.dtype());
        "stop_gradient: of one factor" [3] => |x| x * x.stop_gradient();
    }
}
