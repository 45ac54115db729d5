//! The tree of [`sum`](crate::sum), for elements that come block by block.

use super::lanes::{Plus, fold};
use crate::{Isa, Kernel, Number, isa::dispatch_for};

const BLOCK: usize = 512;

/// A sum of elements that come in parts, in the order of additions of [`sum`](crate::sum): the same bits.
///
/// ```
/// use cotangent_kernels::{SumTree, sum};
/// let x: Vec<f32> = (0..3000).map(|i| 1.0 / (1 + i) as f32).collect();
/// let mut tree = SumTree::new();
/// x.chunks(1024).for_each(|part| tree.add(part));
/// assert_eq!(tree.total(), sum(&x));
/// ```
#[derive(Clone, Debug)]
pub struct SumTree<T> {
    /// Entry r holds the sum of a complete run of 2ʳ blocks if bit r of `blocks` is set.
    runs: [T; usize::BITS as usize],
    blocks: usize,
    /// Whether the last part ended inside of a block.
    ended: bool,
}

impl<T: Number> SumTree<T> {
    /// A length of parts that ends no block early: any multiple of it will do, and anything for the last part.
    pub const PART: usize = BLOCK;

    /// The sum of nothing.
    pub fn new() -> Self {
        SumTree { runs: [T::ZERO; usize::BITS as usize], blocks: 0, ended: false }
    }

    /// Adds the next elements.
    ///
    /// # Panics
    /// The part before had a length that is no multiple of [`PART`](SumTree::PART).
    pub fn add(&mut self, part: &[T]) {
        assert!(!self.ended || part.is_empty(), "SumTree: a part that is no multiple of {BLOCK} elements is the last");
        dispatch_for::<T, _>(Part(self, part));
    }

    #[inline(always)]
    pub(super) fn add_blocks<I: Isa>(&mut self, part: &[T]) {
        for block in part.chunks(BLOCK) {
            let mut total = fold::<I, T, Plus>(block);
            let complete = self.blocks.trailing_ones() as usize;
            for run in &self.runs[..complete] {
                total = run.plus(total);
            }
            self.runs[complete] = total;
            self.blocks += 1;
        }
        self.ended = !part.len().is_multiple_of(BLOCK);
    }

    /// Adds the elements that another tree has, as if they came next: so that parts can be added up apart from each other.
    ///
    /// ```
    /// use cotangent_kernels::{SumTree, sum};
    /// let x: Vec<f32> = (0..5000).map(|i| 1.0 / (1 + i) as f32).collect();
    /// let mut tree = SumTree::new();
    /// for part in x.chunks(4 * SumTree::<f32>::PART) {
    ///     let mut next = SumTree::new();
    ///     next.add(part);
    ///     tree.append(&next);
    /// }
    /// assert_eq!(tree.total(), sum(&x));
    /// ```
    ///
    /// # Panics
    /// The elements so far do not fill a whole number of runs as long as the other tree's: with parts of one length, 2ʳ times
    /// [`PART`](SumTree::PART), and a shorter last one they do.
    pub fn append(&mut self, next: &SumTree<T>) {
        let blocks = next.blocks;
        if blocks == 0 {
            return;
        }
        let whole = !self.ended && self.blocks.is_multiple_of(blocks.next_power_of_two());
        assert!(whole, "SumTree: a part follows that begins inside of a run");
        if blocks.is_power_of_two() {
            // One run, which may complete others.
            let run = blocks.trailing_zeros() as usize;
            let complete = run + (self.blocks >> run).trailing_ones() as usize;
            let mut total = next.runs[run];
            for run in &self.runs[run..complete] {
                total = run.plus(total);
            }
            self.runs[complete] = total;
        } else {
            for run in (0..usize::BITS as usize).filter(|run| blocks >> run & 1 == 1) {
                self.runs[run] = next.runs[run];
            }
        }
        self.blocks += blocks;
        self.ended = next.ended;
    }

    /// The sum of all parts; +0 if there was none.
    pub fn total(&self) -> T {
        let mut blocks = self.blocks;
        let mut rest = None;
        while blocks != 0 {
            let run = self.runs[blocks.trailing_zeros() as usize];
            rest = Some(rest.map_or(run, |shorter| run.plus(shorter)));
            blocks &= blocks - 1;
        }
        rest.unwrap_or(T::ZERO)
    }
}

impl<T: Number> Default for SumTree<T> {
    fn default() -> Self {
        Self::new()
    }
}

struct Part<'a, T>(&'a mut SumTree<T>, &'a [T]);
impl<T: Number> Kernel for Part<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        self.0.add_blocks::<I>(self.1);
    }
}

/// [`sum`](crate::sum) of a slice.
#[inline(always)]
pub(super) fn sum<I: Isa, T: Number>(x: &[T]) -> T {
    if x.len() <= BLOCK {
        return fold::<I, T, Plus>(x);
    }
    let mut tree = SumTree::new();
    tree.add_blocks::<I>(x);
    tree.total()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, SumTree};
    use crate::sum;

    #[test]
    fn parts_apart_have_the_bits_of_the_whole() {
        let x: [f32; 12_345] = core::array::from_fn(|i| ((i * 7919) % 1009) as f32 / 97.0 - 5.0);
        for n in [0, 1, 511, 512, 513, 1024, 5000, 8192, 12_345] {
            for part in [1, 2, 4, 8, 32] {
                let mut tree = SumTree::new();
                for part in x[..n].chunks(part * BLOCK) {
                    let mut next = SumTree::new();
                    next.add(part);
                    tree.append(&next);
                }
                assert_eq!(tree.total().to_bits(), sum(&x[..n]).to_bits(), "{n} elements by {part} blocks");
            }
        }
    }

    #[test]
    #[should_panic(expected = "begins inside of a run")]
    fn parts_that_do_not_fit_are_refused() {
        let mut parts = [3, 2].map(|blocks| {
            let mut tree = SumTree::new();
            (0..blocks).for_each(|_| tree.add(&[1.0_f32; BLOCK]));
            tree
        });
        let next = parts[1].clone();
        parts[0].append(&next);
    }
}
