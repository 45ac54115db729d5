//! Accuracy in ulp: against multi-precision truth (`data/*.txt`, whose header is the script that made them), and on a
//! strided sample of all f32 against f64. The whole of f32: `cargo test --release --test ulp -- --ignored`.

#[path = "table/mod.rs"]
mod table;

use cotangent_kernels::{
    Cos, Cosh, Erf, ErfInv, Erfc, Exp, ExpM1, Ln, Ln1p, Map, Powf, Reciprocal, Rsqrt, Sigmoid, Sin, Sinh, Sqrt, Tan,
    Tanh, Zip,
};
use table::{ulp, worst};

/// The largest error allowed, in ulp of the truth: (function, f32, f64). As stated in the crate's documentation.
const BOUNDS: [(&str, f64, f64); 18] = [
    ("exp", 1.0, 0.51),
    ("exp_m1", 0.501, 1.0),
    ("ln", 1.0, 1.0),
    ("ln_1p", 0.501, 1.0),
    ("sqrt", 0.5, 0.5),
    ("rsqrt", 0.501, 0.501),
    ("reciprocal", 0.5, 0.5),
    ("sin", 1.0, 1.0),
    ("cos", 1.0, 1.0),
    ("tan", 0.501, 1.0),
    ("sinh", 0.501, 0.6),
    ("cosh", 0.501, 0.6),
    ("tanh", 1.0, 0.6),
    ("sigmoid", 1.0, 0.6),
    ("erf", 1.0, 1.0),
    ("erfc", 0.501, 2.5),
    ("erf_inv", 0.501, 2.0),
    ("powf", 0.501, 1.0),
];

macro_rules! functions {
    ($t:ident) => {
        fn $t(name: &str) -> fn($t) -> $t {
            match name {
                "exp" => Exp::scalar,
                "exp_m1" => ExpM1::scalar,
                "ln" => Ln::scalar,
                "ln_1p" => Ln1p::scalar,
                "sqrt" => Sqrt::scalar,
                "rsqrt" => Rsqrt::scalar,
                "reciprocal" => Reciprocal::scalar,
                "sin" => Sin::scalar,
                "cos" => Cos::scalar,
                "tan" => Tan::scalar,
                "sinh" => Sinh::scalar,
                "cosh" => Cosh::scalar,
                "tanh" => Tanh::scalar,
                "sigmoid" => Sigmoid::scalar,
                "erf" => Erf::scalar,
                "erfc" => Erfc::scalar,
                "erf_inv" => ErfInv::scalar,
                other => panic!("no function {other}"),
            }
        }
    };
}
functions!(f32);
functions!(f64);

#[test]
fn f32_table() {
    let evaluate = |name: &str, x: &[f64]| match (name, x) {
        ("powf", &[x, y]) => f64::from(Powf::scalar(x as f32, y as f32)),
        (name, x) => f64::from(f32(name)(x[0] as f32)),
    };
    let worst = worst(include_str!("data/f32.txt"), evaluate, |x| ulp(x, 24, -126));
    assert_eq!(worst.len(), BOUNDS.len());
    for (name, error, x) in worst {
        eprintln!("f32 {name}: {error:.4} ulp at {x:?}");
        let bound = BOUNDS.iter().find(|(known, ..)| *known == name).expect("a bound").1;
        assert!(error <= bound, "f32 {name}({x:?}): {error} ulp, bound {bound}");
    }
}

#[test]
fn f64_table() {
    let evaluate = |name: &str, x: &[f64]| match (name, x) {
        ("powf", &[x, y]) => Powf::scalar(x, y),
        (name, x) => f64(name)(x[0]),
    };
    let worst = worst(include_str!("data/f64.txt"), evaluate, |x| ulp(x, 53, -1022));
    assert_eq!(worst.len(), BOUNDS.len());
    for (name, error, x) in worst {
        eprintln!("f64 {name}: {error:.4} ulp at {x:?}");
        let bound = BOUNDS.iter().find(|(known, ..)| *known == name).expect("a bound").2;
        assert!(error <= bound, "f64 {name}({x:?}): {error} ulp, bound {bound}");
    }
}

/// Every `stride`-th f32 of the function's slice form against an f64 function of libm, an implementation of its own.
fn sweep<F: Map<f32>>(name: &str, truth: fn(f64) -> f64, stride: usize) {
    let bound = BOUNDS.iter().find(|(known, ..)| *known == name).expect("a bound").1;
    let mut worst = (0.0, 0.0_f32);
    let mut bits = (0..=u32::MAX).step_by(stride);
    let mut y = [0.0; 4096];
    loop {
        let x: Vec<f32> = bits.by_ref().take(4096).map(f32::from_bits).collect();
        if x.is_empty() {
            break;
        }
        let y = &mut y[..x.len()];
        F::slice(&x, y);
        for (&x, &y) in x.iter().zip(&*y) {
            let truth = truth(f64::from(x));
            if truth.is_nan() || !(truth as f32).is_finite() {
                assert!(y.is_nan() == truth.is_nan() && (y.is_nan() || y == truth as f32), "{name}({x:e}) = {y:e}");
            } else {
                let error = (f64::from(y) - truth).abs() / ulp(truth, 24, -126);
                if error > worst.0 || error.is_nan() {
                    worst = (error, x);
                }
                assert!(y != 0.0 || truth == 0.0 || (truth as f32) == 0.0 || truth.abs() < 2e-45);
                assert_eq!(y.is_sign_negative(), truth.is_sign_negative(), "{name}({x:e}) = {y:e}: sign");
            }
        }
    }
    eprintln!("f32 {name}, every {stride}: {:.4} ulp at {:e}", worst.0, worst.1);
    assert!(worst.0 <= bound, "f32 {name}({:e}): {} ulp, bound {bound}", worst.1, worst.0);
}

fn sweep_all(stride: usize) {
    sweep::<Exp>("exp", libm::exp, stride);
    sweep::<Ln>("ln", libm::log, stride);
    sweep::<Sin>("sin", libm::sin, stride);
    sweep::<Cos>("cos", libm::cos, stride);
    sweep::<Tanh>("tanh", libm::tanh, stride);
    sweep::<Sigmoid>("sigmoid", |x| 1.0 / (1.0 + libm::exp(-x)), stride);
    sweep::<Erf>("erf", libm::erf, stride);
    sweep::<Sqrt>("sqrt", libm::sqrt, stride);
    sweep::<Rsqrt>("rsqrt", |x| 1.0 / libm::sqrt(x), stride);
}

#[test]
fn f32_sample() {
    sweep_all(4999);
}

#[test]
#[ignore = "every f32: half an hour in a release build"]
fn f32_exhaustive() {
    sweep_all(1);
}
