//! A vector register of floats, for the kernels that the compiler does not vectorise reliably by itself.
//!
//! Arithmetic per element is [`Isa::mul_add`](super::Isa::mul_add) of the same instruction set, so a kernel gives the
//! same bits through vectors of any length.

use super::Places;
use crate::{Float, Number};

/// Elements in registers, folded lane by lane.
///
/// The implementations for `core::arch` types may be used only inside a kernel that runs with their instruction set.
#[doc(hidden)]
pub trait Lanes<T>: Copy {
    /// Elements.
    const LEN: usize;
    /// All elements equal.
    fn splat(x: T) -> Self;
    /// The first `LEN` elements of a slice.
    fn load(x: &[T]) -> Self;
    /// Writes the first `LEN` elements of a slice.
    fn store(self, out: &mut [T]);
    /// The sum of each pair of elements.
    fn plus(self, other: Self) -> Self;
    /// The product of each pair of elements.
    fn times(self, other: Self) -> Self;
    /// The fold by halves: element j with j + `LEN`/2, then j with j + `LEN`/4, and so on. `LEN` is a power of two.
    fn fold<F: Fold<T>>(self) -> T;
}

/// An associative operation on elements, and on each pair of elements of two vectors.
#[doc(hidden)]
pub trait Fold<T>: Copy {
    /// What the operation leaves alone.
    const NEUTRAL: T;
    /// Of two elements.
    fn elements(a: T, b: T) -> T;
    /// Of two vectors.
    fn lanes<V: Lanes<T>>(a: V, b: V) -> V;
}

/// Vectors of floats.
#[doc(hidden)]
pub trait Vector<T>: Lanes<T> {
    /// `self * b + c` of each element, in the crate's bit class.
    fn mul_add(self, b: Self, c: Self) -> Self;
}

/// The vectors of each instruction set, by element type, and groups of them with 16 elements.
#[doc(hidden)]
#[allow(missing_docs, reason = "named after the instruction sets")]
pub trait Vectors: Sized {
    type Baseline: Places<Self>;
    type Baseline16: Vector<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2: Places<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2x16: Vector<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512: Places<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512x16: Vector<Self>;
}

/// `N` vectors side by side.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Group<V, const N: usize>([V; N]);

impl<T: Number, V: Lanes<T>, const N: usize> Lanes<T> for Group<V, N> {
    const LEN: usize = N * V::LEN;
    #[inline(always)]
    fn splat(x: T) -> Self {
        Group([V::splat(x); N])
    }
    #[inline(always)]
    fn load(x: &[T]) -> Self {
        let x = &x[..Self::LEN];
        Group(core::array::from_fn(|v| V::load(&x[v * V::LEN..])))
    }
    #[inline(always)]
    fn store(self, out: &mut [T]) {
        let out = &mut out[..Self::LEN];
        for v in 0..N {
            self.0[v].store(&mut out[v * V::LEN..]);
        }
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Group(core::array::from_fn(|v| self.0[v].plus(other.0[v])))
    }
    #[inline(always)]
    fn times(self, other: Self) -> Self {
        Group(core::array::from_fn(|v| self.0[v].times(other.0[v])))
    }
    #[inline(always)]
    fn fold<F: Fold<T>>(mut self) -> T {
        let mut half = N / 2;
        while half > 0 {
            for v in 0..half {
                self.0[v] = F::lanes(self.0[v], self.0[v + half]);
            }
            half /= 2;
        }
        self.0[0].fold::<F>()
    }
}

impl<T: Float, V: Vector<T>, const N: usize> Vector<T> for Group<V, N> {
    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        Group(core::array::from_fn(|v| self.0[v].mul_add(b.0[v], c.0[v])))
    }
}

impl Vectors for f32 {
    type Baseline = [f32; 4];
    type Baseline16 = Group<[f32; 4], 4>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2 = core::arch::x86_64::__m256;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2x16 = Group<Self::Avx2, 2>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512 = core::arch::x86_64::__m512;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512x16 = Group<Self::Avx512, 1>;
}

impl Vectors for f64 {
    type Baseline = [f64; 2];
    type Baseline16 = Group<[f64; 2], 8>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2 = core::arch::x86_64::__m256d;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2x16 = Group<Self::Avx2, 4>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512 = core::arch::x86_64::__m512d;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512x16 = Group<Self::Avx512, 2>;
}

impl<T: Number, const N: usize> Lanes<T> for [T; N] {
    const LEN: usize = N;
    #[inline(always)]
    fn splat(x: T) -> Self {
        [x; N]
    }
    #[inline(always)]
    fn load(x: &[T]) -> Self {
        let x = &x[..N];
        core::array::from_fn(|j| x[j])
    }
    #[inline(always)]
    fn store(self, out: &mut [T]) {
        out[..N].copy_from_slice(&self);
    }
    #[inline(always)]
    fn plus(mut self, other: Self) -> Self {
        for j in 0..N {
            self[j] = self[j].plus(other[j]);
        }
        self
    }
    #[inline(always)]
    fn times(mut self, other: Self) -> Self {
        for j in 0..N {
            self[j] = self[j].times(other[j]);
        }
        self
    }
    #[inline(always)]
    fn fold<F: Fold<T>>(mut self) -> T {
        let mut half = N / 2;
        while half > 0 {
            for j in 0..half {
                self[j] = F::elements(self[j], self[j + half]);
            }
            half /= 2;
        }
        self[0]
    }
}

