//! What to check and how strictly: [`CheckOptions`] and [`Modes`].

use core::ops::BitOr;

/// Which modes of differentiation a check runs. Combine them with `|`.
///
/// ```
/// use cotangent_checks::Modes;
/// assert_eq!(Modes::FORWARD | Modes::REVERSE, Modes::BOTH);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Modes(u8);

impl Modes {
    /// Jacobian-vector products, `jvp`.
    pub const FORWARD: Modes = Modes(1);
    /// Vector-Jacobian products, `vjp`.
    pub const REVERSE: Modes = Modes(2);
    /// Both, and the identity that ties them together.
    pub const BOTH: Modes = Modes(3);

    /// Whether all of `other` is among these.
    pub const fn contains(self, other: Modes) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Modes {
    type Output = Modes;
    fn bitor(self, other: Modes) -> Modes {
        Modes(self.0 | other.0)
    }
}

/// How to check. Built by value from [`CheckOptions::default`].
///
/// The defaults: order 1, both modes, seed 0, two random directions, every entry of the Jacobian of functions with up to
/// 512 input numbers, steps chosen by precision and scale, and these tolerances at order 1:
///
/// | the derivative is | differences are | relative | absolute |
/// |---|---|---|---|
/// | f64 | f64 | 1e-7 | 1e-11 |
/// | f32 | f64 | 1e-4 | 1e-7 |
/// | f32 | f32 | 5e-4 | 1e-6 |
///
/// Each further order multiplies all of them by 10: the function that is differenced is then a derivative itself, and has
/// lost digits to cancellation that the function had. To the tolerance come the roundings that no right derivative can
/// avoid: 64 ε of the largest number that the same pass computed for the same leaf, and 1 ε of the value. Neither grows
/// with the number of elements.
///
/// ```
/// use cotangent_checks::{CheckOptions, Modes};
/// let options = CheckOptions::default().order(2).modes(Modes::REVERSE).relative(1e-5).seed(7);
/// ```
#[derive(Clone, Debug)]
pub struct CheckOptions {
    pub(crate) order: usize,
    pub(crate) modes: Modes,
    pub(crate) absolute: Option<f64>,
    pub(crate) relative: Option<f64>,
    pub(crate) step: Option<f64>,
    pub(crate) seed: u64,
    pub(crate) directions: usize,
    pub(crate) every_entry: usize,
    pub(crate) jax: bool,
}

impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions {
            order: 1,
            modes: Modes::BOTH,
            absolute: None,
            relative: None,
            step: None,
            seed: 0,
            directions: 2,
            every_entry: 512,
            jax: false,
        }
    }
}

impl CheckOptions {
    /// Checks all derivatives up to this order. With both modes, order k means 2ᵏ − 1 functions: the function itself, its
    /// forward and its reverse derivative, those of these, and so on.
    pub fn order(mut self, order: usize) -> Self {
        self.order = order;
        self
    }

    /// The modes, at every order.
    pub fn modes(mut self, modes: Modes) -> Self {
        self.modes = modes;
        self
    }

    /// The absolute and the relative tolerance, for every dtype and order.
    pub fn tolerance(self, tolerance: f64) -> Self {
        self.absolute(tolerance).relative(tolerance)
    }

    /// The absolute tolerance, for every dtype and order. Derivatives that are all below it make the check vacuous, which
    /// is an error.
    pub fn absolute(mut self, tolerance: f64) -> Self {
        self.absolute = Some(tolerance);
        self
    }

    /// The tolerance relative to the larger of the two numbers compared, for every dtype and order.
    pub fn relative(mut self, tolerance: f64) -> Self {
        self.relative = Some(tolerance);
        self
    }

    /// One step for all differences. Without it, the step follows the precision and the scale of the input, and a number
    /// that disagrees is computed again by extrapolation over a run of steps.
    ///
    /// # Panics
    /// A step that is not positive and finite.
    #[track_caller]
    pub fn step(mut self, step: f64) -> Self {
        assert!(step > 0.0 && step.is_finite(), "step: must be positive and finite, not {step}");
        self.step = Some(step);
        self
    }

    /// The seed of all random tangents and cotangents.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The number of random directions in which all inputs change at once.
    pub fn directions(mut self, directions: usize) -> Self {
        self.directions = directions;
        self
    }

    /// Up to how many input numbers every entry of the Jacobian is compared: 0 for never, `usize::MAX` for always. A
    /// function with more is compared in random directions, and entry by entry only if that fails. Each further order
    /// divides the limit by 8, since the functions double in number and cost more.
    pub fn every_entry(mut self, limit: usize) -> Self {
        self.every_entry = limit;
        self
    }

    /// The step and the tolerances of JAX's `check_grads`: 1e-4, differences in the dtype of the input, and 2e-3 in f32
    /// and 1e-5 in f64, absolute and relative, at every order. Tolerances that grow with the size of the array and
    /// tangents that are not fresh are not copied.
    pub fn jax_compatible(mut self) -> Self {
        self.jax = true;
        self.step(1e-4)
    }

    /// The limit of [`every_entry`](Self::every_entry) for derivatives of this order.
    pub(crate) fn entry_limit(&self, order: usize) -> usize {
        match self.every_entry {
            usize::MAX => usize::MAX,
            limit => limit >> (3 * (order - 1)).min(63),
        }
    }
}
