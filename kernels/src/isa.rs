//! Which instructions a kernel may use, and the one place that chooses them.
//!
//! A kernel is written once, generic in [`Isa`]; [`dispatch`] instantiates it inside a `#[target_feature]` function
//! per instruction set and calls the best one the CPU has. With the feature `std` the CPU is asked once at run time;
//! without it the compile-time target decides.
//!
//! Two bit classes exist. On targets with FMA, [`Isa::mul_add`] rounds once (fused); elsewhere, or anywhere with the
//! feature `unfused`, it rounds twice. Within a class every instruction set gives the same bits: a kernel may use
//! the width of the vectors to choose its blocks, never its order of additions.

mod look_up;
mod places;
#[cfg(all(test, feature = "std", target_arch = "x86_64"))]
mod tests;
mod vector;

use crate::{Float, math::Table};
pub(crate) use look_up::{LookUp, One};
pub(crate) use places::{Places, prefetch};
pub(crate) use vector::{Fold, Lanes, Vector, Vectors};

/// The instruction set a kernel is compiled for.
pub trait Isa: Copy + sealed::Sealed {
    /// Whether [`mul_add`](Isa::mul_add) rounds once.
    const FUSED: bool;
    /// Rows of a matrix product's register tile: with three vectors a row, a sum each, and their operands, it fills the
    /// registers.
    #[doc(hidden)]
    const TILE_ROWS: usize;
    /// A vector register.
    #[doc(hidden)]
    type Vector<T: Float>: Places<T>;
    /// 16 elements in registers.
    #[doc(hidden)]
    type Vector16<T: Float>: Vector<T>;

    /// `a * b + c`, rounded once if [`FUSED`](Isa::FUSED), else twice.
    #[inline(always)]
    fn mul_add<T: Float>(a: T, b: T, c: T) -> T {
        if Self::FUSED { T::fused(a, b, c) } else { a * b + c }
    }

    /// A function of 16 numbers that looks numbers up.
    #[doc(hidden)]
    #[inline(always)]
    fn look_up<F: Table>(x: &[f32; 16]) -> [f32; 16] {
        x.map(|x| F::eval(One::<Self>::new(x)).0)
    }
}

mod sealed {
    pub trait Sealed {
        /// Runs a kernel in a function of its own, compiled for this instruction set: keeps loop nests around a
        /// small inner kernel from inlining it many times over.
        ///
        /// # Safety
        /// The CPU must have the instruction set: call it only from a kernel that already runs with it.
        unsafe fn call<K: super::Kernel>(kernel: K) -> K::Output;
    }
}

/// What the compile-time target has.
#[derive(Clone, Copy, Debug)]
pub struct Baseline;
impl sealed::Sealed for Baseline {
    #[inline(never)]
    unsafe fn call<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<Baseline>()
    }
}
impl Isa for Baseline {
    const FUSED: bool = cfg!(all(
        not(feature = "unfused"),
        any(all(target_arch = "x86_64", target_feature = "fma"), target_arch = "aarch64")
    ));
    const TILE_ROWS: usize = if cfg!(target_arch = "aarch64") { 8 } else { 4 };
    type Vector<T: Float> = T::Baseline;
    type Vector16<T: Float> = T::Baseline16;
}

/// x86-64 with AVX2 and FMA. Not public: outside this crate the type stands for the proof that the CPU has them, which
/// only [`dispatch`] may give out.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2;
#[cfg(all(feature = "std", target_arch = "x86_64"))]
impl sealed::Sealed for Avx2 {
    #[inline(never)] // here, because rustc 1.95 drops the attribute beside `target_feature`
    unsafe fn call<K: Kernel>(kernel: K) -> K::Output {
        // SAFETY: the caller vouches for the CPU.
        unsafe { avx2(kernel) }
    }
}
#[cfg(all(feature = "std", target_arch = "x86_64"))]
impl Isa for Avx2 {
    const FUSED: bool = cfg!(not(feature = "unfused"));
    const TILE_ROWS: usize = 4;
    type Vector<T: Float> = T::Avx2;
    type Vector16<T: Float> = T::Avx2x16;
    #[inline(always)]
    fn look_up<F: Table>(x: &[f32; 16]) -> [f32; 16] {
        look_up::sixteen::<core::arch::x86_64::__m256, F>(x)
    }
}

