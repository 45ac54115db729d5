//! Computes everything in `cases` with this machine's vectors in the bit class of a microcontroller (the kernels' feature
//! `unfused`), and prints a Rust expression of type `cases::Expected` that the programs for the targets include.

mod desktop;
mod tables;

use std::fmt::{Arguments, Write};

use cases::Judge;

/// Writes digests down. Checks hold on the host, or nothing is printed.
#[derive(Default)]
struct Recorder {
    digests: Vec<u64>,
    checks: usize,
}

impl Judge for Recorder {
    fn check(&mut self, holds: bool, what: Arguments<'_>) {
        self.checks += 1;
        assert!(holds, "on the host: {what}");
    }

    fn same(&mut self, digest: u64, _: Arguments<'_>) {
        self.digests.push(digest);
    }
}

fn main() {
    let track = desktop::track();
    let mut recorder = Recorder::default();
    cases::run(&mut recorder, &track);
    let mut out = String::from("cases::Expected {\n");
    for (field, tables) in [("f32", tables::f32()), ("f64", tables::f64())] {
        writeln!(out, "{field}: &[").expect("a string takes everything");
        tables.iter().for_each(|table| table.write(&mut out));
        out.push_str("],\n");
    }
    let moments: String = track.iter().map(desktop::expression).collect();
    writeln!(out, "digests: &{:?},\ntrack: &[\n{moments}],\n}}", recorder.digests).expect("a string takes everything");
    print!("{out}");
    eprintln!("host: {} checks hold, {} digests", recorder.checks, recorder.digests.len());
}
