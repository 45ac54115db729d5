//! The inverse of the error function.
//!
//! The start of Giles (2012, "Approximating the erfinv function", GPU Computing Gems Jade, ch. 10), good to some 22 bits,
//! and two steps of Halley's iteration (second order Newton) on erf or, near ±1, on erfc with the exact 1 − |y|: 22 → 53
//! bits in one, the second removes the rounding of the first.

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
