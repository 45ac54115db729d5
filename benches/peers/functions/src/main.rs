//! Elementwise functions of f32 beside libm and std: nanoseconds an element at 10⁵, best of nine. Called by
//! `../functions.py`, which adds NumPy and torch.

use std::{hint::black_box, time::Instant};

use cotangent_kernels::{Cos, Erf, Exp, ExpM1, Ln, Ln1p, Map, Sigmoid, Sin, Tan, Tanh};

const N: usize = 100_000;

fn time(low: f32, high: f32, f: impl Fn(&[f32], &mut [f32])) -> f64 {
    let x: Vec<f32> = (0..N).map(|i| low + (high - low) * ((i * 7919) % 65_521) as f32 / 65_521.0).collect();
    let mut y = vec![0.0; N];
    let once = || {
        let start = Instant::now();
        for _ in 0..10 {
            f(black_box(&x), black_box(&mut y));
        }
        start.elapsed().as_secs_f64() * 1e9 / (10 * N) as f64
    };
    std::iter::repeat_with(once).take(9).fold(f64::INFINITY, f64::min)
}

fn each(f: impl Fn(f32) -> f32) -> impl Fn(&[f32], &mut [f32]) {
    move |x, y| x.iter().zip(y).for_each(|(&x, y)| *y = f(x))
}

fn main() {
    macro_rules! rows {
        ($($name:literal $kernel:ident $low:literal $high:literal $libm:expr, $std:expr;)*) => { $(
            let ours = time($low, $high, <$kernel as Map<f32>>::slice);
            let (libm, std) = (time($low, $high, each($libm)), time($low, $high, each($std)));
            println!("{} {} {} {ours:.3} {libm:.3} {std:.3}", $name, $low as f32, $high as f32);
        )* };
    }
    rows! {
        "exp" Exp -10.0 10.0 libm::expf, f32::exp;
        "ln" Ln 0.001 100.0 libm::logf, f32::ln;
        "tanh" Tanh -4.0 4.0 libm::tanhf, f32::tanh;
        "sigmoid" Sigmoid -8.0 8.0 |x| 1.0 / (1.0 + libm::expf(-x)), |x| 1.0 / (1.0 + (-x).exp());
        "sin" Sin -10.0 10.0 libm::sinf, f32::sin;
        "cos" Cos -10.0 10.0 libm::cosf, f32::cos;
        "tan" Tan -10.0 10.0 libm::tanf, f32::tan;
        "erf" Erf -3.0 3.0 libm::erff, libm::erff;
        "expm1" ExpM1 -3.0 3.0 libm::expm1f, f32::exp_m1;
        "log1p" Ln1p -0.9 10.0 libm::log1pf, f32::ln_1p;
    }
}
