//! Arrays as text: `Display` as `NumPy`'s `str`, `Debug` as JAX's `repr`.
//!
//! A scalar prints as its shortest decimal that reads back to the same value. Elements of an array share one layout:
//! at most 8 digits after the point, columns aligned, exponents when magnitudes ask for them; lines break at 75
//! characters, and of more than 1000 elements only the edges are shown. `{:.3}` asks for exactly 3 digits.
//! `Debug` differs from JAX in that no spaces stand before a comma or a bracket. This module knows no tensors: it is
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
use layout::Layout;

/// The elements of an array in row-major order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Elements<'a> {
    Bool(&'a [bool]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    F32(&'a [f32]),
    F64(&'a [f64]),
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
        Elements::I32(x) => fmt::Display::fmt(&x[0], f),
        Elements::I64(x) => fmt::Display::fmt(&x[0], f),
        Elements::F32(x) => float(f, Float::Single(x[0])),
        Elements::F64(x) => float(f, Float::Double(x[0])),
    }
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
        let common = FloatLayout::new(&values, precision);
        layout.text(&|i| common.text(value(i)))
    };
    match *elements {
        // `NumPy` gives every element of an array the width of `False`, even if all are true.
        Elements::Bool(x) if layout.is_scalar() => truth(x[0]).to_string(),
        Elements::Bool(x) => layout.text(&|i| format!("{:>5}", truth(x[i]))),
        Elements::I32(x) => integers(&|i| x[i].to_string()),
        Elements::I64(x) => integers(&|i| x[i].to_string()),
        Elements::F32(x) => floats(&|i| Float::Single(x[i])),
        Elements::F64(x) => floats(&|i| Float::Double(x[i])),
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
