//! Numbers as sums of two f64: some 100 bits. Dekker (1971, doi:10.1007/BF01397083); Hida, Li and Bailey (2001,
//! doi:10.1109/ARITH.2001.930115).

use core::ops::{Add, Div, Mul, Neg, Sub};

/// `high + low`, where `low` is at most half an ulp of `high`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Double {
    pub(crate) high: f64,
    pub(crate) low: f64,
}

fn fast_two_sum(a: f64, b: f64) -> Double {
    let high = a + b;
    Double { high, low: b - (high - a) }
}

fn two_sum(a: f64, b: f64) -> Double {
    let high = a + b;
    let part = high - a;
    Double { high, low: (a - (high - part)) + (b - part) }
}

fn two_product(a: f64, b: f64) -> Double {
    let high = a * b;
    Double { high, low: a.mul_add(b, -high) }
}

impl From<f64> for Double {
    fn from(high: f64) -> Self {
        Double { high, low: 0.0 }
    }
}

impl Add for Double {
    type Output = Double;
    fn add(self, other: Double) -> Double {
        let (high, low) = (two_sum(self.high, other.high), two_sum(self.low, other.low));
        let sum = fast_two_sum(high.high, high.low + low.high);
        fast_two_sum(sum.high, sum.low + low.low)
    }
}

impl Neg for Double {
    type Output = Double;
    fn neg(self) -> Double {
        Double { high: -self.high, low: -self.low }
    }
}

impl Sub for Double {
    type Output = Double;
    fn sub(self, other: Double) -> Double {
        self + -other
    }
}

impl Mul for Double {
    type Output = Double;
    fn mul(self, other: Double) -> Double {
        let product = two_product(self.high, other.high);
        fast_two_sum(product.high, product.low + (self.high * other.low + self.low * other.high))
    }
}

impl Div for Double {
    type Output = Double;
    fn div(self, other: Double) -> Double {
        let first = self.high / other.high;
        let rest = self - other * first.into();
        let second = rest.high / other.high;
        let rest = rest - other * second.into();
        fast_two_sum(first, second) + (rest.high / other.high).into()
    }
}

impl Double {
    pub(crate) fn new(high: f64, low: f64) -> Self {
        two_sum(high, low)
    }

    pub(crate) fn sqrt(self) -> Self {
        if self.high == 0.0 {
            return self;
        }
        let root = self.high.sqrt();
        let rest = self - two_product(root, root);
        fast_two_sum(root, rest.high / (2.0 * root))
    }

    /// Exact unless it underflows.
    pub(crate) fn times_power(self, n: i32) -> Self {
        Double { high: libm::ldexp(self.high, n), low: libm::ldexp(self.low, n) }
    }
}
