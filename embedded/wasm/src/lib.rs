//! Computes everything in `cases` and compares it with what the host found. `run.mjs` shows what is printed.

#![no_std]

use core::fmt;

use cases::{Expected, Tally};

static EXPECTED: Expected = include!(env!("EXPECTED", "a file that `embedded/host` prints; see embedded/run.sh"));

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Prints UTF-8 text.
    fn print(text: *const u8, length: usize);
}

struct Host;
impl fmt::Write for Host {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: the text stays where it is during the call, which only reads it.
        unsafe { print(text.as_ptr(), text.len()) };
        Ok(())
    }
}

/// Whether every check passed. With `planted` other than 0 one expectation is wrong.
#[unsafe(no_mangle)]
extern "C" fn verify(planted: u32) -> bool {
    Tally::new(Host, &EXPECTED, planted != 0).run()
}

#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    let _ = fmt::Write::write_fmt(&mut Host, format_args!("{info}\n"));
    core::arch::wasm32::unreachable()
}
