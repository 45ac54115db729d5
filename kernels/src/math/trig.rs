//! Sine and cosine of f32, in f64 arithmetic up to [`LIMIT`]; beyond it libm's reduction by hundreds of bits of 2/π.
//!
//! x − n·π/2 with π/2 as 33 + 53 bits: n times the first is exact, so that the remainder, at least 2⁻³⁰ in this range,
//! is good to 2⁻³⁶ of itself. Minimax polynomials of error 2⁻³⁷ (sine) and 2⁻³⁴ (cosine).

use crate::Isa;

/// The largest |x| of the vectorised body.
pub(super) const LIMIT: f32 = 1_048_576.0;

const MAGIC: f64 = 6_755_399_441_055_744.0;
const HALF_PI_HIGH: f64 = 1.570_796_326_734_125_6;
const HALF_PI_LOW: f64 = 6.077_100_506_506_192e-11;
const SIN: [f64; 4] =
    [-0.166_666_666_414_259_62, 0.008_333_329_362_218_65, -0.000_198_393_271_184_411_67, 2.718_237_119_298_232e-6];
const COS: [f64; 4] =
    [-0.499_999_997_229_025_55, 0.041_666_623_064_025_69, -0.001_388_675_530_681_057_7, 2.438_963_274_379_930_4e-5];

/// sin x for |x| ≤ [`LIMIT`].
#[inline(always)]
pub(super) fn sin<I: Isa>(x: f32) -> f32 {
    // The sign of zero is lost by the reduction.
    let y = quarter::<I>(x, 0);
    if x == 0.0 { x } else { y }
}

/// cos x for |x| ≤ [`LIMIT`].
#[inline(always)]
pub(super) fn cos<I: Isa>(x: f32) -> f32 {
    quarter::<I>(x, 1)
}

/// sin(x + turns·π/2).
#[inline(always)]
fn quarter<I: Isa>(x: f32, turns: u64) -> f32 {
    let x = f64::from(x);
    let shifted = I::mul_add(x, core::f64::consts::FRAC_2_PI, MAGIC);
    let n = shifted - MAGIC;
    let r = I::mul_add(n, -HALF_PI_LOW, I::mul_add(n, -HALF_PI_HIGH, x));
    let quadrant = shifted.to_bits().wrapping_add(turns);
    let u = r * r;
    let sine = I::mul_add(r * u, polynomial::<I>(u, SIN), r);
    let cosine = I::mul_add(u, polynomial::<I>(u, COS), 1.0);
    let y = if quadrant & 1 == 0 { sine } else { cosine };
    let sign = (quadrant & 2) << 62;
    f64::from_bits(y.to_bits() ^ sign) as f32
}

#[inline(always)]
fn polynomial<I: Isa>(x: f64, [a, b, c, d]: [f64; 4]) -> f64 {
    I::mul_add(I::mul_add(I::mul_add(d, x, c), x, b), x, a)
}
