//! What register tiles need of a vector beside arithmetic: raw places, some lanes only, and square blocks turned over.

use super::vector::Vector;
use crate::Float;

/// Loads, stores and moves without checks of bounds. A mask says how many of the first lanes count; the others are neither
/// read nor written, and are 0 in the register.
#[doc(hidden)]
pub trait Places<T>: Vector<T> {
    /// Whether a load through a full mask costs no more than a plain one.
    const MASKS_ARE_FREE: bool;
    /// Rows and columns of the block that [`turn`](Places::turn) moves.
    const SIDE: usize;
    /// Which lanes count.
    type Mask: Copy;
    /// The first `count` lanes, all if there are no more.
    fn mask(count: usize) -> Self::Mask;
    /// # Safety
    /// `LEN` elements can be read at `x`.
    unsafe fn read(x: *const T) -> Self;
    /// # Safety
    /// `LEN` elements can be written at `x`.
    unsafe fn write(self, x: *mut T);
    /// # Safety
    /// As many elements as count can be read at `x`.
    unsafe fn read_part(x: *const T, mask: Self::Mask) -> Self;
    /// # Safety
    /// As many elements as count can be written at `x`.
    unsafe fn write_part(self, x: *mut T, mask: Self::Mask);
    /// Writes the transpose of a block of `SIDE` rows of `SIDE` elements, rows `from_row` and `to_row` apart.
    ///
    /// # Safety
    /// The block can be read at `from` and written at `to`; they do not overlap.
    unsafe fn turn(from: *const T, from_row: usize, to: *mut T, to_row: usize);
}

impl<T: Float, const N: usize> Places<T> for [T; N] {
    const MASKS_ARE_FREE: bool = false;
    const SIDE: usize = 4;
    type Mask = usize;
    #[inline(always)]
    fn mask(count: usize) -> usize {
        count
    }
    #[inline(always)]
    unsafe fn read(x: *const T) -> Self {
        // SAFETY: the caller vouches for the elements; an array is as aligned as they are.
        unsafe { x.cast::<[T; N]>().read() }
    }
    #[inline(always)]
    unsafe fn write(self, x: *mut T) {
        // SAFETY: the caller vouches for the elements; an array is as aligned as they are.
        unsafe { x.cast::<[T; N]>().write(self) }
    }
    #[inline(always)]
    unsafe fn read_part(x: *const T, count: usize) -> Self {
        // SAFETY: the caller vouches for these elements.
        let x = unsafe { core::slice::from_raw_parts(x, count.min(N)) };
        let mut all = [T::ZERO; N];
        all[..x.len()].copy_from_slice(x);
        all
    }
    #[inline(always)]
    unsafe fn write_part(self, x: *mut T, count: usize) {
        // SAFETY: the caller vouches for these elements.
        let x = unsafe { core::slice::from_raw_parts_mut(x, count.min(N)) };
        x.copy_from_slice(&self[..x.len()]);
    }
    #[inline(always)]
    unsafe fn turn(from: *const T, from_row: usize, to: *mut T, to_row: usize) {
        for i in 0..Self::SIDE {
            for j in 0..Self::SIDE {
                // SAFETY: the caller vouches for both blocks.
                let x = unsafe { from.wrapping_add(i * from_row + j).read() };
                // SAFETY: the same.
                unsafe { to.wrapping_add(j * to_row + i).write(x) };
            }
        }
    }
}

