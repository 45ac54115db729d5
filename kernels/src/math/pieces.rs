//! Odd functions of f32 in pieces, without a branch: the pieces' polynomials stand in tables of 16 numbers, which fit the
//! permute instructions of vector units.
//!
//! A piece is c₀ + t·(c₁ + t·(c₂ + …)) with t = |x| − centre. The centres are chosen so that the function's value there
//! is almost an f32: what is lost is the last rounding and some hundredths of an ulp. The first piece, around 0, is
//! |x| + |x|·(c₁ + …), exact to the same degree for the smallest numbers.

mod erf;
mod tanh;

use crate::Isa;

/// A table of pieces, made by `kernels/accuracy/fit/pieces.py`.
#[derive(Debug)]
pub struct Pieces {
    /// Larger arguments are taken as this one.
    pub(crate) end: f32,
    /// The exponent and the two upper digits of |x|·scale + 1 number the pieces.
    pub(crate) scale: f32,
    /// The centres, then the coefficients from the lowest.
    pub(crate) table: [[f32; 16]; 8],
}

/// The first piece ends where |x|·scale + 1 reaches this.
pub(crate) const FIRST: f32 = 1.25;
/// The place of the piece's number in the bits of |x|·scale + 1.
pub(crate) const SHIFT: u32 = 21;

pub(super) const TANH: Pieces = Pieces { end: 9.02, scale: 1.6625, table: tanh::TABLE };
pub(super) const ERF: Pieces = Pieces { end: 3.93, scale: 3.815, table: erf::TABLE };
/// The function at x.
#[inline(always)]
pub(crate) fn odd<I: Isa>(x: f32, pieces: &Pieces) -> f32 {
    let [centre, table @ ..] = &pieces.table;
    let magnitude = x.abs();
    let magnitude = if magnitude > pieces.end { pieces.end } else { magnitude };
    let v = I::mul_add(magnitude, pieces.scale, 1.0);
    let index = (v.to_bits() >> SHIFT) as usize % 16;
    let t = magnitude - centre[index];
    let [start, slopes @ ..] = table;
    let start = if v < FIRST { magnitude } else { start[index] };
    let mut slope = slopes[5][index];
    for row in slopes[..5].iter().rev() {
        slope = I::mul_add(slope, t, row[index]);
    }
    I::mul_add(slope, t, start).copysign(x)
}
