//! The cube root of f32, and √(a² + b²).

use super::{
    Elementary,
    exact::{fast_two_sum, two_product, two_sum},
};
use crate::{Float, Isa};

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

/// What brings the sides of [`hypot`] to where squares neither overflow nor lose digits: above `large` they are multiplied
/// by `down`, below `small` by `up`, and the result by the reciprocals. All are powers of two, so that it is exact.
pub(super) struct Scaling<T> {
    large: T,
    down: [T; 2],
    small: T,
    up: [T; 2],
}
pub(super) const SCALING_F32: Scaling<f32> =
    Scaling { large: 1e12, down: [5.421_011e-20, 1.844_674_4e19], small: 1e-12, up: [7.555_786_4e22, 1.323_489e-23] };
pub(super) const SCALING_F64: Scaling<f64> = Scaling {
    large: 1e100,
    down: [2.409_919_865_102_884e-181, 4.149_515_568_880_993e180],
    small: 1e-100,
    up: [4.149_515_568_880_993e180, 2.409_919_865_102_884e-181],
};

/// √(a² + b²).
#[inline(always)]
pub(super) fn hypot<I: Isa, T: Float>(a: T, b: T, scaling: &Scaling<T>) -> T {
    let (a, b) = (a.magnitude(), b.magnitude());
    let (large, small) = if a > b { (a, b) } else { (b, a) };
    let infinite = a == T::HIGHEST || b == T::HIGHEST;
    let [scale, unscale] = if large > scaling.large { scaling.down } else { [T::ONE, T::ONE] };
    let [scale, unscale] = if large < scaling.small { scaling.up } else { [scale, unscale] };
    let (large, small) = (large * scale, small * scale);
    let (square, square_low) = two_product::<I, T>(large, large);
    let (other, other_low) = two_product::<I, T>(small, small);
    let (sum, lost) = two_sum(square, other);
    let (sum, low) = fast_two_sum(sum, lost + (square_low + other_low));
    let root = <T as Elementary>::sqrt(sum);
    let (product, error) = two_product::<I, T>(root, root);
    let rest = ((sum - product) - error) + low;
    // At 0 the rest is 0.
    let y = (root + rest / (root + root + T::min_positive_value())) * unscale;
    if infinite { T::HIGHEST } else { y }
}
