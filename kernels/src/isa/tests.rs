//! Every instruction set that this machine has gives the same bits within its class.

extern crate alloc;

use alloc::{vec, vec::Vec};

use super::{Baseline, Isa, Kernel, avx2, avx512, detected};
use crate::{
    Acos, Acosh, Asin, Asinh, Atan, Atanh, Cbrt, Cos, Cosh, Erf, Erfc, Exp, Exp2, ExpM1, Float, Lgamma, Ln, Ln1p, Log2,
    Log10, MatMut, MatRef, Rsqrt, Sigmoid, Sin, Sinh, Softplus, Tan, Tanh, map::slice_kernel, matmul::product_kernel,
    matmul_workspace, reduce,
};

/// One result of each kind of kernel, for lengths with and without a tail.
struct Everything<T>(core::marker::PhantomData<T>);

impl<T: Float> Kernel for Everything<T> {
    type Output = Vec<T>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Vec<T> {
        let mut results = Vec::new();
        for n in [1, 7, 16, 100, 5000] {
            let x: Vec<T> = (0..n).map(|i| T::from(i as f64 * 0.037 - 3.0).expect("a float")).collect();
            let mut y = vec![T::ZERO; n];
            macro_rules! each {
                ($($f:ident)*) => { $(
                    slice_kernel::<$f, T>(&x, &mut y).run::<I>();
                    results.extend(y.iter().filter(|y| !y.is_nan()));
                )* };
            }
            each!(Exp Exp2 ExpM1 Ln Ln1p Log2 Log10 Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh Asinh Acosh Atanh Sigmoid
                Softplus Erf Erfc Lgamma Cbrt Rsqrt);
            results.push(reduce::sum_kernel(&x).run::<I>());
            results.push(reduce::dot_kernel(&x, &x).run::<I>());
        }
        for [m, k, n] in [[9, 20, 35], [50, 200, 70], [1, 40, 60], [1, 5000, 3]] {
            let x: Vec<T> = (0..m * k + k * n).map(|i| T::from((i % 89) as f64 / 7.0).expect("a float")).collect();
            let (a, b) = (MatRef::row_major(&x, m, k), MatRef::row_major(&x[m * k..], k, n));
            let mut c = vec![T::ZERO; m * n];
            let mut workspace = vec![T::ZERO; matmul_workspace::<T>(m, k, n)];
            product_kernel(a, b, MatMut::row_major(&mut c, m, n), &mut workspace).run::<I>();
            results.extend(c);
        }
        results
    }
}

fn all_agree<T: Float>() {
    let mut results = Vec::new();
    if detected::level() >= detected::AVX2 {
        // SAFETY: the CPU has just reported the instruction set.
        results.push(unsafe { avx2(Everything::<T>(core::marker::PhantomData)) });
    }
    if detected::level() >= detected::AVX512 {
        // SAFETY: the CPU has just reported the instruction set.
        results.push(unsafe { avx512(Everything::<T>(core::marker::PhantomData)) });
    }
    // The baseline of x86-64 is of the other class unless that is forced on all.
    if cfg!(feature = "unfused") || Baseline::FUSED {
        results.push(Everything::<T>(core::marker::PhantomData).run::<Baseline>());
    }
    for other in results.iter().skip(1) {
        let differ = results[0].iter().zip(other).position(|(x, y)| x != y);
        assert!(differ.is_none() && results[0].len() == other.len(), "result {differ:?} depends on the vector width");
    }
}

#[test]
fn vector_width_does_not_matter() {
    all_agree::<f32>();
    all_agree::<f64>();
}
