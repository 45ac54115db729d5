//! Counts, moments, norms, distributions, normalizations, differences, polynomials.

use super::{Case, REALS, one};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, array, keepdims};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(33);
    let mut cases = moments(&mut numbers);
    cases.extend(exponentials(&mut numbers));
    cases.extend(of_several(&mut numbers));
    let discrete: Vec<Case> = one! { numbers:
        "any" [4] => |x| x.gt(0.0).any();
        "any_axes" [2, 3] => |x| x.gt(0.0).any_axes(-1);
        "all" [2, 2] => |x| x.all();
        "all_axes" [2, 3] => |x| x.gt(-1.0).all_axes(keepdims(0));
        "count_nonzero" [4] => |x| x.gt(0.0).count_nonzero();
        "count_nonzero_axes" [2, 3] => |x| x.floor().count_nonzero_axes(1);
    };
    cases.extend(discrete.into_iter().map(Case::discrete));
    cases
}

fn moments(numbers: &mut Numbers) -> Vec<Case> {
    one! { numbers:
        "var" [4] => |x| x.var(0);
        "var_axes: a sample, kept" [2, 3] => |x| x.var_axes(1, keepdims(-1));
        "std" [2, 3] => |x| x.std(1);
        "std_axes" [3, 2] => |x| x.std_axes(0, 0);
        "norm" [4] => |x| x.norm(2.0);
        "norm: a sum of sizes" [2, 2] => |x| x.norm(1.0);
        "norm: of order 3" [3] => |x| x.norm(3.0);
        "norm: of order -1" [3] => |x| x.norm(-1.0);
        "norm: how many" [3] => |x| x * x.norm(0.0);
        "norm_axes: of matrices" [2, 2, 2] => |x| x.norm_axes(2.0, [0, 2]);
        "norm_axes: the largest, kept" [2, 3] => |x| x.norm_axes(f64::INFINITY, keepdims(0));
        "norm_axes: the smallest" [2, 3] => |x| x.norm_axes(f64::NEG_INFINITY, -1);
        "average: over all" [2, 2] => |x| x.average(&array([[1.0, 2.0], [0.5, 1.0]]).convert(x.dtype()), ..);
        "standardize" [4] => |x| x.standardize(1e-3, 0);
        "standardize: two axes" [2, 2, 2] => |x| x.standardize(0.1, [0, 2]);
        "diff" [4] => |x| x.diff(1, 0);
        "diff: the second, of rows" [2, 4] => |x| x.diff(2, -1);
        "diff: down to nothing" [2] => |x| x.diff(3, 0);
        "polyval: of constants" [2, 2] => |x| x.polyval(&array([0.5, -1.0, 2.0]).convert(x.dtype()));
        "polyval: without coefficients" [2] => |x| x + x.polyval(&array([1.0]).convert(x.dtype()).slice(0, 0..0));
        "nansum" [3] => |x| x.nansum();
        "nansum_axes: of roots" [2, 3] => |x| (x.abs() - 1.0).nansum_axes(0);
        "nanmean" [3] => |x| x.nanmean();
        "nanmean_axes" [2, 3] => |x| x.nanmean_axes(keepdims(1));
        "nanmax" [3] => |x| x.nanmax();
        "nanmax_axes" [2, 3] => |x| x.nanmax_axes(0);
        "nanmin" [3] => |x| x.nanmin();
        "nanmin_axes" [2, 3] => |x| x.nanmin_axes(-1);
    }
}

fn exponentials(numbers: &mut Numbers) -> Vec<Case> {
    one! { numbers:
        "logsumexp" [4] => |x| x.logsumexp();
        "logsumexp: a scalar" [] => |x| x.logsumexp();
        "logsumexp_axes" [2, 3] => |x| x.logsumexp_axes(0);
        "logsumexp_axes: two, kept" [2, 2, 2] => |x| x.logsumexp_axes(keepdims([0, 2]));
        "softmax" [4] => |x| x.softmax(0);
        "softmax: two axes" [2, 2, 2] => |x| x.softmax([0, -1]);
        "softmax: of nothing" [2, 0] => |x| x.softmax(-1);
        "log_softmax" [2, 3] => |x| x.log_softmax(-1);
        "log_softmax: one element" [1] => |x| x.log_softmax(..);
        "softmax_cross_entropy" [2, 3] => |x| x.softmax_cross_entropy(&array([2, -3]));
        "softmax_cross_entropy: one example" [3] => |x| x.softmax_cross_entropy(&array(1));
    }
}

fn of_several(numbers: &mut Numbers) -> Vec<Case> {
    let mut make = |shapes: &[&[usize]], range| shapes.iter().map(|s| numbers.array(s, range)).collect::<Vec<_>>();
    let positive = |mut xs: Vec<Array>| {
        xs[1] = xs[1].abs() + 0.5;
        xs
    };
    vec![
        Case::new("average", positive(make(&[&[2, 3], &[3]], REALS)), |xs| xs[0].average(&xs[1], 1)),
        Case::new("average: weights of the same shape", positive(make(&[&[2, 3], &[2, 3]], REALS)), |xs| {
            xs[0].average(&xs[1], keepdims(0))
        }),
        Case::new("polyval", make(&[&[2], &[3]], REALS), |xs| xs[0].polyval(&xs[1])),
        Case::new("layer_norm", make(&[&[2, 3], &[3], &[3]], REALS), |xs| xs[0].layer_norm(&xs[1], &xs[2], 1e-2)),
    ]
}
