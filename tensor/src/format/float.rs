//! Floats as `NumPy` prints them: alone, and with the layout that all elements of an array share.

use crate::element::{Element, Scalar};
use alloc::{format, string::String};
use core::fmt;
use half::{bf16, f16};

/// Digits after the point that an array shows unless asked for more or less.
const DIGITS: usize = 8;

/// A float whose shortest decimal depends on its width.
#[derive(Clone, Copy, Debug)]
pub(super) enum Float {
    Half(f16),
    Brain(bf16),
    Single(f32),
    Double(f64),
}

impl fmt::Display for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Float::Single(x) => x.fmt(f),
            Float::Half(_) | Float::Brain(_) | Float::Double(_) => self.value().fmt(f),
        }
    }
}

impl fmt::LowerExp for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Float::Single(x) => x.fmt(f),
            Float::Half(_) | Float::Brain(_) | Float::Double(_) => self.value().fmt(f),
        }
    }
}

impl Float {
    fn value(self) -> f64 {
        match self {
            Float::Half(x) => x.to_f64(),
            Float::Brain(x) => x.to_f64(),
            Float::Single(x) => f64::from(x),
            Float::Double(x) => x,
        }
    }

    /// The shortest text that reads back to the value, with an exponent below 10⁻⁴ and from 10¹⁶ on.
    pub(super) fn shortest(self) -> String {
        let magnitude = self.value().abs();
        if !magnitude.is_finite() {
            return self.non_finite();
        }
        let text = self.shortest_scientific();
        let (mantissa, exponent) = parts(&text);
        let large = if matches!(self, Float::Half(_)) { 1e3 } else { 1e16 };
        if magnitude != 0.0 && !(1e-4..large).contains(&magnitude) {
            return format!("{mantissa}e{}", exponent_text(exponent, 2));
        }
        let (whole, fraction) = point_moved(mantissa, exponent);
        format!("{whole}.{}", if fraction.is_empty() { "0" } else { &fraction })
    }

    /// The shortest digits in the form `1.5e-7`. Where two of that length are equally near, Rust takes the larger and
    /// `NumPy` the even one, which is what rounding to a given number of digits does.
    fn shortest_scientific(self) -> String {
        let reads_back = |text: &str| {
            let x: f64 = text.parse().expect("the format writes a number");
            match self {
                Float::Half(y) => f16::cast(Scalar::F64(x)) == y,
                Float::Brain(y) => bf16::cast(Scalar::F64(x)) == y,
                Float::Single(y) => text.parse() == Ok(y),
                Float::Double(y) => x == y,
            }
        };
        if let Float::Half(_) | Float::Brain(_) = self {
            let mut texts = (0..).map(|digits| format!("{self:.digits$e}"));
            return texts.find(|text| reads_back(text)).expect("enough digits read back");
        }
        let shortest = format!("{self:e}");
        let digits = parts(&shortest).0.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let even = format!("{self:.digits$e}");
        if reads_back(&even) { even } else { shortest }
    }

    fn non_finite(self) -> String {
        let x = self.value();
        String::from(if x.is_nan() {
            "nan"
        } else if x < 0.0 {
            "-inf"
        } else {
            "inf"
        })
    }

    /// What stands before and after the point: all digits before it, the shortest after it, at most `limit`.
    fn positional(self, limit: usize) -> (String, String) {
        let text = self.shortest_scientific();
        let (mantissa, exponent) = parts(&text);
        let (whole, fraction) = point_moved(mantissa, exponent);
        if fraction.is_empty() {
            return (format!("{self:.0}"), fraction);
        }
        if fraction.len() <= limit {
            return (whole, fraction);
        }
        let (whole, fraction) = at_point(&format!("{self:.limit$}"));
        (whole, fraction.trim_end_matches('0').into())
    }

    /// The same of the mantissa, with the exponent of ten.
    fn scientific(self, limit: usize) -> (String, String, i32) {
        let split = |text: &str| {
            let (mantissa, exponent) = parts(text);
            let (whole, fraction) = at_point(mantissa);
            (whole, fraction, exponent)
        };
        let shortest = split(&self.shortest_scientific());
        if shortest.1.len() <= limit {
            return shortest;
        }
        let (whole, fraction, exponent) = split(&format!("{self:.limit$e}"));
        (whole, fraction.trim_end_matches('0').into(), exponent)
    }
}

/// The mantissa and the exponent of Rust's `1.5e-7`.
fn parts(text: &str) -> (&str, i32) {
    let (mantissa, exponent) = text.split_once('e').expect("the format writes an exponent");
    (mantissa, exponent.parse().expect("the format writes an integer exponent"))
}

/// What stands before the point and after it.
fn at_point(text: &str) -> (String, String) {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    (whole.into(), fraction.into())
}

