//! Elementwise steps over arrays of one shape, run block by block: what a step leaves in the first cache the next one reads
//! there, and only what is asked for goes to memory.
//!
//! Every step runs the slice kernel that eager evaluation runs, so that the bits are the same; sums at the edge keep the tree
//! of [`cotangent_kernels::sum`], whose blocks divide ours. Scalars run step by step in registers.

use crate::{
    dtype::Element,
    elementwise::{MapLoops, ThenLoops, ZipLoops},
    pool::buffer,
    shape::Shape,
    tensor::Tensor,
};
use alloc::{borrow::Cow, vec, vec::Vec};
use core::mem::take;
use cotangent_kernels::{self as kernels, Float, SumTree};

/// One operation. Operands are values: first the inputs, then the results of the steps, in order.
#[derive(Clone, Debug)]
pub enum Step<T> {
    /// A function of one value.
    Map(MapLoops<T>, usize),
    /// A function of two values.
    Zip(ZipLoops<T, T>, [usize; 2]),
    /// Two functions of two values, the second of the first's result and the third value.
    Then(ThenLoops<T>, [usize; 3]),
    /// xⁿ.
    Powi(i32, usize),
    /// The sum of all elements. Its result is an output and no operand.
    Sum(usize),
}

impl<T> Step<T> {
    /// The values that it reads; one may stand twice.
    fn reads(&self) -> [usize; 3] {
        match *self {
            Step::Map(_, x) | Step::Powi(_, x) | Step::Sum(x) => [x; 3],
            Step::Zip(_, [x, y]) => [x, y, y],
            Step::Then(_, xyz) => xyz,
        }
    }
}

/// Where the result of a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A buffer of one block.
    Slot(usize),
    /// The block of an output.
    Output(usize),
    /// A running sum.
    Sum(usize),
}

/// A group of steps with the plan of its buffers.
#[derive(Clone, Debug)]
pub struct Fused<T> {
    inputs: usize,
    steps: Vec<Step<T>>,
    places: Vec<Place>,
    /// The place of every output, which is no slot.
    outputs: Vec<Place>,
    slots: usize,
    arrays: usize,
    sums: usize,
}

/// Bytes of a block: with a few slots it fits into the first cache.
const BLOCK_BYTES: usize = 4096;
/// Between slots, so that a store and a load of two of them do not meet at one offset of a page.
const SKEW_BYTES: usize = 1344;
const LINE: usize = 64;

impl<T: Element + Float> Fused<T> {
    /// A block is a whole number of the sum's parts.
    const BLOCK: usize = BLOCK_BYTES / size_of::<T>();

    /// The group of these steps on so many inputs, with these values as outputs.
    ///
    /// # Panics
    /// A step reads a value that is not there yet, or a sum.
    pub fn new(inputs: usize, steps: Vec<Step<T>>, outputs: &[usize]) -> Fused<T> {
        const { assert!(Self::BLOCK.is_multiple_of(SumTree::<T>::PART)) };
        let mut group = Fused { inputs, steps, places: vec![], outputs: vec![], slots: 0, arrays: 0, sums: 0 };
        let mut last = vec![0; group.steps.len()];
        for (at, step) in group.steps.iter().enumerate() {
            for value in step.reads() {
                assert!(value < inputs + at, "fused: a step reads what comes later");
                if let Some(read) = value.checked_sub(inputs) {
                    assert!(!matches!(group.steps[read], Step::Sum(_)), "fused: a step reads a sum");
                    last[read] = at;
                }
            }
        }
        let mut free: Vec<usize> = Vec::new();
        for at in 0..group.steps.len() {
            let place = if let Step::Sum(_) = group.steps[at] {
                group.sums += 1;
                Place::Sum(group.sums - 1)
            } else if outputs.contains(&(inputs + at)) {
                group.arrays += 1;
                Place::Output(group.arrays - 1)
            } else {
                // A result never lies where an operand does: operands are set free after it has its place.
                Place::Slot(free.pop().unwrap_or_else(|| {
                    group.slots += 1;
                    group.slots - 1
                }))
            };
            group.places.push(place);
            let reads = group.steps[at].reads();
            for (k, value) in reads.into_iter().enumerate() {
                if let Some(read) = value.checked_sub(inputs)
                    && last[read] == at
                    && !reads[..k].contains(&value)
                    && let Place::Slot(slot) = group.places[read]
                {
                    free.push(slot);
                }
            }
        }
        group.outputs = outputs.iter().map(|&value| group.places[value - inputs]).collect();
        group
    }

    /// The outputs for inputs that are arrays of `shape` or scalars.
    pub fn run(&self, shape: &Shape, inputs: &[Tensor]) -> Vec<Tensor> {
        if shape.rank() == 0 { self.run_scalars(inputs) } else { self.run_blocks(shape, inputs) }
    }

