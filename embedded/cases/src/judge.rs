//! Who decides whether a number is right.

use core::fmt::{Arguments, Write};

use crate::{accuracy::Truth, track::Moment};

/// Takes the facts of [`run`](crate::run), in order.
pub trait Judge {
    /// A statement that must hold.
    fn check(&mut self, holds: bool, what: Arguments<'_>);
    /// Bits that must be the host's.
    fn same(&mut self, digest: u64, what: Arguments<'_>);
}

/// What the host found.
pub struct Expected {
    /// Accuracy tables of f32 functions.
    pub f32: &'static [Truth],
    /// Accuracy tables of f64 functions.
    pub f64: &'static [Truth],
    /// The digests, in the order of [`run`](crate::run).
    pub digests: &'static [u64],
    /// Measurements for the filter, and what the desktop's filter made of them.
    pub track: &'static [Moment],
}

/// Counts what holds and reports what does not.
pub struct Tally<W> {
    out: W,
    expected: &'static Expected,
    digests: usize,
    planted: bool,
    passed: usize,
    failed: usize,
}

impl<W: Write> Tally<W> {
    /// With `planted`, one digest is expected wrongly: the run must fail.
    pub fn new(out: W, expected: &'static Expected, planted: bool) -> Self {
        Tally { out, expected, digests: 0, planted, passed: 0, failed: 0 }
    }

    /// Everything, then the number of checks passed and failed. Whether none failed.
    pub fn run(mut self) -> bool {
        let expected = self.expected;
        crate::accuracy::run(&mut self, expected);
        crate::run(&mut self, expected.track);
        let digests = self.digests == expected.digests.len();
        self.check(digests, format_args!("as many digests as on the host"));
        let _ = writeln!(self.out, "{} passed, {} failed", self.passed, self.failed);
        self.failed == 0
    }
}

impl<W: Write> Judge for Tally<W> {
    fn check(&mut self, holds: bool, what: Arguments<'_>) {
        if holds {
            self.passed += 1;
        } else {
            self.failed += 1;
            let _ = writeln!(self.out, "failed: {what}");
        }
    }

    fn same(&mut self, digest: u64, what: Arguments<'_>) {
        let digest = digest ^ u64::from(self.planted && self.digests == 0);
        let expected = self.expected.digests.get(self.digests) == Some(&digest);
        self.digests += 1;
        self.check(expected, format_args!("{what}: the host's bits"));
    }
}
