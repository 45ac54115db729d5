//! The Gaussian mixture of ADBench (Šrajer, Kukelova, Fitzgibbon, "A benchmark of selected algorithmic differentiation
//! tools", 2018): the logarithm of its posterior under a Wishart prior.

use cotangent::prelude::*;

/// The parameters of a mixture of K Gaussians in d dimensions.
#[derive(Clone, Debug, PyTree)]
pub(crate) struct Mixture {
    /// Logarithms of the weights, [K].
    pub(crate) alphas: Array,
    /// [K, d].
    pub(crate) means: Array,
    /// Factors of the inverse covariances, [K, d(d + 1)/2]: logarithms of the diagonal, then what is below it by columns.
    pub(crate) factors: Array,
}

/// What the mixture is to explain, and the parameters of the prior.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// [n, d].
    pub(crate) points: Array,
    pub(crate) gamma: f64,
    pub(crate) m: f64,
}

/// A mixture and points from a generator, in f64.
pub(crate) fn drawn(n: usize, d: usize, k: usize) -> (Mixture, Sample) {
    let normal = |seed, shape: &[usize]| random::normal(&random::key(seed), shape, DType::F64);
    let mixture =
        Mixture { alphas: normal(1, &[k]), means: normal(2, &[k, d]), factors: normal(3, &[k, d * (d + 1) / 2]) * 0.5 };
    (mixture, Sample { points: normal(4, &[n, d]), gamma: 1.0, m: 0.0 })
}

/// log p(points | mixture) + log p(mixture).
pub(crate) fn objective(mixture: &Mixture, sample: &Sample) -> Array {
    let [k, d] = mixture.means.shape()[..] else { panic!("means are a matrix") };
    let n = sample.points.shape()[0] as f64;
    let (log_diagonal, below) = (mixture.factors.slice(1, ..d), mixture.factors.slice(1, d..));
    let (diagonal, log_det) = (log_diagonal.exp(), log_diagonal.sum_axes(1));
    let q = triangular(&diagonal, &below, k, d);
    // Rows (k, i) of Q x and Q μ, every point a column.
    let images = q.reshape(&[k * d, d]).dot(&sample.points.t());
    let centres = q.matmul(&mixture.means.expand(-1)).reshape(&[k * d, 1]);
    let distances = (images - centres).square().reshape(&[k, d, sample.points.shape()[0]]).sum_axes(1);
    let weights = (&mixture.alphas + &log_det).expand(-1);
    let likelihood = (weights - 0.5 * distances).logsumexp_axes(0).sum() - n * mixture.alphas.logsumexp();
    let prior =
        0.5 * sample.gamma.powi(2) * (diagonal.square().sum() + below.square().sum()) - sample.m * log_det.sum();
    likelihood + prior + constant(n, d as f64, k as f64, sample)
}

/// The lower triangular Q of each Gaussian, [K, d, d].
fn triangular(diagonal: &Array, below: &Array, k: usize, d: usize) -> Array {
    let zero = Array::zeros(&[k, 1], DType::F64);
    let entries = concat(&[diagonal, below, &zero], 1);
    // Column j holds d − 1 − j numbers below the diagonal.
    let place = |row: usize, column: usize| match row.cmp(&column) {
        std::cmp::Ordering::Less => d * (d + 1) / 2,
        std::cmp::Ordering::Equal => row,
        std::cmp::Ordering::Greater => d + column * (2 * d - column - 1) / 2 + row - column - 1,
    };
    let places = Array::from_fn(&[d * d], |at| place(at[0] / d, at[0] % d) as i32);
    entries.take(&places, 1).reshape(&[k, d, d])
}

/// What depends on no parameter.
fn constant(n: f64, d: f64, k: f64, sample: &Sample) -> f64 {
    let pi = std::f64::consts::PI;
    let freedom = d + sample.m + 1.0;
    let lgamma = |a: f64| array(a).lgamma().item::<f64>().expect("a number");
    let log_gamma_d = |a: f64| {
        d * (d - 1.0) / 4.0 * pi.ln() + (1..=d as usize).map(|j| lgamma(a + (1.0 - j as f64) / 2.0)).sum::<f64>()
    };
    let normalizer = freedom * d * (sample.gamma / 2.0_f64.sqrt()).ln() - log_gamma_d(freedom / 2.0);
    -n * d / 2.0 * (2.0 * pi).ln() - k * normalizer
}
