//! Elementwise functions beside libm and std: nanoseconds an element at 10⁵, median of nine. Called by `../functions.py`,
//! which adds NumPy and torch.

use std::{hint::black_box, time::Instant};

use cotangent_kernels::{
    Acos, Acosh, Asin, Asinh, Atan, Atanh, Cos, Erf, Erfc, Exp, Exp2, ExpM1, Ln, Ln1p, Log2, Log10, Map, Sigmoid, Sin,
    Tan, Tanh,
};

const N: usize = 100_000;

macro_rules! timed {
    ($time:ident, $each:ident, $t:ident) => {
        fn $time(low: f64, high: f64, f: impl Fn(&[$t], &mut [$t])) -> f64 {
            let at = |i: usize| low + (high - low) * ((i * 7919) % 65_521) as f64 / 65_521.0;
            let x: Vec<$t> = (0..N).map(|i| at(i) as $t).collect();
            let mut y = vec![0.0; N];
            let once = || {
                let start = Instant::now();
                for _ in 0..10 {
                    f(black_box(&x), black_box(&mut y));
                }
                start.elapsed().as_secs_f64() * 1e9 / (10 * N) as f64
            };
            let mut all: Vec<f64> = std::iter::repeat_with(once).take(9).collect();
            all.sort_by(f64::total_cmp);
            all[4]
        }

        fn $each(f: impl Fn($t) -> $t) -> impl Fn(&[$t], &mut [$t]) {
            move |x, y| x.iter().zip(y).for_each(|(&x, y)| *y = f(x))
        }
    };
}
timed!(time_f32, each_f32, f32);
timed!(time_f64, each_f64, f64);

fn main() {
    macro_rules! rows {
        ($t:ident $time:ident $each:ident: $($name:literal $kernel:ident $low:literal $high:literal $libm:expr, $std:expr;)*) => { $(
            let ours = $time($low, $high, <$kernel as Map<$t>>::slice);
            let (libm, std) = ($time($low, $high, $each($libm)), $time($low, $high, $each($std)));
            println!("{} {} {} {} {ours:.3} {libm:.3} {std:.3}", stringify!($t), $name, $low, $high);
        )* };
    }
    rows! { f32 time_f32 each_f32:
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
    rows! { f64 time_f64 each_f64:
        "exp" Exp -10.0 10.0 libm::exp, f64::exp;
        "exp2" Exp2 -10.0 10.0 libm::exp2, f64::exp2;
        "expm1" ExpM1 -3.0 3.0 libm::expm1, f64::exp_m1;
        "ln" Ln 0.001 100.0 libm::log, f64::ln;
        "log2" Log2 0.001 100.0 libm::log2, f64::log2;
        "log10" Log10 0.001 100.0 libm::log10, f64::log10;
        "log1p" Ln1p -0.9 10.0 libm::log1p, f64::ln_1p;
        "sin" Sin -10.0 10.0 libm::sin, f64::sin;
        "cos" Cos -10.0 10.0 libm::cos, f64::cos;
        "tan" Tan -10.0 10.0 libm::tan, f64::tan;
        "arcsin" Asin -1.0 1.0 libm::asin, f64::asin;
        "arccos" Acos -1.0 1.0 libm::acos, f64::acos;
        "arctan" Atan -10.0 10.0 libm::atan, f64::atan;
        "arcsinh" Asinh -5.0 5.0 libm::asinh, f64::asinh;
        "arccosh" Acosh 1.0 20.0 libm::acosh, f64::acosh;
        "arctanh" Atanh -1.0 1.0 libm::atanh, f64::atanh;
        "tanh" Tanh -4.0 4.0 libm::tanh, f64::tanh;
        "sigmoid" Sigmoid -8.0 8.0 |x| 1.0 / (1.0 + libm::exp(-x)), |x| 1.0 / (1.0 + (-x).exp());
        "erf" Erf -3.0 3.0 libm::erf, libm::erf;
        "erfc" Erfc -2.0 5.0 libm::erfc, libm::erfc;
    }
}
