//! The truth for f64: the functions to some 90 bits, from series and one step of Newton's iteration on libm's results.
//! `tests` holds it against mpmath's values.

use crate::{
    constants::{HALF_PI, LN_2, LN_10, ROOT_HALF, TWO_OVER_PI, TWO_OVER_ROOT_PI},
    double::Double,
};

fn one() -> Double {
    1.0.into()
}

fn constant(parts: &[f64]) -> Double {
    Double::new(parts[0], parts[1])
}

/// n·c for a constant in three parts.
fn multiple(n: f64, c: [f64; 3]) -> Double {
    Double::from(n) * Double::new(c[0], c[1]) + Double::from(n * c[2])
}

/// eʳ − 1 for small r: the series at r/2⁹, then (e + 1)² − 1 nine times.
fn exp_m1_small(r: Double) -> Double {
    let r = r.times_power(-9);
    let mut sum = one();
    for n in (2..14).rev() {
        sum = one() + sum * r / f64::from(n).into();
    }
    let mut e = sum * r;
    for _ in 0..9 {
        e = e.times_power(1) + e * e;
    }
    e
}

/// eˣ = (1 + e)·2ⁿ.
fn reduced_exp(x: Double) -> (Double, i32) {
    let n = libm::rint(x.high / LN_2[0]);
    (exp_m1_small(x - multiple(n, LN_2)), n as i32)
}

pub(crate) fn exp(x: Double) -> Double {
    let (e, n) = reduced_exp(x);
    (one() + e).times_power(n)
}

pub(crate) fn exp_m1(x: Double) -> Double {
    let (e, n) = reduced_exp(x);
    if n == 0 { e } else { (one() + e).times_power(n) - one() }
}

pub(crate) fn exp2(x: f64) -> Double {
    let n = libm::rint(x);
    (one() + exp_m1_small(multiple(x - n, LN_2))).times_power(n as i32)
}

/// ln(1 + x); near 0 by the series of atanh.
pub(crate) fn ln_1p(x: Double) -> Double {
    if x.high.abs() > 0.25 {
        return ln(one() + x);
    }
    let s = x / (Double::from(2.0) + x);
    let square = s * s;
    let mut sum = Double::from(0.0);
    for n in (0..20).rev() {
        sum = sum * square + one() / f64::from(2 * n + 1).into();
    }
    (sum * s).times_power(1)
}

pub(crate) fn ln(x: Double) -> Double {
    if (x.high - 1.0).abs() < 0.2 {
        return ln_1p(x - one());
    }
    // To a number near 1, and there a step of Newton's iteration.
    let n = libm::ilogb(x.high);
    let m = x.times_power(-n);
    let y = libm::log(m.high);
    let t = m * exp((-y).into()) - one();
    let correction = t - (t * t).times_power(-1);
    Double::from(y) + correction + multiple(f64::from(n), LN_2)
}

pub(crate) fn log2(x: f64) -> Double {
    // The power of two apart: it is exact.
    let n = libm::ilogb(x * core::f64::consts::SQRT_2);
    Double::from(f64::from(n)) + ln(Double::from(x).times_power(-n)) / constant(&LN_2)
}

pub(crate) fn log10(x: f64) -> Double {
    ln(x.into()) / constant(&LN_10)
}

/// Sine and cosine of |r| ≤ 1 or so.
fn small_sin_cos(r: Double) -> (Double, Double) {
    let square = -(r * r);
    let (mut sine, mut cosine) = (one(), one());
    for n in (1..16).rev() {
        let even = f64::from(2 * n);
        sine = one() + sine * square / (even * (even + 1.0)).into();
        cosine = one() + cosine * square / (even * (even - 1.0)).into();
    }
    (sine * r, cosine)
}

