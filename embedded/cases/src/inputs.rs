//! Arguments: the same on every target, without a float operation that could round.

use cotangent_kernels::Float;

/// Whole numbers below 2²⁴ in magnitude, exact in every float (xorshift: Marsaglia 2003, doi:10.18637/jss.v008.i14).
pub struct Numbers(u64);

impl Numbers {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next, in [−2²³, 2²³).
    pub fn integer(&mut self) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as i32 - (1 << 23)
    }

    /// The next as a number in [−1, 1) with 24 bits.
    pub fn unit<T: Float>(&mut self) -> T {
        whole::<T>(self.integer()) * whole::<T>(1 << 23).recip()
    }

    /// Fills a slice with numbers in [−1, 1).
    pub fn fill<T: Float>(&mut self, x: &mut [T]) {
        x.fill_with(|| self.unit());
    }
}

/// A whole number below 2²⁴.
pub fn whole<T: Float>(x: i32) -> T {
    <T as num_traits::NumCast>::from(x).unwrap_or(T::ZERO)
}

/// The nearest float.
pub fn number<T: Float>(x: f64) -> T {
    <T as num_traits::NumCast>::from(x).unwrap_or(T::ZERO)
}

/// A float whose bits can be given.
pub trait Sample: Float {
    /// Number `i` of a sample of all floats: first what is special, then by turns any bits, and numbers in [−8, 8).
    fn sample(i: u32) -> Self;
}

macro_rules! sample {
    ($t:ident, $bits:ident, $golden:literal) => {
        impl Sample for $t {
            fn sample(i: u32) -> $t {
                const SPECIAL: [$t; 14] = [
                    0.0,
                    -0.0,
                    1.0,
                    -1.0,
                    0.5,
                    2.0,
                    $t::INFINITY,
                    $t::NEG_INFINITY,
                    $t::NAN,
                    $t::MAX,
                    $t::MIN,
                    $t::MIN_POSITIVE,
                    $t::from_bits(1),
                    -$t::from_bits(1),
                ];
                if let Some(&x) = SPECIAL.get(i as usize) {
                    return x;
                }
                // Multiples of the golden section are spread evenly.
                if i % 2 == 0 {
                    $t::from_bits(($golden as $bits).wrapping_mul(i.into()))
                } else {
                    (0x9e37_79b9_u32.wrapping_mul(i) as i32 >> 8) as $t * (1.0 / 1_048_576.0)
                }
            }
        }
    };
}
sample!(f32, u32, 0x9e37_79b9_u32);
sample!(f64, u64, 0x9e37_79b9_7f4a_7c15_u64);
