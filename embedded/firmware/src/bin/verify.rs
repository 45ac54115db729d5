//! Computes everything in `cases` and compares it with what the host found. Ends with the number of checks passed and failed,
//! which the exit status says, too. With the argument `plant-failure` one expectation is wrong.

#![no_std]
#![no_main]

use cases::{Expected, Tally};
use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hio, nr, syscall};
use panic_semihosting as _;

static EXPECTED: Expected = include!(env!("EXPECTED", "a file that `embedded/host` prints; see embedded/run.sh"));

#[entry]
fn main() -> ! {
    let planted = command_line_contains(b"plant-failure");
    let passed = hio::hstdout().is_ok_and(|out| Tally::new(out, &EXPECTED, planted).run());
    debug::exit(if passed { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE });
    unreachable!("the emulator has left");
}

fn command_line_contains(argument: &[u8]) -> bool {
    let mut line = [0_u8; 128];
    let mut block = [line.as_mut_ptr() as usize, line.len()];
    // SAFETY: the host writes at most as many bytes as the block says, into a buffer that lives on.
    let status = unsafe { syscall(nr::GET_CMDLINE, &mut block) };
    status == 0 && line.windows(argument.len()).any(|window| window == argument)
}
