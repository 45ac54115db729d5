//! Arrays, block by block.

use super::{BLOCK_BYTES, Fused, Place, Results, Step, operand::Operand};
use crate::{dtype::Element, pool::buffer, shape::Shape, tensor::Tensor};
use alloc::{vec, vec::Vec};
use core::mem::take;
use cotangent_kernels::{self as kernels, Float, SumTree};
use smallvec::{SmallVec, smallvec};

/// Between slots, so that a store and a load of two of them do not meet at one offset of a page.
const SKEW_BYTES: usize = 1344;
const LINE: usize = 64;
/// Elements of a workspace that needs no allocation.
const FEW: usize = 256;

impl<T: Element + Float> Fused<T> {
    /// A block is a whole number of the sum's parts.
    pub(super) const BLOCK: usize = BLOCK_BYTES / size_of::<T>();

    pub(super) fn run_blocks(&self, shape: &Shape, inputs: &[Tensor]) -> Results {
        let n = shape.size();
        let mut arrays: SmallVec<[Vec<T>; 4]> = (0..self.arrays).map(|_| buffer(n)).collect();
        let mut slots = self.slots;
        let mut slot = || {
            slots += 1;
            slots - 1
        };
        let operand = |(i, x)| Operand::of(x, self.constants.contains(&i), &mut slot);
        let operands: SmallVec<[Operand<'_, T>; 8]> = inputs.iter().enumerate().map(operand).collect();
        let mut ahead: SmallVec<[&mut [T]; 4]> = arrays.iter_mut().map(|x| &mut x[..]).collect();
        let part = |from| {
            let len = PART.min(n - from);
            let outputs =
                ahead.iter_mut().map(|rest| rest.split_off_mut(..len).expect("as long as the inputs")).collect();
            Part { from, len, outputs, sums: smallvec![SumTree::new(); self.sums] }
        };
        let mut parts: SmallVec<[Part<'_, T>; 1]> = (0..n).step_by(PART).map(part).collect();
        each(&mut parts, self.steps.len(), |part| self.run_part(&operands, slots, part));
        let mut sums = parts.iter().map(|part| part.sums.clone()).reduce(|mut all, next| {
            all.iter_mut().zip(&next).for_each(|(all, next)| all.append(next));
            all
        });
        drop((parts, ahead));
        let result = |&(_, place): &(usize, Place)| match place {
            Place::Output(o) => Tensor::new(shape.clone(), take(&mut arrays[o])),
            Place::Sum(s) => Tensor::from(sums.as_mut().expect("arrays of a group have elements")[s].total()),
            Place::Slot(_) => unreachable!("an output is no slot"),
        };
        self.outputs.iter().map(result).collect()
    }

    /// Block by block, with slots of its own.
    fn run_part(&self, operands: &[Operand<'_, T>], slots: usize, part: &mut Part<'_, T>) {
        let block = Self::BLOCK.min(part.len);
        let apart = if part.len > Self::BLOCK { SKEW_BYTES / size_of::<T>() } else { 0 };
        let stride = (block * size_of::<T>()).next_multiple_of(LINE) / size_of::<T>() + apart;
        let room = slots * stride + LINE / size_of::<T>();
        let (mut few, mut many) = ([T::ZERO; FEW], None);
        let workspace = match few.get_mut(..room) {
            Some(few) => few,
            None => &mut many.insert(buffer::<T>(room))[..],
        };
        let start = workspace.as_ptr().align_offset(LINE).min(LINE / size_of::<T>());
        let slots = workspace[start..].chunks_mut(stride).take(slots).collect();
        let mut blocks = Blocks { group: self, operands, from: 0, len: block, slots, outputs: SmallVec::new() };
        blocks.fill_constants();
        for at in (0..part.len).step_by(block) {
            (blocks.from, blocks.len) = (part.from + at, block.min(part.len - at));
            blocks.outputs.clear();
            for rest in &mut part.outputs {
                blocks.outputs.push(rest.split_off_mut(..blocks.len).expect("as long as the part"));
            }
            blocks.run(&mut part.sums);
        }
    }
}

/// Elements of a part: of the sums' blocks a power of two.
const PART: usize = 1 << 16;

/// Some of the elements, apart from all others.
struct Part<'a, T> {
    from: usize,
    len: usize,
    outputs: SmallVec<[&'a mut [T]; 4]>,
    sums: SmallVec<[SumTree<T>; 2]>,
}

/// Runs all parts, each of so many steps an element, by several threads if there are enough of them to be worth it.
#[cfg(feature = "threads")]
fn each<P: Send>(parts: &mut [P], steps: usize, run: impl Fn(&mut P) + Send + Sync) {
    /// Steps of all elements: some 50 µs.
    const WORTHWHILE: usize = 1 << 20;
    if parts.len() > 1 && parts.len() * PART * steps >= WORTHWHILE && rayon::current_num_threads() > 1 {
        use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
        parts.par_iter_mut().for_each(run);
    } else {
        parts.iter_mut().for_each(run);
    }
}

#[cfg(not(feature = "threads"))]
fn each<P>(parts: &mut [P], _: usize, run: impl Fn(&mut P)) {
    parts.iter_mut().for_each(run);
}

/// One block of everything.
struct Blocks<'a, T: Clone> {
    group: &'a Fused<T>,
    operands: &'a [Operand<'a, T>],
    from: usize,
    len: usize,
    /// Of results, then of operands.
    slots: SmallVec<[&'a mut [T]; 8]>,
    outputs: SmallVec<[&'a mut [T]; 4]>,
}

/// The block of a value.
enum Read<'a, T> {
    Scalar(T),
    Block(&'a [T]),
}

impl<T: Element + Float> Blocks<'_, T> {
    fn fill_constants(&mut self) {
        for operand in self.operands {
            if let Operand::Constant(x, slot) = *operand {
                self.slots[slot][..self.len].fill(x);
            }
        }
    }

    fn run(&mut self, sums: &mut [SumTree<T>]) {
        for operand in self.operands {
            if let Operand::Rows(rows, slot) = operand {
                rows.copy(self.from, &mut self.slots[*slot][..self.len]);
            }
        }
        let group = self.group;
        for (step, &place) in group.steps.iter().zip(&group.places) {
            match place {
                Place::Sum(s) => {
                    let Step::Sum(x) = *step else { unreachable!("a sum has the place of one") };
                    match self.read(x) {
                        Read::Block(x) => sums[s].add(x),
                        Read::Scalar(x) => sums[s].add(&vec![x; self.len]),
                    }
                }
                Place::Slot(k) => {
                    let out = take(&mut self.slots[k]);
                    self.step(step, &mut out[..self.len]);
                    self.slots[k] = out;
                }
                Place::Output(k) => {
                    let out = take(&mut self.outputs[k]);
                    self.step(step, out);
                    self.outputs[k] = out;
                }
            }
        }
    }

    #[inline]
    fn step(&self, step: &Step<T>, out: &mut [T]) {
        match *step {
            Step::Map(loops, x) => match self.read(x) {
                Read::Block(x) => (loops.slice)(x, out),
                Read::Scalar(x) => out.fill((loops.scalar)(x)),
            },
            Step::Zip(loops, [x, y]) => match (self.read(x), self.read(y)) {
                (Read::Block(x), Read::Block(y)) => (loops.slices)(x, y, out),
                (Read::Scalar(x), Read::Block(y)) => (loops.left)(x, y, out),
                (Read::Block(x), Read::Scalar(y)) => (loops.right)(x, y, out),
                (Read::Scalar(x), Read::Scalar(y)) => out.fill((loops.scalar)(x, y)),
            },
            Step::Then(loops, [x, y, z]) => (loops.slices)(self.block(x), self.block(y), self.block(z), out),
            Step::Powi(n, x) => match self.read(x) {
                Read::Block(x) => kernels::powi(x, n, out),
                Read::Scalar(x) => out.fill(kernels::powi_scalar(x, n)),
            },
            Step::Sum(_) => unreachable!("a sum has the place of one"),
        }
    }

    #[inline]
    fn read(&self, value: usize) -> Read<'_, T> {
        match self.operands.get(value) {
            Some(Operand::Scalar(x) | Operand::Constant(x, _)) => Read::Scalar(*x),
            _ => Read::Block(self.block(value)),
        }
    }

    #[inline]
    fn block(&self, value: usize) -> &[T] {
        let slot = match self.operands.get(value) {
            Some(Operand::Scalar(_)) => unreachable!("a scalar that is read as a block is a constant"),
            Some(Operand::Array(x)) => return &x[self.from..self.from + self.len],
            Some(Operand::Constant(_, slot) | Operand::Rows(_, slot)) => *slot,
            None => match self.group.places[value - self.group.inputs] {
                Place::Slot(k) => k,
                Place::Output(k) => return &self.outputs[k][..self.len],
                Place::Sum(_) => unreachable!("checked by `new`"),
            },
        };
        &self.slots[slot][..self.len]
    }
}