/// What stands before and after the point of mantissa·10^exponent.
fn point_moved(mantissa: &str, exponent: i32) -> (String, String) {
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let digits = mantissa.trim_start_matches('-').replace('.', "");
    let places = exponent.unsigned_abs() as usize;
    if exponent < 0 {
        (format!("{sign}0"), format!("{}{digits}", "0".repeat(places - 1)))
    } else if digits.len() <= places + 1 {
        (format!("{sign}{digits}{}", "0".repeat(places + 1 - digits.len())), String::new())
    } else {
        (format!("{sign}{}", &digits[..=places]), digits[places + 1..].into())
    }
}

/// An exponent with its sign and at least `digits` digits.
fn exponent_text(exponent: i32, digits: usize) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{:0digits$}", exponent.unsigned_abs())
}

/// The layout shared by the elements of an array.
#[derive(Debug)]
pub(super) struct FloatLayout {
    /// Digits of the exponent, if there is one.
    exponent: Option<usize>,
    /// The most digits after the point.
    digits: usize,
    /// Whether every element shows all those digits.
    fixed: bool,
    /// Whether positive numbers show their sign.
    plus: bool,
    /// Characters before the point, and after it.
    before: usize,
    after: usize,
}

impl FloatLayout {
    /// The layout for these values; with a precision, of exactly so many digits.
    pub(super) fn new(values: &[Float], precision: Option<usize>, plus: bool) -> Self {
        let finite = || values.iter().copied().filter(|x| x.value().is_finite());
        let limit = precision.unwrap_or(DIGITS);
        let fixed = precision.is_some();
        let mut layout = FloatLayout { exponent: None, digits: 0, fixed, plus, before: 0, after: 0 };
        if wants_exponent(values) {
            let mut exponent_digits = 2;
            for x in finite() {
                let (whole, fraction, exponent) = x.scientific(limit);
                layout.before = layout.before.max(layout.signed(whole).len());
                layout.digits = layout.digits.max(fraction.len());
                exponent_digits = exponent_digits.max(exponent_text(exponent, 2).len() - 1);
            }
            layout.exponent = Some(exponent_digits);
            layout.digits = precision.unwrap_or(layout.digits);
            layout.after = layout.digits + exponent_digits + 2;
        } else {
            for x in finite() {
                let (whole, fraction) = x.positional(limit);
                layout.before = layout.before.max(layout.signed(whole).len());
                layout.digits = layout.digits.max(fraction.len());
            }
            if finite().next().is_some() {
                layout.digits = precision.unwrap_or(layout.digits);
            }
            layout.after = layout.digits;
        }
        // Room for `nan` and `inf`, right-aligned over the whole column.
        let unbounded = values.iter().filter(|x| !x.value().is_finite());
        let widest = unbounded.map(|x| layout.signed(x.non_finite()).len()).max();
        layout.before = layout.before.max(widest.unwrap_or(0).saturating_sub(layout.after + 1));
        layout
    }

    /// One element, as wide as every other.
    pub(super) fn text(&self, x: Float) -> String {
        let FloatLayout { digits, before, after, .. } = *self;
        if !x.value().is_finite() {
            return format!("{:>1$}", self.signed(x.non_finite()), before + 1 + after);
        }
        if let Some(exponent_digits) = self.exponent {
            let text = format!("{x:.digits$e}");
            let (mantissa, exponent) = parts(&text);
            let (whole, fraction) = at_point(mantissa);
            let whole = self.signed(whole);
            return format!("{whole:>before$}.{fraction}e{}", exponent_text(exponent, exponent_digits));
        }
        if self.fixed {
            let (whole, fraction) = at_point(&format!("{x:.digits$}"));
            let whole = self.signed(whole);
            return format!("{whole:>before$}.{fraction}");
        }
        let (whole, fraction) = x.positional(digits);
        let whole = self.signed(whole);
        format!("{whole:>before$}.{fraction:<after$}")
    }

    /// A number's text with the sign that this layout shows.
    fn signed(&self, text: String) -> String {
        if self.plus && !text.starts_with('-') { format!("+{text}") } else { text }
    }
}

/// Whether the magnitudes of the nonzero finite values ask for exponents.
fn wants_exponent(values: &[Float]) -> bool {
    let magnitudes = || values.iter().map(|x| x.value().abs()).filter(|x| x.is_finite() && *x != 0.0);
    let (least, most) = magnitudes().fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    // `NumPy` divides in the type of the array; the quotient rounds to f32 as if it had been taken there.
    let ratio = match values.first() {
        Some(Float::Half(_)) => f16::cast(Scalar::F64(most / least)).to_f64(),
        Some(Float::Single(_)) => f64::from((most / least) as f32),
        _ => most / least,
    };
    let large = if let Some(Float::Half(_)) = values.first() { 1e3 } else { 1e8 };
    most >= large || (most > 0.0 && least < 1e-4) || ratio > 1000.0
}
