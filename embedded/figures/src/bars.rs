//! What a figure must not be above.

use core::fmt::Write;

use heapless::Vec;

/// The bars that a run missed, and how many it met.
#[derive(Default)]
pub struct Bars {
    met: usize,
    missed: Vec<(&'static str, u32, u32), 64>,
}

impl Bars {
    /// Notes whether a figure is within its bar. Bars are for cores with f32 in hardware.
    pub fn at_most(&mut self, what: &'static str, figure: u32, bar: u32) {
        if cfg!(not(target_abi = "eabihf")) {
            return;
        }
        if figure <= bar {
            self.met += 1;
        } else {
            self.missed.push((what, figure, bar)).expect("room for all");
        }
    }

    /// Says which were missed. Whether none was.
    pub fn report(&self, out: &mut dyn Write) -> bool {
        for (what, figure, bar) in &self.missed {
            let _ = writeln!(out, "- `{what}`: {figure}, bar {bar}");
        }
        let _ = writeln!(out, "\n{} bars met, {} missed", self.met, self.missed.len());
        self.missed.is_empty()
    }
}
