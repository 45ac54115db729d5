//! The instructions that safe `core` does not offer yet: fused multiply-add and square root.
//!
//! With `std` they are its methods, which the compiler turns into vector instructions. Without it they are the
//! target's intrinsics where those exist, and `libm` elsewhere.

/// `a * b + c` rounded once. Fast only where [`Isa::FUSED`](crate::Isa::FUSED) holds.
pub(crate) trait Hardware: Sized {
    fn fused(a: Self, b: Self, c: Self) -> Self;
    fn square_root(x: Self) -> Self;
}

#[cfg(feature = "std")]
mod with_std {
    impl super::Hardware for f32 {
        #[inline(always)]
        fn fused(a: f32, b: f32, c: f32) -> f32 {
            a.mul_add(b, c)
        }
        #[inline(always)]
        fn square_root(x: f32) -> f32 {
            x.sqrt()
        }
    }
    impl super::Hardware for f64 {
        #[inline(always)]
        fn fused(a: f64, b: f64, c: f64) -> f64 {
            a.mul_add(b, c)
        }
        #[inline(always)]
        fn square_root(x: f64) -> f64 {
            x.sqrt()
        }
    }
}

#[cfg(not(feature = "std"))]
mod without_std {
    impl super::Hardware for f32 {
        #[inline(always)]
        fn fused(a: f32, b: f32, c: f32) -> f32 {
            #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
            {
                use core::arch::x86_64::{_mm_cvtss_f32, _mm_fmadd_ss, _mm_set_ss};
                _mm_cvtss_f32(_mm_fmadd_ss(_mm_set_ss(a), _mm_set_ss(b), _mm_set_ss(c)))
            }
            #[cfg(target_arch = "aarch64")]
            {
                use core::arch::aarch64::{vdup_n_f32, vfmas_lane_f32};
                vfmas_lane_f32::<0>(c, a, vdup_n_f32(b))
            }
            #[cfg(not(any(all(target_arch = "x86_64", target_feature = "fma"), target_arch = "aarch64")))]
            libm::fmaf(a, b, c)
        }
        #[inline(always)]
        fn square_root(x: f32) -> f32 {
            #[cfg(target_arch = "x86_64")]
            {
                use core::arch::x86_64::{_mm_cvtss_f32, _mm_set_ss, _mm_sqrt_ss};
                _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x)))
            }
            #[cfg(not(target_arch = "x86_64"))]
            libm::sqrtf(x)
        }
    }
    impl super::Hardware for f64 {
        #[inline(always)]
        fn fused(a: f64, b: f64, c: f64) -> f64 {
            #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
            {
                use core::arch::x86_64::{_mm_cvtsd_f64, _mm_fmadd_sd, _mm_set_sd};
                _mm_cvtsd_f64(_mm_fmadd_sd(_mm_set_sd(a), _mm_set_sd(b), _mm_set_sd(c)))
            }
            #[cfg(target_arch = "aarch64")]
            {
                use core::arch::aarch64::{vdup_n_f64, vfmad_lane_f64};
                vfmad_lane_f64::<0>(c, a, vdup_n_f64(b))
            }
            #[cfg(not(any(all(target_arch = "x86_64", target_feature = "fma"), target_arch = "aarch64")))]
            libm::fma(a, b, c)
        }
        #[inline(always)]
        fn square_root(x: f64) -> f64 {
            #[cfg(target_arch = "x86_64")]
            {
                use core::arch::x86_64::{_mm_cvtsd_f64, _mm_set_sd, _mm_sqrt_sd};
                let x = _mm_set_sd(x);
                _mm_cvtsd_f64(_mm_sqrt_sd(x, x))
            }
            #[cfg(not(target_arch = "x86_64"))]
            libm::sqrt(x)
        }
    }
}
