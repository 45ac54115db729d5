//! The cube root, and √(a² + b²), in f32 arithmetic.

use super::exact::{fast_two_sum, two_product, two_sum};
use crate::{Isa, hardware::Hardware};

/// A third of the exponent's bias, less what makes the start of the iteration good to 4 %.
const CBRT_START: u32 = 709_958_130;
const TWO_24: f32 = 16_777_216.0;

/// ∛x: a third of the exponent, a step of Halley's iteration, and one of Newton's, whose small term is the sum of what the
/// products lose.
#[inline(always)]
pub(super) fn cbrt<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let subnormal = magnitude < f32::MIN_POSITIVE;
    let a = if subnormal { magnitude * TWO_24 } else { magnitude };
    // Away from the ends of the range, where cubes overflow or lose digits.
    let scaled = if a > 1e30 { a * (1.0 / TWO_24) } else { a };
    let scaled = if a < 1e-20 { a * (TWO_24 * 8.0) } else { scaled };
    let unscale = if subnormal { 1.0 / 256.0 } else { 1.0 };
    let unscale = if a > 1e30 { 256.0 } else { unscale };
    let unscale = if a < 1e-20 { unscale * (1.0 / 512.0) } else { unscale };
    let start = f32::from_bits(scaled.to_bits() / 3 + CBRT_START);
    let cube = start * start * start;
    let y = start * ((cube + (scaled + scaled)) / ((cube + cube) + scaled));
    let (square, square_low) = two_product::<I, f32>(y, y);
    let (cube, cube_low) = two_product::<I, f32>(square, y);
    let rest = (scaled - cube) - (cube_low + square_low * y);
    let y = (y + rest / (3.0 * square)) * unscale;
    let y = if x == 0.0 { 0.0 } else { y };
    let y = if magnitude < f32::INFINITY { y } else { magnitude };
    y.copysign(x)
}

/// √(a² + b²).
#[inline(always)]
pub(super) fn hypot<I: Isa>(a: f32, b: f32) -> f32 {
    let (a, b) = (a.abs(), b.abs());
    let (large, small) = if a > b { (a, b) } else { (b, a) };
    let infinite = a == f32::INFINITY || b == f32::INFINITY;
    // Both to where squares neither overflow nor lose digits.
    let (scale, unscale) = if large > 1e12 { (5.421_011e-20, 1.844_674_4e19) } else { (1.0, 1.0) };
    let (scale, unscale) = if large < 1e-12 { (7.555_786_4e22, 1.323_489e-23) } else { (scale, unscale) };
    let (large, small) = (large * scale, small * scale);
    let (square, square_low) = two_product::<I, f32>(large, large);
    let (other, other_low) = two_product::<I, f32>(small, small);
    let (sum, lost) = two_sum(square, other);
    let (sum, low) = fast_two_sum(sum, lost + (square_low + other_low));
    let root = f32::square_root(sum);
    let (product, error) = two_product::<I, f32>(root, root);
    let rest = ((sum - product) - error) + low;
    let y = (root + rest / (root + root + f32::MIN_POSITIVE)) * unscale;
    if infinite { f32::INFINITY } else { y }
}
