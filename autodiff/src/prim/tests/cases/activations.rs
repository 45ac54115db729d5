//! Activation functions, bounds, and replacing numbers: elementwise functions that are composed.

use super::{Case, REALS, one};
use crate::prim::tests::numbers::Numbers;
use crate::select_n;
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(12);
    let mut all = one! { numbers:
        "relu6" [4] => |x| (x * 3.0).relu6();
        "leaky_relu" [4] => |x| x.leaky_relu(0.1);
        "elu" [2, 2] => |x| x.elu(1.5);
        "celu" [3] => |x| x.celu(2.0);
        "selu" [4] => |x| x.selu();
        "gelu" [3] => |x| x.gelu();
        "gelu_tanh" [3] => |x| x.gelu_tanh();
        "silu" [] => |x| x.silu();
        "mish" [3] => |x| x.mish();
        "log_sigmoid" [3] => |x| x.log_sigmoid();
        "hard_tanh" [4] => |x| x.hard_tanh();
        "to_radians" [3] => |x| x.to_radians();
        "to_degrees" [2] => |x| x.to_degrees() * 0.01;
        "nan_to_num" [3] => |x| x.nan_to_num();
        "nan_to_num_with" [0] => |x| x.nan_to_num_with(1.0, 2.0, 3.0);
        "clip" [5] => |x| x.clip(-1.0, 1.0);
        "clamp" [5] => |x| x.clamp(-1.0, 1.0);
        "masked_fill" [4] => |x| x.masked_fill(&x.gt(0.0), 2.0);
        "select_n" [5] => |x| select_n(&[&x.lt(-1.0), &x.lt(1.0)], &[&x.exp(), &x.square()], 0.5);
        "polygamma: of order 0" [2] => |x| (x.square() + 1.0).polygamma(0);
    };
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    all.extend([
        Case::new("clip: by arrays", make(&[&[2, 3], &[3], &[2, 1]]), |xs| xs[0].clip(&xs[1], &xs[2])),
        Case::new("clamp: by arrays", make(&[&[2, 3], &[3], &[2, 1]]), |xs| xs[0].clamp(&xs[1], &xs[2])),
        Case::new("select_n: broadcast", make(&[&[2, 1], &[3], &[]]), |xs| {
            select_n(&[&xs[1].gt(1.0), &xs[0].gt(0.0)], &[&xs[0].sin(), &xs[1]], &xs[2])
        }),
        Case::new("masked_fill: by an array", make(&[&[3], &[3]]), |xs| {
            xs[0].masked_fill(&crate::array([[true, false, true], [false, false, true]]), &xs[1])
        }),
    ]);
    all
}