/// x86-64 with AVX-512 F, VL, DQ and BW. Not public, as [`Avx2`].
#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx512;
#[cfg(all(feature = "std", target_arch = "x86_64"))]
impl sealed::Sealed for Avx512 {
    #[inline(never)] // here, because rustc 1.95 drops the attribute beside `target_feature`
    unsafe fn call<K: Kernel>(kernel: K) -> K::Output {
        // SAFETY: the caller vouches for the CPU.
        unsafe { avx512(kernel) }
    }
}
#[cfg(all(feature = "std", target_arch = "x86_64"))]
impl Isa for Avx512 {
    const FUSED: bool = cfg!(not(feature = "unfused"));
    const TILE_ROWS: usize = 8;
    type Vector<T: Float> = T::Avx512;
    type Vector16<T: Float> = T::Avx512x16;
    #[inline(always)]
    fn look_up<F: Table>(x: &[f32; 16]) -> [f32; 16] {
        look_up::sixteen::<core::arch::x86_64::__m512, F>(x)
    }
}

/// A computation generic in the instruction set. `run` must be `#[inline(always)]`, and so must all it calls in a
/// hot loop, or the vector instructions are lost.
pub trait Kernel {
    /// The result.
    type Output;
    /// Computes it.
    fn run<I: Isa>(self) -> Self::Output;
}

/// Runs `kernel` out of line with the instruction set of the kernel that calls this.
///
/// Crate-private, because `I` proves what the CPU has only inside [`Kernel::run`].
#[inline(always)]
pub(crate) fn call<I: Isa, K: Kernel>(kernel: K) -> K::Output {
    // SAFETY: `I` is the parameter of a running kernel, which `dispatch` started after asking the CPU.
    unsafe { I::call(kernel) }
}

/// Runs a kernel with the best instruction set at hand.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[inline]
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    match detected::level() {
        // SAFETY: `level` returns `Avx512` only if the CPU reports every feature named on `avx512`.
        detected::AVX512 => unsafe { avx512(kernel) },
        // SAFETY: the same, for `avx2`.
        detected::AVX2 => unsafe { avx2(kernel) },
        _ => kernel.run::<Baseline>(),
    }
}

/// Runs a kernel with the best instruction set at hand.
#[cfg(not(all(feature = "std", target_arch = "x86_64")))]
#[inline]
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Baseline>()
}

/// [`dispatch`] for a loop over elements of type `T`, where that gains.
#[inline]
pub(crate) fn dispatch_for<T: crate::Number, K: Kernel>(kernel: K) -> K::Output {
    if T::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")]
#[inline(never)]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Avx512>()
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[target_feature(enable = "avx2,fma")]
#[inline(never)]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Avx2>()
}

/// The CPU's level, asked once. A race asks twice and stores the same answer.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod detected {
    use core::sync::atomic::{AtomicU8, Ordering};

    const UNKNOWN: u8 = 0;
    pub(super) const BASELINE: u8 = 1;
    pub(super) const AVX2: u8 = 2;
    pub(super) const AVX512: u8 = 3;

    static LEVEL: AtomicU8 = AtomicU8::new(UNKNOWN);

    #[inline(always)]
    pub(super) fn level() -> u8 {
        match LEVEL.load(Ordering::Relaxed) {
            UNKNOWN => ask(),
            level => level,
        }
    }

    #[cold]
    fn ask() -> u8 {
        use std::arch::is_x86_feature_detected as has;
        let avx2 = has!("avx2") && has!("fma");
        let avx512 = avx2 && has!("avx512f") && has!("avx512vl") && has!("avx512dq") && has!("avx512bw");
        let level = if avx512 {
            AVX512
        } else if avx2 {
            AVX2
        } else {
            BASELINE
        };
        LEVEL.store(level, Ordering::Relaxed);
        level
    }
}
