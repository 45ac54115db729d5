//! The remainder of the Taylor polynomial: it shrinks like hᵏ⁺¹ if, and only if, the first k derivatives are right.

use crate::{
    algebra::dot,
    error::CheckError,
    gradients::{Leaves, Point, flattened, pulled, pushed},
    options::{CheckOptions, Modes},
    random::Directions,
    report::Kind,
    tolerance::exp2,
};
use core::fmt;
use cotangent_autodiff::{Array, Function, Primals, Trees, vjp};
use cotangent_pytree::PyTree;

/// The slopes that [`check_taylor`] found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TaylorReport {
    /// One for each mode, direction and degree.
    pub slopes: Vec<TaylorSlope>,
}

/// How fast one remainder shrinks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TaylorSlope {
    /// The mode of the derivatives.
    pub kind: Kind,
    /// The degree of the polynomial: 1 with the gradient, 2 with the Hessian.
    pub degree: usize,
    /// The exponent of the remainder, `degree + 1` or more; none if the polynomial is exact.
    pub slope: Option<f64>,
    /// Steps and remainders above rounding.
    pub remainders: Vec<(f64, f64)>,
}

impl fmt::Display for TaylorReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Taylor remainders", self.slopes.len())?;
        self.slopes.iter().try_for_each(|s| match s.slope {
            Some(slope) => write!(f, "\n  {}, degree {}: slope {slope:.3}", s.kind, s.degree),
            None => write!(f, "\n  {}, degree {}: exact", s.kind, s.degree),
        })
    }
}

/// The first step, and how many halvings of it are tried.
const FIRST_STEP: i32 = -3;
const STEPS: i32 = 18;
/// How far below its order a slope may be measured.
const SLACK: f64 = 0.25;

/// Measures how fast |φ(h) − φ(0) − h·φ′(0) − …| shrinks with h, for φ(h) = ⟨c, f(x + h·t)⟩ and random t and c: with slope 2 if
/// the gradient is right, and with slope 3 if `options` ask for order 2 and the Hessian is right as well. No step and no
/// tolerance is chosen, which makes it a second opinion on [`check_grads`](crate::check_grads).
///
/// Of the options, the modes, the seed, the number of directions and the order (1 or more; degrees above 2 are not
/// measured) apply. Derivatives and values are taken in f64 where the function accepts it.
///
/// ```
/// use cotangent_autodiff::{Array, array};
/// use cotangent_checks::{CheckOptions, check_taylor};
/// let report = check_taylor(|x: &Array| x.exp().sum(), &array([0.1, -0.7]), CheckOptions::default().order(2))?;
/// assert!(report.slopes.iter().all(|s| s.slope.is_some_and(|slope| slope > s.degree as f64 + 0.9)));
/// # Ok::<(), cotangent_checks::CheckError>(())
/// ```
///
/// # Errors
/// [`CheckError::Taylor`] with the slope that was too small; [`CheckError::Vacuous`] if no value differs from the first.
pub fn check_taylor<P, F>(f: F, primals: P, options: CheckOptions) -> Result<TaylorReport, CheckError>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    if options.order == 0 {
        return Err(CheckError::Vacuous("order 0 has no derivatives".into()));
    }
    let args = <P::Args as Trees>::owned(P::refs(&primals.owned()));
    let f = |args: &<P::Args as Trees>::Owned| f.call(<P::Args as Trees>::refs(args));
    let point = Point::new(&f, &args)?;
    let flat = flattened(&f, &args);
    let mut random = Directions::new(options.seed);
    let mut report = TaylorReport { slopes: Vec::new() };
    for _ in 0..options.directions.max(1) {
        let (t, ct) = (random.draw(point.inputs.size()), random.draw(point.outputs.size()));
        let curve = Curve::new(&flat, &point, &t, &ct)?;
        for (mode, kind) in [(Modes::FORWARD, Kind::Forward), (Modes::REVERSE, Kind::Reverse)] {
            if options.modes.contains(mode) {
                for degree in 1..=options.order.min(2) {
                    let slope = curve.measure(kind, degree)?;
                    if slope.slope.is_some_and(|s| s.is_nan() || s < degree as f64 + 1.0 - SLACK) {
                        let (slope, remainders) = (slope.slope.unwrap_or_default(), slope.remainders);
                        return Err(CheckError::Taylor { degree, slope, kind, remainders, seed: options.seed });
                    }
                    report.slopes.push(slope);
                }
            }
        }
    }
    Ok(report)
}