/// x as quarter turns and the rest in radians: 2/π to 256 bits beyond the whole turns (Payne and Hanek).
fn quarter_turns(x: f64) -> (u64, Double) {
    let bits = x.abs().to_bits();
    let mantissa = u128::from((bits & ((1 << 52) - 1)) | (1 << 52));
    // |x| = mantissa·2ᵉ; small numbers need no reduction.
    let e = (bits >> 52) as i64 - 1075;
    if x.abs() < 0.5 {
        return (0, x.into());
    }
    let skip = (e - 2 + 64) as usize;
    let (word, shift) = (skip / 64, skip % 64);
    let window = |j: usize| {
        let pair = (u128::from(TWO_OVER_PI[word + j]) << 64) | u128::from(TWO_OVER_PI[word + j + 1]);
        ((pair << shift) >> 64) as u64
    };
    let mut turn = [0_u64; 4];
    let mut carry = 0_u128;
    for j in (0..4).rev() {
        let product = mantissa * u128::from(window(j)) + carry;
        turn[j] = product as u64;
        carry = product >> 64;
    }
    let quarters = turn[0].wrapping_add(1 << 61) >> 62;
    turn[0] = turn[0].wrapping_sub(quarters << 62);
    let negative = (turn[0] as i64) < 0;
    if negative {
        let mut carry = true;
        for word in turn.iter_mut().rev() {
            (*word, carry) = (!*word).overflowing_add(carry.into());
        }
    }
    let mut rest = Double::from(0.0);
    for (j, &word) in turn.iter().enumerate().rev() {
        // In two halves, which are exact.
        let place = -62 - 64 * j as i32;
        rest = rest + Double::from(libm::ldexp((word & 0xffff_ffff) as f64, place));
        rest = rest + Double::from(libm::ldexp((word >> 32) as f64, place + 32));
    }
    let rest = rest * constant(&HALF_PI);
    let rest = if negative == (x < 0.0) { rest } else { -rest };
    (if x < 0.0 { quarters.wrapping_neg() } else { quarters }, rest)
}

