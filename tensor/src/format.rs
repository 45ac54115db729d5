//! Arrays as text: `Display` as `NumPy`'s `str`, `Debug` as JAX's `repr`.
//!
//! A scalar prints as its shortest decimal that reads back to the same value. Elements of an array share one layout:
//! at most 8 digits after the point, columns aligned, exponents when magnitudes ask for them; lines break at 75
//! characters, and of more than 1000 elements only the edges are shown. `{:.3}` asks for exactly 3 digits.
//! A bfloat16 prints its shortest digits too (JAX: six). `Debug` differs from JAX in that no spaces stand before a
//! comma or a bracket. This module knows no tensors: it is
//! given a shape and the elements in row-major order.

mod float;
mod layout;

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use float::{Float, FloatLayout};
use half::{bf16, f16};
use layout::Layout;
use num_complex::Complex;

/// The elements of an array in row-major order, integers of up to 64 bits as `i64`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Elements<'a> {
    Bool(&'a [bool]),
    I64(&'a [i64]),
    U64(&'a [u64]),
    F16(&'a [f16]),
    BF16(&'a [bf16]),
    F32(&'a [f32]),
    F64(&'a [f64]),
    C64(&'a [Complex<f32>]),
    C128(&'a [Complex<f64>]),
}

/// Writes `[[1. 2.]\n [3. 4.]]`, or the number alone for a scalar.
pub(crate) fn display(f: &mut fmt::Formatter<'_>, shape: &[usize], elements: &Elements<'_>) -> fmt::Result {
    if shape.is_empty() {
        return display_scalar(f, elements);
    }
    f.write_str(&array(&Layout::new(shape, " ", 0, 0), elements, f.precision()))
}

/// Writes `Array([[1., 2.],\n       [3., 4.]], dtype=float32)`; `name` is the word before the parenthesis.
pub(crate) fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    shape: &[usize],
    elements: &Elements<'_>,
    dtype: &dyn fmt::Display,
) -> fmt::Result {
    let indent = name.len() + 1;
    let dtype = format!("dtype={dtype})");
    let body = if shape.contains(&0) {
        format!("[], shape={}", tuple(shape))
    } else {
        array(&Layout::new(shape, ", ", indent, 1), elements, f.precision())
    };
    let last_line = match body.rfind('\n') {
        Some(at) => body.len() - at - 1,
        None => body.len() + indent,
    };
    let break_line = last_line + 1 + dtype.len() + 1 > layout::LINE_WIDTH;
    let space = if break_line { format!("\n{:indent$}", "") } else { " ".to_string() };
    write!(f, "{name}({},{space}{dtype}", without_padding(&body))
}

/// The shortest text of a number; width, and precision if given, as Rust formats numbers.
fn display_scalar(f: &mut fmt::Formatter<'_>, elements: &Elements<'_>) -> fmt::Result {
    let float = |f: &mut fmt::Formatter<'_>, x: Float| match f.precision() {
        Some(_) => fmt::Display::fmt(&x, f),
        None => f.pad(&x.shortest()),
    };
    match elements {
        Elements::Bool(x) => f.pad(truth(x[0])),
        Elements::I64(x) => fmt::Display::fmt(&x[0], f),
        Elements::U64(x) => fmt::Display::fmt(&x[0], f),
        Elements::F16(x) => float(f, Float::Half(x[0])),
        Elements::BF16(x) => float(f, Float::Brain(x[0])),
        Elements::F32(x) => float(f, Float::Single(x[0])),
        Elements::F64(x) => float(f, Float::Double(x[0])),
        Elements::C64(z) => f.pad(&complex(Float::Single(z[0].re), Float::Single(z[0].im), f.precision())),
        Elements::C128(z) => f.pad(&complex(Float::Double(z[0].re), Float::Double(z[0].im), f.precision())),
    }
}

/// A complex number as Python writes it: `(1+2j)`, `2j`.
fn complex(re: Float, im: Float, precision: Option<usize>) -> String {
    let part = |x: Float| match precision {
        Some(digits) => format!("{x:.digits$}"),
        None => x.shortest().trim_end_matches(".0").to_string(),
    };
    let (real, imaginary) = (part(re), part(im));
    if real == "0" {
        return format!("{imaginary}j");
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({real}{plus}{imaginary}j)")
}

/// The bracketed text. What is not shown does not take part in the choice of the common layout.
fn array(layout: &Layout<'_>, elements: &Elements<'_>, precision: Option<usize>) -> String {
    let shown = layout.shown();
    let integers = |text: &dyn Fn(usize) -> String| {
        let width = shown.iter().map(|&i| text(i).len()).max().unwrap_or(0);
        layout.text(&|i| format!("{:>width$}", text(i)))
    };
    let floats = |value: &dyn Fn(usize) -> Float| {
        let values: Vec<Float> = shown.iter().map(|&i| value(i)).collect();
        let common = FloatLayout::new(&values, precision, false);
        layout.text(&|i| common.text(value(i)))
    };
    let complex = |value: &dyn Fn(usize) -> [Float; 2]| {
        let part = |at: usize| -> Vec<Float> { shown.iter().map(|&i| value(i)[at]).collect() };
        let real = FloatLayout::new(&part(0), precision, false);
        let imaginary = FloatLayout::new(&part(1), precision, true);
        layout.text(&|i| {
            let [re, im] = value(i);
            let imaginary = imaginary.text(im);
            let digits = imaginary.trim_end_matches(' ').len();
            format!("{}{}j{}", real.text(re), &imaginary[..digits], &imaginary[digits..])
        })
    };
    match *elements {
        // `NumPy` gives every element of an array the width of `False`, even if all are true.
        Elements::Bool(x) if layout.is_scalar() => truth(x[0]).to_string(),
        Elements::Bool(x) => layout.text(&|i| format!("{:>5}", truth(x[i]))),
        Elements::I64(x) => integers(&|i| x[i].to_string()),
        Elements::U64(x) => integers(&|i| x[i].to_string()),
        Elements::F16(x) => floats(&|i| Float::Half(x[i])),
        Elements::BF16(x) => floats(&|i| Float::Brain(x[i])),
        Elements::F32(x) => floats(&|i| Float::Single(x[i])),
        Elements::F64(x) => floats(&|i| Float::Double(x[i])),
        Elements::C64(z) => complex(&|i| [Float::Single(z[i].re), Float::Single(z[i].im)]),
        Elements::C128(z) => complex(&|i| [Float::Double(z[i].re), Float::Double(z[i].im)]),
    }
}

fn truth(x: bool) -> &'static str {
    if x { "True" } else { "False" }
}

/// A shape as Python writes it: `(3,)`, `(2, 3)`.
fn tuple(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// The text without the spaces that stand before a comma or a closing bracket.
fn without_padding(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ',' | ']') {
            out.truncate(out.trim_end_matches(' ').len());
        }
        out.push(c);
    }
    out
}
