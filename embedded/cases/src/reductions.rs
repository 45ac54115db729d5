//! Reductions, powers, choices and complex functions: digests over many lengths.

use cotangent_kernels::{complex, dot, max, max_rows, min, min_rows, powi, prod, prod_rows, select, sum, sum_rows};
use num_complex::Complex;

use crate::{
    Judge,
    digest::{Digest, Words},
    inputs::Numbers,
};

const LONGEST: usize = 5000;

/// All of them, f32 and f64.
pub fn run(judge: &mut dyn Judge) {
    both::<f32>(judge, "f32");
    both::<f64>(judge, "f64");
}

fn both<T: Words>(judge: &mut dyn Judge, dtype: &str) {
    let (mut x, mut y) = ([T::ZERO; LONGEST], [T::ZERO; LONGEST]);
    Numbers::new(1).fill(&mut x);
    Numbers::new(2).fill(&mut y);
    let mut digest = Digest::default();
    // Fewer and more than one block of `sum` (512) and of `dot` (4096).
    for length in (0..70).chain([127, 128, 511, 513, 1537, 4096, LONGEST]) {
        let (x, y) = (&x[..length], &y[..length]);
        digest.numbers(&[sum(x), dot(x, y), max(x), min(x), prod(x)]);
    }
    judge.same(digest.value(), format_args!("reductions of {dtype}"));
    rows(judge, dtype, &x, &y);
    complex_functions(judge, dtype, &x, &y);
}

fn rows<T: Words>(judge: &mut dyn Judge, dtype: &str, x: &[T], y: &[T]) {
    let mut digest = Digest::default();
    let mut out = [T::ZERO; 7];
    for reduce in [sum_rows, prod_rows, max_rows, min_rows] {
        for width in [0, 1, 5, 64, 100] {
            reduce(&x[..7 * width], &mut out);
            digest.numbers(&out);
        }
    }
    for n in -5..6 {
        powi(&x[..7], n, &mut out);
        digest.numbers(&out);
    }
    select(&[true, false, true, true, false, false, true], &x[..7], &y[..7], &mut out);
    digest.numbers(&out);
    judge.same(digest.value(), format_args!("rows, powers and choices of {dtype}"));
}

fn complex_functions<T: Words>(judge: &mut dyn Judge, dtype: &str, x: &[T], y: &[T]) {
    type Function<T> = fn(Complex<T>) -> Complex<T>;
    let functions: [Function<T>; 9] = [
        complex::exp,
        complex::ln,
        complex::sqrt,
        complex::sin,
        complex::cos,
        complex::tan,
        complex::sinh,
        complex::cosh,
        complex::tanh,
    ];
    let mut digest = Digest::default();
    let mut pair = |z: Complex<T>| digest.numbers(&[z.re, z.im]);
    for (&re, &im) in x.iter().zip(y).take(60) {
        let (z, w) = (Complex::new(re, im), Complex::new(im, re + T::ONE));
        functions.iter().for_each(|f| pair(f(z)));
        pair(complex::mul(z, w));
        pair(complex::div(z, w));
        pair(complex::powi(z, 3));
        pair(Complex::new(complex::abs(z), complex::angle(z)));
    }
    judge.same(digest.value(), format_args!("complex functions of {dtype}"));
}
