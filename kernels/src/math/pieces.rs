//! Functions of f32 in pieces, without a branch: the pieces' polynomials stand in tables of 16 numbers, which fit the
//! permute instructions of vector units.
//!
//! A piece is c₀ + t·(c₁ + t·(c₂ + …)) with t = |x| − centre. The centres are chosen so that the function's value there
//! is almost an f32: what is lost is the last rounding and some hundredths of an ulp. The first piece, around 0, is
//! |x| + |x|·(c₁ + …), exact to the same degree for the smallest numbers.

#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "made by a script")]
mod erf;
#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "made by a script")]
mod lgamma;
#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "made by a script")]
mod tanh;

use super::{Table, lgamma::LEAST};
use crate::isa::LookUp;

/// A table of pieces, made by `kernels/accuracy/fit/pieces.py`.
struct Pieces {
    /// Larger arguments are taken as this one.
    end: f32,
    /// The exponent and the two upper digits of |x|·scale + 1 number the pieces.
    scale: f32,
    /// The centres, then the coefficients from the lowest.
    table: [[f32; 16]; 8],
}

/// The first piece ends where |x|·scale + 1 reaches this.
const FIRST: f32 = 1.25;
/// The place of the piece's number in the bits of |x|·scale + 1.
const SHIFT: u32 = 21;

/// tanh x.
pub(crate) struct Tanh;
impl Table for Tanh {
    #[inline(always)]
    fn eval<L: LookUp>(x: L) -> L {
        odd(x, &Pieces { end: 9.02, scale: 1.6625, table: tanh::TABLE })
    }
}

/// erf x.
pub(crate) struct Erf;
impl Table for Erf {
    #[inline(always)]
    fn eval<L: LookUp>(x: L) -> L {
        odd(x, &Pieces { end: 3.93, scale: 3.815, table: erf::TABLE })
    }
}

#[inline(always)]
fn odd<L: LookUp>(x: L, pieces: &Pieces) -> L {
    let [centre, start, slopes @ .., last] = &pieces.table;
    let magnitude = x.abs().at_most(L::splat(pieces.end));
    let v = magnitude.mul_add(L::splat(pieces.scale), L::splat(1.0));
    let t = magnitude.sub(v.look_up::<SHIFT>(centre));
    let start = v.if_less(L::splat(FIRST), magnitude, v.look_up::<SHIFT>(start));
    let mut slope = v.look_up::<SHIFT>(last);
    for row in slopes.iter().rev() {
        slope = slope.mul_add(t, v.look_up::<SHIFT>(row));
    }
    slope.mul_add(t, start).with_sign(x)
}

/// ln Γ(x) from ½ to 8, and ln Γ(1 + x) below.
pub(crate) struct Lgamma;
impl Table for Lgamma {
    #[inline(always)]
    fn eval<L: LookUp>(x: L) -> L {
        let [centre, value, slope, curve, first, slopes @ .., last] = &lgamma::TABLE;
        let start = x.if_less(L::splat(LEAST), L::splat(1.0), L::splat(0.0));
        let v = x.add(start);
        // Exact, also where the sum is not.
        let t = x.sub(v.look_up::<SHIFT>(centre).sub(start));
        let mut rest = v.look_up::<SHIFT>(last);
        for row in slopes.iter().rev() {
            rest = rest.mul_add(t, v.look_up::<SHIFT>(row));
        }
        // In two parts, of which the larger is exact beside the zeros.
        let sum =
            |large: &[f32; 16], small: &[f32; 16]| t.mul_add(v.look_up::<SHIFT>(large), v.look_up::<SHIFT>(small));
        rest.mul_add(t, sum(curve, first)).mul_add(t, sum(slope, value))
    }
}