/// φ(h) = ⟨c, f(x + h·t)⟩.
struct Curve<'a> {
    f: &'a Leaves<'a>,
    point: &'a Point,
    direction: &'a [f64],
    cotangent: &'a [f64],
    tangents: Vec<Array>,
    cotangents: Vec<Array>,
    leaves: Vec<Array>,
    start: f64,
    /// The rounding error of a value, and of a derivative relative to its size.
    noise: f64,
    epsilon: f64,
}

impl<'a> Curve<'a> {
    fn new(
        f: &'a Leaves<'a>,
        point: &'a Point,
        direction: &'a [f64],
        cotangent: &'a [f64],
    ) -> Result<Self, CheckError> {
        let dtype = Some(point.precision.dtype());
        let leaves = point.inputs.arrays(&point.flat, dtype);
        let y = f(&leaves);
        let cotangents =
            (point.outputs.arrays(cotangent, None).iter().zip(&y)).map(|(c, y)| c.convert(y.dtype())).collect();
        let y = point.outputs.flat("the output", &y)?;
        let epsilon = point.precision.epsilon();
        let size: f64 = y.iter().zip(cotangent).map(|(y, c)| (y * c).abs()).sum();
        let mut curve = Curve {
            f,
            point,
            direction,
            cotangent,
            tangents: point.inputs.arrays(direction, dtype),
            cotangents,
            leaves,
            start: 0.0,
            noise: 4.0 * epsilon * size,
            epsilon,
        };
        curve.start = curve.value(0.0)?;
        Ok(curve)
    }

    fn value(&self, h: f64) -> Result<f64, CheckError> {
        let Point { inputs, outputs, flat, precision, .. } = self.point;
        let moved: Vec<f64> = flat.iter().zip(self.direction).map(|(x, t)| x + h * t).collect();
        let y = outputs.flat("the output", &(self.f)(&inputs.arrays(&moved, Some(precision.dtype()))))?;
        Ok(y.iter().zip(self.cotangent).map(|(y, c)| y * c).sum())
    }

    /// φ′(0) and φ″(0) by one mode.
    fn derivatives(&self, kind: Kind) -> Result<[f64; 2], CheckError> {
        let Point { inputs, outputs, .. } = self.point;
        if kind == Kind::Forward {
            let first = pushed(self.f, &self.tangents);
            let against = |dy: &[Array]| Ok::<f64, CheckError>(dot(self.cotangent, &outputs.flat("the tangent", dy)?));
            return Ok([against(&first(&self.leaves))?, against(&pushed(&first, &self.tangents)(&self.leaves))?]);
        }
        let gradient = pulled(self.f, &self.cotangents);
        let (first, pull) = vjp(&gradient, &self.leaves);
        let against = |dx: &[Array]| Ok::<f64, CheckError>(dot(self.direction, &inputs.flat("the cotangent", dx)?));
        Ok([against(&first)?, against(&pull(&self.tangents))?])
    }

    fn measure(&self, kind: Kind, degree: usize) -> Result<TaylorSlope, CheckError> {
        let [first, second] = self.derivatives(kind)?;
        let second = if degree == 2 { second } else { 0.0 };
        let mut remainders = Vec::new();
        let mut moved = false;
        for k in 0..STEPS {
            let h = exp2(FIRST_STEP - k);
            let change = self.value(h)? - self.start;
            let remainder = (change - h * first - h * h / 2.0 * second).abs();
            moved |= change.abs() > self.noise;
            let rounding = self.noise + 64.0 * self.epsilon * (h * first.abs() + h * h * second.abs());
            if !remainder.is_finite() || remainder > 16.0 * rounding {
                remainders.push((h, remainder));
            }
        }
        if !moved {
            return Err(CheckError::Vacuous("no value near the point differs from that at the point".into()));
        }
        Ok(TaylorSlope { kind, degree, slope: slope(&remainders), remainders })
    }
}

/// The slope at the smallest steps of those that are above rounding: there the leading term of the remainder rules. None if
/// there are too few to tell, which means that the remainder vanishes.
fn slope(remainders: &[(f64, f64)]) -> Option<f64> {
    let [.., a, _, b] = remainders else { return None };
    Some((a.1 / b.1).log2() / (a.0 / b.0).log2())
}
