//! Products, convolutions, pooling.

use crate::data::Params;
use cotangent::{ConvOptions, PoolOptions, WindowPadding, prelude::*};

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
        "conv1d" => xs[0].conv1d(&xs[1], &convolution(p)),
        "conv2d" => xs[0].conv2d(&xs[1], &convolution(p)),
        "max_pool2d" => xs[0].max_pool(&pooling(p)),
        "avg_pool2d" => xs[0].avg_pool(&pooling(p)),
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

fn convolution(p: &Params) -> ConvOptions {
    ConvOptions::default()
        .strides(p.sizes("strides"))
        .padding(padding(p))
        .lhs_dilation(p.sizes("lhs_dilation"))
        .rhs_dilation(p.sizes("rhs_dilation"))
        .groups(p.int("groups") as usize)
}

fn pooling(p: &Params) -> PoolOptions {
    PoolOptions::new(p.sizes("window")).strides(p.sizes("strides")).padding(padding(p))
}

/// `VALID`, `SAME`, or a pair for each axis.
fn padding(p: &Params) -> WindowPadding {
    let padding = p.raw("padding");
    match padding.as_str() {
        Some("VALID") => WindowPadding::Valid,
        Some("SAME") => WindowPadding::Same,
        Some(other) => panic!("unknown padding {other}"),
        None => {
            let number = |x: &serde_json::Value| x.as_i64().expect("an integer") as isize;
            let pairs = padding.as_array().expect("a list of pairs").iter();
            WindowPadding::Explicit(pairs.map(|pair| (number(&pair[0]), number(&pair[1]))).collect())
        }
    }
}
