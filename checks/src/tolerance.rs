//! How far a derivative may be from the differences, and the steps that each precision can bear.

use crate::options::CheckOptions;
use cotangent_autodiff::DType;

/// The precision in which one side of a comparison is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precision {
    F32,
    F64,
}

impl Precision {
    pub(crate) fn of(dtype: DType) -> Precision {
        if dtype == DType::F32 { Precision::F32 } else { Precision::F64 }
    }

    pub(crate) fn dtype(self) -> DType {
        match self {
            Precision::F32 => DType::F32,
            Precision::F64 => DType::F64,
        }
    }

    /// The distance from 1 to the next number.
    pub(crate) fn epsilon(self) -> f64 {
        match self {
            Precision::F32 => f64::from(f32::EPSILON),
            Precision::F64 => f64::EPSILON,
        }
    }

    /// The step that balances truncation and rounding of a central difference, ∛ε, as a power of two.
    pub(crate) fn step(self) -> f64 {
        match self {
            Precision::F32 => exp2(-8),
            Precision::F64 => exp2(-17),
        }
    }

    /// The first step of an extrapolation.
    pub(crate) fn largest_step(self) -> f64 {
        match self {
            Precision::F32 => exp2(-3),
            Precision::F64 => exp2(-6),
        }
    }
}

/// A power of two, exactly.
pub(crate) fn exp2(n: i32) -> f64 {
    2.0_f64.powi(n)
}

/// What one comparison allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance {
    absolute: f64,
    relative: f64,
    epsilon: f64,
}

impl Tolerance {
    pub(crate) fn new(options: &CheckOptions, analytic: Precision, numeric: Precision, order: usize) -> Tolerance {
        let growth = if options.jax { 1.0 } else { 10.0_f64.powi(order as i32 - 1) };
        let (relative, absolute) = match (analytic.min(numeric), numeric) {
            (Precision::F32, _) if options.jax => (2e-3, 2e-3),
            (Precision::F64, _) if options.jax => (1e-5, 1e-5),
            (Precision::F64, _) => (1e-7, 1e-11),
            (Precision::F32, Precision::F64) => (1e-4, 1e-7),
            (Precision::F32, Precision::F32) => (5e-4, 1e-6),
        };
        Tolerance {
            absolute: options.absolute.unwrap_or(absolute * growth),
            relative: options.relative.unwrap_or(relative * growth),
            epsilon: analytic.epsilon() * growth,
        }
    }

    /// The allowed difference between two numbers no larger than `number`. `pass` is the largest number that the same pass
    /// computed for the same leaf, `value` that of the function per unit of the input.
    pub(crate) fn allowed(self, number: f64, pass: f64, value: f64) -> f64 {
        self.absolute + self.relative * number + self.epsilon * (64.0 * pass + value)
    }

    /// The allowed difference between two products that are equal but for rounding, from the norms of their factors.
    pub(crate) fn rounding(self, norms: f64) -> f64 {
        64.0 * self.epsilon * norms + f64::MIN_POSITIVE
    }
}
