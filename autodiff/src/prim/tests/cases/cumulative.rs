//! Cumulative operations along an axis.

use super::{Case, REALS, one};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, array, reversed};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(31);
    let mut cases = one! { numbers:
        "cumsum" [4] => |x| x.cumsum(0);
        "cumsum: the first axis, from its end" [3, 2] => |x| x.cumsum(reversed(0));
        "cumsum: of nothing" [2, 0] => |x| x.cumsum(1);
        "cumprod" [4] => |x| x.cumprod(0);
        "cumprod: the first axis, from its end" [3, 2] => |x| x.cumprod(reversed(0));
        "cumprod: of nothing" [0] => |x| x.cumprod(0);
        "cummax" [5] => |x| x.cummax(0);
        "cummax: the middle axis" [2, 3, 2] => |x| x.cummax(1);
        "cummax: of nothing" [0, 2] => |x| x.cummax(0);
        "cummin" [4] => |x| x.cummin(-1);
        "cummin: from the end" [2, 4] => |x| x.cummin(reversed(1));
        "cumlogsumexp" [4] => |x| x.cumlogsumexp(0);
        "cumlogsumexp: the first axis, from its end" [3, 2] => |x| x.cumlogsumexp(reversed(0));
        "cumlogsumexp: one element" [1] => |x| x.cumlogsumexp(0);
        "linear_recurrence: a constant factor" [4] => |x| x.linear_recurrence(0.5, 0);
        "linear_recurrence: with itself" [3] => |x| x.linear_recurrence(x, reversed(0));
        "linear_recurrence: of constants" [3] => |x| array([1.0, 2.0, -1.0]).convert(x.dtype()).linear_recurrence(x, 0);
    };
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, REALS), numbers.array(right, REALS)];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1]))
    };
    cases.extend([
        two("linear_recurrence", &[4], &[4], |x, a| x.linear_recurrence(a, 0)),
        two("linear_recurrence: the first axis, from its end", &[3, 2], &[3, 1], |x, a| {
            x.linear_recurrence(a, reversed(0))
        }),
        two("linear_recurrence: one factor, the last axis", &[2, 3], &[], |x, a| x.linear_recurrence(a, -1)),
    ]);
    cases
}
