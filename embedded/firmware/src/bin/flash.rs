//! What a small program takes: a radial basis matrix by `Exp`, its square by `matmul`, and a system solved by Cholesky, in
//! f32 with sizes unknown to the compiler.

#![no_std]
#![no_main]

use core::hint::black_box;

use cortex_m_rt::entry;
use cortex_m_semihosting::debug;
use cotangent_kernels::{
    Exp, Map, MatMut, MatRef,
    linalg::{cholesky, cholesky_solve},
    matmul,
};

const LARGEST: usize = 16;

#[entry]
fn main() -> ! {
    let n = black_box(LARGEST);
    let (mut a, mut s, mut x) = ([0.0; LARGEST * LARGEST], [0.0; LARGEST * LARGEST], [1.0_f32; LARGEST]);
    for (at, a) in a[..n * n].iter_mut().enumerate() {
        let apart = (at / n) as f32 - (at % n) as f32;
        *a = -apart * apart;
    }
    Exp::in_place(&mut a[..n * n]);
    let view = MatRef::row_major(&a, n, n);
    matmul(view, view.transposed(), MatMut::row_major(&mut s, n, n), false, &mut []);
    let solved = cholesky(&mut s[..n * n], n).and_then(|()| cholesky_solve(&s[..n * n], n, &mut x[..n], 1));
    let passed = solved.is_ok() && black_box(x).iter().all(|x| x.is_finite());
    debug::exit(if passed { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE });
    loop {}
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
