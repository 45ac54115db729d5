//! Elementwise functions on a sample of all floats: digests of their bits, and slices that agree with single numbers.

use core::fmt::Arguments;

use cotangent_kernels::{ordered, zip::Equatable};

use crate::{
    Judge,
    digest::{Digest, Words},
    functions,
    inputs::Sample,
};

/// Arguments of each function.
const SAMPLES: u32 = 1024;
/// Slices of this many: several vectors of every width and a tail.
const LENGTH: usize = 37;
/// Orders of the families that are numbered by one.
const ORDERS: [u32; 4] = [0, 1, 2, 5];

/// All functions, f32 and f64.
pub fn run(judge: &mut dyn Judge) {
    both::<f32>(judge, "f32");
    both::<f64>(judge, "f64");
    for function in functions::ORDERED {
        for order in ORDERS {
            let f = |x: &[f64], y: &mut [f64]| ordered::map(function.scalar, order, x, y);
            let what = format_args!("{} of order {order}", function.name);
            samples(judge, what, f, |x| (function.scalar)(order, x));
        }
    }
}

fn both<T: Sample + Words + Equatable>(judge: &mut dyn Judge, dtype: &str) {
    for function in functions::one::<T>() {
        samples(judge, format_args!("{} of {dtype}", function.name), function.slice, function.scalar);
    }
    for function in functions::two::<T>() {
        let (mut digest, mut alike) = (Digest::default(), true);
        for start in (0..SAMPLES).step_by(LENGTH) {
            let a: [T; LENGTH] = core::array::from_fn(|j| T::sample(start + j as u32));
            let b: [T; LENGTH] = core::array::from_fn(|j| partner::<T>(start + j as u32));
            let mut y = [T::ZERO; LENGTH];
            (function.slices)(&a, &b, &mut y);
            digest.numbers(&y);
            alike &= (0..LENGTH).all(|j| (function.scalar)(a[j], b[j]).words() == y[j].words());
        }
        judge.same(digest.value(), format_args!("{} of {dtype}", function.name));
        judge.check(alike, format_args!("{} of {dtype}: slices as single numbers", function.name));
    }
    for comparison in functions::comparisons::<T>() {
        let mut digest = Digest::default();
        for i in 0..SAMPLES {
            digest.word((comparison.scalar)(T::sample(i), partner(i)).into());
        }
        judge.same(digest.value(), format_args!("{} of {dtype}", comparison.name));
    }
}

fn samples<T: Sample + Words>(
    judge: &mut dyn Judge,
    what: Arguments<'_>,
    slice: impl Fn(&[T], &mut [T]),
    scalar: impl Fn(T) -> T,
) {
    let (mut digest, mut alike) = (Digest::default(), true);
    for start in (0..SAMPLES).step_by(LENGTH) {
        let x: [T; LENGTH] = core::array::from_fn(|j| T::sample(start + j as u32));
        let mut y = [T::ZERO; LENGTH];
        slice(&x, &mut y);
        digest.numbers(&y);
        alike &= x.iter().zip(&y).all(|(&x, y)| scalar(x).words() == y.words());
    }
    judge.same(digest.value(), what);
    judge.check(alike, format_args!("{what}: slices as single numbers"));
}

/// A second argument: every pair of special ones, and now and then the first argument again.
fn partner<T: Sample>(i: u32) -> T {
    T::sample((i * 15 + i / 14) % SAMPLES)
}
