//! A vector register of floats, for the kernels that the compiler does not vectorise reliably by itself.
//!
//! Arithmetic per element is [`Isa::mul_add`](super::Isa::mul_add) of the same instruction set, so a kernel gives the
//! same bits through vectors of any length.

use crate::Float;

/// A vector of [`LEN`](Vector::LEN) elements.
///
/// The implementations for `core::arch` types may be used only inside a kernel that runs with their instruction set.
#[doc(hidden)]
pub trait Vector<T>: Copy {
    /// Elements.
    const LEN: usize;
    /// All elements equal.
    fn splat(x: T) -> Self;
    /// The first `LEN` elements of a slice.
    fn load(x: &[T]) -> Self;
    /// Writes the first `LEN` elements of a slice.
    fn store(self, out: &mut [T]);
    /// `self * b + c` of each element, in the crate's bit class.
    fn mul_add(self, b: Self, c: Self) -> Self;
}

/// The vectors of each instruction set, by element type, and groups of them with 16 elements.
#[doc(hidden)]
#[allow(missing_docs, reason = "named after the instruction sets")]
pub trait Vectors: Sized {
    type Baseline: Vector<Self>;
    type Baseline16: Vector<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2: Vector<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx2x16: Vector<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512: Vector<Self>;
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    type Avx512x16: Vector<Self>;
}

/// `N` vectors side by side.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Group<V, const N: usize>([V; N]);

impl<T: Float, V: Vector<T>, const N: usize> Vector<T> for Group<V, N> {
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

impl<T: Float, const N: usize> Vector<T> for [T; N] {
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
    fn mul_add(self, b: Self, c: Self) -> Self {
        core::array::from_fn(|j| <super::Baseline as super::Isa>::mul_add(self[j], b[j], c[j]))
    }
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod x86 {
    use super::Vector;
    use core::arch::x86_64::{
        __m256, __m256d, __m512, __m512d, _mm256_add_pd, _mm256_add_ps, _mm256_fmadd_pd, _mm256_fmadd_ps,
        _mm256_loadu_pd, _mm256_loadu_ps, _mm256_mul_pd, _mm256_mul_ps, _mm256_set1_pd, _mm256_set1_ps,
        _mm256_storeu_pd, _mm256_storeu_ps, _mm512_add_pd, _mm512_add_ps, _mm512_fmadd_pd, _mm512_fmadd_ps,
        _mm512_loadu_pd, _mm512_loadu_ps, _mm512_mul_pd, _mm512_mul_ps, _mm512_set1_pd, _mm512_set1_ps,
        _mm512_storeu_pd, _mm512_storeu_ps,
    };

    macro_rules! vector {
        ($v:ident, $t:ident, $len:literal, $set1:ident, $load:ident, $store:ident, $fma:ident, $mul:ident, $add:ident) => {
            // SAFETY, for every intrinsic below: a value of this type is only made inside a kernel that `dispatch`
            // started after the CPU reported the instruction set (see the trait).
            impl Vector<$t> for $v {
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
                fn mul_add(self, b: Self, c: Self) -> Self {
                    if cfg!(feature = "unfused") {
                        // SAFETY: as above.
                        let product = unsafe { $mul(self, b) };
                        // SAFETY: as above.
                        unsafe { $add(product, c) }
                    } else {
                        // SAFETY: as above.
                        unsafe { $fma(self, b, c) }
                    }
                }
            }
        };
    }

    vector!(
        __m256,
        f32,
        8,
        _mm256_set1_ps,
        _mm256_loadu_ps,
        _mm256_storeu_ps,
        _mm256_fmadd_ps,
        _mm256_mul_ps,
        _mm256_add_ps
    );
    vector!(
        __m256d,
        f64,
        4,
        _mm256_set1_pd,
        _mm256_loadu_pd,
        _mm256_storeu_pd,
        _mm256_fmadd_pd,
        _mm256_mul_pd,
        _mm256_add_pd
    );
    vector!(
        __m512,
        f32,
        16,
        _mm512_set1_ps,
        _mm512_loadu_ps,
        _mm512_storeu_ps,
        _mm512_fmadd_ps,
        _mm512_mul_ps,
        _mm512_add_ps
    );
    vector!(
        __m512d,
        f64,
        8,
        _mm512_set1_pd,
        _mm512_loadu_pd,
        _mm512_storeu_pd,
        _mm512_fmadd_pd,
        _mm512_mul_pd,
        _mm512_add_pd
    );
}
