//! A sequential generator for large fills where no key discipline is wanted: Xoshiro256++ (D. Blackman, S. Vigna,
//! "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021), doi:10.1145/3460772).
//!
//! Deterministic: a seed gives the same values on every machine and in every release with the same minor version. It is
//! mutable, so draws depend on their order, and is of no use inside a transform.

use rand_xoshiro::{
    Xoshiro256PlusPlus,
    rand_core::{Rng as _, SeedableRng as _},
};

/// A generator whose state advances with every value.
///
/// ```
/// use cotangent_tensor::random::fast::Generator;
/// let (mut a, mut b) = ([0.0; 4], [0.0; 4]);
/// Generator::new(7).fill_uniform_f64(&mut a);
/// Generator::new(7).fill_uniform_f64(&mut b);
/// assert_eq!(a, b);
/// assert!(a.iter().all(|x| (0.0..1.0).contains(x)));
/// ```
#[derive(Clone, Debug)]
pub struct Generator(Xoshiro256PlusPlus);

impl Generator {
    /// A generator whose state is filled from `seed` by `SplitMix64`.
    pub fn new(seed: u64) -> Self {
        Generator(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// The next word, uniform over all 2⁶⁴.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Fills with multiples of 2⁻²⁴ uniform in [0, 1), two from a word.
    pub fn fill_uniform_f32(&mut self, out: &mut [f32]) {
        for pair in out.chunks_mut(2) {
            let word = self.next_u64();
            for (value, bits) in pair.iter_mut().zip([word >> 40, word >> 8 & 0x00ff_ffff]) {
                *value = bits as f32 * (1.0 / 16_777_216.0);
            }
        }
    }

    /// Fills with multiples of 2⁻⁵³ uniform in [0, 1).
    pub fn fill_uniform_f64(&mut self, out: &mut [f64]) {
        for value in out {
            *value = (self.next_u64() >> 11) as f64 * (f64::EPSILON / 2.0);
        }
    }

    /// Fills with draws of the standard normal distribution.
    pub fn fill_normal_f32(&mut self, out: &mut [f32]) {
        for pair in out.chunks_mut(2) {
            for (value, draw) in pair.iter_mut().zip(self.normal_pair()) {
                *value = draw as f32;
            }
        }
    }

    /// Fills with draws of the standard normal distribution.
    pub fn fill_normal_f64(&mut self, out: &mut [f64]) {
        for pair in out.chunks_mut(2) {
            for (value, draw) in pair.iter_mut().zip(self.normal_pair()) {
                *value = draw;
            }
        }
    }

    /// Two independent normal draws by the polar method (G. Marsaglia, T. A. Bray, SIAM Rev. 6 (1964),
    /// doi:10.1137/1006063).
    fn normal_pair(&mut self) -> [f64; 2] {
        loop {
            let x = self.signed_unit();
            let y = self.signed_unit();
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = libm::sqrt(-2.0 * libm::log(square) / square);
                return [x * scale, y * scale];
            }
        }
    }

    /// A multiple of 2⁻⁵² uniform in [-1, 1).
    fn signed_unit(&mut self) -> f64 {
        (self.next_u64() as i64 >> 11) as f64 * f64::EPSILON
    }
}

#[cfg(test)]
mod tests {
    use super::Generator;
    use alloc::vec;

    /// Mean, variance, skewness and kurtosis of a million draws, within five standard errors.
    #[test]
    fn normal_draws_have_the_moments_of_the_distribution() {
        let n = 1_000_000;
        let mut draws = vec![0.0; n];
        Generator::new(1).fill_normal_f64(&mut draws);
        let mut single = vec![0.0_f32; n];
        Generator::new(2).fill_normal_f32(&mut single);
        for sample in [draws, single.iter().map(|&x| f64::from(x)).collect()] {
            // E xᵏ and the variance of xᵏ: E x²ᵏ - (E xᵏ)².
            for (k, moment, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)] {
                let mean = sample.iter().map(|x| (0..k).map(|_| x).product::<f64>()).sum::<f64>() / n as f64;
                let error = libm::sqrt(variance / n as f64);
                assert!((mean - moment).abs() < 5.0 * error, "moment {k}: {mean}");
            }
        }
    }

    /// 64 equal cells: the chi-square statistic of 63 degrees of freedom stays below its 1 - 10⁻⁶ quantile.
    #[test]
    fn uniform_draws_fill_the_interval_evenly() {
        let n = 1_000_000;
        let mut double = vec![0.0; n];
        Generator::new(3).fill_uniform_f64(&mut double);
        let mut single = vec![0.0_f32; n];
        Generator::new(4).fill_uniform_f32(&mut single);
        for sample in [double, single.iter().map(|&x| f64::from(x)).collect()] {
            let mut cells = [0.0; 64];
            for x in sample {
                cells[(x * 64.0) as usize] += 1.0;
            }
            let expected = n as f64 / 64.0;
            let chi_square: f64 = cells.iter().map(|c| (c - expected) * (c - expected) / expected).sum();
            assert!(chi_square < 130.0, "{chi_square}");
        }
    }
}
