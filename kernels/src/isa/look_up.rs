//! Vectors of f32 for kernels that look numbers up in tables, which the compiler turns into slow loads. One body serves
//! all: a number alone is a vector of one.

use core::marker::PhantomData;

use super::Isa;
#[cfg(all(feature = "std", target_arch = "x86_64"))]
use super::Lanes;
#[cfg(all(feature = "std", target_arch = "x86_64"))]
use crate::math::Table;

/// A vector of f32. Comparisons and shifts go by lane; NaN compares as false.
///
/// The implementations for `core::arch` types may be used only inside a kernel that runs with their instruction set.
#[doc(hidden)]
#[allow(missing_docs, reason = "instructions by their names")]
pub trait LookUp: Copy {
    fn splat(x: f32) -> Self;
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul_add(self, b: Self, c: Self) -> Self;
    /// `if self > limit { limit } else { self }`.
    fn at_most(self, limit: Self) -> Self;
    /// `if self < other { yes } else { no }`.
    fn if_less(self, other: Self, yes: Self, no: Self) -> Self;
    /// The magnitude with the sign of `sign`, which must be that of no negative number.
    fn with_sign(self, sign: Self) -> Self;
    fn abs(self) -> Self;
    /// The element of the row whose number stands in the four bits above the lowest `SHIFT`.
    fn look_up<const SHIFT: u32>(self, row: &[f32; 16]) -> Self;
}

/// One number, with the arithmetic of an instruction set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct One<I>(pub(crate) f32, PhantomData<I>);

impl<I> One<I> {
    #[inline(always)]
    pub(crate) fn new(x: f32) -> Self {
        One(x, PhantomData)
    }
}

impl<I: Isa> LookUp for One<I> {
    #[inline(always)]
    fn splat(x: f32) -> Self {
        One::new(x)
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        One::new(self.0 + other.0)
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        One::new(self.0 - other.0)
    }
    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        One::new(I::mul_add(self.0, b.0, c.0))
    }
    #[inline(always)]
    fn at_most(self, limit: Self) -> Self {
        if self.0 > limit.0 { limit } else { self }
    }
    #[inline(always)]
    fn if_less(self, other: Self, yes: Self, no: Self) -> Self {
        if self.0 < other.0 { yes } else { no }
    }
    #[inline(always)]
    fn with_sign(self, sign: Self) -> Self {
        One::new(self.0.copysign(sign.0))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        One::new(self.0.abs())
    }
    #[inline(always)]
    fn look_up<const SHIFT: u32>(self, row: &[f32; 16]) -> Self {
        One::new(row[(self.0.to_bits() >> SHIFT) as usize % 16])
    }
}

