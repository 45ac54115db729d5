//! The stack that a call uses: the memory below is painted before, and the paint that is left is looked for after.

use cortex_m::register::msp;

const PAINT: u32 = 0xc0ff_ee00;
/// Words painted.
const DEPTH: usize = 16 * 1024;
/// Words below the stack pointer that painting itself may use.
const MARGIN: usize = 16;

/// Bytes of stack below the caller's.
#[inline(never)]
pub fn used(f: &mut dyn FnMut()) -> usize {
    let top = msp::read() as *mut u32;
    for depth in MARGIN..DEPTH {
        // SAFETY: the stack has 4 MiB, nothing below its pointer is in use, and interrupts are off.
        unsafe { top.sub(depth).write_volatile(PAINT) };
    }
    f();
    // SAFETY: as above.
    let painted = |depth: &usize| unsafe { top.sub(*depth).read_volatile() == PAINT };
    let clean = (MARGIN..DEPTH).rev().take_while(painted).count();
    (DEPTH - 1 - clean) * size_of::<u32>()
}
