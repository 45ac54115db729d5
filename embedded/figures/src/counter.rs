//! Instructions executed, by the system timer: with QEMU's `-icount shift=6` an instruction takes 64 ns, and the timer of
//! these boards ticks every 40 ns. Exact and repeatable. Neither cycles nor time: no instruction waits for another here.

use cortex_m::peripheral::{SYST, syst::SystClkSource};

/// Starts the timer.
pub fn start(timer: &mut SYST) {
    timer.set_reload(0x00ff_ffff);
    timer.clear_current();
    timer.set_clock_source(SystClkSource::Core);
    timer.enable_counter();
}

/// Instructions of a call, at most 10 million.
#[inline(never)]
pub fn instructions(f: &mut dyn FnMut()) -> u32 {
    let empty = ticks(&mut || {});
    (ticks(f) - empty) * 5 / 8
}

#[inline(never)]
fn ticks(f: &mut dyn FnMut()) -> u32 {
    let before = SYST::get_current();
    f();
    before.wrapping_sub(SYST::get_current()) & 0x00ff_ffff
}
