//! Every kind of draw beside that of JAX 0.10.2, in both key layouts and both precisions.

use cotangent::{
    Array, DType, array,
    random::{self, Choice, Key, KeyLayout},
};
use serde_json::Value;

/// JAX's ln(1 − u) in f64 is up to 64·2⁻⁵² off for u just above √2 − 1 (mpmath has our digits): the large bounds here.
///
/// A draw with the parameters of the file, and how far it may be from JAX's: in ulp of the larger of itself and 1, for f32
/// and f64.
struct Draw {
    name: &'static str,
    ulps: [f64; 2],
    call: fn(&Key, DType) -> Array,
}

fn shapes(dtype: DType) -> Array {
    array([0.05, 0.3, 0.999, 1.0, 1.5, 2.0, 10.0, 1000.0]).convert(dtype)
}

fn weights(dtype: DType) -> Array {
    array([0.1, 0.25, 0.05, 0.4, 0.2]).convert(dtype)
}

fn logits(dtype: DType) -> Array {
    array([[0.0, 1.0, -2.0, 0.5, 3.0], [-1.0, 0.25, 0.75, 2.0, 0.0]]).convert(dtype)
}

fn rows() -> Array {
    Array::iota(20, DType::I64).reshape(&[4, 5])
}

fn numbers(n: usize) -> Array {
    Array::iota(n, DType::I64)
}

const EXACT: [f64; 2] = [0.0, 0.0];

const DRAWS: &[Draw] = &[
    Draw { name: "normal", ulps: [0.0, 4.0], call: |key, t| random::normal(key, &[32], t) },
    Draw { name: "exponential", ulps: [2.0, 70.0], call: |key, t| random::exponential(key, &[32], t) },
    Draw { name: "gumbel", ulps: [2.0, 2.0], call: |key, t| random::gumbel(key, &[32], t) },
    Draw { name: "laplace", ulps: [2.0, 70.0], call: |key, t| random::laplace(key, &[32], t) },
    Draw { name: "logistic", ulps: [2.0, 70.0], call: |key, t| random::logistic(key, &[32], t) },
    Draw { name: "cauchy", ulps: [2.0, 2.0], call: |key, t| random::cauchy(key, &[32], t) },
    Draw {
        name: "truncated_normal",
        ulps: [4.0, 8.0],
        call: |key, t| {
            let (lower, upper) = (array([[-1.0], [0.5], [-3.0]]), array([2.0, 0.75]));
            random::truncated_normal(key, &lower.convert(t), &upper.convert(t), &[3, 2])
        },
    },
    Draw { name: "gamma", ulps: [2.0, 4.0], call: |key, t| random::gamma(key, &shapes(t), &[6, 8]) },
    Draw { name: "loggamma", ulps: [2.0, 130.0], call: |key, t| random::log_gamma(key, &shapes(t), &[6, 8]) },
    Draw {
        name: "beta",
        ulps: [2.0, 8.0],
        call: |key, t| random::beta(key, &shapes(t), &array([[2.0], [0.4], [30.0]]).convert(t), &[2, 3, 8]),
    },
    Draw { name: "dirichlet", ulps: [2.0, 2.0], call: |key, t| random::dirichlet(key, &shapes(t), &[6]) },
    Draw { name: "chisquare", ulps: [2.0, 4.0], call: |key, t| random::chi_square(key, &(2.0 * shapes(t)), &[4, 8]) },
    Draw { name: "t", ulps: [8.0, 8.0], call: |key, t| random::student_t(key, &(3.0 * shapes(t)), &[4, 8]) },
    Draw { name: "rademacher", ulps: EXACT, call: |key, _| random::rademacher(key, &[32], DType::I32) },
    Draw { name: "bernoulli", ulps: EXACT, call: |key, t| random::bernoulli_each(key, &weights(t), &[8, 5]) },
    Draw {
        name: "poisson",
        ulps: EXACT,
        call: |key, _| random::poisson(key, &array([0.0, 0.3, 4.0, 9.5, 12.0, 200.0]), &[8, 6], DType::I64),
    },
    Draw { name: "categorical_1", ulps: EXACT, call: |key, t| random::categorical(key, &logits(t), 1, &[20, 2]) },
    Draw { name: "categorical_0", ulps: EXACT, call: |key, t| random::categorical(key, &logits(t), -2, &[7, 5]) },
    Draw { name: "choice", ulps: EXACT, call: |key, _| random::choice(key, &numbers(11), &[30], &Choice::new()) },
    Draw {
        name: "choice_rows",
        ulps: EXACT,
        call: |key, _| random::choice(key, &rows(), &[3], &Choice::new().axis(1)),
    },
    Draw {
        name: "choice_once",
        ulps: EXACT,
        call: |key, _| random::choice(key, &numbers(11), &[6], &Choice::new().without_replacement()),
    },
    Draw {
        name: "choice_once_axis",
        ulps: EXACT,
        call: |key, _| random::choice(key, &rows(), &[2, 2], &Choice::new().without_replacement().axis(-1)),
    },
    Draw {
        name: "choice_weighted",
        ulps: EXACT,
        call: |key, t| random::choice(key, &numbers(5), &[40], &Choice::new().weights(&weights(t))),
    },
    Draw {
        name: "choice_weighted_once",
        ulps: EXACT,
        call: |key, t| {
            random::choice(key, &numbers(5), &[4], &Choice::new().weights(&weights(t)).without_replacement())
        },
    },
    Draw { name: "permutation_rows", ulps: EXACT, call: |key, _| random::shuffle(key, &rows(), 0) },
    Draw { name: "permutation_columns", ulps: EXACT, call: |key, _| random::shuffle(key, &rows(), 1) },
    Draw {
        name: "multivariate_normal",
        ulps: [2.0, 2.0],
        call: |key, t| {
            let cov = array([[2.0, 0.5, -0.25], [0.5, 1.0, 0.125], [-0.25, 0.125, 1.5]]);
            random::multivariate_normal(key, &array([1.0, -2.0, 0.5]).convert(t), &cov.convert(t), &[5])
        },
    },
];

