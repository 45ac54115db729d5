//! echidna: dual numbers of dual numbers, and a reverse tape.

use crate::case::{self, AT, Case, STEPS};
use echidna::{Dual, Reverse};
use num_traits::Float;
use std::hint::black_box;

pub(crate) fn case(name: &str) -> Option<Box<dyn Case>> {
    let one = |x: f64| vec![x];
    let at = || black_box(f64::from(AT[0]));
    match name {
        "grad-tanh" => case::case(move || Dual::new(at(), 1.0).tanh().eps, one),
        "grad2-tanh" => case::case(move || second(at()).tanh().eps.eps, one),
        "grad3-tanh" => {
            let zero = Dual::new(Dual::new(0.0, 0.0), Dual::new(0.0, 0.0));
            let unit = Dual { re: Dual::new(1.0, 0.0), ..zero };
            case::case(move || Dual::new(second(at()), unit).tanh().eps.eps.eps, one)
        }
        "recurrence" => {
            let run = || {
                echidna::grad(|v: &[Reverse<f32>]| (0..STEPS).fold(v[0], |y, _| v[1] * y.sin() + v[2]), &black_box(AT))
            };
            case::case(run, |g| g.into_iter().map(f64::from).collect())
        }
        _ => None,
    }
}

fn second(x: f64) -> Dual<Dual<f64>> {
    Dual::new(Dual::new(x, 1.0), Dual::new(1.0, 0.0))
}
