//! Activation functions that are composed of primitives.

use crate::array::Array;

/// Activation functions: any shape, the same; floats keep their dtype, integers become floats; bool is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// min(max(x, 0), 6). Derivative 1 inside (0, 6), else 0, at both ends too (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0, 7.0]).relu6().to_string(), "[0. 3. 6.]");
    /// ```
    #[track_caller]
    pub fn relu6(&self) -> Array {
        let y = self.relu();
        y.ge(6.0).select(&y.literal(6.0), &y)
    }

    /// x where x ≥ 0, else slope·x. Derivative 1 or `slope`; 1 at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).leaky_relu(0.01).to_string(), "[-0.01  3.  ]");
    /// ```
    #[track_caller]
    pub fn leaky_relu(&self, slope: f64) -> Array {
        let x = self.float();
        x.ge(0.0).select(&x, &x * slope)
    }

    /// x where x > 0, else α(eˣ − 1). Derivative 1 or α·eˣ; α at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).elu(1.0).to_string(), "[-0.63212056  3.        ]");
    /// ```
    #[track_caller]
    pub fn elu(&self, alpha: f64) -> Array {
        self.exponential_below_zero(alpha, 1.0)
    }

    /// x where x > 0, else α(e^(x/α) − 1). Derivative 1 or e^(x/α); 1 at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).celu(2.0).to_string(), "[-0.78693868  3.        ]");
    /// ```
    #[track_caller]
    pub fn celu(&self, alpha: f64) -> Array {
        self.exponential_below_zero(alpha, 1.0 / alpha)
    }

    /// λ·elu(x, α) with the α and λ that keep mean 0 and variance 1 (Klambauer et al. 2017, arXiv:1706.02515).
    /// Derivative λα ≈ 1.758 at 0 (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).selu().to_string(), "[-1.11133074  3.15210296]");
    /// ```
    #[track_caller]
    pub fn selu(&self) -> Array {
        self.elu(1.673_263_242_354_377_2) * 1.050_700_987_355_480_5
    }

    /// x·Φ(x) with the distribution function Φ of the standard normal (Hendrycks, Gimpel 2016, arXiv:1606.08415).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).gelu().to_string(), "[-0.15865525  2.99595031]");
    /// ```
    #[track_caller]
    pub fn gelu(&self) -> Array {
        self * self.ndtr()
    }

    /// x/2·(1 + tanh(√(2/π)(x + 0.044715 x³))), the approximation of [`Array::gelu`]; as x·σ(2·…), which keeps its digits
    /// for large −x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).gelu_tanh().to_string(), "[-0.15880801  2.99636261]");
    /// ```
    #[track_caller]
    pub fn gelu_tanh(&self) -> Array {
        const TWICE_ROOT: f64 = 1.595_769_121_605_730_7; // 2√(2/π)
        let x = self.float();
        let argument = &x * (x.square() * 0.044_715 + 1.0) * TWICE_ROOT;
        x * argument.sigmoid()
    }

    /// x·σ(x), also known as swish.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).silu().to_string(), "[-0.26894142  2.85772238]");
    /// ```
    #[doc(alias = "swish")]
    #[track_caller]
    pub fn silu(&self) -> Array {
        self * self.sigmoid()
    }

    /// x·tanh(ln(1 + eˣ)) (Misra 2019, arXiv:1908.08681).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 3.0]).mish().to_string(), "[-0.30340146  2.986535  ]");
    /// ```
    #[track_caller]
    pub fn mish(&self) -> Array {
        self * self.softplus().tanh()
    }

    /// ln σ(x) = −ln(1 + e⁻ˣ), without overflow. Derivative σ(−x).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1000.0, 0.0]).log_sigmoid().to_string(), "[-1.00000000e+03 -6.93147181e-01]");
    /// ```
    #[track_caller]
    pub fn log_sigmoid(&self) -> Array {
        -(-self).softplus()
    }

    /// x between −1 and 1, else the nearer of the two. Derivative 1 inside and at both ends, 0 outside (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-3.0, 0.5, 2.0]).hard_tanh().to_string(), "[-1.   0.5  1. ]");
    /// ```
    #[track_caller]
    pub fn hard_tanh(&self) -> Array {
        let x = self.float();
        let below = x.lt(-1.0).select(&x.literal(-1.0), &x);
        x.gt(1.0).select(&x.literal(1.0), below)
    }

    /// x where x > 0, else α(e^(rate·x) − 1). The exponential sees no positive x, of which it might overflow.
    #[track_caller]
    fn exponential_below_zero(&self, alpha: f64, rate: f64) -> Array {
        let x = self.float();
        let (positive, zero) = (x.gt(0.0), x.literal(0.0));
        let below = positive.select(&zero, &x);
        positive.select(&x, (below * rate).exp_m1() * alpha)
    }

    /// Integers as the reals that they are.
    #[track_caller]
    fn float(&self) -> Array {
        self.convert(self.dtype().to_float())
    }
}