/// A number of the file: bits of an f32 or f64, an integer, or a bool.
fn number(value: &Value) -> f64 {
    match value {
        Value::String(bits) if bits.len() == 8 => f32::from_bits(u32::from_str_radix(bits, 16).unwrap()).into(),
        Value::String(bits) => f64::from_bits(u64::from_str_radix(bits, 16).unwrap()),
        other => other.as_f64().unwrap(),
    }
}

/// The larger of two; NaN if one is.
fn larger(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

#[test]
fn draws_are_those_of_jax() {
    let file: Value = serde_json::from_str(include_str!("../data/random.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 8);
    let mut seen = 0;
    let mut failures = Vec::new();
    for case in cases {
        let layout = if case["layout"] == "original" { KeyLayout::Original } else { KeyLayout::Partitionable };
        let key = random::key_with_layout(case["seed"].as_u64().unwrap(), layout);
        let (dtype, precision) = if case["dtype"] == "float32" { (DType::F32, 0) } else { (DType::F64, 1) };
        let epsilon = [f64::from(f32::EPSILON), f64::EPSILON][precision];
        for (name, want) in case["draws"].as_object().unwrap() {
            let draw = DRAWS.iter().find(|draw| draw.name == name).unwrap_or_else(|| panic!("unknown draw {name}"));
            let want: Vec<f64> = want.as_array().unwrap().iter().map(number).collect();
            let got = (draw.call)(&key, dtype).convert(DType::F64).to_vec::<f64>().unwrap();
            assert_eq!(got.len(), want.len(), "{name}");
            let distance =
                |(a, b): (&f64, &f64)| if a == b { 0.0 } else { (a - b).abs() / (epsilon * b.abs().max(1.0)) };
            let worst = got.iter().zip(&want).map(distance).fold(0.0, larger);
            if worst > draw.ulps[precision] || worst.is_nan() {
                failures.push(format!("{name} in {dtype}, {layout:?}: {worst:.1} ulp"));
            }
            seen += 1;
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    assert_eq!(seen, 4 * DRAWS.len() + 4 * (DRAWS.len() - 7));
}
