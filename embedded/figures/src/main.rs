//! Prints tables of instructions and stack in Markdown, and the bars that were missed; the exit status says whether any was.

#![no_std]
#![no_main]

mod bars;
mod counter;
mod functions;
mod matrices;
mod stack;

use core::fmt::Write;

use bars::Bars;
use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hio};
use embedded_alloc::LlffHeap;
use panic_semihosting as _;

/// For matrixmultiply alone.
#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();
const HEAP_BYTES: usize = 64 * 1024;
static mut HEAP_MEMORY: [u8; HEAP_BYTES] = [0; HEAP_BYTES];

#[entry]
fn main() -> ! {
    // SAFETY: called once, before anything is allocated, with memory that nothing else uses.
    unsafe { HEAP.init(&raw mut HEAP_MEMORY as usize, HEAP_BYTES) };
    let mut peripherals = cortex_m::Peripherals::take().expect("taken once");
    counter::start(&mut peripherals.SYST);
    let mut out = hio::hstdout().expect("the emulator's output");
    let mut bars = Bars::default();
    matrices::products(&mut out, &mut bars);
    let _ = writeln!(out);
    matrices::others(&mut out);
    let _ = writeln!(out);
    functions::table(&mut out, &mut bars);
    let _ = writeln!(out);
    let met = bars.report(&mut out);
    debug::exit(if met { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE });
    unreachable!("the emulator has left");
}
