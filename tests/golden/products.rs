//! Products, convolutions, pooling.

use crate::data::Params;
use cotangent::{einsum, prelude::*};

pub(crate) fn call(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    let y = match op {
        "dot" => xs[0].dot(&xs[1]),
        "matmul" => xs[0].matmul(&xs[1]),
        "vdot" => xs[0].vdot(&xs[1]),
        "inner" => xs[0].inner(&xs[1]),
        "outer" => xs[0].outer(&xs[1]),
        "kron" => xs[0].kron(&xs[1]),
        "cross" => xs[0].cross(&xs[1], -1),
        "tensordot" => tensordot(p, &xs[0], &xs[1]),
        "einsum" => einsum(p.text("spec"), &xs.iter().collect::<Vec<_>>()),
        _ => return None,
    };
    Some(vec![y])
}

/// `axes` is a number, or two lists (or single axes) of the left and of the right array.
fn tensordot(p: &Params, x: &Array, y: &Array) -> Array {
    let axes = p.raw("axes");
    if let Some(n) = axes.as_u64() {
        return x.tensordot(y, n as usize);
    }
    let side = |i: usize| -> Vec<isize> {
        let integer = |axis: &serde_json::Value| axis.as_i64().expect("an axis") as isize;
        axes[i].as_array().map_or_else(|| vec![integer(&axes[i])], |list| list.iter().map(integer).collect())
    };
    x.tensordot(y, (&side(0)[..], &side(1)[..]))
}
