//! `heapless` containers as the storage of matrices, and what happens when one is too small.

use cotangent_kernels::{
    KernelError, MatMut, MatRef,
    linalg::{cholesky, cholesky_solve, lu, solve},
    matmul,
};
use heapless::Vec;

use crate::{Judge, inputs::whole};

/// A system solved twice, in vectors without a heap.
pub fn run(judge: &mut dyn Judge) {
    const N: usize = 5;
    let filled = |n: usize| (0..n).map(|i| whole::<f32>((i as i32 * 7) % 5 - 2)).collect::<Vec<f32, { N * N }>>();
    let b = filled(N * N);
    let mut a = filled(N * N);
    let view = MatRef::row_major(&b, N, N);
    matmul(view, view.transposed(), MatMut::row_major(&mut a, N, N), false, &mut []);
    (0..N).for_each(|i| a[i * N + i] += 1.0);

    let (mut factor, mut x) = (a.clone(), filled(N));
    let solved = cholesky(&mut factor, N).and_then(|()| cholesky_solve(&factor, N, &mut x, 1));
    judge.check(solved.is_ok(), format_args!("Cholesky in heapless vectors"));

    let (mut factors, mut y) = (a, filled(N));
    let solved = lu::<f32, N>(&mut factors, N).and_then(|lu| solve(&factors, N, &lu.pivots, &mut y, 1));
    judge.check(solved.is_ok(), format_args!("LU in heapless vectors"));
    let near = x.iter().zip(&y).all(|(x, y)| (x - y).abs() < 1e-5);
    judge.check(near, format_args!("both solutions agree: {x:?}, {y:?}"));

    let full = lu::<f32, { N - 1 }>(&mut factors, N).err();
    let expected = KernelError::Capacity { operation: "lu", needed: N, capacity: N - 1 };
    judge.check(full == Some(expected), format_args!("pivots that do not fit: {full:?}"));
}
