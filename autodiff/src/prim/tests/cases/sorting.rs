//! Sorting, search, and what is built on them.

use super::{Case, REALS, one};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, array, keepdims};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(32);
    let mut cases = one! { numbers:
        "sort" [5] => |x| x.sort(0);
        "sort: the middle axis" [2, 3, 2] => |x| x.sort(1);
        "sort: of nothing" [2, 0] => |x| x.sort(1);
        "sort_descending" [2, 3] => |x| x.sort_descending(-1);
        "top_k" [5] => |x| x.top_k(3).0;
        "top_k: of rows" [2, 4] => |x| x.top_k(2).0;
        "top_k: none" [3] => |x| x.top_k(0).0;
        "unique: of constants" [3] => |x| x * array([2.0, 0.5, 2.0, 1.0]).convert(x.dtype()).unique();
        "median" [5] => |x| x.median();
        "median: of an even number" [4] => |x| x.median();
        "median: a scalar" [] => |x| x.median();
        "median_axes" [3, 2] => |x| x.median_axes(0);
        "median_axes: the outer two, kept" [2, 2, 2] => |x| x.median_axes(keepdims([0, 2]));
        "quantile" [5] => |x| x.quantile(0.3);
        "quantile: the largest" [2, 2] => |x| x.quantile(1.0);
        "quantile_axes" [2, 4] => |x| x.quantile_axes(0.8, -1);
    };
    let mut two = |name: &str, shape: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(shape, REALS), numbers.array(shape, REALS)];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1]))
    };
    cases.extend([
        two("sort_key_val: the keys", &[4], |x, y| x.sort_key_val(y, 0).0 * y),
        two("sort_key_val: the values", &[3, 2], |x, y| x.sort_key_val(y, 0).1),
        two("searchsorted", &[3], |x, y| x.sort(0).searchsorted(y)).discrete(),
        two("searchsorted_right: of a literal", &[3], |x, y| (x + y).sort(0).searchsorted_right(0.5)).discrete(),
    ]);
    let discrete: Vec<Case> = one! { numbers:
        "argsort" [5] => |x| x.argsort(0);
        "argsort: the first axis" [3, 2] => |x| x.argsort(0);
        "argsort_descending" [2, 3] => |x| x.argsort_descending(-1);
        "top_k: where" [2, 4] => |x| x.top_k(2).1;
        "searchsorted: in constants" [2, 3] => |x| array([-1.0, 0.0, 1.0]).convert(x.dtype()).searchsorted(x);
    };
    cases.extend(discrete.into_iter().map(Case::discrete));
    cases
}
