//! Arrays put together from others.

use super::{Case, REALS};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, array, concat, stack};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(3);
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    let all = |xs: &Vec<Array>, f: fn(&[&Array]) -> Array| f(&xs.iter().collect::<Vec<_>>());
    vec![
        Case::new("concat: vectors", make(&[&[2], &[3]]), move |xs| all(xs, |xs| concat(xs, 0))),
        Case::new("concat: along the last axis", make(&[&[2, 1], &[2, 3]]), move |xs| all(xs, |xs| concat(xs, -1))),
        Case::new("concat: five", make(&[&[1], &[2], &[1], &[0], &[2]]), move |xs| all(xs, |xs| concat(xs, 0))),
        Case::new("concat: with a constant", make(&[&[2]]), |xs| {
            concat(&[&array([1.0]).convert(xs[0].dtype()), &xs[0]], 0)
        }),
        Case::new("concat: one array twice", make(&[&[2]]), |xs| concat(&[&xs[0], &xs[0]], 0)),
        Case::new("stack", make(&[&[2, 3], &[2, 3]]), move |xs| all(xs, |xs| stack(xs, 1))),
        Case::new("stack: scalars", make(&[&[], &[], &[]]), move |xs| all(xs, |xs| stack(xs, 0))),
        Case::new("stack: behind", make(&[&[2], &[2]]), move |xs| all(xs, |xs| stack(xs, -1))),
    ]
}