/// (sin x, cos x).
pub(crate) fn sin_cos(x: f64) -> (Double, Double) {
    let (quarters, rest) = quarter_turns(x);
    let (sine, cosine) = small_sin_cos(rest);
    match quarters % 4 {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

pub(crate) fn tan(x: f64) -> Double {
    let (sine, cosine) = sin_cos(x);
    sine / cosine
}

pub(crate) fn atan(x: Double) -> Double {
    let y = libm::atan(x.high);
    let (sine, cosine) = sin_cos(y);
    Double::from(y) + (x * cosine - sine) / (cosine + x * sine)
}

fn root_one_minus_square(x: Double) -> Double {
    ((one() - x) * (one() + x)).sqrt()
}

pub(crate) fn asin(x: f64) -> Double {
    let y = libm::asin(x);
    let (sine, cosine) = sin_cos(y);
    Double::from(y) + (Double::from(x) * cosine - root_one_minus_square(x.into()) * sine)
}

pub(crate) fn acos(x: f64) -> Double {
    let y = libm::acos(x);
    let (sine, cosine) = sin_cos(y);
    Double::from(y) + (root_one_minus_square(x.into()) * cosine - Double::from(x) * sine)
}

pub(crate) fn sinh(x: f64) -> Double {
    let e = exp_m1(x.abs().into());
    let y = (e + e / (e + one())).times_power(-1);
    if x < 0.0 { -y } else { y }
}

pub(crate) fn cosh(x: f64) -> Double {
    let e = exp(x.abs().into());
    (e + one() / e).times_power(-1)
}

pub(crate) fn tanh(x: f64) -> Double {
    let e = exp_m1((2.0 * x.abs()).into());
    let y = e / (e + Double::from(2.0));
    if x < 0.0 { -y } else { y }
}

pub(crate) fn asinh(x: f64) -> Double {
    let m = Double::from(x.abs());
    let y = if m.high > 1e100 {
        ln(m) + multiple(1.0, LN_2)
    } else {
        let square = m * m;
        ln_1p(m + square / (one() + (one() + square).sqrt()))
    };
    if x < 0.0 { -y } else { y }
}

pub(crate) fn acosh(x: f64) -> Double {
    if x > 1e100 {
        return ln(x.into()) + multiple(1.0, LN_2);
    }
    let t = Double::from(x) - one();
    ln_1p(t + (t * (t + Double::from(2.0))).sqrt())
}

pub(crate) fn atanh(x: f64) -> Double {
    let x = Double::from(x);
    ln_1p(x.times_power(1) / (one() - x)).times_power(-1)
}

pub(crate) fn cbrt(x: f64) -> Double {
    let y = Double::from(libm::cbrt(x));
    y + (Double::from(x) - y * y * y) / (Double::from(3.0) * y * y)
}

/// erf by its series without cancellation: 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹/(2n + 1)‼ (DLMF 7.6.2).
pub(crate) fn erf(x: f64) -> Double {
    if x.abs() > 6.0 {
        return Double::from(1.0_f64.copysign(x)) - Double::from(if x > 0.0 { erfc(x).high } else { -erfc(-x).high });
    }
    let square = Double::from(x) * x.into();
    let (mut term, mut sum, mut n) = (Double::from(x), Double::from(x), 0.0);
    while term.high.abs() > 1e-33 * sum.high.abs() {
        n += 1.0;
        term = term * square.times_power(1) / (2.0 * n + 1.0).into();
        sum = sum + term;
    }
    constant(&TWO_OVER_ROOT_PI) * exp(-square) * sum
}

/// erfc; above 3.5 by its continued fraction (DLMF 7.9.1).
pub(crate) fn erfc(x: f64) -> Double {
    if x < 3.5 {
        return one() - erf(x);
    }
    let square = Double::from(x) * x.into();
    let mut fraction = Double::from(x);
    for n in (1..200).rev() {
        fraction = Double::from(x) + Double::from(f64::from(n) / 2.0) / fraction;
    }
    constant(&TWO_OVER_ROOT_PI).times_power(-1) * exp(-square) / fraction
}

/// x/2·erfc(−x/√2), where erfc of the argument's low part is a step along the tangent.
pub(crate) fn gelu(x: f64) -> Double {
    let a = -Double::from(x) * constant(&ROOT_HALF);
    let slope = constant(&TWO_OVER_ROOT_PI) * exp(-Double::from(a.high) * a.high.into());
    let complement = erfc(a.high) - slope * a.low.into();
    Double::from(0.5 * x) * complement
}

pub(crate) fn sigmoid(x: f64) -> Double {
    one() / (one() + exp((-x).into()))
}

pub(crate) fn softplus(x: f64) -> Double {
    ln_1p(exp(x.into()))
}

pub(crate) fn logit(x: f64) -> Double {
    if x < 0.25 {
        return ln(x.into()) - ln_1p((-x).into());
    }
    let x = Double::from(x);
    ln_1p((x.times_power(1) - one()) / (one() - x))
}

pub(crate) fn rsqrt(x: f64) -> Double {
    one() / Double::from(x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unary(name: &str) -> Option<fn(f64) -> Double> {
        Some(match name {
            "exp" => |x| exp(x.into()),
            "exp_m1" => |x| exp_m1(x.into()),
            "exp2" => exp2,
            "ln" => |x| ln(x.into()),
            "ln_1p" => |x| ln_1p(x.into()),
            "log2" => log2,
            "log10" => log10,
            "sin" => |x| sin_cos(x).0,
            "cos" => |x| sin_cos(x).1,
            "tan" => tan,
            "asin" => asin,
            "acos" => acos,
            "atan" => |x| atan(x.into()),
            "sinh" => sinh,
            "cosh" => cosh,
            "tanh" => tanh,
            "asinh" => asinh,
            "acosh" => acosh,
            "atanh" => atanh,
            "cbrt" => cbrt,
            "erf" => erf,
            "erfc" => erfc,
            "gelu" => gelu,
            "sigmoid" => sigmoid,
            "softplus" => softplus,
            "logit" => logit,
            "rsqrt" => rsqrt,
            _ => return None,
        })
    }

    /// The tables of the kernels' tests are mpmath's values to 106 bits.
    #[test]
    fn agrees_with_mpmath() {
        let number = |digits: &str| f64::from_bits(u64::from_str_radix(digits, 16).expect("hexadecimal digits"));
        let tables = [include_str!("../../tests/data/f64.txt"), include_str!("../../tests/data/functions.txt")];
        let (mut rows, mut failures) = (0, Vec::new());
        for line in tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#')) {
            let mut fields = line.split(' ');
            let name = fields.next().expect("a name");
            let numbers: Vec<f64> = fields.map(number).collect();
            let (x, truth) = numbers.split_at(numbers.len() - 2);
            let y = match (name, unary(name)) {
                (_, Some(f)) => f(x[0]),
                ("powf", _) => exp(Double::from(x[1]) * ln(x[0].into())),
                _ => continue,
            };
            // Below this the low parts are subnormal.
            if truth[0].abs() < 1e-290 || truth[0].abs() > 1e300 {
                continue;
            }
            rows += 1;
            let error = ((y.high - truth[0]) + (y.low - truth[1])).abs() / truth[0].abs();
            if error.is_nan() || error >= 2.0_f64.powi(-80) {
                failures.push(format!("{name}({x:?}): 2^{:.1}", error.log2()));
            }
        }
        assert!(rows > 3000, "{rows} rows");
        assert!(failures.is_empty(), "{} of {rows}: {:#?}", failures.len(), &failures[..failures.len().min(40)]);
    }
}
