//! The instructions that safe `core` does not offer yet: fused multiply-add and square root.
//!
//! With `std` they are its methods, which the compiler turns into vector instructions. Without it they are the
//! target's intrinsics where those exist, and `libm` elsewhere.

/// One element's instructions.
pub(crate) trait Hardware: Sized {
    /// `a * b + c` rounded once. Fast only where [`Isa::FUSED`](crate::Isa::FUSED) holds.
    fn fused(a: Self, b: Self, c: Self) -> Self;
    /// √x, correctly rounded.
    fn square_root(x: Self) -> Self;
}

macro_rules! hardware {
    ($t:ident, $fused:expr, $square_root:expr) => {
        impl Hardware for $t {
            #[inline(always)]
            fn fused(a: $t, b: $t, c: $t) -> $t {
                $fused(a, b, c)
            }
            #[inline(always)]
            fn square_root(x: $t) -> $t {
                $square_root(x)
            }
        }
    };
}

#[cfg(feature = "std")]
hardware!(f32, f32::mul_add, f32::sqrt);
#[cfg(feature = "std")]
hardware!(f64, f64::mul_add, f64::sqrt);

#[cfg(not(feature = "std"))]
hardware!(f32, fused::f32, square_root::f32);
#[cfg(not(feature = "std"))]
hardware!(f64, fused::f64, square_root::f64);

#[cfg(all(not(feature = "std"), target_arch = "x86_64", target_feature = "fma"))]
mod fused {
    use core::arch::x86_64::{_mm_cvtsd_f64, _mm_cvtss_f32, _mm_fmadd_sd, _mm_fmadd_ss, _mm_set_sd, _mm_set_ss};

    macro_rules! fused {
        ($t:ident, $set:ident, $fmadd:ident, $get:ident) => {
            #[inline(always)]
            pub(super) fn $t(a: $t, b: $t, c: $t) -> $t {
                #[inline]
                #[target_feature(enable = "fma")]
                fn instruction(a: $t, b: $t, c: $t) -> $t {
                    $get($fmadd($set(a), $set(b), $set(c)))
                }
                // SAFETY: this module exists only if the whole program is compiled for CPUs with FMA.
                unsafe { instruction(a, b, c) }
            }
        };
    }
    fused!(f32, _mm_set_ss, _mm_fmadd_ss, _mm_cvtss_f32);
    fused!(f64, _mm_set_sd, _mm_fmadd_sd, _mm_cvtsd_f64);
}

#[cfg(all(not(feature = "std"), target_arch = "aarch64"))]
mod fused {
    use core::arch::aarch64::{vdup_n_f32, vdup_n_f64, vfmad_lane_f64, vfmas_lane_f32};

    macro_rules! fused {
        ($t:ident, $dup:ident, $fma:ident) => {
            #[inline(always)]
            pub(super) fn $t(a: $t, b: $t, c: $t) -> $t {
                #[inline]
                #[target_feature(enable = "neon")]
                fn instruction(a: $t, b: $t, c: $t) -> $t {
                    $fma::<0>(c, a, $dup(b))
                }
                // SAFETY: every AArch64 target with floating point has NEON.
                unsafe { instruction(a, b, c) }
            }
        };
    }
    fused!(f32, vdup_n_f32, vfmas_lane_f32);
    fused!(f64, vdup_n_f64, vfmad_lane_f64);
}

#[cfg(all(
    not(feature = "std"),
    not(any(all(target_arch = "x86_64", target_feature = "fma"), target_arch = "aarch64"))
))]
mod fused {
    pub(super) use libm::{fma as f64, fmaf as f32};
}

#[cfg(all(not(feature = "std"), target_arch = "x86_64"))]
mod square_root {
    use core::arch::x86_64::{_mm_cvtsd_f64, _mm_cvtss_f32, _mm_set_sd, _mm_set_ss, _mm_sqrt_sd, _mm_sqrt_ss};

    #[inline(always)]
    pub(super) fn f32(x: f32) -> f32 {
        #[inline]
        #[target_feature(enable = "sse2")]
        fn instruction(x: f32) -> f32 {
            _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x)))
        }
        // SAFETY: every x86-64 CPU has SSE2.
        unsafe { instruction(x) }
    }

    #[inline(always)]
    pub(super) fn f64(x: f64) -> f64 {
        #[inline]
        #[target_feature(enable = "sse2")]
        fn instruction(x: f64) -> f64 {
            let x = _mm_set_sd(x);
            _mm_cvtsd_f64(_mm_sqrt_sd(x, x))
        }
        // SAFETY: every x86-64 CPU has SSE2.
        unsafe { instruction(x) }
    }
}

#[cfg(all(not(feature = "std"), target_arch = "aarch64"))]
mod square_root {
    use core::arch::aarch64::{vdup_n_f32, vdup_n_f64, vget_lane_f32, vget_lane_f64, vsqrt_f32, vsqrt_f64};

    macro_rules! square_root {
        ($t:ident, $dup:ident, $sqrt:ident, $get:ident) => {
            #[inline(always)]
            pub(super) fn $t(x: $t) -> $t {
                #[inline]
                #[target_feature(enable = "neon")]
                fn instruction(x: $t) -> $t {
                    $get::<0>($sqrt($dup(x)))
                }
                // SAFETY: every AArch64 target with floating point has NEON.
                unsafe { instruction(x) }
            }
        };
    }
    square_root!(f32, vdup_n_f32, vsqrt_f32, vget_lane_f32);
    square_root!(f64, vdup_n_f64, vsqrt_f64, vget_lane_f64);
}

// Arm with floats in registers, a Cortex-M4F say, has at least the instructions of f32.
#[cfg(all(not(feature = "std"), target_arch = "arm", target_abi = "eabihf"))]
mod square_root {
    pub(super) use libm::sqrt as f64;

    #[inline(always)]
    pub(super) fn f32(x: f32) -> f32 {
        let mut bits = x.to_bits();
        // SAFETY: the calling convention of the target asks for these registers and instructions. Through a general
        // register, because operands in those of floats ask for f64 instructions, too.
        unsafe {
            core::arch::asm!(
                "vmov s0, {0}",
                "vsqrt.f32 s0, s0",
                "vmov {0}, s0",
                inout(reg) bits,
                out("s0") _,
                options(pure, nomem, nostack, preserves_flags),
            );
        }
        f32::from_bits(bits)
    }
}

#[cfg(all(
    not(feature = "std"),
    not(any(target_arch = "x86_64", target_arch = "aarch64", all(target_arch = "arm", target_abi = "eabihf")))
))]
mod square_root {
    pub(super) use libm::{sqrt as f64, sqrtf as f32};
}
