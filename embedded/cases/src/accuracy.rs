//! Errors in ulp against multi-precision truth: the tables of the kernels' own tests.

use cotangent_kernels::ordered;

use crate::{Expected, Judge, functions, inputs::Sample};

/// The table of one function.
pub struct Truth {
    /// Its name in the kernels.
    pub name: &'static str,
    /// The order of a function that has one.
    pub order: Option<u32>,
    /// The bound that the kernels state, in ulp.
    pub bound: f64,
    /// Smaller results are judged by the ulp of this one: near a zero the argument's own rounding is larger.
    pub least: f64,
    /// The largest error on the host, as bits.
    pub worst: u64,
    /// Arguments (the second of a function of one is 0), the truth rounded to f64, and what that lost: bits of f64.
    pub rows: &'static [[u64; 4]],
}

/// Every table: the largest error is the host's, and within the bound.
pub fn run(judge: &mut dyn Judge, expected: &Expected) {
    for truth in expected.f32 {
        compare(judge, truth, worst::<f32>(truth), "f32");
    }
    for truth in expected.f64 {
        compare(judge, truth, worst::<f64>(truth), "f64");
    }
}

fn compare(judge: &mut dyn Judge, truth: &Truth, worst: f64, dtype: &str) {
    let (name, bound) = (truth.name, truth.bound);
    judge.check(worst <= bound, format_args!("{name} of {dtype}: {worst} ulp, bound {bound}"));
    let host = f64::from_bits(truth.worst);
    judge.check(worst.to_bits() == truth.worst, format_args!("{name} of {dtype}: {worst} ulp, on the host {host}"));
}

/// The format of a float.
pub trait Format: Sample {
    /// Significant bits.
    const DIGITS: i32;
    /// The smallest exponent of a normal number.
    const LEAST: i32;
}
impl Format for f32 {
    const DIGITS: i32 = 24;
    const LEAST: i32 = -126;
}
impl Format for f64 {
    const DIGITS: i32 = 53;
    const LEAST: i32 = -1022;
}

/// The largest error of a function on its table; infinite if the table names no function.
pub fn worst<T: Format>(truth: &Truth) -> f64 {
    let evaluate = |a: f64, b: f64| -> Option<f64> {
        let [x, y] = [a, b].map(|x| <T as num_traits::NumCast>::from(x).unwrap_or(T::ZERO));
        let result = if let Some(f) = functions::one::<T>().iter().find(|f| f.name == truth.name) {
            (f.scalar)(x)
        } else if let Some(f) = functions::two::<T>().iter().find(|f| f.name == truth.name) {
            (f.scalar)(x, y)
        } else {
            let f = functions::ORDERED.iter().find(|f| f.name == truth.name)?;
            let mut out = [T::ZERO];
            ordered::map(f.scalar, truth.order?, &[x], &mut out);
            out[0]
        };
        num_traits::ToPrimitive::to_f64(&result)
    };
    truth.rows.iter().fold(0.0, |worst, row| {
        let [a, b, high, low] = row.map(f64::from_bits);
        let error =
            evaluate(a, b).map_or(f64::INFINITY, |y| ((y - high) - low).abs() / ulp::<T>(high.abs().max(truth.least)));
        if error > worst || error.is_nan() { error } else { worst }
    })
}

/// The distance of two neighbours at x ≥ 0.
fn ulp<T: Format>(x: f64) -> f64 {
    // The exponent of a subnormal f64 does not matter: it is below the lowest of both formats.
    let exponent = ((x.to_bits() >> 52) as i32 - 1023).max(T::LEAST);
    libm::ldexp(1.0, exponent + 1 - T::DIGITS)
}
