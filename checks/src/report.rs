//! What a check found: every comparison that was made, or the first that failed.

use core::fmt;
use cotangent_autodiff::{Error, ErrorKind};

/// The mode that a comparison checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `jvp` against differences.
    Forward,
    /// `vjp` against differences.
    Reverse,
    /// `jvp` and `vjp` against each other: ⟨c, J·t⟩ = ⟨Jᵀ·c, t⟩.
    Adjoint,
    /// ⟨u, H·v⟩ = ⟨v, H·u⟩ for a scalar output.
    Symmetry,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Mode::Forward => "forward",
            Mode::Reverse => "reverse",
            Mode::Adjoint => "adjoint",
            Mode::Symmetry => "symmetry",
        })
    }
}

/// One number of a derivative beside what it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The order of the derivative.
    pub order: usize,
    /// The mode.
    pub mode: Mode,
    /// Where the number is: the path of a leaf, and the index of an element in it.
    pub place: String,
    /// The number that differentiation gives.
    pub analytic: f64,
    /// The number that differences (or the other mode) give.
    pub numeric: f64,
    /// How far they are apart, in units of what the tolerances allow: up to 1 is good.
    pub error: f64,
    /// The step of the difference; 0 where none was taken.
    pub step: f64,
    /// The seed of the random directions.
    pub seed: u64,
}

impl Comparison {
    /// The distance of the two numbers.
    pub fn absolute_error(&self) -> f64 {
        (self.analytic - self.numeric).abs()
    }

    /// The distance in units of the larger of the two.
    pub fn relative_error(&self) -> f64 {
        self.absolute_error() / self.analytic.abs().max(self.numeric.abs())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Comparison { order, mode, place, analytic, numeric, error, step, seed } = self;
        let apart = self.absolute_error();
        write!(f, "order {order}, {mode:8} {place}: analytic {analytic:e}, numeric {numeric:e}, {apart:.1e} apart, ")?;
        write!(f, "{error:.1e} of what is allowed (step {step:.1e}, seed {seed})")
    }
}

/// Every kind of comparison that was made, each by the worst of its numbers. `Display` prints a table.
#[derive(Clone, Debug, Default)]
pub struct Report {
    comparisons: Vec<Comparison>,
    numbers: usize,
    /// Whether any derivative of order 1 differs from zero, on either side.
    some: bool,
}

impl Report {
    /// Takes note of a comparison, or fails with it. Of each order, mode and leaf the worst number is kept.
    pub(crate) fn add(&mut self, comparison: Comparison, fault: Option<Fault>) -> Result<(), CheckError> {
        if let Some(fault) = fault {
            return Err(CheckError::Derivative { fault, comparison: Box::new(comparison) });
        }
        self.numbers += 1;
        self.some |= comparison.analytic != 0.0 || comparison.numeric != 0.0;
        let leaf = |c: &Comparison| c.place.rsplit_once('#').map(|(leaf, _)| leaf.to_owned());
        let kind = |c: &Comparison| (c.order, c.mode, leaf(c));
        match self.comparisons.iter_mut().find(|c| leaf(c).is_some() && kind(c) == kind(&comparison)) {
            Some(worst) if worst.error < comparison.error => *worst = comparison,
            Some(_) => {}
            None => self.comparisons.push(comparison),
        }
        Ok(())
    }

    /// Whether every derivative that was compared is zero: then the check says little.
    pub fn all_zero(&self) -> bool {
        !self.some
    }

    /// The worst number of each comparison.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// How many numbers were compared.
    pub fn numbers(&self) -> usize {
        self.numbers
    }

    /// The comparison that came nearest to its tolerance.
    pub fn worst(&self) -> Option<&Comparison> {
        self.comparisons.iter().max_by(|a, b| a.error.total_cmp(&b.error))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} numbers agree; the worst of each kind:", self.numbers)?;
        if self.all_zero() {
            write!(f, "\n  all derivatives are zero: this checks little")?;
        }
        let orders = self.comparisons.iter().map(|c| c.order).max().unwrap_or(0);
        for order in 1..=orders {
            for mode in [Mode::Forward, Mode::Reverse, Mode::Adjoint, Mode::Symmetry] {
                let of_kind = self.comparisons.iter().filter(|c| c.order == order && c.mode == mode);
                if let Some(worst) = of_kind.max_by(|a, b| a.error.total_cmp(&b.error)) {
                    write!(f, "\n  {worst}")?;
                }
            }
        }
        Ok(())
    }
}

/// What is wrong with a derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It differs from the difference quotient.
    Wrong,
    /// The differences from the left and from the right disagree, and the derivative lies between them: a kink.
    Kink,
    /// `jvp` and `vjp` are not each other's adjoint.
    NotAdjoint,
    /// The Hessian is not symmetric.
    NotSymmetric,
    /// It is, or its numerical side is, infinite or not a number.
    NotFinite,
}

/// Why a check failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CheckError {
    /// A derivative does not stand up.
    Derivative {
        /// What is wrong with it.
        fault: Fault,
        /// The number that shows it.
        comparison: Box<Comparison>,
    },
    /// There is nothing to compare: no float, no element, or derivatives that are all exactly zero on both sides.
    Vacuous {
        /// What was missing.
        text: String,
    },
    /// The function could not be differentiated at all.
    Refused(Error),
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckError::Derivative { fault, comparison } => {
                let what = match fault {
                    Fault::Wrong => "the derivative is wrong",
                    Fault::Kink => "the function is not differentiable here (a kink)",
                    Fault::NotAdjoint => "forward and reverse mode disagree",
                    Fault::NotSymmetric => "the Hessian is not symmetric",
                    Fault::NotFinite => "the derivative is not finite",
                };
                write!(f, "check_grads: {what}: {comparison}")
            }
            CheckError::Vacuous { text } => write!(f, "check_grads: nothing to check: {text}"),
            CheckError::Refused(error) => write!(f, "check_grads: {error}"),
        }
    }
}

impl core::error::Error for CheckError {}

impl From<CheckError> for Error {
    #[track_caller]
    fn from(error: CheckError) -> Error {
        Error::new(ErrorKind::Check, error.to_string())
    }
}
