//! What to check, and how closely.

use cotangent_tensor::DType;

/// Which modes of differentiation to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modes {
    pub(crate) forward: bool,
    pub(crate) reverse: bool,
}

impl Modes {
    /// Forward mode: `jvp`.
    pub const FORWARD: Modes = Modes { forward: true, reverse: false };
    /// Reverse mode: `vjp`.
    pub const REVERSE: Modes = Modes { forward: false, reverse: true };
    /// Both modes, and that they are each other's adjoint.
    pub const BOTH: Modes = Modes { forward: true, reverse: true };
}

/// How [`check_grads`](crate::check_grads) checks: order, modes, tolerances, step, directions, seed.
///
/// A number passes if it is off by no more than `absolute + relative · scale`, where `scale` is the size of the numbers
/// compared. Tolerances do not grow with the number of elements. Defaults: relative and absolute 1e-6 in f64 and 2e-4 in
/// f32 at order 1, ten times as much with each further order, since each differentiates rounding errors once more.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    pub(crate) order: usize,
    pub(crate) modes: Modes,
    pub(crate) absolute: Option<f64>,
    pub(crate) relative: Option<f64>,
    pub(crate) step: Option<f64>,
    pub(crate) directions: usize,
    pub(crate) every_entry: usize,
    pub(crate) seed: u64,
}

impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions {
            order: 1,
            modes: Modes::BOTH,
            absolute: None,
            relative: None,
            step: None,
            directions: 3,
            every_entry: 1024,
            seed: 0,
        }
    }
}

impl CheckOptions {
    /// Checks all derivatives up to this order (1 by default).
    ///
    /// # Panics
    /// Order 0.
    #[must_use]
    #[track_caller]
    pub fn order(mut self, order: usize) -> Self {
        assert!(order > 0, "check_grads: order 0 checks nothing");
        self.order = order;
        self
    }

    /// Checks these modes only (both by default).
    #[must_use]
    pub fn modes(mut self, modes: Modes) -> Self {
        self.modes = modes;
        self
    }

    /// One tolerance, absolute and relative, for every dtype and order.
    #[must_use]
    pub fn tolerance(self, tolerance: f64) -> Self {
        self.absolute(tolerance).relative(tolerance)
    }

    /// The absolute tolerance for every dtype and order.
    #[must_use]
    pub fn absolute(mut self, tolerance: f64) -> Self {
        self.absolute = Some(tolerance);
        self
    }

    /// The relative tolerance for every dtype and order.
    #[must_use]
    pub fn relative(mut self, tolerance: f64) -> Self {
        self.relative = Some(tolerance);
        self
    }

    /// The step of central differences, in the units of the arguments. By default ε^(1/5) of the dtype on the numerical
    /// side, a power of two; for large arguments also that times their size, and the better known difference counts.
    #[must_use]
    pub fn step(mut self, step: f64) -> Self {
        self.step = Some(step);
        self
    }

    /// How many random directions to check at each level (3 by default).
    ///
    /// # Panics
    /// No direction.
    #[must_use]
    #[track_caller]
    pub fn directions(mut self, directions: usize) -> Self {
        assert!(directions > 0, "check_grads: no direction checks nothing");
        self.directions = directions;
        self
    }

    /// Checks every entry of the Jacobian at order 1 if the arguments hold at most this many numbers (1024 by default).
    /// Otherwise random directions alone, and every entry only if one of those fails.
    #[must_use]
    pub fn every_entry(mut self, limit: usize) -> Self {
        self.every_entry = limit;
        self
    }

    /// The seed of random directions (0 by default).
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// JAX's tolerances and step: 1e-5 in f64, 2e-3 in f32, step 1e-4.
    #[must_use]
    pub fn jax_compatible(self, dtype: DType) -> Self {
        self.tolerance(if dtype == DType::F64 { 1e-5 } else { 2e-3 }).step(1e-4)
    }

    /// The tolerances (absolute, relative) of numbers of this dtype at this order.
    pub(crate) fn tolerances(&self, dtype: DType, order: usize) -> (f64, f64) {
        let first = if dtype == DType::F64 { 1e-6 } else { 2e-4 };
        let default = first * 10_f64.powi(order as i32 - 1);
        (self.absolute.unwrap_or(default), self.relative.unwrap_or(default))
    }
}
