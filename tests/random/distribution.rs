//! Draws beside the distributions that they are from, with fixed seeds: figures of `SciPy` in `tests/data/distributions.json`.

use cotangent::{
    Array, DType, array,
    random::{self, Choice, Key},
};
use serde_json::Value;

const N: usize = 20_000;

fn file() -> Value {
    serde_json::from_str(include_str!("../data/distributions.json")).unwrap()
}

fn values(x: &Array) -> Vec<f64> {
    x.convert(DType::F64).to_vec().unwrap()
}

fn draws(name: &str, key: &Key, dtype: DType) -> Vec<f64> {
    let number = |x: f64| array([x]).convert(dtype);
    values(&match name {
        "exponential" => random::exponential(key, &[N], dtype),
        "gumbel" => random::gumbel(key, &[N], dtype),
        "laplace" => random::laplace(key, &[N], dtype),
        "logistic" => random::logistic(key, &[N], dtype),
        "cauchy" => random::cauchy(key, &[N], dtype),
        "normal" => random::normal(key, &[N], dtype),
        "truncated_normal" => random::truncated_normal(key, &number(-1.0), &number(2.0), &[N]),
        "gamma_0.3" => random::gamma(key, &number(0.3), &[N]),
        "gamma_2.5" => random::gamma(key, &number(2.5), &[N]),
        "log_gamma_0.3" => random::log_gamma(key, &number(0.3), &[N]),
        "beta_0.5_3" => random::beta(key, &number(0.5), &number(3.0), &[N]),
        "chi_square_3" => random::chi_square(key, &number(3.0), &[N]),
        "student_t_2.5" => random::student_t(key, &number(2.5), &[N]),
        "dirichlet_2_1_3" => {
            let x = random::dirichlet(key, &array([2.0, 1.0, 3.0]).convert(dtype), &[N]);
            let sums = values(&x.sum_axes(-1));
            assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-6), "the parts sum to 1");
            x.t().at(0)
        }
        other => panic!("unknown distribution {other}"),
    })
}

/// The share of draws up to x.
fn below(draws: &[f64], x: f64) -> f64 {
    draws.iter().filter(|&&draw| draw <= x).count() as f64 / draws.len() as f64
}

/// The largest distance of the distribution functions at the quantiles of 0.05, …, 0.95: at most Kolmogorov's and
/// Smirnov's D.
fn distance(draws: &[f64], quantiles: &Value) -> f64 {
    let quantiles = quantiles.as_array().unwrap();
    assert_eq!(quantiles.len(), 19);
    let gaps = quantiles.iter().zip(1..).map(|(q, i)| (below(draws, q.as_f64().unwrap()) - f64::from(i) / 20.0).abs());
    gaps.fold(0.0, f64::max)
}

