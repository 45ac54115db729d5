//! Random tangents and cotangents.
//!
//! Entries are multiples of 1/256 with sizes from 1/2 to 3/2: no entry is so small that an error in it could hide, and a
//! step by a power of two lands exactly on a float, so that the difference has the step it is divided by.

use cotangent_tensor::random::fast::Generator;

/// The source of all directions of one check: each draw is fresh.
pub(crate) struct Directions(Generator);

impl Directions {
    pub(crate) fn new(seed: u64) -> Directions {
        Directions(Generator::new(seed))
    }

    pub(crate) fn draw(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.entry()).collect()
    }

    fn entry(&mut self) -> f64 {
        let bits = self.0.next_u64() >> 55; // 9 bits: a sign and 8 of the size
        let size = ((bits & 0xff) as f64 + 128.0) / 256.0;
        if bits & 0x100 == 0 { size } else { -size }
    }
}
