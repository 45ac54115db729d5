//! Selection by masks.

use super::{Case, REALS};
use crate::array;
use crate::prim::tests::numbers::Numbers;
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(5);
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    vec![
        Case::new("select", make(&[&[3], &[3]]), |xs| array([true, false, true]).select(&xs[0], &xs[1])),
        Case::new("select: broadcast", make(&[&[2, 1], &[3]]), |xs| {
            array([[true, false, true], [false, false, true]]).select(&xs[0], &xs[1])
        }),
        Case::new("select: by a mask that is broadcast", make(&[&[2, 3], &[2, 3]]), |xs| {
            array([true, false, true]).select(&xs[0], &xs[1])
        }),
        Case::new("select: by a larger mask", make(&[&[], &[2]]), |xs| {
            array([[true, false], [false, true]]).select(&xs[0], &xs[1])
        }),
        Case::new("select: by a mask of the operand", make(&[&[4]]), |xs| xs[0].gt(0.0).select(&xs[0].square(), 0.5)),
        Case::new("select: against a literal on the left", make(&[&[4]]), |xs| {
            xs[0].lt(0.5).select(&xs[0].full_like(2.0), xs[0].sin())
        }),
        Case::new("eq", make(&[&[3], &[3]]), |xs| xs[0].eq(&xs[1])).discrete(),
        Case::new("ne", make(&[&[3], &[]]), |xs| xs[0].ne(&xs[1])).discrete(),
        Case::new("lt", make(&[&[2, 1], &[3]]), |xs| xs[0].lt(&xs[1])).discrete(),
        Case::new("le", make(&[&[3], &[3]]), |xs| xs[0].le(&xs[1])).discrete(),
        Case::new("gt", make(&[&[3], &[2, 3]]), |xs| xs[0].gt(&xs[1])).discrete(),
        Case::new("ge", make(&[&[3]]), |xs| xs[0].ge(0.5)).discrete(),
    ]
}
