//! Elementwise steps over arrays of one shape, run block by block: what a step leaves in the first cache the next one reads
//! there, and only what is asked for goes to memory.
//!
//! Every step runs the slice kernel that eager evaluation runs, so that the bits are the same; sums at the edge keep the tree
//! of [`cotangent_kernels::sum`], whose blocks divide ours. Scalars run step by step in registers.

use crate::{
    dtype::Element,
    elementwise::{MapLoops, ThenLoops, ZipLoops},
    shape::Shape,
    tensor::Tensor,
};
use alloc::{vec, vec::Vec};
use cotangent_kernels::{self as kernels, Float, SumTree};
use smallvec::SmallVec;

mod blocks;
mod operand;

use operand::number;

/// One operation. Operands are values: first the inputs, then the results of the steps, in order.
#[derive(Clone, Debug)]
pub enum Step<T> {
    /// A function of one value.
    Map(MapLoops<T>, usize),
    /// A function of two values.
    Zip(ZipLoops<T, T>, [usize; 2]),
    /// A function of three values: two of two values, say, the second of the first's result and the third value.
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

/// The outputs of a group.
pub type Results = SmallVec<[Tensor; 4]>;

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
    /// The value of every output and its place, which is no slot.
    outputs: Vec<(usize, Place)>,
    slots: usize,
    arrays: usize,
    sums: usize,
    /// The inputs that steps of three operands read: these take no scalars, and read blocks of them.
    constants: Vec<usize>,
}

/// Bytes of a block: with a few slots it fits into the first cache.
const BLOCK_BYTES: usize = 4096;

impl<T: Element + Float> Fused<T> {
    /// The group of these steps on so many inputs, with these values as outputs.
    ///
    /// # Panics
    /// A step reads a value that is not there yet, or a sum.
    pub fn new(inputs: usize, steps: Vec<Step<T>>, outputs: &[usize]) -> Fused<T> {
        const { assert!(Self::BLOCK.is_multiple_of(SumTree::<T>::PART)) };
        let mut constants: Vec<usize> = steps
            .iter()
            .flat_map(|step| if let Step::Then(_, reads) = step { &reads[..] } else { &[] })
            .copied()
            .filter(|&value| value < inputs)
            .collect();
        constants.sort_unstable();
        constants.dedup();
        let (places, slots, arrays, sums) = (vec![], 0, 0, 0);
        let mut group = Fused { inputs, steps, places, outputs: vec![], slots, arrays, sums, constants };
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
        group.outputs = outputs.iter().map(|&value| (value, group.places[value - inputs])).collect();
        group
    }

    /// The outputs, of this shape or scalar sums, for inputs of as many elements or scalars. Bools count as 0 and 1.
    pub fn run(&self, shape: &Shape, inputs: &[Tensor]) -> Results {
        if shape.rank() == 0 { self.run_scalars(|i| &inputs[i]) } else { self.run_blocks(shape, inputs) }
    }

    /// The outputs for scalars, each input given by its number. In registers: one for each value.
    #[inline]
    pub fn run_scalars<'a>(&self, input: impl Fn(usize) -> &'a Tensor) -> Results {
        let (mut few, mut many) = ([T::ZERO; 64], None);
        let count = self.inputs + self.steps.len();
        let values = match few.get_mut(..count) {
            Some(few) => few,
            None => &mut many.insert(vec![T::ZERO; count])[..],
        };
        for (i, value) in values[..self.inputs].iter_mut().enumerate() {
            *value = number(input(i)).expect("a group of scalars has scalar inputs");
        }
        for (at, step) in self.steps.iter().enumerate() {
            values[self.inputs + at] = match *step {
                Step::Map(loops, x) => (loops.scalar)(values[x]),
                Step::Zip(loops, [x, y]) => (loops.scalar)(values[x], values[y]),
                Step::Then(loops, [x, y, z]) => (loops.scalar)(values[x], values[y], values[z]),
                Step::Powi(n, x) => kernels::powi_scalar(values[x], n),
                Step::Sum(_) => unreachable!("scalars have no sum"),
            };
        }
        self.outputs.iter().map(|&(value, _)| Tensor::from(values[value])).collect()
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

    /// Longer than a part of [`super::blocks`], and with a rest.
    #[test]
    fn many_parts_have_the_bits_of_whole_arrays() {
        let n = 300_001;
        let x: Vec<f32> = (0..n).map(|i| (i as f32).sin() * 3.0).collect();
        let mut difference = vec![0.0; n];
        Sub::right(&x, 0.75, &mut difference);
        let mut power = vec![0.0; n];
        Exp::slice(&difference, &mut power);
        let mut product = vec![0.0; n];
        Mul::slices(&power, &x, &mut product);
        let array = Tensor::from_vec(x, &[n]).expect("as many");
        let run = || {
            let results = group().run(&Shape::of([n]), &[array.clone(), Tensor::from(0.75_f32)]);
            assert_eq!(results[0].as_slice::<f32>(), Some(&product[..]));
            assert_eq!(results[1].item::<f32>().expect("one").to_bits(), sum(&product).to_bits());
            assert_eq!(results[2].as_slice::<f32>(), Some(&difference[..]));
        };
        run();
        #[cfg(feature = "threads")]
        for threads in [1, 2, 3, 8] {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(run);
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
