//! The error function, the gamma function and their kin.

use super::{Unary, unary};
use crate::array::Array;

/// Special functions: any shape, the same; floats keep their dtype; where the result is no integer, integers become floats; bool
/// is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// erf x = 2/√π ∫₀ˣ e^(−t²) dt. Derivative 2/√π·e^(−x²).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, f64::INFINITY]).erf().to_vec::<f64>()?, [0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn erf(&self) -> Array {
        unary(Unary::Erf, self)
    }

    /// 1 − erf x, accurate for large x. Derivative −2/√π·e^(−x²).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, f64::INFINITY]).erfc().to_vec::<f64>()?, [1.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn erfc(&self) -> Array {
        unary(Unary::Erfc, self)
    }

    /// The inverse of erf on (−1, 1); ±∞ at ±1, NaN outside. Derivative √π/2·e^(y²).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1.0]).erf_inv().to_vec::<f64>()?, [0.0, f64::INFINITY]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn erf_inv(&self) -> Array {
        unary(Unary::ErfInv, self)
    }

    /// Φ(x), the distribution function of the standard normal, accurate in the lower tail too. Derivative
    /// e^(−x²/2)/√(2π).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 0.0]).ndtr().to_string(), "[0.15865525 0.5       ]");
    /// ```
    #[doc(alias = "normal_cdf")]
    #[track_caller]
    pub fn ndtr(&self) -> Array {
        unary(Unary::Ndtr, self)
    }

    /// ln Φ(x), accurate in both tails. Derivative φ/Φ, in the lower tail −x + M₁/M₀ with the moments
    /// Mₖ(−x) = ∫₀^∞ tᵏ e^(xt − t²/2) dt, which keep their digits to any order (continued fraction: DLMF 7.9.3).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-40.0, 0.0]).log_ndtr().to_string(), "[-8.04608442e+02 -6.93147181e-01]");
    /// ```
    #[doc(alias = "log_normal_cdf")]
    #[track_caller]
    pub fn log_ndtr(&self) -> Array {
        unary(Unary::LogNdtr, self)
    }

    /// ln |Γ(x)|; +∞ at 0 and the negative integers. Derivative ψ(x), [`Array::digamma`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5, 5.0]).lgamma().to_string(), "[0.57236494 3.17805383]");
    /// ```
    #[doc(alias = "gammaln")]
    #[doc(alias = "ln_gamma")]
    #[track_caller]
    pub fn lgamma(&self) -> Array {
        unary(Unary::Lgamma, self)
    }

    /// ψ(x), the derivative of ln Γ(x): −∞ at 0, NaN at the negative integers. Derivative ψ′(x), [`Array::polygamma`].
    /// On [1, 2] Boost's rational approximation, elsewhere recurrence, DLMF 5.11.2 and reflection.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 10.0]).digamma().to_string(), "[-0.57721566  2.25175259]");
    /// ```
    #[doc(alias = "psi")]
    #[track_caller]
    pub fn digamma(&self) -> Array {
        unary(Unary::Digamma, self)
    }

    /// ψ⁽ⁿ⁾(x), the n-th derivative of [`Array::digamma`]; n = 1 is the trigamma function. Derivative ψ⁽ⁿ⁺¹⁾(x). At 0 and
    /// the negative integers +∞ for odd n, else NaN (−∞ at 0). By the Euler–Maclaurin series of ζ(n + 1, x), DLMF 25.11.28;
    /// the time for an element grows with n.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 10.0]).polygamma(1).to_string(), "[1.64493407 0.10516634]");
    /// ```
    #[doc(alias = "trigamma")]
    #[track_caller]
    pub fn polygamma(&self, n: u32) -> Array {
        unary(if n == 0 { Unary::Digamma } else { Unary::Polygamma(n) }, self)
    }

    /// I₀(x), the modified Bessel function of the first kind and order 0. Derivative I₁(x). Series: DLMF 10.25.2, 10.40.1.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1.0]).bessel_i0().to_string(), "[1.         1.26606588]");
    /// ```
    #[doc(alias = "i0")]
    #[track_caller]
    pub fn bessel_i0(&self) -> Array {
        unary(Unary::BesselI(0), self)
    }

    /// I₁(x), the modified Bessel function of the first kind and order 1. Derivative (I₀(x) + I₂(x))/2.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1.0]).bessel_i1().to_string(), "[0.        0.5651591]");
    /// ```
    #[doc(alias = "i1")]
    #[track_caller]
    pub fn bessel_i1(&self) -> Array {
        unary(Unary::BesselI(1), self)
    }

    /// e^(−|x|)·I₀(x). Derivative e^(−|x|)·I₁(x) − sign(x)·e^(−|x|)·I₀(x), 0 at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 50.0]).bessel_i0e().to_string(), "[1.         0.05656163]");
    /// ```
    #[doc(alias = "i0e")]
    #[track_caller]
    pub fn bessel_i0e(&self) -> Array {
        unary(Unary::BesselIe(0), self)
    }

    /// e^(−|x|)·I₁(x). Derivative e^(−|x|)·(I₀(x) + I₂(x))/2 − sign(x)·e^(−|x|)·I₁(x), 1/2 at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 50.0]).bessel_i1e().to_string(), "[0.         0.05599312]");
    /// ```
    #[doc(alias = "i1e")]
    #[track_caller]
    pub fn bessel_i1e(&self) -> Array {
        unary(Unary::BesselIe(1), self)
    }

    /// −x ln x, a term of the entropy: 0 at 0, −∞ below. Derivative −ln x − 1, infinite at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 0.5]).entr().to_string(), "[0.         0.34657359]");
    /// ```
    #[track_caller]
    pub fn entr(&self) -> Array {
        unary(Unary::Entr, self)
    }

    /// ln(x/(1 − x)), the inverse of [`Array::sigmoid`]: ∓∞ at 0 and 1, NaN outside. Derivative 1/(x(1 − x)). Near 1/2 by
    /// 2 atanh(2x − 1), which keeps its digits.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5, 0.9]).logit().to_string(), "[0.         2.19722458]");
    /// ```
    #[track_caller]
    pub fn logit(&self) -> Array {
        unary(Unary::Logit, self)
    }
}
