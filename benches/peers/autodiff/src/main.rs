//! One library's workloads, on request: `workloads.py` starts this program once for each library, and asks by lines.
//!
//! `autodiff-peers LIBRARY FOLDER` reads `check NAME` (answers with numbers that sum up the result), `time NAME SECONDS`
//! (answers with the microseconds of a call) and answers `none` to what the library does not have here. FOLDER holds the
//! data as raw little-endian numbers.

#![allow(clippy::print_stdout)]

mod burn_flex;
mod candle;
mod case;
mod dual;
mod echidna_tapes;
mod hand;
mod ours;

use case::{Case, Data};
use std::{
    collections::HashMap,
    io::{Write, stdin, stdout},
    time::Instant,
};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let data = Data::new(&arguments[2]);
    let make: fn(&str, &Data) -> Option<Box<dyn Case>> = match arguments[1].as_str() {
        "eager" => ours::eager,
        "compiled" => ours::compiled,
        "hand" => hand::case,
        "candle" => candle::case,
        "burn" => burn_flex::case,
        "num-dual" => dual::case,
        "echidna" => |name, _| echidna_tapes::case(name),
        other => panic!("no library {other}"),
    };
    let mut cases: HashMap<String, Option<Box<dyn Case>>> = HashMap::new();
    for line in stdin().lines() {
        let line = line.expect("a line");
        let words: Vec<&str> = line.split(' ').collect();
        let case = cases.entry(words[1].to_owned()).or_insert_with(|| make(words[1], &data));
        match (words[0], case) {
            ("drop", _) => {
                cases.remove(words[1]);
                println!("dropped");
            }
            (_, None) => println!("none"),
            ("check", Some(case)) => {
                let numbers = summary(&case.result());
                println!("{} {} {} {}", numbers[0], numbers[1], numbers[2], numbers[3]);
            }
            ("time", Some(case)) => println!("{}", time(&mut **case, words[2].parse().expect("seconds"))),
            (other, _) => panic!("no request {other}"),
        }
        stdout().flush().expect("a pipe");
    }
}

/// How many, their sum, the sum of their magnitudes, and a weighted sum that tells their places.
fn summary(result: &[f64]) -> [f64; 4] {
    let weighted = result.iter().enumerate().map(|(i, x)| x * (1.0 + i as f64 % 97.0).cos()).sum();
    [result.len() as f64, result.iter().sum(), result.iter().map(|x| x.abs()).sum(), weighted]
}

/// Microseconds of a call: as many calls as fit, in batches between looks at the clock.
fn time(case: &mut dyn Case, seconds: f64) -> f64 {
    let start = Instant::now();
    case.run();
    let first = start.elapsed().as_secs_f64();
    let batch = (seconds / 20.0 / first.max(1e-8)).max(1.0) as usize;
    let (mut calls, start) = (0, Instant::now());
    loop {
        for _ in 0..batch {
            case.run();
        }
        calls += batch;
        let elapsed = start.elapsed().as_secs_f64();
        if elapsed >= seconds {
            return elapsed / calls as f64 * 1e6;
        }
    }
}
