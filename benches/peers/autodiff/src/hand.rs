//! Derivatives written out by hand in plain Rust, without vector instructions beyond what the compiler finds.

use crate::case::{self, AT, Case, Data, STEPS, chain_size};
use std::hint::black_box;

fn tanh(order: usize) -> Option<Box<dyn Case>> {
    let derivative = move |x: f64| {
        let t = x.tanh();
        let slope = 1.0 - t * t;
        [slope, -2.0 * t * slope, slope * (6.0 * t * t - 2.0)][order - 1]
    };
    case::case(move || derivative(black_box(0.7_f32 as f64)), |x| vec![x])
}

pub(crate) fn case(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    if let Some(n) = chain_size(name) {
        let x = data.f32("chain")[..n].to_vec();
        return case::case(
            move || chain(&x),
            |(value, slope): (f64, Vec<f32>)| [value].into_iter().chain(slope.into_iter().map(f64::from)).collect(),
        );
    }
    match name {
        "grad-tanh" => tanh(1),
        "grad2-tanh" => tanh(2),
        "grad3-tanh" => tanh(3),
        "recurrence" => case::case(|| recurrence(black_box(AT)), |g| g.map(f64::from).to_vec()),
        _ => None,
    }
}

/// Σ tanh(1.3x + .2)·exp(−x²) and its gradient.
fn chain(x: &[f32]) -> (f64, Vec<f32>) {
    let mut sum = 0.0;
    let slope = |&x: &f32| {
        let (t, e) = ((1.3 * x + 0.2).tanh(), (-x * x).exp());
        sum += f64::from(t * e);
        1.3 * (1.0 - t * t) * e - 2.0 * x * t * e
    };
    let slopes = x.iter().map(slope).collect();
    (sum, slopes)
}

fn recurrence([x, a, b]: [f32; 3]) -> [f32; 3] {
    let mut states = Vec::with_capacity(STEPS);
    let mut y = x;
    for _ in 0..STEPS {
        states.push(y.sin_cos());
        y = a * states[states.len() - 1].0 + b;
    }
    let (mut slope, mut da, mut db) = (1.0, 0.0, 0.0);
    for (sin, cos) in states.iter().rev() {
        da += slope * sin;
        db += slope;
        slope *= a * cos;
    }
    [slope, da, db]
}
