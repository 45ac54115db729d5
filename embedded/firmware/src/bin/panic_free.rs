//! Calls kernels with valid sizes, known when compiled. It links only if no panic is left in what they became: the panic
//! handler calls a function that does not exist. The environment variable GROUP names the kernels: with two sizes of one
//! kernel in a program, its code is shared and keeps the checks. The last group has a panic, and linking it must fail.

#![no_std]
#![no_main]

use core::hint::black_box;

use cases::functions;
use cortex_m_rt::entry;
use cortex_m_semihosting::debug;
use cotangent_kernels::{
    self as kernels, Float, Map, MatMut, MatRef, Number, RowsRef, Zip, ZipAssign, bits, complex, dot,
    linalg::{
        Diagonal, Triangle, cholesky, cholesky_determinant, cholesky_solve, determinant, expm, expm_workspace, inverse,
        lu, qr, qr_workspace, solve, solve_triangular, svd, svd_workspace, symmetric_eigen, symmetric_eigen_workspace,
    },
    matmul, matmul_each, matmul_rows, matmul_scaled, matmul_scaled_workspace, max, max_rows, min, min_rows, ordered,
    powi, prod, prod_rows, select, sum, sum_rows,
};
use num_complex::Complex;

unsafe extern "C" {
    fn a_panic_is_left() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: never linked.
    unsafe { a_panic_is_left() }
}

/// Numbers that the compiler knows nothing of.
fn numbers<T: Float, const N: usize>() -> [T; N] {
    black_box([T::HALF; N])
}

/// Whether this is the group that was asked for.
const fn group(name: &str) -> bool {
    let (name, wanted) = (name.as_bytes(), env!("GROUP", "a group of kernels; see embedded/run.sh").as_bytes());
    let (mut i, mut same) = (0, name.len() == wanted.len());
    while same && i < name.len() {
        same = name[i] == wanted[i];
        i += 1;
    }
    same
}

macro_rules! run {
    ($($name:ident)*) => {
        const { assert!($(group(stringify!($name)))||*, "an unknown GROUP") };
        $(if const { group(stringify!($name)) } {
            $name::<f32>();
        })*
    };
}

#[entry]
fn main() -> ! {
    run! {
        elementwise elementwise_f64 integers complex_functions reductions rows product vector_product products scaled_product
        windows positive_definite general triangular orthogonal eigenvalues singular_values exponential
        planted
    }
    debug::exit(debug::EXIT_SUCCESS);
    loop {}
}

fn elementwise<T: Float>() {
    let (x, z, mut y) = (numbers::<T, 7>(), numbers::<T, 7>(), [T::ZERO; 7]);
    macro_rules! one {
        ($($f:ident)*) => { $(
            kernels::$f::slice(&x, &mut y);
            kernels::$f::in_place(&mut y);
            y[0] = kernels::$f::scalar(y[1]);
            black_box(y);
        )* };
    }
    macro_rules! two {
        ($($f:ident)*) => { $(
            kernels::$f::slices(&x, &z, &mut y);
            kernels::$f::left(x[0], &z, &mut y);
            kernels::$f::right(&x, z[0], &mut y);
            kernels::$f::assign(&mut y, &x);
            y[0] = kernels::$f::scalar(y[1], x[1]);
            black_box(y);
        )* };
    }
    cases::of_one!(one);
    cases::of_two!(two);
    for f in functions::ORDERED {
        ordered::map(f.scalar, black_box(3), &x, &mut y);
        black_box(y);
    }
}

fn elementwise_f64<T>() {
    elementwise::<f64>();
}

fn integers<T>() {
    integers_of::<i32>();
    integers_of::<i64>();
    integers_of::<u64>();
}