impl<T: Float, const N: usize> Vector<T> for [T; N] {
    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        core::array::from_fn(|j| <super::Baseline as super::Isa>::mul_add(self[j], b[j], c[j]))
    }
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod x86 {
    use super::{Fold, Lanes, Vector};
    use core::arch::x86_64::{
        __m128, __m128d, __m256, __m256d, __m512, __m512d, _mm_add_pd, _mm_add_ps, _mm_loadu_pd, _mm_loadu_ps,
        _mm_movehl_ps, _mm_mul_pd, _mm_mul_ps, _mm_set1_pd, _mm_set1_ps, _mm_storeu_pd, _mm_storeu_ps, _mm256_add_pd,
        _mm256_add_ps, _mm256_castpd256_pd128, _mm256_castps256_ps128, _mm256_extractf128_pd, _mm256_extractf128_ps,
        _mm256_fmadd_pd, _mm256_fmadd_ps, _mm256_loadu_pd, _mm256_loadu_ps, _mm256_mul_pd, _mm256_mul_ps,
        _mm256_set1_pd, _mm256_set1_ps, _mm256_storeu_pd, _mm256_storeu_ps, _mm512_add_pd, _mm512_add_ps,
        _mm512_castpd512_pd256, _mm512_castps512_ps256, _mm512_extractf32x8_ps, _mm512_extractf64x4_pd,
        _mm512_fmadd_pd, _mm512_fmadd_ps, _mm512_loadu_pd, _mm512_loadu_ps, _mm512_mul_pd, _mm512_mul_ps,
        _mm512_set1_pd, _mm512_set1_ps, _mm512_storeu_pd, _mm512_storeu_ps,
    };

    // SAFETY, for every intrinsic below: a value of these types is only made inside a kernel that `dispatch` started after
    // the CPU reported the instruction set (see the trait).
    macro_rules! lanes {
        ($v:ident of $len:literal $t:ident: $set1:ident, $load:ident, $store:ident, $add:ident, $mul:ident; $low:ident, $high:ident) => {
            lanes!($v of $len $t: $set1, $load, $store, $add, $mul; fn fold<F: Fold<$t>>(self) -> $t {
                // SAFETY: as above.
                let low = unsafe { $low(self) };
                // SAFETY: as above.
                let high = unsafe { $high::<1>(self) };
                F::lanes(low, high).fold::<F>()
            });
        };
        ($v:ident of $len:literal $t:ident: $set1:ident, $load:ident, $store:ident, $add:ident, $mul:ident; $fold:item) => {
            impl Lanes<$t> for $v {
                const LEN: usize = $len;
                #[inline(always)]
                fn splat(x: $t) -> Self {
                    // SAFETY: as above.
                    unsafe { $set1(x) }
                }
                #[inline(always)]
                fn load(x: &[$t]) -> Self {
                    let x = &x[..$len];
                    // SAFETY: as above; the slice has the elements, and the load needs no alignment.
                    unsafe { $load(x.as_ptr()) }
                }
                #[inline(always)]
                fn store(self, out: &mut [$t]) {
                    let out = &mut out[..$len];
                    // SAFETY: as above; the slice has the elements, and the store needs no alignment.
                    unsafe { $store(out.as_mut_ptr(), self) }
                }
                #[inline(always)]
                fn plus(self, other: Self) -> Self {
                    // SAFETY: as above.
                    unsafe { $add(self, other) }
                }
                #[inline(always)]
                fn times(self, other: Self) -> Self {
                    // SAFETY: as above.
                    unsafe { $mul(self, other) }
                }
                #[inline(always)]
                $fold
            }
        };
    }

    macro_rules! vector {
        ($v:ident of $t:ident: $fma:ident) => {
            impl Vector<$t> for $v {
                #[inline(always)]
                fn mul_add(self, b: Self, c: Self) -> Self {
                    if cfg!(feature = "unfused") {
                        self.times(b).plus(c)
                    } else {
                        // SAFETY: as above.
                        unsafe { $fma(self, b, c) }
                    }
                }
            }
        };
    }

    lanes!(__m128 of 4 f32: _mm_set1_ps, _mm_loadu_ps, _mm_storeu_ps, _mm_add_ps, _mm_mul_ps;
        fn fold<F: Fold<f32>>(self) -> f32 {
            // SAFETY: as above.
            let high = unsafe { _mm_movehl_ps(self, self) };
            let mut two = [0.0; 4];
            F::lanes(self, high).store(&mut two);
            F::elements(two[0], two[1])
        }
    );
    lanes!(__m128d of 2 f64: _mm_set1_pd, _mm_loadu_pd, _mm_storeu_pd, _mm_add_pd, _mm_mul_pd;
        fn fold<F: Fold<f64>>(self) -> f64 {
            let mut two = [0.0; 2];
            self.store(&mut two);
            F::elements(two[0], two[1])
        }
    );
    lanes!(__m256 of 8 f32: _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_add_ps, _mm256_mul_ps;
        _mm256_castps256_ps128, _mm256_extractf128_ps);
    lanes!(__m256d of 4 f64: _mm256_set1_pd, _mm256_loadu_pd, _mm256_storeu_pd, _mm256_add_pd, _mm256_mul_pd;
        _mm256_castpd256_pd128, _mm256_extractf128_pd);
    lanes!(__m512 of 16 f32: _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_add_ps, _mm512_mul_ps;
        _mm512_castps512_ps256, _mm512_extractf32x8_ps);
    lanes!(__m512d of 8 f64: _mm512_set1_pd, _mm512_loadu_pd, _mm512_storeu_pd, _mm512_add_pd, _mm512_mul_pd;
        _mm512_castpd512_pd256, _mm512_extractf64x4_pd);

    vector!(__m256 of f32: _mm256_fmadd_ps);
    vector!(__m256d of f64: _mm256_fmadd_pd);
    vector!(__m512 of f32: _mm512_fmadd_ps);
    vector!(__m512d of f64: _mm512_fmadd_pd);
}
