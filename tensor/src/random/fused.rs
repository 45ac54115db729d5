//! a·b + c with one rounding, on every machine, and what is made of it.
//!
//! One instruction in a kernel that runs with fused multiply-add. Elsewhere `libm` computes it in integers. The bits are
//! the same.

use cotangent_kernels::Isa;

/// a·b + c, rounded once.
#[inline(always)]
pub(super) fn mul_add_f32<I: Isa>(a: f32, b: f32, c: f32) -> f32 {
    if I::FUSED { I::mul_add(a, b, c) } else { libm::fmaf(a, b, c) }
}

/// As [`mul_add_f32`].
#[inline(always)]
pub(super) fn mul_add_f64<I: Isa>(a: f64, b: f64, c: f64) -> f64 {
    if I::FUSED { I::mul_add(a, b, c) } else { libm::fma(a, b, c) }
}

/// A polynomial by Horner's rule, the highest coefficient first, every step fused.
#[inline(always)]
pub(super) fn horner_f32<I: Isa, const N: usize>(coefficients: &[f32; N], x: f32) -> f32 {
    coefficients[1..].iter().fold(coefficients[0], |sum, &c| mul_add_f32::<I>(sum, x, c))
}

/// As [`horner_f32`].
#[inline(always)]
pub(super) fn horner_f64<I: Isa, const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    coefficients[1..].iter().fold(coefficients[0], |sum, &c| mul_add_f64::<I>(sum, x, c))
}

/// Defines the function of a slice of words that maps each by an expression, compiled for each instruction set.
macro_rules! each_word {
    ($name:ident, $word:ty => $float:ty, ($($parameter:ident),*), $I:ident, $x:ident => $value:expr) => {
        /// The values of all words.
        pub(super) fn $name(words: &[$word], $($parameter: $float),*) -> alloc::vec::Vec<$float> {
            struct Each<'a>(&'a [$word], &'a mut [$float], [$float; each_word!(@count $($parameter)*)]);
            impl cotangent_kernels::Kernel for Each<'_> {
                type Output = ();
                #[inline(always)]
                fn run<$I: cotangent_kernels::Isa>(self) {
                    let [$($parameter),*] = self.2;
                    for (out, &$x) in self.1.iter_mut().zip(self.0) {
                        *out = $value;
                    }
                }
            }
            crate::tensor::written(words.len(), |out| {
                cotangent_kernels::dispatch(Each(words, out, [$($parameter),*]));
            })
        }
    };
    (@count) => { 0 };
    (@count $first:ident $($rest:ident)*) => { 1 + each_word!(@count $($rest)*) };
}
pub(super) use each_word;
