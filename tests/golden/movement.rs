//! Operations that move elements.

use crate::data::Params;
use cotangent::{Indexing, PadMode, Padding, meshgrid, prelude::*};

pub(crate) fn call(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    Some(vec![match op {
        "reshape" => xs[0].reshape_infer(&p.axes("shape")),
        "transpose" => xs[0].transpose(&p.axes("perm")),
        "swapaxes" => xs[0].swapaxes(p.axis("a"), p.axis("b")),
        "moveaxis" => xs[0].moveaxes(&p.axes("src"), &p.axes("dst")),
        "broadcast_to" => xs[0].broadcast_to(&p.sizes("shape")),
        "squeeze" => match p.maybe_ints("axes") {
            Some(_) => xs[0].squeeze(&p.axes("axes")[..]),
            None => xs[0].squeeze_all(),
        },
        "expand_dims" => xs[0].expand_axes(&p.axes("axes")),
        "concatenate" => concat(&xs.iter().collect::<Vec<_>>(), p.axis("axis")),
        "stack" => stack(&xs.iter().collect::<Vec<_>>(), p.axis("axis")),
        "split" => return Some(xs[0].split(&p.sizes("at"), p.axis("axis"))),
        "tile" => xs[0].tile(&p.sizes("reps")),
        "repeat" => xs[0].repeat(p.int("n") as usize, p.axis("axis")),
        "flip" => xs[0].flip(&p.axes("axes")[..]),
        "roll" => match p.maybe_ints("axis") {
            Some(_) => xs[0].roll_axes(&p.axes("shift"), &p.axes("axis")),
            None => xs[0].ravel().roll(p.axis("shift"), 0).reshape(&xs[0].shape()),
        },
        "pad" => {
            let padding = |c: &[i64; 3]| Padding { low: c[0] as isize, high: c[1] as isize, interior: c[2] as usize };
            xs[0].pad_general(&rows(p, "config").iter().map(padding).collect::<Vec<_>>(), &xs[1])
        }
        "pad_mode" => pad_mode(&xs[0], &rows(p, "width"), p.text("mode")),
        "tril" => xs[0].tril(p.axis("k")),
        "triu" => xs[0].triu(p.axis("k")),
        "diag_extract" => xs[0].diagonal(p.axis("k"), 0, 1),
        "diag_build" => xs[0].diag_embed(p.axis("k")),
        "trace" => xs[0].trace(p.axis("offset"), 0, 1),
        "meshgrid" => {
            let indexing = match p.text("indexing") {
                "ij" => Indexing::Ij,
                "xy" => Indexing::Xy,
                other => panic!("unknown indexing {other}"),
            };
            return Some(meshgrid(&xs.iter().collect::<Vec<_>>(), indexing));
        }
        _ => return None,
    }])
}

/// A list of lists of `N` integers.
fn rows<const N: usize>(p: &Params, name: &str) -> Vec<[i64; N]> {
    let rows = p.raw(name).as_array().expect("a list of lists");
    rows.iter().map(|row| core::array::from_fn(|i| row[i].as_i64().expect("an integer"))).collect()
}

fn pad_mode(x: &Array, widths: &[[i64; 2]], mode: &str) -> Array {
    let widths: Vec<(usize, usize)> = widths.iter().map(|w| (w[0] as usize, w[1] as usize)).collect();
    match mode {
        "constant" => x.pad(&widths),
        "edge" => x.pad_mode(&widths, PadMode::Edge),
        "reflect" => x.pad_mode(&widths, PadMode::Reflect),
        "symmetric" => x.pad_mode(&widths, PadMode::Symmetric),
        "wrap" => x.pad_mode(&widths, PadMode::Wrap),
        other => panic!("unknown mode {other}"),
    }
}
