//! Accuracy in ulp against multi-precision truth (`data/*.txt`, whose header is the script that made them). Every f32 is
//! tried by the program in `kernels/accuracy`.

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
    ("exp_m1", 1.0, 0.7),
    ("ln", 1.0, 0.7),
    ("ln_1p", 1.0, 0.7),
    ("sqrt", 0.5, 0.5),
    ("rsqrt", 0.501, 0.501),
    ("reciprocal", 0.5, 0.5),
    ("sin", 1.0, 1.0),
    ("cos", 1.0, 1.0),
    ("tan", 1.0, 1.0),
    ("sinh", 1.0, 0.6),
    ("cosh", 1.0, 0.6),
    ("tanh", 1.0, 0.6),
    ("sigmoid", 1.0, 0.6),
    ("erf", 1.0, 0.85),
    ("erfc", 1.0, 0.85),
    ("erf_inv", 0.501, 2.0),
    ("powf", 1.0, 1.0),
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
