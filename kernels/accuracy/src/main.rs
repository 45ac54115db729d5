//! The errors of `cotangent-kernels`' functions, in ulp of the exact result.
//!
//! ```sh
//! cargo run --release -p cotangent-accuracy -- ulp [--full | --stride N] [--f64 N] [--write] [names…]
//! ```
//! f32: every number (`--full`) or every N-th, against libm's f64 function. f64: N arguments, random and hard, against
//! functions of 90 bits (`oracle.rs`), which the tests of this crate hold against mpmath. `--write` puts the rows into
//! `kernels/ACCURACY.md`. The feature `unfused` measures the other bit class.

#[allow(clippy::unreadable_literal, clippy::approx_constant, reason = "made by a script")]
mod constants;
mod double;
mod functions;
mod oracle;
mod report;
mod sweep;

use std::{env, process::ExitCode, time::Instant};

/// What `--stride` is unless given: prime, so that it meets every pattern of low digits.
const STRIDE: u64 = 4999;
/// What `--f64` is unless given.
const RANDOM: u64 = 1 << 17;

struct Options {
    stride: u64,
    random: u64,
    write: bool,
    names: Vec<String>,
}

fn options() -> Result<Options, String> {
    let mut arguments = env::args().skip(1);
    if arguments.next().as_deref() != Some("ulp") {
        return Err("usage: ulp [--full | --stride N] [--f64 N] [--write] [names…]".into());
    }
    let mut options = Options { stride: STRIDE, random: RANDOM, write: false, names: Vec::new() };
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|n| n.parse().ok()).ok_or(format!("{argument}: needs a number"));
        match argument.as_str() {
            "--full" => options.stride = 1,
            "--stride" => options.stride = number()?,
            "--f64" => options.random = number()?,
            "--write" => options.write = true,
            name if functions::ALL.iter().any(|f| f.name == name) => options.names.push(argument),
            _ => return Err(format!("no function and no option {argument}")),
        }
    }
    Ok(options)
}

#[allow(clippy::print_stdout, reason = "the table is what this program is for")]
fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let mut good = true;
    for function in functions::ALL {
        if !options.names.is_empty() && !options.names.iter().any(|name| name == function.name) {
            continue;
        }
        let start = Instant::now();
        let mut rows = Vec::new();
        if options.stride > 0 {
            rows.push(report::f32(function, &sweep::f32(function, options.stride), options.stride));
        }
        if options.random > 0 {
            rows.push(report::f64(function, &sweep::f64(function, options.random)));
        }
        for row in rows {
            good &= row.good;
            println!("{} {}", row.text, if row.good { "" } else { "<-- above its bound" });
            if options.write {
                report::write(&row);
            }
        }
        eprintln!("{}: {:.1} s", function.name, start.elapsed().as_secs_f64());
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
