//! Masks, logic and bits: results without a derivative.

use super::{Case, REALS};
use crate::{Array, DType, prim::tests::numbers::Numbers};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(13);
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, REALS), numbers.array(right, REALS)];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1])).discrete()
    };
    let whole = |x: &Array| (x * 5.0).convert(DType::I32);
    let mut all = vec![
        two("logical_and", &[3], &[2, 3], |x, y| x.gt(0.0).logical_and(y.gt(0.0))),
        two("logical_or", &[2, 1], &[3], |x, y| x.gt(0.0) | y.gt(0.0)),
        two("logical_xor", &[3], &[], |x, y| x.gt(0.0).logical_xor(y.gt(0.0))),
    ];
    let mut bits = |name: &str, f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(&[2, 3], REALS), numbers.array(&[3], REALS)];
        all.push(Case::new(name, inputs, move |xs| f(&whole(&xs[0]), &whole(&xs[1]))).discrete());
    };
    bits("bitwise_and", |x, y| x & y);
    bits("bitwise_or", |x, y| x | y);
    bits("bitwise_xor", |x, y| x ^ y);
    bits("shift_left", |x, y| x << y.abs());
    bits("shift_right", |x, y| x >> y.abs());
    let mut one = |name: &str, f: fn(&Array) -> Array| {
        all.push(Case::new(name, vec![numbers.array(&[4], REALS)], move |xs| f(&xs[0])).discrete());
    };
    one("logical_not", |x| x.floor().logical_not());
    one("bitwise_not", |x| x.convert(DType::I32).bitwise_not());
    one("is_nan", |x| x.ln().is_nan());
    one("is_finite", |x| x.is_finite());
    one("is_infinite", |x| (x / 0.0).is_infinite());
    one("sign_bit", |x| x.sign_bit());
    all
}
