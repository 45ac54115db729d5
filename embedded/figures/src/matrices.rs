//! Matrix products, factorisations and the filter: instructions and stack.

use core::{fmt::Write, hint::black_box};

use cases::{
    filter::{BEACONS, Filter},
    inputs::{Numbers, number},
};
use cotangent_kernels::{
    Exp, Map, MatMut, MatRef, dot,
    linalg::{
        cholesky, cholesky_solve, expm, expm_workspace, lu, qr, qr_workspace, solve, svd, svd_workspace,
        symmetric_eigen, symmetric_eigen_workspace,
    },
    matmul, sum,
};

use crate::{bars::Bars, counter::instructions, stack};

const N: usize = 32;
type Matrix = [f32; N * N];

fn kernels(a: &Matrix, b: &Matrix, c: &mut Matrix) {
    let (a, b) = (MatRef::row_major(a, N, N), MatRef::row_major(b, N, N));
    matmul(a, b, MatMut::row_major(c, N, N), false, &mut []);
}

/// Three loops over sizes known to the compiler.
#[inline(never)]
fn naive(a: &Matrix, b: &Matrix, c: &mut Matrix) {
    for i in 0..N {
        for j in 0..N {
            let mut sum = 0.0;
            for p in 0..N {
                sum += a[i * N + p] * b[p * N + j];
            }
            c[i * N + j] = sum;
        }
    }
}

fn matrixmultiply(a: &Matrix, b: &Matrix, c: &mut Matrix) {
    let (row, n) = (N as isize, N);
    // SAFETY: three matrices of 32 × 32 elements in rows.
    unsafe {
        matrixmultiply::sgemm(n, n, n, 1.0, a.as_ptr(), row, 1, b.as_ptr(), row, 1, 0.0, c.as_mut_ptr(), row, 1);
    }
}

/// The product of 32 × 32 matrices by each.
pub fn products(out: &mut dyn Write, bars: &mut Bars) {
    let (mut a, mut b, mut c) = ([0.0; N * N], [0.0; N * N], [0.0; N * N]);
    Numbers::new(1).fill(&mut a);
    Numbers::new(2).fill(&mut b);
    let _ = writeln!(out, "| product of 32 × 32 f32 | instructions | per multiplication | stack |\n|---|---|---|---|");
    let mut row = |name: &str, product: fn(&Matrix, &Matrix, &mut Matrix)| {
        let mut call = || product(black_box(&a), black_box(&b), &mut c);
        let (count, stack) = (instructions(&mut call), stack::used(&mut call));
        let each = count as f32 / (N * N * N) as f32;
        let _ = writeln!(out, "| {name} | {count} | {each:.2} | {stack} |");
        count
    };
    let ours = row("kernels", kernels);
    row("three loops", naive);
    row("matrixmultiply (with a heap)", matrixmultiply);
    bars.at_most("matmul", ours, 55_000);
}

/// Everything else that takes slices.
pub fn others(out: &mut dyn Write) {
    let _ = writeln!(out, "| call, f32 | instructions | stack |\n|---|---|---|");
    let mut row = |name: &str, f: &mut dyn FnMut()| {
        let stack = stack::used(f);
        let _ = writeln!(out, "| {name} | {} | {stack} |", instructions(f));
    };
    let mut x = [0.0_f32; 64];
    Numbers::new(3).fill(&mut x);
    let (mut y, mut result) = (x, 0.0);
    row("`Exp::slice` of 64", &mut || Exp::slice(black_box(&x), &mut y));
    row("`sum` of 64", &mut || result = black_box(sum(black_box(&x))));
    row("`dot` of 64", &mut || result += black_box(dot(black_box(&x), black_box(&y))));

    let mut s = x;
    let view = MatRef::row_major(&x, 8, 8);
    matmul(view, view.transposed(), MatMut::row_major(&mut s, 8, 8), false, &mut []);
    (0..8).for_each(|i| s[9 * i] += 1.0);
    let (mut a, mut b, mut q) = (s, [1.0; 8], [0.0; 64]);
    row("`cholesky` of order 8, and a solution", &mut || {
        a = black_box(s);
        b = [1.0; 8];
        let done = cholesky(&mut a, 8).and_then(|()| cholesky_solve(&a, 8, &mut b, 1));
        assert!(black_box(done).is_ok());
    });
    row("`lu` of order 8, and a solution", &mut || {
        a = black_box(s);
        b = [1.0; 8];
        let done = lu::<f32, 8>(&mut a, 8).and_then(|lu| solve(&a, 8, &lu.pivots, &mut b, 1));
        assert!(black_box(done).is_ok());
    });
    row("`qr` of order 8", &mut || {
        a = black_box(s);
        assert!(qr(&mut a, 8, 8, &mut q, &mut [0.0; qr_workspace(8, 8)]).is_ok());
    });
    row("`symmetric_eigen` of order 8", &mut || {
        a = black_box(s);
        assert!(symmetric_eigen(&mut a, 8, &mut b, &mut [0.0; symmetric_eigen_workspace(8)]).is_ok());
    });
    row("`svd` of order 8", &mut || {
        a = black_box(s);
        assert!(svd(&mut a, 8, 8, &mut b, &mut q, &mut [0.0; svd_workspace::<f32>(8, 8)]).is_ok());
    });
    row("`expm` of order 8", &mut || {
        a = black_box(x);
        assert!(expm(&mut a, 8, &mut [0; 8], &mut [0.0; expm_workspace::<f32>(8)]).is_ok());
    });
    let mut filter = Filter::<f32>::default();
    row("a step of the filter (4 states, 2 measurements)", &mut || {
        filter = black_box(Filter::default());
        filter.predict([0.1, 0.2]);
        assert!(filter.update(BEACONS[0].map(number), [4.5, 0.6]).is_ok());
    });
}
