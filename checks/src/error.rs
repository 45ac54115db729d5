//! Why a check did not pass: [`CheckError`].

use crate::report::{Comparison, Kind, Verdict};
use core::fmt;
use cotangent_autodiff::{DType, Error, ErrorKind};

/// Why a check did not pass. The comparison in it is the worst one; `Display` tells order, mode, leaf, both numbers, step
/// and seed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CheckError {
    /// The derivative and the differences disagree.
    Wrong(Box<Comparison>),
    /// The function has a kink at this point: its slopes to the two sides differ, and the derivative lies between them.
    Kink(Box<Comparison>),
    /// The differences settle on no number, so that nothing can be said.
    Unresolved(Box<Comparison>),
    /// An infinity or a NaN, in the derivative or in the differences.
    NonFinite(Box<Comparison>),
    /// Forward and reverse mode contradict each other.
    Adjoint(Box<Comparison>),
    /// The derivative of a gradient is not symmetric.
    Asymmetric(Box<Comparison>),
    /// The transform returns another value than the function.
    Value(Box<Comparison>),
    /// The remainder of a Taylor polynomial shrinks more slowly than its order.
    Taylor {
        /// The degree of the polynomial: 1 with the gradient, 2 with the Hessian.
        degree: usize,
        /// The exponent with which the remainder shrinks; `degree + 1` is right.
        slope: f64,
        /// The mode of the derivatives.
        kind: Kind,
        /// Steps and remainders.
        remainders: Vec<(f64, f64)>,
        /// The seed of the check.
        seed: u64,
    },
    /// There was nothing to compare, or a derivative of zero would have passed as well.
    Vacuous(String),
    /// A leaf that is no float, where a float is needed.
    Integer {
        /// The leaf.
        leaf: String,
        /// Its dtype.
        dtype: DType,
    },
    /// Something has another structure, length or shape than needed.
    Structure(String),
    /// A transform refused.
    Transform(Error),
}

impl CheckError {
    /// The comparison that failed, if it was one.
    pub fn comparison(&self) -> Option<&Comparison> {
        match self {
            CheckError::Wrong(c)
            | CheckError::Kink(c)
            | CheckError::Unresolved(c)
            | CheckError::NonFinite(c)
            | CheckError::Adjoint(c)
            | CheckError::Asymmetric(c)
            | CheckError::Value(c) => Some(c),
            CheckError::Taylor { .. }
            | CheckError::Vacuous(_)
            | CheckError::Integer { .. }
            | CheckError::Structure(_)
            | CheckError::Transform(_) => None,
        }
    }

    /// The error that a failed comparison is.
    pub(crate) fn of(comparison: Comparison) -> CheckError {
        let boxed = Box::new(comparison);
        match (boxed.verdict, boxed.kind) {
            (Verdict::NonFinite, _) => CheckError::NonFinite(boxed),
            (Verdict::Kink, _) => CheckError::Kink(boxed),
            (Verdict::Unresolved, _) => CheckError::Unresolved(boxed),
            (_, Kind::Adjoint) => CheckError::Adjoint(boxed),
            (_, Kind::Symmetry) => CheckError::Asymmetric(boxed),
            (_, Kind::Value) => CheckError::Value(boxed),
            (_, Kind::Forward | Kind::Reverse | Kind::Given) => CheckError::Wrong(boxed),
        }
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("check: ")?;
        match self {
            CheckError::Wrong(c) => write!(f, "wrong derivative: {c}"),
            CheckError::Kink(c) => write!(f, "not differentiable here, the slopes to the two sides differ: {c}"),
            CheckError::Unresolved(c) => {
                write!(f, "the differences do not settle (noise, lower precision inside, or no derivative): {c}")
            }
            CheckError::NonFinite(c) => write!(f, "not finite: {c}"),
            CheckError::Adjoint(c) => write!(f, "forward and reverse mode contradict each other: {c}"),
            CheckError::Asymmetric(c) => write!(f, "the derivative of a gradient is not symmetric: {c}"),
            CheckError::Value(c) => write!(f, "the transform returns another value than the function: {c}"),
            CheckError::Taylor { degree, slope, kind, remainders, seed } => {
                let want = degree + 1;
                write!(
                    f,
                    "wrong derivative: {kind}, the remainder of the Taylor polynomial of degree {degree} shrinks with slope \
                     {slope:.2}, not {want}; seed {seed}; step and remainder:"
                )?;
                remainders.iter().try_for_each(|(h, r)| write!(f, " {h:.1e} {r:.1e};"))
            }
            CheckError::Vacuous(why) => write!(f, "nothing was checked: {why}"),
            CheckError::Integer { leaf, dtype } => write!(
                f,
                "{leaf} is {dtype}, and only floats have derivatives; convert it, or capture it in the function"
            ),
            CheckError::Structure(text) => f.write_str(text),
            CheckError::Transform(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for CheckError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        if let CheckError::Transform(error) = self { Some(error) } else { None }
    }
}

impl From<Error> for CheckError {
    fn from(error: Error) -> CheckError {
        CheckError::Transform(error)
    }
}

/// So that `?` works in functions that return this library's error; the kind is [`ErrorKind::Check`].
impl From<CheckError> for Error {
    #[track_caller]
    fn from(error: CheckError) -> Error {
        Error::new(ErrorKind::Check, error.to_string())
    }
}
