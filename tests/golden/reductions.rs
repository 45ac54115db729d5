//! Reductions, cumulative operations, sorting, and what is built on them.

use crate::data::{Params, number};
use cotangent::{keepdims, prelude::*, reversed};

pub(crate) fn call(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    let y = reduction(op, p, xs).or_else(|| cumulative(op, p, xs)).or_else(|| along_an_axis(op, p, xs));
    y.map(|y| vec![y]).or_else(|| sorting(op, p, xs))
}

/// Over axes, which may be kept.
fn reduction(op: &str, p: &Params, xs: &[Array]) -> Option<Array> {
    let x = xs.first()?;
    macro_rules! over {
        ($method:ident $(, $argument:expr)*) => {{
            let all = || (0..x.rank() as i64).collect();
            let axes = p.has("axis").then(|| p.maybe_ints("axis")).flatten().unwrap_or_else(all);
            let axes: Vec<isize> = axes.into_iter().map(|axis| axis as isize).collect();
            let axes = &axes[..];
            if p.has("keepdims") && p.flag("keepdims") { x.$method($($argument,)* keepdims(axes)) } else { x.$method($($argument,)* axes) }
        }};
    }
    let ddof = || usize::try_from(p.int("ddof")).expect("a size");
    Some(match op {
        "sum" => over!(sum_axes),
        "mean" => over!(mean_axes),
        "prod" => over!(prod_axes),
        "max" => over!(max_axes),
        "min" => over!(min_axes),
        "var" => over!(var_axes, ddof()),
        "std" => over!(std_axes, ddof()),
        "logsumexp" => over!(logsumexp_axes),
        "norm2" => over!(norm_axes, 2.0),
        _ => return None,
    })
}

fn cumulative(op: &str, p: &Params, xs: &[Array]) -> Option<Array> {
    let x = xs.first()?;
    macro_rules! along {
        ($method:ident) => {
            if p.flag("reverse") { x.$method(reversed(p.axis("axis"))) } else { x.$method(p.axis("axis")) }
        };
    }
    Some(match op {
        "cumsum" => along!(cumsum),
        "cumprod" => along!(cumprod),
        "cummax" => along!(cummax),
        "cummin" => along!(cummin),
        "cumlogsumexp" => along!(cumlogsumexp),
        _ => return None,
    })
}

fn along_an_axis(op: &str, p: &Params, xs: &[Array]) -> Option<Array> {
    let x = xs.first()?;
    Some(match op {
        "norm_p" => x.norm_axes(number(p.raw("ord")), p.axis("axis")),
        "argmax" => x.argmax_axes(p.axis("axis")).convert(x.dtype()),
        "argmin" => x.argmin_axes(p.axis("axis")).convert(x.dtype()),
        "average" => x.average(&xs[1], p.axis("axis")),
        "median" => x.median_axes(p.axis("axis")),
        "softmax" => x.softmax(p.axis("axis")),
        "log_softmax" => x.log_softmax(p.axis("axis")),
        "standardize" => x.standardize(p.float("eps"), p.axis("axis")),
        "layer_norm" => x.layer_norm(&xs[1], &xs[2], p.float("eps")),
        "softmax_xent_int" => {
            let labels = p.ints("labels");
            let shape = x.shape();
            x.softmax_cross_entropy(&Array::from_vec(labels, &shape[..shape.rank() - 1]).expect("a label a row"))
        }
        "polyval" => xs[1].polyval(x),
        "diff" => x.diff(usize::try_from(p.int("n")).expect("a size"), p.axis("axis")),
        "take_along_axis" => {
            let indices = Array::from_vec(p.ints("idx"), &p.sizes("idx_shape")).expect("indices of this shape");
            x.take_along_axis(&indices, p.axis("axis"))
        }
        _ => return None,
    })
}

fn sorting(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    let x = xs.first()?;
    Some(match op {
        "sort" => vec![x.sort(p.axis("axis"))],
        "sort_key_val" => {
            let (keys, values) = x.sort_key_val(&xs[1], p.axis("axis"));
            vec![keys, values]
        }
        "top_k" => vec![x.top_k(usize::try_from(p.int("k")).expect("a size")).0],
        _ => return None,
    })
}