    fn run_scalars(&self, inputs: &[Tensor]) -> Vec<Tensor> {
        let mut few = [T::ZERO; 64];
        let mut many;
        let count = self.inputs + self.steps.len();
        let values = if count <= few.len() {
            &mut few[..]
        } else {
            many = vec![T::ZERO; count];
            &mut many[..]
        };
        for (value, x) in values.iter_mut().zip(inputs) {
            *value = x.repeated().expect("a group of scalars has scalar inputs");
        }
        let mut results = [T::ZERO; 64];
        let mut more = vec![T::ZERO; self.outputs.len().saturating_sub(results.len())];
        for (at, (step, place)) in self.steps.iter().zip(&self.places).enumerate() {
            let result = match *step {
                Step::Map(loops, x) => (loops.scalar)(values[x]),
                Step::Zip(loops, [x, y]) => (loops.scalar)(values[x], values[y]),
                Step::Then(loops, [x, y, z]) => (loops.scalar)(values[x], values[y], values[z]),
                Step::Powi(n, x) => kernels::powi_scalar(values[x], n),
                Step::Sum(_) => unreachable!("scalars have no sum"),
            };
            values[self.inputs + at] = result;
            if let Place::Output(o) = *place {
                *results.get_mut(o).unwrap_or_else(|| &mut more[o - 64]) = result;
            }
        }
        let of = |place: &Place| match *place {
            Place::Output(o) => Tensor::from(*results.get(o).unwrap_or_else(|| &more[o - 64])),
            Place::Slot(_) | Place::Sum(_) => unreachable!("outputs of scalars are values"),
        };
        self.outputs.iter().map(of).collect()
    }

    /// A block of each scalar that a step of three operands reads; nothing of the others.
    fn constants(&self, operands: &[Operand<'_, T>], block: usize) -> Vec<Vec<T>> {
        let mut constants = vec![Vec::new(); operands.len()];
        for step in &self.steps {
            let Step::Then(_, reads) = step else { continue };
            for &value in reads.iter().filter(|value| **value < self.inputs) {
                if let Operand::Scalar(x) = operands[value] {
                    constants[value].resize(block, x);
                }
            }
        }
        constants
    }

    fn run_blocks(&self, shape: &Shape, inputs: &[Tensor]) -> Vec<Tensor> {
        let n = shape.size();
        let operands: Vec<Operand<'_, T>> = inputs.iter().map(Operand::of).collect();
        let block = Self::BLOCK.min(n.max(1));
        let stride = (block * size_of::<T>()).next_multiple_of(LINE) / size_of::<T>() + SKEW_BYTES / size_of::<T>();
        let mut workspace = buffer::<T>(self.slots * stride + LINE / size_of::<T>());
        let mut arrays: Vec<Vec<T>> = (0..self.arrays).map(|_| buffer(n)).collect();
        let mut sums = vec![SumTree::new(); self.sums];
        let start = workspace.as_ptr().align_offset(LINE).min(LINE / size_of::<T>());
        let mut ahead: Vec<&mut [T]> = arrays.iter_mut().map(|x| &mut x[..]).collect();
        let mut blocks = Blocks {
            group: self,
            constants: self.constants(&operands, block),
            operands: &operands,
            from: 0,
            len: 0,
            slots: workspace[start..].chunks_mut(stride).take(self.slots).collect(),
            outputs: Vec::with_capacity(self.arrays),
        };
        for from in (0..n).step_by(block) {
            (blocks.from, blocks.len) = (from, block.min(n - from));
            blocks.outputs.clear();
            for rest in &mut ahead {
                blocks.outputs.push(rest.split_off_mut(..blocks.len).expect("as long as the inputs"));
            }
            blocks.run(&mut sums);
        }
        let mut arrays: Vec<Option<Tensor>> =
            arrays.into_iter().map(|values| Some(Tensor::new(shape.clone(), values))).collect();
        let result = |place: &Place| match *place {
            Place::Output(o) => arrays[o].take().expect("an output is asked for once"),
            Place::Sum(s) => Tensor::from(sums[s].total()),
            Place::Slot(_) => unreachable!("an output is no slot"),
        };
        self.outputs.iter().map(result).collect()
    }
}

/// An input.
enum Operand<'a, T: Clone> {
    Scalar(T),
    Array(Cow<'a, [T]>),
}

impl<'a, T: Element> Operand<'a, T> {
    fn of(x: &'a Tensor) -> Self {
        x.repeated().map_or_else(|| Operand::Array(x.elements::<T>()), Operand::Scalar)
    }
}

/// One block of everything.
struct Blocks<'a, T: Clone> {
    group: &'a Fused<T>,
    operands: &'a [Operand<'a, T>],
    /// Blocks of the scalars that steps of three operands read.
    constants: Vec<Vec<T>>,
    from: usize,
    len: usize,
    slots: Vec<&'a mut [T]>,
    outputs: Vec<&'a mut [T]>,
}