/// A function of 16 numbers, vector by vector.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[inline(always)]
pub(super) fn sixteen<L: LookUp + Lanes<f32>, F: Table>(x: &[f32; 16]) -> [f32; 16] {
    let mut y = [0.0; 16];
    for (x, y) in x.chunks_exact(L::LEN).zip(y.chunks_exact_mut(L::LEN)) {
        F::eval(L::load(x)).store(y);
    }
    y
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod x86 {
    use core::arch::x86_64::{
        __m256, __m512, _CMP_LT_OQ, _mm_cvtsi32_si128, _mm256_and_ps, _mm256_andnot_ps, _mm256_blendv_ps,
        _mm256_castps_si256, _mm256_castsi256_ps, _mm256_cmp_ps, _mm256_min_ps, _mm256_or_ps, _mm256_permutevar8x32_ps,
        _mm256_set1_ps, _mm256_sll_epi32, _mm256_srl_epi32, _mm256_sub_ps, _mm512_abs_ps, _mm512_and_ps,
        _mm512_castps_si512, _mm512_cmp_ps_mask, _mm512_mask_blend_ps, _mm512_min_ps, _mm512_or_ps,
        _mm512_permutexvar_ps, _mm512_set1_ps, _mm512_srl_epi32, _mm512_sub_ps,
    };

    use super::LookUp;
    use crate::isa::{Lanes, Vector};

    // SAFETY, for every intrinsic below: a value of these types is only made inside a kernel that `dispatch` started
    // after the CPU reported the instruction set (see the trait).

    macro_rules! arithmetic {
        ($set:ident, $sub:ident, $min:ident) => {
            #[inline(always)]
            fn splat(x: f32) -> Self {
                // SAFETY: as above.
                unsafe { $set(x) }
            }
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                self.plus(other)
            }
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                // SAFETY: as above.
                unsafe { $sub(self, other) }
            }
            #[inline(always)]
            fn mul_add(self, b: Self, c: Self) -> Self {
                Vector::mul_add(self, b, c)
            }
            #[inline(always)]
            fn at_most(self, limit: Self) -> Self {
                // SAFETY: as above. The instruction's result is its second operand if one is NaN.
                unsafe { $min(limit, self) }
            }
        };
    }

    impl LookUp for __m512 {
        arithmetic!(_mm512_set1_ps, _mm512_sub_ps, _mm512_min_ps);
        #[inline(always)]
        fn if_less(self, other: Self, yes: Self, no: Self) -> Self {
            // SAFETY: as above.
            let mask = unsafe { _mm512_cmp_ps_mask::<_CMP_LT_OQ>(self, other) };
            // SAFETY: as above.
            unsafe { _mm512_mask_blend_ps(mask, no, yes) }
        }
        #[inline(always)]
        fn with_sign(self, sign: Self) -> Self {
            // SAFETY: as above.
            let sign = unsafe { _mm512_and_ps(sign, LookUp::splat(-0.0)) };
            // SAFETY: as above.
            unsafe { _mm512_or_ps(self, sign) }
        }
        #[inline(always)]
        fn abs(self) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_abs_ps(self) }
        }
        #[inline(always)]
        fn look_up<const SHIFT: u32>(self, row: &[f32; 16]) -> Self {
            // SAFETY: as above.
            let count = unsafe { _mm_cvtsi32_si128(SHIFT as i32) };
            // SAFETY: as above.
            let bits = unsafe { _mm512_castps_si512(self) };
            // SAFETY: as above.
            let index = unsafe { _mm512_srl_epi32(bits, count) };
            // SAFETY: as above.
            unsafe { _mm512_permutexvar_ps(index, Lanes::load(row)) }
        }
    }

    impl LookUp for __m256 {
        arithmetic!(_mm256_set1_ps, _mm256_sub_ps, _mm256_min_ps);
        #[inline(always)]
        fn if_less(self, other: Self, yes: Self, no: Self) -> Self {
            // SAFETY: as above.
            let mask = unsafe { _mm256_cmp_ps::<_CMP_LT_OQ>(self, other) };
            // SAFETY: as above.
            unsafe { _mm256_blendv_ps(no, yes, mask) }
        }
        #[inline(always)]
        fn with_sign(self, sign: Self) -> Self {
            // SAFETY: as above.
            let sign = unsafe { _mm256_and_ps(sign, LookUp::splat(-0.0)) };
            // SAFETY: as above.
            unsafe { _mm256_or_ps(self, sign) }
        }
        #[inline(always)]
        fn abs(self) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_andnot_ps(LookUp::splat(-0.0), self) }
        }
        #[inline(always)]
        fn look_up<const SHIFT: u32>(self, row: &[f32; 16]) -> Self {
            // SAFETY: as above.
            let count = |n: u32| unsafe { _mm_cvtsi32_si128(n as i32) };
            // SAFETY: as above.
            let bits = unsafe { _mm256_castps_si256(self) };
            // SAFETY: as above.
            let index = unsafe { _mm256_srl_epi32(bits, count(SHIFT)) };
            // The fourth bit chooses the half: as a sign it drives the blend.
            // SAFETY: as above.
            let half = unsafe { _mm256_sll_epi32(bits, count(28 - SHIFT)) };
            // SAFETY: as above.
            let half = unsafe { _mm256_castsi256_ps(half) };
            // SAFETY: as above.
            let low = unsafe { _mm256_permutevar8x32_ps(Lanes::load(row), index) };
            // SAFETY: as above.
            let high = unsafe { _mm256_permutevar8x32_ps(Lanes::load(&row[8..]), index) };
            // SAFETY: as above.
            unsafe { _mm256_blendv_ps(low, high, half) }
        }
    }
}
