//! The two float types of draws, so that each distribution is written once.

use super::{
    Key,
    normal::{normal_f32, normal_f64},
    uniform::{uniform_f32, uniform_f64},
};
use crate::dtype::Element;
use alloc::vec::Vec;
use cotangent_kernels::Float;

/// `f32` or `f64`.
pub(super) trait Real: Element + Float {
    /// The smallest normal number.
    const TINY: Self;
    /// The distance from 1 to the next number.
    const EPSILON: Self;

    /// `n` draws from [lo, hi).
    #[track_caller]
    fn uniform(key: &Key, n: usize, lo: Self, hi: Self) -> Vec<Self>;

    /// `n` draws of the standard normal distribution.
    #[track_caller]
    fn normal(key: &Key, n: usize) -> Vec<Self>;

    /// a·b + c, rounded once.
    fn fuse(a: Self, b: Self, c: Self) -> Self;

    /// The nearest number.
    fn of(x: f64) -> Self;

    /// One draw from [0, 1).
    fn unit(key: &Key) -> Self {
        Self::uniform(key, 1, Self::ZERO, Self::ONE)[0]
    }
}

macro_rules! real {
    ($T:ident, $uniform:path, $normal:path, $mul_add:path) => {
        impl Real for $T {
            const TINY: $T = $T::MIN_POSITIVE;
            const EPSILON: $T = $T::EPSILON;
            fn uniform(key: &Key, n: usize, lo: $T, hi: $T) -> Vec<$T> {
                $uniform(key, n, lo, hi)
            }
            fn normal(key: &Key, n: usize) -> Vec<$T> {
                $normal(key, n)
            }
            fn fuse(a: $T, b: $T, c: $T) -> $T {
                $mul_add(a, b, c)
            }
            fn of(x: f64) -> $T {
                x as $T
            }
        }
    };
}
real!(f32, uniform_f32, normal_f32, libm::fmaf);
real!(f64, uniform_f64, normal_f64, libm::fma);
