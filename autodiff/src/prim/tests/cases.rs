//! The rows of the table: a function of arrays with a point where it is smooth. One file for each theme.

use super::numbers::Numbers;
use crate::{Array, DType};
use alloc::{boxed::Box, string::String, vec::Vec};

mod activations;
mod assembly;
mod choices;
mod complex;
mod convolutions;
mod creation;
mod cumulative;
mod elementwise;
#[cfg(feature = "fft")]
mod fft;
mod indexing;
mod linalg;
mod masks;
mod movement;
mod products;
mod reductions;
mod shape;
mod sorting;
mod statistics;
mod updates;

pub(super) use elementwise::{apply_binary, apply_unary};

/// Where most cases sample.
const REALS: (f64, f64) = (-3.0, 3.0);

type Function = Box<dyn Fn(&Vec<Array>) -> Array + Send + Sync>;

pub(super) struct Case {
    /// The public name of the operation; more behind a colon.
    pub(super) name: String,
    /// All of float dtype; what has no derivative (masks, indices) is captured.
    pub(super) inputs: Vec<Array>,
    /// Whether one example of a batch has the bits of a call on its own. Products may add in another order.
    pub(super) exact: bool,
    /// Whether `stop_gradient` is in it: differences see what derivatives must not.
    pub(super) stopped: bool,
    /// Whether the result is a mask or integers: a function without derivatives.
    pub(super) discrete: bool,
    function: Function,
}

impl Case {
    pub(super) fn new(
        name: &str,
        inputs: Vec<Array>,
        function: impl Fn(&Vec<Array>) -> Array + Send + Sync + 'static,
    ) -> Case {
        let stopped = name.contains("stop_gradient");
        Case { name: name.into(), inputs, exact: true, stopped, discrete: false, function: Box::new(function) }
    }

    pub(super) fn inexact(self) -> Case {
        Case { exact: false, ..self }
    }

    pub(super) fn discrete(self) -> Case {
        Case { discrete: true, ..self }
    }

    pub(super) fn call(&self, xs: &Vec<Array>) -> Array {
        (self.function)(xs)
    }

    /// A scalar that depends on every output, and not linearly: Σ w·y·(1 + y/2), with fixed weights.
    pub(super) fn scalar(&self, xs: &Vec<Array>) -> Array {
        let y = self.call(xs);
        let n = y.shape().size();
        let weights = Numbers::new(7).array(&[n], (0.5, 1.5)).reshape(&y.shape()).convert(y.dtype());
        (weights * (&y + 0.5 * y.square())).sum()
    }

    /// The point in a dtype.
    pub(super) fn inputs_as(&self, dtype: DType) -> Vec<Array> {
        self.inputs.iter().map(|x| x.convert(dtype)).collect()
    }

    /// `n` other points, by small steps from the first.
    pub(super) fn points(&self, n: usize) -> Vec<Vec<Array>> {
        let mut numbers = Numbers::new(11);
        (0..n).map(|i| super::numbers::moved(&self.inputs, 0.001 * i as f64, &numbers.like_all(&self.inputs))).collect()
    }
}

/// The cases that have derivatives.
pub(super) fn cases() -> Vec<Case> {
    all_cases().into_iter().filter(|case| !case.discrete).collect()
}

/// Those too whose results are masks or integers.
pub(super) fn all_cases() -> Vec<Case> {
    let mut cases = elementwise::cases();
    cases.extend(activations::cases());
    cases.extend(masks::cases());
    cases.extend(movement::cases());
    cases.extend(assembly::cases());
    cases.extend(shape::cases());
    cases.extend(updates::cases());
    cases.extend(indexing::cases());
    cases.extend(choices::cases());
    cases.extend(reductions::cases());
    cases.extend(cumulative::cases());
    cases.extend(sorting::cases());
    cases.extend(statistics::cases());
    cases.extend(products::cases());
    cases.extend(creation::cases());
    cases.extend(linalg::cases());
    cases.extend(convolutions::cases());
    cases.extend(complex::cases());
    #[cfg(feature = "fft")]
    cases.extend(fft::cases());
    cases
}

/// Cases of one operand in the reals: a name, a shape, and the function.
macro_rules! one {
    ($numbers:ident: $($name:literal $shape:expr => $f:expr;)*) => {
        vec![$({
            let f: fn(&$crate::Array) -> $crate::Array = $f;
            Case::new($name, vec![$numbers.array(&$shape, $crate::prim::tests::cases::REALS)], move |xs| f(&xs[0]))
        },)*]
    };
}
use one;