/// Asks for the cache line at `x`. Any address will do.
#[inline(always)]
pub(crate) fn prefetch<T>(x: *const T) {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads nothing, and every x86-64 CPU has it.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(x.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = x;
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod x86 {
    use super::Places;
    use core::arch::x86_64::{
        __m128, __m256, __m256d, __m256i, __m512, __m512d, __mmask8, __mmask16, _mm_loadu_ps, _mm256_castps128_ps256,
        _mm256_insertf128_ps, _mm256_loadu_pd, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_maskload_pd,
        _mm256_maskload_ps, _mm256_permute2f128_pd, _mm256_shuffle_ps, _mm256_storeu_pd, _mm256_storeu_ps,
        _mm256_unpackhi_pd, _mm256_unpackhi_ps, _mm256_unpacklo_pd, _mm256_unpacklo_ps, _mm512_loadu_pd,
        _mm512_loadu_ps, _mm512_mask_storeu_pd, _mm512_mask_storeu_ps, _mm512_maskz_loadu_pd, _mm512_maskz_loadu_ps,
        _mm512_storeu_pd, _mm512_storeu_ps,
    };

    // SAFETY, for every intrinsic below: a value of these types is only made inside a kernel that `dispatch` started after
    // the CPU reported the instruction set (see `Vector`); the caller vouches for the places.
    macro_rules! avx512 {
        ($v:ident, $t:ident, $mask:ident, $all:literal, $narrow:ident,
         $read:ident, $write:ident, $read_part:ident, $write_part:ident) => {
            impl Places<$t> for $v {
                const MASKS_ARE_FREE: bool = true;
                const SIDE: usize = <$narrow as Places<$t>>::SIDE;
                type Mask = $mask;
                #[inline(always)]
                fn mask(count: usize) -> $mask {
                    if count < $all { (1 << count) - 1 } else { $mask::MAX }
                }
                #[inline(always)]
                unsafe fn read(x: *const $t) -> Self {
                    // SAFETY: as above.
                    unsafe { $read(x) }
                }
                #[inline(always)]
                unsafe fn write(self, x: *mut $t) {
                    // SAFETY: as above.
                    unsafe { $write(x, self) }
                }
                #[inline(always)]
                unsafe fn read_part(x: *const $t, mask: $mask) -> Self {
                    // SAFETY: as above.
                    unsafe { $read_part(mask, x) }
                }
                #[inline(always)]
                unsafe fn write_part(self, x: *mut $t, mask: $mask) {
                    // SAFETY: as above.
                    unsafe { $write_part(x, mask, self) }
                }
                #[inline(always)]
                unsafe fn turn(from: *const $t, from_row: usize, to: *mut $t, to_row: usize) {
                    // SAFETY: as above; AVX-512 includes AVX.
                    unsafe { $narrow::turn(from, from_row, to, to_row) }
                }
            }
        };
    }
    avx512!(
        __m512,
        f32,
        __mmask16,
        16,
        __m256,
        _mm512_loadu_ps,
        _mm512_storeu_ps,
        _mm512_maskz_loadu_ps,
        _mm512_mask_storeu_ps
    );
    avx512!(
        __m512d,
        f64,
        __mmask8,
        8,
        __m256d,
        _mm512_loadu_pd,
        _mm512_storeu_pd,
        _mm512_maskz_loadu_pd,
        _mm512_mask_storeu_pd
    );

    /// The mask of an AVX2 load, and how many lanes it has.
    #[derive(Clone, Copy, Debug)]
    pub struct Counted(__m256i, usize);

    macro_rules! avx2 {
        ($v:ident, $t:ident, $lane:ident, $len:literal,
         $read:ident, $write:ident, $read_part:ident, $turn:ident) => {
            impl Places<$t> for $v {
                const MASKS_ARE_FREE: bool = false;
                const SIDE: usize = $len;
                type Mask = Counted;
                #[inline(always)]
                fn mask(count: usize) -> Counted {
                    let count = count.min($len);
                    let lanes: [$lane; $len] = core::array::from_fn(|j| if j < count { -1 } else { 0 });
                    // SAFETY: as above; the array is 32 bytes long.
                    Counted(unsafe { _mm256_loadu_si256(lanes.as_ptr().cast()) }, count)
                }
                #[inline(always)]
                unsafe fn read(x: *const $t) -> Self {
                    // SAFETY: as above.
                    unsafe { $read(x) }
                }
                #[inline(always)]
                unsafe fn write(self, x: *mut $t) {
                    // SAFETY: as above.
                    unsafe { $write(x, self) }
                }
                #[inline(always)]
                unsafe fn read_part(x: *const $t, mask: Counted) -> Self {
                    // SAFETY: as above.
                    unsafe { $read_part(x, mask.0) }
                }
                // Not by a masked store, which some CPUs do in microcode.
                #[inline(always)]
                unsafe fn write_part(self, x: *mut $t, mask: Counted) {
                    let mut lanes = [0.0; $len];
                    // SAFETY: as above; the array has the elements.
                    unsafe { $write(lanes.as_mut_ptr(), self) };
                    // SAFETY: as above, and the array is a place of its own.
                    unsafe { core::ptr::copy_nonoverlapping(lanes.as_ptr(), x, mask.1) };
                }
                #[inline(always)]
                unsafe fn turn(from: *const $t, from_row: usize, to: *mut $t, to_row: usize) {
                    // SAFETY: as above.
                    unsafe { $turn(from, from_row, to, to_row) }
                }
            }
        };
    }
    avx2!(__m256, f32, i32, 8, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_maskload_ps, turn_f32);
    avx2!(__m256d, f64, i64, 4, _mm256_loadu_pd, _mm256_storeu_pd, _mm256_maskload_pd, turn_f64);

    /// 8 × 8: halves of rows i and i + 4 are loaded side by side, so that only steps within halves remain.
    #[inline]
    #[target_feature(enable = "avx")]
    #[expect(clippy::multiple_unsafe_ops_per_block, reason = "one block of loads and one of stores")]
    unsafe fn turn_f32(from: *const f32, from_row: usize, to: *mut f32, to_row: usize) {
        for half in 0..2 {
            let row = |i: usize| {
                // SAFETY: the caller vouches for the block.
                let (low, high): (__m128, __m128) = unsafe {
                    (
                        _mm_loadu_ps(from.add(i * from_row + 4 * half)),
                        _mm_loadu_ps(from.add((i + 4) * from_row + 4 * half)),
                    )
                };
                _mm256_insertf128_ps::<1>(_mm256_castps128_ps256(low), high)
            };
            let (a, b, c, d) = (row(0), row(1), row(2), row(3));
            let (ab, cd) = (_mm256_unpacklo_ps(a, b), _mm256_unpacklo_ps(c, d));
            let (ab_high, cd_high) = (_mm256_unpackhi_ps(a, b), _mm256_unpackhi_ps(c, d));
            let columns = [
                _mm256_shuffle_ps::<0x44>(ab, cd),
                _mm256_shuffle_ps::<0xee>(ab, cd),
                _mm256_shuffle_ps::<0x44>(ab_high, cd_high),
                _mm256_shuffle_ps::<0xee>(ab_high, cd_high),
            ];
            for (j, column) in columns.into_iter().enumerate() {
                // SAFETY: the caller vouches for the block.
                unsafe { _mm256_storeu_ps(to.add((4 * half + j) * to_row), column) };
            }
        }
    }

    /// 4 × 4.
    #[inline]
    #[target_feature(enable = "avx")]
    unsafe fn turn_f64(from: *const f64, from_row: usize, to: *mut f64, to_row: usize) {
        let row = |i: usize| {
            // SAFETY: the caller vouches for the block.
            let at = unsafe { from.add(i * from_row) };
            // SAFETY: the same.
            unsafe { _mm256_loadu_pd(at) }
        };
        let (a, b, c, d) = (row(0), row(1), row(2), row(3));
        let (ab, cd) = (_mm256_unpacklo_pd(a, b), _mm256_unpacklo_pd(c, d));
        let (ab_high, cd_high) = (_mm256_unpackhi_pd(a, b), _mm256_unpackhi_pd(c, d));
        let columns = [
            _mm256_permute2f128_pd::<0x20>(ab, cd),
            _mm256_permute2f128_pd::<0x20>(ab_high, cd_high),
            _mm256_permute2f128_pd::<0x31>(ab, cd),
            _mm256_permute2f128_pd::<0x31>(ab_high, cd_high),
        ];
        for (j, column) in columns.into_iter().enumerate() {
            // SAFETY: the caller vouches for the block.
            let at = unsafe { to.add(j * to_row) };
            // SAFETY: the same.
            unsafe { _mm256_storeu_pd(at, column) };
        }
    }
}
