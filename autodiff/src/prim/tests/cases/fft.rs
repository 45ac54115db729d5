//! Fourier transforms, as functions of real arrays.

use super::{
    Case, REALS,
    complex::{one, parts},
};
use crate::Array;
use crate::prim::tests::numbers::Numbers;
use alloc::vec::Vec;

pub(super) fn cases() -> Vec<Case> {
    let n = &mut Numbers::new(10);
    let mut cases = alloc::vec![
        one(n, "fft", &[5], |z| z.fft(None, 0)),
        one(n, "fft: filled up, another axis", &[2, 2], |z| z.fft(3, 0)),
        one(n, "ifft", &[4], |z| z.ifft(None, -1)),
        one(n, "ifft: cut", &[4], |z| z.ifft(3, 0)),
        one(n, "irfft", &[3], |z| z.irfft(None, 0)),
        one(n, "irfft: odd", &[3, 2], |z| z.irfft(5, 0)),
        one(n, "irfft: filled up", &[2], |z| z.irfft(6, 0)),
        one(n, "irfft: one point", &[1], |z| z.irfft(1, 0)),
    ];
    let real: [(&str, &[usize], fn(&Array) -> Array); 5] = [
        ("rfft", &[4], |x| x.rfft(None, 0)),
        ("rfft: odd", &[2, 5], |x| x.rfft(None, 1)),
        ("rfft: filled up, another axis", &[3, 2], |x| x.rfft(4, 0)),
        ("rfft: one point", &[1], |x| x.rfft(None, 0)),
        ("rfft: no rows", &[0, 3], |x| x.rfft(None, 1)),
    ];
    for (name, shape, f) in real {
        let x = n.array(shape, REALS);
        cases.push(Case::new(name, alloc::vec![x], move |xs| parts(&f(&xs[0]), &xs[0])));
    }
    cases
}
