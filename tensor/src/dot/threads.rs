//! Products by several threads: rows of one, or some of many. The bits are those of one thread.

use super::{Products, products_in_turn};
use alloc::vec::Vec;
use cotangent_kernels::{self as kernels, Float, MatMut};
use rayon::{
    iter::{IndexedParallelIterator, ParallelIterator},
    slice::ParallelSliceMut,
};

/// Multiplications that are worth a thread.
const WORTHWHILE: usize = 1 << 20;

pub(super) fn float_products<T: Float + Default>(products: Products<'_, '_, T>, sizes: [usize; 3]) {
    let [m, k, n] = sizes;
    let threads = rayon::current_num_threads();
    let mut products: Vec<_> = products.map(Some).collect();
    let work = [products.len(), m, k, n].into_iter().fold(1, usize::saturating_mul);
    let threads = threads.min(work / WORTHWHILE);
    match &mut products[..] {
        all if threads < 2 => products_in_turn(all.iter_mut().filter_map(Option::take), sizes),
        [one] => {
            let (a, b, c) = one.take().expect("taken once");
            let mut workspace = alloc::vec![T::default(); threads * kernels::matmul_workspace::<T>(m, k, n)];
            let parts = kernels::matmul_parts(a, b, MatMut::row_major(c, m, n), false, threads, &mut workspace);
            rayon::scope(|scope| parts.for_each(|part| scope.spawn(|_| part.run())));
        }
        many => {
            let each = many.len().div_ceil(threads);
            let run = |some: &mut [_]| products_in_turn(some.iter_mut().filter_map(Option::take), sizes);
            many.par_chunks_mut(each).with_max_len(1).for_each(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Contraction, DType, Tensor};

    #[test]
    fn bits_do_not_depend_on_the_number_of_threads() {
        let numbers = |shape: &[usize]| {
            let n = shape.iter().product();
            let x = Tensor::iota(n, DType::F32).map_float::<cotangent_kernels::Sin>();
            x.reshape(&crate::Shape::new(shape).expect("a shape")).expect("as many")
        };
        let (a, b) = (numbers(&[300, 217]), numbers(&[217, 190]));
        let (many, others) = (numbers(&[40, 65, 70]), numbers(&[40, 70, 33]));
        let plain = Contraction::new(&[], &[(1, 0)]);
        let batched = Contraction::new(&[(0, 0)], &[(2, 1)]);
        let run = || [a.contract(&b, &plain), many.contract(&others, &batched)];
        let with =
            |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(run);
        let one = with(1);
        for threads in [2, 3, 8] {
            let these = with(threads);
            assert!(one.iter().zip(&these).all(|(a, b)| a.same_bits(b)), "{threads} threads");
        }
    }
}