/// The block of a value.
enum Read<'a, T> {
    Scalar(T),
    Block(&'a [T]),
}

impl<T: Element + Float> Blocks<'_, T> {
    fn run(&mut self, sums: &mut [SumTree<T>]) {
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
            Step::Then(loops, xyz) => {
                let [x, y, z] = xyz.map(|value| match self.read(value) {
                    Read::Block(x) => x,
                    Read::Scalar(_) => &self.constants[value][..self.len],
                });
                (loops.slices)(x, y, z, out);
            }
            Step::Powi(n, x) => match self.read(x) {
                Read::Block(x) => kernels::powi(x, n, out),
                Read::Scalar(x) => out.fill(kernels::powi_scalar(x, n)),
            },
            Step::Sum(_) => unreachable!("a sum has the place of one"),
        }
    }

    #[inline]
    fn read(&self, value: usize) -> Read<'_, T> {
        let Some(step) = value.checked_sub(self.group.inputs) else {
            return match &self.operands[value] {
                Operand::Scalar(x) => Read::Scalar(*x),
                Operand::Array(x) => Read::Block(&x[self.from..self.from + self.len]),
            };
        };
        Read::Block(match self.group.places[step] {
            Place::Slot(k) => &self.slots[k][..self.len],
            Place::Output(k) => &self.outputs[k][..self.len],
            Place::Sum(_) => unreachable!("checked by `new`"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fused, Step};
    use crate::{MapLoops, Shape, Tensor, ZipLoops};
    use alloc::{vec, vec::Vec};
    use cotangent_kernels::{Add, Exp, Map, Mul, Sub, Zip, sum};

    /// e^(x − y)·x, its sum, and x − y.
    fn group() -> Fused<f32> {
        let steps = vec![
            Step::Zip(ZipLoops::of::<Sub>(), [0, 1]),
            Step::Map(MapLoops::of::<Exp>(), 2),
            Step::Zip(ZipLoops::of::<Mul>(), [3, 0]),
            Step::Sum(4),
        ];
        Fused::new(2, steps, &[4, 5, 2])
    }

    #[test]
    fn blocks_have_the_bits_of_whole_arrays() {
        for n in [1, 3, 511, 512, 1024, 1025, 5000] {
            let x: Vec<f32> = (0..n).map(|i| (i as f32).sin() * 3.0).collect();
            let y = 0.75;
            let mut difference = vec![0.0; n];
            Sub::right(&x, y, &mut difference);
            let mut product = vec![0.0; n];
            Exp::slice(&difference, &mut product);
            let power = product.clone();
            Mul::slices(&power, &x, &mut product);
            let array = Tensor::from_vec(x, &[n]).expect("as many");
            let results = group().run(&Shape::of([n]), &[array, Tensor::from(y)]);
            assert_eq!(results[0].as_slice::<f32>(), Some(&product[..]));
            assert_eq!(results[1].item::<f32>().expect("one"), sum(&product));
            assert_eq!(results[2].as_slice::<f32>(), Some(&difference[..]));
        }
    }

    #[test]
    fn repeated_elements_and_views_are_inputs() {
        let row = Tensor::from_vec(vec![1.0_f32, 2.0, 3.0, 4.0], &[2, 2]).expect("as many").transpose(&[1, 0]);
        let ones = Tensor::full(row.shape(), 1.0_f32);
        let steps = vec![Step::Zip(ZipLoops::of::<Add>(), [0, 1])];
        let results = Fused::<f32>::new(2, steps, &[2]).run(row.shape(), &[row.clone(), ones]);
        assert_eq!(results[0].as_slice::<f32>(), Some(&[2.0, 4.0, 3.0, 5.0][..]));
    }

    #[test]
    fn scalars_run_in_registers() {
        let mut steps = vec![Step::Zip(ZipLoops::of::<Add>(), [0, 0])];
        steps.extend((1..200).map(|i| Step::Zip(ZipLoops::of::<Add>(), [i, 0])));
        let all: Vec<usize> = (1..=200).collect();
        let results = Fused::<f64>::new(1, steps, &all).run(&Shape::SCALAR, &[Tensor::from(1.0)]);
        let values: Vec<f64> = results.iter().map(|x| x.item().expect("a scalar")).collect();
        assert_eq!(values, (2..=201).map(f64::from).collect::<Vec<_>>());
    }

    #[test]
    #[should_panic(expected = "reads what comes later")]
    fn steps_read_what_is_there() {
        let _ = Fused::<f32>::new(1, vec![Step::Map(MapLoops::of::<Exp>(), 1)], &[1]);
    }
}