fn integers_of<T: Number + bits::Shift>() {
    let (x, z, mut y) = (black_box([T::ONE; 7]), black_box([T::ONE; 7]), [T::ZERO; 7]);
    macro_rules! one {
        ($($f:path,)*) => { $(
            <$f as Map<T>>::slice(&x, &mut y);
            <$f as Map<T>>::in_place(&mut y);
            y[0] = <$f as Map<T>>::scalar(y[1]);
            black_box(y);
        )* };
    }
    macro_rules! two {
        ($($f:path,)*) => { $(
            <$f as Zip<T>>::slices(&x, &z, &mut y);
            <$f as Zip<T>>::left(x[0], &z, &mut y);
            <$f as Zip<T>>::right(&x, z[0], &mut y);
            <$f as ZipAssign<T>>::assign(&mut y, &x);
            y[0] = <$f as Zip<T>>::scalar(y[1], x[1]);
            black_box(y);
        )* };
    }
    one!(kernels::Neg, kernels::Abs, kernels::Sign, kernels::Square, kernels::Relu, bits::Not,);
    two!(
        kernels::Add,
        kernels::Sub,
        kernels::Mul,
        kernels::Maximum,
        kernels::Minimum,
        kernels::Rem,
        kernels::FlooredRem,
    );
    two!(kernels::FlooredDiv, bits::And, bits::Or, bits::Xor, bits::ShiftLeft, bits::ShiftRight,);
    black_box([sum(&x), max(&x), min(&x), prod(&x)]);
    powi(&x, black_box(3), &mut y);
    black_box(y);
    select(&black_box([true; 7]), &x, &z, &mut y);
    black_box(y);
    let mut mask = [false; 7];
    kernels::Less::slices(&x, &z, &mut mask);
    black_box(mask);
}

fn complex_functions<T: Float>() {
    let x = numbers::<T, 4>();
    let (z, w) = (Complex::new(x[0], x[1]), Complex::new(x[2], x[3]));
    black_box([complex::mul(z, w), complex::div(z, w), complex::exp(z), complex::ln(z), complex::sqrt(z)]);
    black_box([
        complex::sin(z),
        complex::cos(z),
        complex::tan(z),
        complex::sinh(z),
        complex::cosh(z),
        complex::tanh(z),
    ]);
    black_box([complex::abs(z), complex::angle(z)]);
    black_box(complex::powi(z, black_box(3)));
}

fn reductions<T: Float>() {
    let (x, y, mut z) = (numbers::<T, 70>(), numbers::<T, 70>(), [T::ZERO; 70]);
    black_box([sum(&x), dot(&x, &y), max(&x), min(&x), prod(&x)]);
    powi(&x, black_box(3), &mut z);
    black_box(z);
    select(&black_box([true; 70]), &x, &y, &mut z);
    black_box(z);
}

fn rows<T: Float>() {
    let (x, mut y) = (numbers::<T, 70>(), [T::ZERO; 7]);
    for reduce in [sum_rows, prod_rows, max_rows, min_rows] {
        reduce(&x, &mut y);
        black_box(y);
    }
}

fn product<T: Float>() {
    let (a, b, mut c) = (numbers::<T, 64>(), numbers::<T, 64>(), [T::ZERO; 64]);
    let (a, b) = (MatRef::row_major(&a, 8, 8), MatRef::row_major(&b, 8, 8));
    matmul(a, b, MatMut::row_major(&mut c, 8, 8), false, &mut []);
    black_box(c);
}

fn vector_product<T: Float>() {
    let (x, b, mut y) = (numbers::<T, 5>(), numbers::<T, 35>(), [T::ZERO; 7]);
    let (x, b) = (MatRef::row_major(&x, 1, 5), MatRef::row_major(&b, 5, 7));
    matmul(x, b, MatMut::row_major(&mut y, 1, 7), false, &mut []);
    black_box(y);
}

fn products<T: Float>() {
    let (a, b, mut c) = (numbers::<T, 32>(), numbers::<T, 32>(), [T::ZERO; 32]);
    let operands = a.chunks_exact(16).zip(b.chunks_exact(16)).zip(c.chunks_exact_mut(16));
    let views = operands
        .map(|((a, b), c)| (MatRef::row_major(a, 4, 4), MatRef::row_major(b, 4, 4), MatMut::row_major(c, 4, 4)));
    matmul_each(views, &mut []);
    black_box(c);
}

