//! A fingerprint of a sequence of floats: FNV-1a over 32-bit words.

use cotangent_kernels::Float;

/// The fingerprint so far.
#[derive(Clone, Copy)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Adds a word.
    pub fn word(&mut self, word: u32) {
        self.0 = (self.0 ^ u64::from(word)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// Adds numbers.
    pub fn numbers<T: Words>(&mut self, x: &[T]) {
        for &x in x {
            let [low, high] = x.words();
            self.word(low);
            if size_of::<T>() > 4 {
                self.word(high);
            }
        }
    }

    /// The fingerprint.
    pub fn value(self) -> u64 {
        self.0
    }
}

/// A float's bits, low word first. NaN is one value: which of its bits an operation sets is the processor's affair.
pub trait Words: Float {
    /// The bits.
    fn words(self) -> [u32; 2];
}

impl Words for f32 {
    fn words(self) -> [u32; 2] {
        [if self.is_nan() { f32::NAN.to_bits() } else { self.to_bits() }, 0]
    }
}

impl Words for f64 {
    fn words(self) -> [u32; 2] {
        let bits = if self.is_nan() { f64::NAN.to_bits() } else { self.to_bits() };
        [bits as u32, (bits >> 32) as u32]
    }
}
