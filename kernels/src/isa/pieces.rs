//! Functions in pieces with the instructions that look numbers up in a register. The arithmetic, and so the bits, are
//! those of [`odd`](crate::math::pieces::odd) for each element.

use core::arch::x86_64::{
    __m256, __m256i, _CMP_LT_OQ, _mm256_and_ps, _mm256_andnot_ps, _mm256_blendv_ps, _mm256_castps_si256,
    _mm256_castsi256_ps, _mm256_cmp_ps, _mm256_min_ps, _mm256_or_ps, _mm256_permutevar8x32_ps, _mm256_set1_ps,
    _mm256_slli_epi32, _mm256_srli_epi32, _mm256_sub_ps, _mm512_abs_ps, _mm512_and_ps, _mm512_castps_si512,
    _mm512_cmp_ps_mask, _mm512_mask_mov_ps, _mm512_min_ps, _mm512_or_ps, _mm512_permutexvar_ps, _mm512_set1_ps,
    _mm512_srli_epi32, _mm512_sub_ps,
};

use super::Vector;
use crate::math::pieces::{FIRST, Pieces, SHIFT};

/// 16 elements with AVX-512.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")]
pub(super) fn avx512(x: &[f32; 16], pieces: &Pieces) -> [f32; 16] {
    let x = Vector::load(x);
    // The minimum of Intel's instructions is the second operand if one is NaN.
    let magnitude = _mm512_min_ps(_mm512_set1_ps(pieces.end), _mm512_abs_ps(x));
    let v = magnitude.mul_add(_mm512_set1_ps(pieces.scale), _mm512_set1_ps(1.0));
    let index = _mm512_srli_epi32::<SHIFT>(_mm512_castps_si512(v));
    let [centre, start, slopes @ .., last] = &pieces.table;
    let look_up = |row: &[f32; 16]| _mm512_permutexvar_ps(index, Vector::load(row));
    let t = _mm512_sub_ps(magnitude, look_up(centre));
    let first = _mm512_cmp_ps_mask::<_CMP_LT_OQ>(v, _mm512_set1_ps(FIRST));
    let start = _mm512_mask_mov_ps(look_up(start), first, magnitude);
    let mut slope = look_up(last);
    for row in slopes.iter().rev() {
        slope = slope.mul_add(t, look_up(row));
    }
    let y = slope.mul_add(t, start);
    let mut out = [0.0; 16];
    _mm512_or_ps(y, _mm512_and_ps(x, _mm512_set1_ps(-0.0))).store(&mut out);
    out
}

/// 16 elements with AVX2.
#[inline]
#[target_feature(enable = "avx2,fma")]
pub(super) fn avx2(x: &[f32; 16], pieces: &Pieces) -> [f32; 16] {
    let mut out = [0.0; 16];
    eight(Vector::load(x), pieces).store(&mut out);
    eight(Vector::load(&x[8..]), pieces).store(&mut out[8..]);
    out
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn eight(x: __m256, pieces: &Pieces) -> __m256 {
    let sign = _mm256_set1_ps(-0.0);
    let magnitude = _mm256_min_ps(_mm256_set1_ps(pieces.end), _mm256_andnot_ps(sign, x));
    let v = magnitude.mul_add(_mm256_set1_ps(pieces.scale), _mm256_set1_ps(1.0));
    let index = _mm256_srli_epi32::<{ SHIFT as i32 }>(_mm256_castps_si256(v));
    let [centre, start, slopes @ .., last] = &pieces.table;
    let t = _mm256_sub_ps(magnitude, look_up_8(index, centre));
    let first = _mm256_cmp_ps::<_CMP_LT_OQ>(v, _mm256_set1_ps(FIRST));
    let start = _mm256_blendv_ps(look_up_8(index, start), magnitude, first);
    let mut slope = look_up_8(index, last);
    for row in slopes.iter().rev() {
        slope = slope.mul_add(t, look_up_8(index, row));
    }
    _mm256_or_ps(slope.mul_add(t, start), _mm256_and_ps(x, sign))
}

/// The element whose number stands in the lowest four bits.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn look_up_8(index: __m256i, row: &[f32; 16]) -> __m256 {
    let low = _mm256_permutevar8x32_ps(Vector::load(row), index);
    let high = _mm256_permutevar8x32_ps(Vector::load(&row[8..]), index);
    // The fourth bit chooses the half: as a sign it drives the blend.
    _mm256_blendv_ps(low, high, _mm256_castsi256_ps(_mm256_slli_epi32::<28>(index)))
}