/// D is larger in 1 of 1000 samples of the right distribution.
fn critical() -> f64 {
    1.95 / (N as f64).sqrt()
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

/// Within five standard errors.
#[track_caller]
fn has_mean(what: &str, x: &[f64], want: f64) {
    let got = mean(x);
    let spread = mean(&x.iter().map(|x| (x - got).powi(2)).collect::<Vec<_>>()).sqrt();
    let bound = 5.0 * spread / (x.len() as f64).sqrt();
    assert!((got - want).abs() < bound, "{what}: {got}, not {want} (bound {bound})");
}

#[test]
fn continuous_draws_have_the_quantiles_and_the_moments_of_their_distribution() {
    let file = file();
    let table = file["continuous"].as_object().unwrap();
    assert_eq!(table.len(), 14);
    for (name, want) in table {
        for (seed, dtype) in [(1, DType::F32), (2, DType::F64)] {
            let x = draws(name, &random::key(seed), dtype);
            let d = distance(&x, &want["quantiles"]);
            assert!(d < critical(), "{name} in {dtype}: D = {d}");
            let (Some(expected), Some(variance)) = (want["mean"].as_f64(), want["variance"].as_f64()) else { continue };
            has_mean(name, &x, expected);
            let squares: Vec<f64> = x.iter().map(|x| (x - expected).powi(2)).collect();
            has_mean(&format!("variance of {name}"), &squares, variance);
        }
    }
}

/// The test above can fail: draws of one distribution do not pass for another that is close.
#[test]
fn other_distributions_are_told_apart() {
    let file = file();
    let quantiles = |name: &str| &file["continuous"][name]["quantiles"];
    for (drawn, other) in [("normal", "logistic"), ("laplace", "logistic"), ("student_t_2.5", "normal")] {
        let d = distance(&draws(drawn, &random::key(1), DType::F64), quantiles(other));
        assert!(d > critical(), "{drawn} passes for {other}: D = {d}");
    }
    let slightly_off: Vec<f64> = draws("normal", &random::key(1), DType::F64).iter().map(|x| x + 0.05).collect();
    assert!(distance(&slightly_off, quantiles("normal")) > critical());
}

#[test]
fn poisson_draws_have_the_distribution_function() {
    let file = file();
    let table = file["poisson"].as_object().unwrap();
    assert_eq!(table.len(), 5);
    for (rate, points) in table {
        let rate: f64 = rate.parse().unwrap();
        let x = values(&random::poisson(&random::key(3), &array([rate]), &[N], DType::I32));
        has_mean("poisson", &x, rate);
        for point in points.as_array().unwrap() {
            let (k, p) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
            assert!((below(&x, k) - p).abs() < critical(), "poisson({rate}) at {k}: {}, not {p}", below(&x, k));
        }
    }
}

/// Pearson's χ² of the counts, for six standard deviations of its distribution.
#[track_caller]
fn has_shares(what: &str, places: &[f64], shares: &[f64]) {
    let n = places.len() as f64;
    let total: f64 = shares.iter().sum();
    let term = |(i, share): (usize, &f64)| {
        let want = n * share / total;
        let got = places.iter().filter(|&&p| p == i as f64).count() as f64;
        (got - want).powi(2) / want
    };
    let (chi2, freedom) = (shares.iter().enumerate().map(term).sum::<f64>(), (shares.len() - 1) as f64);
    assert!(chi2 < freedom + 6.0 * (2.0 * freedom).sqrt(), "{what}: chi2 = {chi2} of {freedom}");
}

#[test]
fn choices_have_their_probabilities() {
    let key = random::key(4);
    let logits = [0.0_f64, 1.0, -2.0, 0.5];
    let places = random::categorical(&key, &array(logits), -1, &[N]);
    has_shares("categorical", &values(&places), &logits.map(f64::exp));

    let weights = [0.5, 3.0, 1.0, 2.5];
    let numbers = Array::iota(4, DType::F64);
    let weighted = Choice::new().weights(&array(weights));
    has_shares("choice", &values(&random::choice(&key, &numbers, &[N], &weighted)), &weights);
    has_shares("choice", &values(&random::choice(&key, &numbers, &[N], &Choice::new())), &[1.0; 4]);
    let firsts = |how: &Choice| -> Vec<f64> {
        let keys = random::split(&key, N / 4);
        keys.iter().map(|key| values(&random::choice(key, &numbers, &[2], how))[0]).collect()
    };
    has_shares("the first without replacement", &firsts(&weighted.clone().without_replacement()), &weights);
    has_shares("the first of an order", &firsts(&Choice::new().without_replacement()), &[1.0; 4]);

    let coins = random::bernoulli_each(&key, &array([0.1, 0.75]), &[N, 2]);
    has_mean("bernoulli_each", &values(&coins.t().at(0)), 0.1);
    has_mean("bernoulli_each", &values(&coins.t().at(1)), 0.75);
    has_mean("rademacher", &values(&random::rademacher(&key, &[N], DType::F32)), 0.0);
}

#[test]
fn multivariate_normal_draws_have_mean_and_covariance() {
    let (mean, cov) = ([1.0, -2.0], [[2.0, -0.6], [-0.6, 0.5]]);
    let x = random::multivariate_normal(&random::key(6), &array(mean), &array(cov), &[N]);
    let columns = [0, 1].map(|i| values(&x.t().at(i)));
    for (i, row) in cov.iter().enumerate() {
        has_mean("mean", &columns[i], mean[i]);
        for (j, &c) in row.iter().enumerate() {
            let products = columns[i].iter().zip(&columns[j]).map(|(a, b)| (a - mean[i]) * (b - mean[j]));
            has_mean("covariance", &products.collect::<Vec<_>>(), c);
        }
    }
}
