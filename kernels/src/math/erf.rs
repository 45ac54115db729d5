//! The error function in f32 arithmetic, and the inverse of the error function.
//!
//! erf: below 0.90625 an odd minimax polynomial of relative error 2⁻³⁰, above 1 − e^(−P(x)) with P a minimax polynomial for
//! −ln erfc x, kept as a sum of two numbers; e^(−P) is below 0.21 there and so damps its error. From 4 on the result
//! is 1.
//!
//! Inverse: the start of Giles (2012, "Approximating the erfinv function", GPU Computing Gems Jade, ch. 10), good to
//! some 22 bits, and two steps of Halley's iteration (second order Newton) on erf or, near ±1, on erfc with the exact
//! 1 − |y|: 22 → 53 bits in one, the second removes the rounding of the first.

use super::{
    exact::fast_two_sum,
    exp::{Parts, parts, polynomial, power_of_two},
};
use crate::Isa;

/// The smaller polynomial in x² is `CONSTANT + SLOPE·x² + x²·SMALL(x²)`.
const SMALL: [f32; 7] =
    [-0.126_126_3, 0.112_836_16, -0.026_854_11, 0.005_183_674, -0.000_784_376_35, 5.781_004e-5, 8.894_734_5e-6];
/// 2/√π − 1.
const CONSTANT: f32 = 0.128_379_17;
/// Most of the slope, split off because times x² it is exact.
const SLOPE: f32 = -0.25;
/// The larger polynomial is `2x + LARGE(x)`: near 0.9, where its error counts, the part that is rounded is small.
const LARGE: [f32; 7] =
    [0.000_185_116_31, -0.872_282_1, 0.637_113_5, 0.103_989_86, -0.022_254_035, 0.003_049_783_4, -0.000_196_583_45];

/// erf x.
#[inline(always)]
pub(super) fn erf<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let u = magnitude * magnitude;
    let line = I::mul_add(u, SLOPE, CONSTANT);
    let factor = I::mul_add(u, polynomial::<I, 7>(u, &SMALL), line);
    let small = I::mul_add(magnitude, factor, magnitude);

    let capped = if magnitude > 4.0 { 4.0 } else { magnitude };
    let (exponent, exponent_low) = fast_two_sum(capped + capped, polynomial::<I, 7>(capped, &LARGE));
    let Parts { high, low, n } = parts::<I>(-exponent);
    let power = power_of_two(n);
    let complement = high * power;
    let complement_low = I::mul_add(-complement, exponent_low, low * power);
    let (sum, lost) = fast_two_sum(1.0, -complement);
    let large = sum + (lost - complement_low);
    let y = if magnitude < 0.906_25 { small } else { large };
    y.copysign(x)
}

/// The x with erf x = y.
pub(super) fn inverse(y: f64) -> f64 {
    let magnitude = y.abs();
    if magnitude >= 1.0 || magnitude.is_nan() {
        return if magnitude == 1.0 { f64::INFINITY.copysign(y) } else { f64::NAN };
    }
    // 2/√π x is exact enough where x² is below half an ulp, and keeps ±0 and subnormals.
    if magnitude < 1e-9 {
        return y * (1.0 / core::f64::consts::FRAC_2_SQRT_PI);
    }
    let mut x = giles(magnitude);
    for _ in 0..2 {
        let error = if magnitude > 0.75 { (1.0 - magnitude) - libm::erfc(x) } else { libm::erf(x) - magnitude };
        let newton = error / (core::f64::consts::FRAC_2_SQRT_PI * libm::exp(-x * x));
        x -= newton / (1.0 + x * newton);
    }
    x.copysign(y)
}

/// A first approximation for y in (0, 1).
fn giles(y: f64) -> f64 {
    let w = -libm::log((1.0 - y) * (1.0 + y));
    let (t, coefficients) = if w < 5.0 { (w - 2.5, &CENTRE) } else { (libm::sqrt(w) - 3.0, &TAIL) };
    y * coefficients.iter().fold(0.0, |sum, &c| sum * t + c)
}

const CENTRE: [f64; 9] = [
    2.810_226_36e-8,
    3.432_739_39e-7,
    -3.523_387_7e-6,
    -4.391_506_54e-6,
    0.000_218_580_87,
    -0.001_253_725_03,
    -0.004_177_681_64,
    0.246_640_727,
    1.501_409_41,
];
const TAIL: [f64; 9] = [
    -0.000_200_214_257,
    0.000_100_950_558,
    0.001_349_343_22,
    -0.003_673_428_44,
    0.005_739_507_73,
    -0.007_622_461_3,
    0.009_438_870_47,
    1.001_674_06,
    2.832_976_82,
];
