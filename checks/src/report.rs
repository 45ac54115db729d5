//! What a check compared: [`Report`] and its [`Comparison`]s.

use crate::error::CheckError;
use core::fmt;

/// What two numbers a comparison holds against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A derivative by forward mode against differences.
    Forward,
    /// A derivative by reverse mode against differences.
    Reverse,
    /// A derivative that the user gave against differences.
    Given,
    /// ⟨c, J·t⟩ by forward mode against ⟨Jᵀ·c, t⟩ by reverse mode; no differences.
    Adjoint,
    /// ⟨u, H·v⟩ against ⟨v, H·u⟩ for the derivative H of a gradient; no differences.
    Symmetry,
    /// The value that a transform returns beside the derivative against the value of the function.
    Value,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kind::Forward => "forward",
            Kind::Reverse => "reverse",
            Kind::Given => "given",
            Kind::Adjoint => "adjoint",
            Kind::Symmetry => "symmetry",
            Kind::Value => "value",
        })
    }
}

/// What came out of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Both agree, and a derivative of zero would have failed.
    Right,
    /// Both are zero within the tolerance.
    Zero,
    /// The differences do not settle: noise, a lower precision inside of the function, or no derivative.
    Unresolved,
    /// The slopes to the left and to the right differ, and the derivative lies between them: the function has a kink here.
    Kink,
    /// An infinity or a NaN.
    NonFinite,
    /// They differ.
    Wrong,
}

impl Verdict {
    /// Whether the check goes on.
    pub fn is_right(self) -> bool {
        matches!(self, Verdict::Right | Verdict::Zero)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Right => "right",
            Verdict::Zero => "zero",
            Verdict::Unresolved => "unresolved",
            Verdict::Kink => "kink",
            Verdict::NonFinite => "not finite",
            Verdict::Wrong => "wrong",
        })
    }
}

/// The worst of a group of comparisons: those of one kind, order, input leaf and output leaf.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison {
    /// The order of the derivative, from 1 on.
    pub order: usize,
    /// What is compared.
    pub kind: Kind,
    /// The function that was differenced: `f`, `jvp of f`, `vjp of jvp of f`, …
    pub function: String,
    /// The input, as Rust would write it: `args[0].w[1, 2]`; `all inputs` if they changed together.
    pub input: String,
    /// The output: `output`, `output["loss"]`, `output.w[3]`; `a random cotangent` if all outputs were projected on one.
    pub output: String,
    /// The number under test.
    pub analytic: f64,
    /// What it was held against.
    pub numeric: f64,
    /// |analytic − numeric|.
    pub absolute_error: f64,
    /// The absolute error divided by the larger of the two sizes; 0 if both are 0.
    pub relative_error: f64,
    /// The absolute error that was allowed.
    pub allowed: f64,
    /// The step of the difference; 0 where none was taken.
    pub step: f64,
    /// The seed of the check.
    pub seed: u64,
    /// How many pairs of numbers the group holds.
    pub entries: usize,
    /// What came out.
    pub verdict: Verdict,
}

impl Comparison {
    /// The error as a share of what was allowed.
    pub fn ratio(&self) -> f64 {
        if self.absolute_error == 0.0 { 0.0 } else { self.absolute_error / self.allowed }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Comparison { order, kind, function, input, output, analytic, numeric, .. } = self;
        write!(f, "order {order}, {kind}, {function}, ")?;
        let (left, right) = match kind {
            Kind::Adjoint => ("<c, J t>", "<J^T c, t>"),
            Kind::Symmetry => ("<u, H v>", "<v, H u>"),
            Kind::Value => ("value of the transform", "value of the function"),
            Kind::Given | Kind::Forward | Kind::Reverse => ("derivative", "difference"),
        };
        match kind {
            Kind::Adjoint | Kind::Symmetry => write!(f, "{output} by {input}")?,
            Kind::Value => f.write_str(output)?,
            Kind::Given | Kind::Forward | Kind::Reverse => write!(f, "d {output} / d {input}")?,
        }
        write!(
            f,
            ": {left} {analytic:e}, {right} {numeric:e}, abs {:.1e}, rel {:.1e}, allowed {:.1e}, ",
            self.absolute_error, self.relative_error, self.allowed
        )?;
        if self.step > 0.0 {
            write!(f, "step {:.1e}, ", self.step)?;
        }
        write!(f, "seed {}, worst of {}: {}", self.seed, self.entries, self.verdict)
    }
}

/// What a check compared, in groups by order, kind and leaves. `Display` lists them, a line each.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub(crate) comparisons: Vec<Comparison>,
}

impl Report {
    /// The comparisons, each the worst of its group.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// The comparison with the largest error relative to what was allowed.
    pub fn worst(&self) -> Option<&Comparison> {
        self.comparisons.iter().max_by(|a, b| a.ratio().total_cmp(&b.ratio()))
    }

    /// Refuses a report that derivatives of zero would have earned as well.
    pub(crate) fn telling(self) -> Result<Report, CheckError> {
        let against_differences = |c: &&Comparison| matches!(c.kind, Kind::Forward | Kind::Reverse | Kind::Given);
        let derivatives = || self.comparisons.iter().filter(against_differences);
        if derivatives().any(|c| c.verdict == Verdict::Right) {
            return Ok(self);
        }
        let largest = derivatives().map(|c| c.numeric.abs()).fold(0.0, f64::max);
        Err(CheckError::Vacuous(format!(
            "all derivatives are zero within the tolerance (the largest difference is {largest:.1e}), so that derivatives \
             of zero would pass as well"
        )))
    }

    /// How many pairs of numbers were compared.
    pub fn entries(&self) -> usize {
        self.comparisons.iter().map(|c| c.entries).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} comparisons in {} groups", self.entries(), self.comparisons.len())?;
        self.comparisons.iter().try_for_each(|c| write!(f, "\n  {c}"))
    }
}