fn scaled_product<T: Float>() {
    let (a, b, mut c) = (numbers::<T, 16>(), numbers::<T, 16>(), numbers::<T, 16>());
    let (a, b) = (MatRef::row_major(&a, 4, 4), MatRef::row_major(&b, 4, 4));
    let mut work = [T::ZERO; 16];
    let work = &mut work[..matmul_scaled_workspace::<T>(4, 4, 4)];
    matmul_scaled(black_box(T::HALF), a, b, black_box(T::TWO), MatMut::row_major(&mut c, 4, 4), work);
    black_box(c);
}

fn windows<T: Float>() {
    let (a, x, mut c) = (numbers::<T, 6>(), numbers::<T, 64>(), [T::ZERO; 18]);
    let rows = RowsRef::new(&x, &[0, 1, 2], 9);
    matmul_rows(MatRef::row_major(&a, 2, 3), rows, MatMut::row_major(&mut c, 2, 9));
    black_box(c);
}

/// Order of the matrices.
const N: usize = 4;

fn positive_definite<T: Float>() {
    let (mut a, mut b) = (numbers::<T, { N * N }>(), numbers::<T, N>());
    black_box(cholesky(&mut a, N).and_then(|()| cholesky_solve(&a, N, &mut b, 1)).is_ok());
    black_box((b, cholesky_determinant(&a, N).is_ok()));
}

fn general<T: Float>() {
    let (mut a, mut b, mut inv) = (numbers::<T, { N * N }>(), numbers::<T, N>(), [T::ZERO; N * N]);
    if let Ok(factors) = lu::<T, N>(&mut a, N) {
        black_box(solve(&a, N, &factors.pivots, &mut b, 1).is_ok());
        black_box(inverse(&a, N, &factors.pivots, &mut inv).is_ok());
        black_box((b, inv, determinant(&a, N, &factors.pivots).is_ok()));
    }
}

fn triangular<T: Float>() {
    let (t, mut b) = (numbers::<T, { N * N }>(), numbers::<T, N>());
    for triangle in [Triangle::Lower, Triangle::Upper, Triangle::LowerTransposed, Triangle::UpperTransposed] {
        black_box(solve_triangular(&t, N, black_box(triangle), Diagonal::Stored, &mut b, 1).is_ok());
        black_box(b);
    }
}

fn orthogonal<T: Float>() {
    let (mut a, mut q, mut work) = (numbers::<T, { N * N }>(), [T::ZERO; N * N], [T::ZERO; qr_workspace(N, N)]);
    black_box(qr(&mut a, N, N, &mut q, &mut work).is_ok());
    black_box((a, q));
}

fn eigenvalues<T: Float>() {
    let (mut a, mut w) = (numbers::<T, { N * N }>(), [T::ZERO; N]);
    let mut work = [T::ZERO; symmetric_eigen_workspace(N)];
    black_box(symmetric_eigen(&mut a, N, &mut w, &mut work).is_ok());
    black_box((a, w));
}

fn singular_values<T: Float>() {
    let (mut a, mut s, mut vt) = (numbers::<T, { N * N }>(), [T::ZERO; N], [T::ZERO; N * N]);
    let mut work = [T::ZERO; 4 * N * N];
    black_box(svd(&mut a, N, N, &mut s, &mut vt, &mut work[..svd_workspace::<T>(N, N)]).is_ok());
    black_box((a, s, vt));
}

fn exponential<T: Float>() {
    let (mut a, mut work) = (numbers::<T, { N * N }>(), [T::ZERO; 5 * N * N]);
    black_box(expm(&mut a, N, &mut [0; N], &mut work[..expm_workspace::<T>(N)]).is_ok());
    black_box(a);
}

fn planted<T: Float>() {
    black_box(numbers::<T, 4>()[black_box(2)]);
}
