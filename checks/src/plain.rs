//! Checks of plain functions of slices, which know nothing of arrays or trees.

use crate::{
    difference::{Difference, differentiate, differentiate_at_scale},
    options::CheckOptions,
    report::{CheckError, Comparison, Fault, Mode, Report},
};
use cotangent_tensor::DType;

/// The Jacobian of `f` at `x` by extrapolated central differences: row i holds the derivatives of output i. In f64, with
/// about ten right digits for smooth functions of moderate size. Costs four calls of `f` an input, and one more.
///
/// ```
/// use cotangent_checks::numerical_jacobian;
/// let j = numerical_jacobian(|x| vec![x[0] * x[1], x[0]], &[2.0, 3.0]);
/// assert!((j[0][0] - 3.0).abs() < 1e-9 && (j[1][1]).abs() < 1e-9);
/// ```
pub fn numerical_jacobian(f: impl Fn(&[f64]) -> Vec<f64>, x: &[f64]) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> = (0..x.len()).map(|i| column(&f, x, i, None).central).collect();
    let outputs = f(x).len();
    (0..outputs).map(|o| columns.iter().map(|column| column[o]).collect()).collect()
}

/// The gradient of `f` at `x` by extrapolated central differences. See [`numerical_jacobian`].
pub fn numerical_gradient(f: impl Fn(&[f64]) -> f64, x: &[f64]) -> Vec<f64> {
    (0..x.len()).map(|i| column(&|x: &[f64]| vec![f(x)], x, i, None).central[0]).collect()
}

/// The differences in one input.
fn column(f: &impl Fn(&[f64]) -> Vec<f64>, x: &[f64], i: usize, step: Option<f64>) -> Difference {
    let along = |e: f64| {
        let mut moved = x.to_vec();
        moved[i] += e;
        f(&moved)
    };
    match step {
        Some(h) => differentiate(along, h, f64::EPSILON),
        None => differentiate_at_scale(along, x[i].abs(), f64::EPSILON),
    }
}

/// Holds a hand-written gradient against differences, entry by entry. `options` gives tolerance and step.
///
/// ```
/// use cotangent_checks::{check_gradient, CheckOptions};
/// let f = |x: &[f64]| x[0] * x[0] * x[1];
/// let gradient = |x: &[f64]| vec![2.0 * x[0] * x[1], x[0] * x[0]];
/// assert!(check_gradient(f, gradient, &[1.0, 2.0], CheckOptions::default()).is_ok());
/// let wrong = |x: &[f64]| vec![2.0 * x[0] * x[1], x[0]];
/// assert!(check_gradient(f, wrong, &[3.0, 2.0], CheckOptions::default()).is_err());
/// ```
///
/// # Errors
/// A gradient of another length, an entry that is off, a kink, nothing to compare.
pub fn check_gradient(
    f: impl Fn(&[f64]) -> f64,
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    x: &[f64],
    options: CheckOptions,
) -> Result<Report, CheckError> {
    check_jacobian(|x| vec![f(x)], |x| vec![gradient(x)], x, options)
}

/// Holds a hand-written Jacobian, a row for each output, against differences, entry by entry.
///
/// # Errors
/// A Jacobian of another shape, an entry that is off, a kink, nothing to compare.
pub fn check_jacobian(
    f: impl Fn(&[f64]) -> Vec<f64>,
    jacobian: impl Fn(&[f64]) -> Vec<Vec<f64>>,
    x: &[f64],
    options: CheckOptions,
) -> Result<Report, CheckError> {
    let rows = jacobian(x);
    let outputs = f(x).len();
    if rows.len() != outputs || rows.iter().any(|row| row.len() != x.len()) {
        let text = format!("the Jacobian is not {outputs} × {}", x.len());
        return Err(CheckError::Vacuous { text });
    }
    if x.is_empty() || outputs == 0 {
        return Err(CheckError::Vacuous { text: "the function has no inputs or no outputs".into() });
    }
    let tolerances = options.tolerances(DType::F64, 1);
    let mut report = Report::default();
    for i in 0..x.len() {
        let difference = column(&f, x, i, options.step);
        for (o, row) in rows.iter().enumerate() {
            let (error, fault) = judge(row[i], &difference, o, tolerances, 0.0);
            let comparison = Comparison {
                order: 1,
                mode: Mode::Forward,
                place: format!("d output[{o}] / d input[{i}]"),
                analytic: row[i],
                numeric: difference.central[o],
                error,
                step: difference.step,
                seed: options.seed,
            };
            report.add(comparison, fault)?;
        }
    }
    Ok(report)
}

/// Compares a derivative with output `i` of its differences: the distance in units of what is allowed, and what is wrong.
/// `scale` is the size of the numbers around it, for entries that are small among large ones.
pub(crate) fn judge(
    analytic: f64,
    difference: &Difference,
    i: usize,
    (absolute, relative): (f64, f64),
    scale: f64,
) -> (f64, Option<Fault>) {
    let numeric = difference.central[i];
    if !analytic.is_finite() || !numeric.is_finite() {
        return (f64::INFINITY, Some(Fault::NotFinite));
    }
    let allowed = absolute + relative * analytic.abs().max(numeric.abs()).max(scale) + difference.noise(i);
    let error = (analytic - numeric).abs() / allowed;
    if let Some([left, right]) = difference.kink(i, allowed)
        && analytic >= left.min(right) - allowed
        && analytic <= left.max(right) + allowed
    {
        return (error, Some(Fault::Kink));
    }
    (error, (error > 1.0).then_some(Fault::Wrong))
}
