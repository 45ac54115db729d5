//! A program of kernels alone, for x86-64 Linux: no std, no allocator, no C library. Exit code 0 if the numbers are
//! right. See `run.sh`, which also checks that planted uses of an allocator and of std are caught.
//!
//! The `unsafe` here and in `memory.rs` is what the C library would bring: the entry, the exit and functions on
//! memory. Nothing of it is linked into any other program.

#![no_std]
#![no_main]

#[cfg(feature = "plant-alloc")]
extern crate alloc;
#[cfg(feature = "plant-std")]
extern crate std;

mod memory;

use core::hint::black_box;

use cotangent_kernels::{
    Exp, Map, MatMut, MatRef, Sin, Tanh, dot,
    linalg::{cholesky, cholesky_solve, lu, solve},
    matmul, matmul_workspace, sum,
};

const N: usize = 9;

fn main() -> Result<(), i32> {
    let mut y = [0.0_f32; 3];
    Exp::slice(black_box(&[0.0, 1.0, -1.0]), &mut y);
    check(1, y == [1.0, 2.718_281_7, 0.367_879_45])?;
    check(2, Tanh::scalar(black_box(2.0_f32)) == 0.964_027_6)?;
    check(3, Sin::scalar(black_box(1e6_f64)) == -0.349_993_502_171_292_94)?;

    let a: [f64; N * N] = core::array::from_fn(|i| black_box((i % 7) as f64));
    let mut c = [0.0; N * N];
    let mut workspace = [0.0; matmul_workspace::<f64>(N, N, N)];
    let view = MatRef::row_major(&a, N, N);
    // a·aᵀ: its trace is the sum of the squares of a, and it is symmetric.
    matmul(view, view.transposed(), MatMut::row_major(&mut c, N, N), false, &mut workspace);
    let trace = (0..N).fold(0.0, |trace, i| trace + c[i * N + i]);
    check(4, trace == dot(&a, &a) && c[1] == c[N] && sum(&a) > 0.0)?;

    for i in 0..N {
        c[i * N + i] += 1.0;
    }
    let mut x = [1.0; N];
    let mut l = c;
    cholesky(&mut l, N).map_err(|_| 5)?;
    cholesky_solve(&l, N, &mut x, 1).map_err(|_| 6)?;
    let mut z = [1.0; N];
    let factors = lu::<f64, N>(&mut c, N).map_err(|_| 7)?;
    solve(&c, N, &factors.pivots, &mut z, 1).map_err(|_| 8)?;
    check(9, x.iter().zip(&z).all(|(x, z)| (x - z).abs() < 1e-12))?;

    #[cfg(feature = "plant-alloc")]
    check(10, black_box(alloc::vec![1.0, 2.0]).len() == 2)?;
    #[cfg(feature = "plant-std")]
    check(11, std::env::args().count() > 0)?;
    Ok(())
}

fn check(number: i32, holds: bool) -> Result<(), i32> {
    if holds { Ok(()) } else { Err(number) }
}

/// The entry point. Linux starts it without a return address, which a function's stack alignment counts on.
#[unsafe(naked)]
#[unsafe(no_mangle)]
extern "C" fn _start() -> ! {
    core::arch::naked_asm!("call {run}", run = sym run)
}

extern "C" fn run() -> ! {
    exit(main().err().unwrap_or(0))
}

fn exit(code: i32) -> ! {
    // SAFETY: system call 231 of Linux, exit_group, takes the code and does not return.
    unsafe { core::arch::asm!("syscall", in("rax") 231, in("rdi") code, options(noreturn)) }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    exit(101)
}

/// The host's libcore is built with unwinding tables, which name this symbol. Nothing calls it.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
