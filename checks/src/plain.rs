//! Checks of plain functions of slices, for derivatives that come from elsewhere.

use crate::{
    error::CheckError,
    jacobian::{Subject, examine},
    layout::Layout,
    numeric::{Line, Slope},
    options::CheckOptions,
    random::Directions,
    report::{Kind, Report},
    tolerance::Precision,
};

/// Holds a gradient against differences of `f`. The order and the modes of `options` do not apply.
///
/// ```
/// use cotangent_checks::{CheckError, CheckOptions, check_gradient};
/// let f = |x: &[f64]| x[0].sin() * x[1];
/// let x = [0.4, 2.0];
/// check_gradient(f, |x| vec![x[0].cos() * x[1], x[0].sin()], &x, CheckOptions::default())?;
/// let forgotten = |x: &[f64]| vec![x[0].cos() * x[1], 0.0];
/// let error = check_gradient(f, forgotten, &x, CheckOptions::default()).unwrap_err();
/// assert!(matches!(&error, CheckError::Wrong(c) if c.input == "x[1]"));
/// # Ok::<(), CheckError>(())
/// ```
///
/// # Errors
/// See [`CheckError`]; [`CheckError::Structure`] if the gradient has another length than `x`.
pub fn check_gradient(
    f: impl Fn(&[f64]) -> f64,
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    x: &[f64],
    options: CheckOptions,
) -> Result<Report, CheckError> {
    check_jacobian(|x| vec![f(x)], |x| vec![gradient(x)], x, options)
}

/// Holds a Jacobian, a row for each output, against differences of `f`. The order and the modes of `options` do not apply.
///
/// ```
/// use cotangent_checks::{CheckOptions, check_jacobian};
/// let f = |x: &[f64]| vec![x[0] * x[1], x[0] + 2.0 * x[1]];
/// let j = |x: &[f64]| vec![vec![x[1], x[0]], vec![1.0, 2.0]];
/// check_jacobian(f, j, &[3.0, 4.0], CheckOptions::default())?;
/// # Ok::<(), cotangent_checks::CheckError>(())
/// ```
///
/// # Errors
/// See [`CheckError`]; [`CheckError::Structure`] if the Jacobian has other numbers of rows and columns than `f` has of
/// outputs and inputs.
pub fn check_jacobian(
    f: impl Fn(&[f64]) -> Vec<f64>,
    jacobian: impl Fn(&[f64]) -> Vec<Vec<f64>>,
    x: &[f64],
    options: CheckOptions,
) -> Result<Report, CheckError> {
    let (rows, m) = (jacobian(x), f(x).len());
    if rows.len() != m || rows.iter().any(|row| row.len() != x.len()) {
        let lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
        let n = x.len();
        return Err(CheckError::Structure(format!(
            "the derivative has rows of lengths {lengths:?}, but {m} of length {n} are needed"
        )));
    }
    let numeric = |x: &[f64]| same_length(f(x), m);
    let forward = |t: &[f64]| {
        Ok(rows.iter().map(|row| row.iter().zip(t).filter(|(_, t)| **t != 0.0).map(|(j, t)| j * t).sum()).collect())
    };
    let subject = Subject {
        numeric: &numeric,
        precision: Precision::F64,
        x,
        forward: Some((Kind::Given, &forward)),
        reverse: None,
        inputs: &Layout::vector("x", x.len()),
        outputs: &Layout::vector("f", m),
        order: 1,
        name: "f",
        gradient: false,
    };
    let mut report = Report::default();
    examine(&subject, &options, &mut Directions::new(options.seed), &mut report)?;
    report.telling()
}

/// The gradient of `f` at `x` by extrapolated differences: ten or more digits where `f` is smooth, NaN where the differences
/// are not finite.
///
/// ```
/// let g = cotangent_checks::numerical_gradient(|x| x[0].exp() * x[1], &[1.0, 3.0]);
/// assert!((g[0] - 3.0 * 1.0_f64.exp()).abs() < 1e-10);
/// ```
pub fn numerical_gradient(f: impl Fn(&[f64]) -> f64, x: &[f64]) -> Vec<f64> {
    let mut jacobian = numerical_jacobian(|x| vec![f(x)], x);
    jacobian.remove(0)
}

/// The Jacobian of `f` at `x`, a row for each output, by extrapolated differences as in [`numerical_gradient`].
///
/// # Panics
/// `f` returns vectors of different lengths.
#[track_caller]
pub fn numerical_jacobian(f: impl Fn(&[f64]) -> Vec<f64>, x: &[f64]) -> Vec<Vec<f64>> {
    let center = f(x);
    let m = center.len();
    let magnitude: Vec<f64> = center.iter().map(|v| v.abs()).collect();
    let mut rows = vec![vec![0.0; x.len()]; m];
    for j in 0..x.len() {
        let along = |h: f64| {
            let mut moved = x.to_vec();
            moved[j] += h;
            same_length(f(&moved), m)
        };
        let line = Line {
            along: &along,
            center: &center,
            magnitude: &magnitude,
            precision: Precision::F64,
            reach: x[j].abs(),
            fixed: None,
        };
        let enough = |_: usize, _: usize, slope: &Slope| slope.error <= 1e-12 * slope.value.abs();
        match line.extrapolate(&(0..m).collect::<Vec<_>>(), &enough) {
            Ok(slopes) => rows.iter_mut().zip(slopes).for_each(|(row, slope)| row[j] = slope.value),
            Err(error) => panic!("{error}"),
        }
    }
    rows
}

fn same_length(y: Vec<f64>, m: usize) -> Result<Vec<f64>, CheckError> {
    if y.len() == m {
        return Ok(y);
    }
    Err(CheckError::Structure(format!("f returned {m} numbers, and {} near the same point", y.len())))
}
