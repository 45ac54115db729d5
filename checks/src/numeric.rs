//! Derivatives by differences, of a function along a line.
//!
//! A central difference with one step is the fast answer. Where it does not do, a run of halving steps is extrapolated
//! (C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Softw. 4 (1982),
//! doi:10.1016/S0141-1195(82)80057-0), with one more condition: steps at which the slopes to the two sides do not approach
//! each other as those of a smooth function do are not used. A gap between them that stays is a kink.

use crate::{
    error::CheckError,
    tolerance::{Precision, exp2},
};

/// A vector-valued function of one number, to be differentiated at 0.
pub(crate) struct Line<'a> {
    pub(crate) along: &'a dyn Fn(f64) -> Result<Vec<f64>, CheckError>,
    pub(crate) center: &'a [f64],
    /// The sizes of the numbers whose rounding the values carry.
    pub(crate) magnitude: &'a [f64],
    pub(crate) precision: Precision,
    /// The largest number that changes along the line.
    pub(crate) reach: f64,
    /// The user's step.
    pub(crate) fixed: Option<f64>,
}

/// A derivative by extrapolation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slope {
    pub(crate) value: f64,
    /// An estimate of its error, infinite if the differences never settled.
    pub(crate) error: f64,
    pub(crate) step: f64,
    /// The slopes to the left and to the right, in order of size, if they differ however small the step.
    pub(crate) kink: Option<[f64; 2]>,
}

/// Central differences with one step.
pub(crate) struct Central {
    pub(crate) values: Vec<f64>,
    /// How far the slopes to the two sides are apart where that is much, and 0 where it is little.
    pub(crate) gaps: Vec<f64>,
    pub(crate) step: f64,
}

/// An estimate that is off by so many error bars of a finer one is wrong.
const REFUTED: f64 = 1000.0;
/// Slopes that differ by less than this share bend as smooth functions do.
const BENT: f64 = 0.01;
/// The columns of the extrapolation: errors of order h², h⁴, h⁶ and h⁸.
const COLUMNS: usize = 4;
const MAX_STEPS: usize = 56;
const LEAST_STEPS: usize = 16;
/// For a kink: a smooth function's gap shrinks 16 times over so many steps.
const KINK_STEPS: usize = 5;

impl Line<'_> {
    /// The input's scale as a power of two, at least 1.
    fn scale(&self) -> f64 {
        exp2(self.reach.max(1.0).log2().round().min(1000.0) as i32)
    }

    /// Central differences of all values.
    pub(crate) fn central(&self) -> Result<Central, CheckError> {
        let step = self.fixed.unwrap_or_else(|| self.precision.step() * self.scale());
        let (up, down) = ((self.along)(step)?, (self.along)(-step)?);
        let values = up.iter().zip(&down).map(|(&a, &b)| difference(a, b) / (2.0 * step)).collect();
        let gap = |i: usize| {
            let (right, left) = (difference(up[i], self.center[i]) / step, difference(self.center[i], down[i]) / step);
            let noise = 2.0 * self.precision.epsilon() * self.magnitude[i] / step;
            let (gap, size) = ((right - left).abs(), right.abs().max(left.abs()));
            if gap > 20.0 * noise && gap > BENT * size { gap } else { 0.0 }
        };
        Ok(Central { values, gaps: (0..up.len()).map(gap).collect(), step })
    }

    /// So many steps of an extrapolation see a kink, and come below the step of a function that varies on the scale of 1.
    pub(crate) fn least_steps(&self) -> usize {
        LEAST_STEPS + self.scale().log2() as usize
    }

    /// The error that extrapolation reaches for a value of this magnitude, at worst, if only rounding stands in its way.
    pub(crate) fn resolution(&self, at: usize) -> f64 {
        32.0 * self.precision.epsilon() * self.magnitude[at] / (self.precision.largest_step() * self.scale())
    }

    /// The derivatives of the values `wanted`, by extrapolation until `enough(steps, i, slope)` says so of
    /// each or no smaller step is left.
    pub(crate) fn extrapolate(
        &self,
        wanted: &[usize],
        enough: &dyn Fn(usize, usize, &Slope) -> bool,
    ) -> Result<Vec<Slope>, CheckError> {
        let mut ladders: Vec<Ladder> = wanted.iter().map(|_| Ladder::new()).collect();
        let mut step = self.fixed.unwrap_or_else(|| self.precision.largest_step() * self.scale());
        let smallest = 512.0 * self.precision.epsilon() * self.reach; // finer steps would round the random directions
        for steps in 1..=MAX_STEPS {
            let (up, down) = ((self.along)(step)?, (self.along)(-step)?);
            for (ladder, &at) in ladders.iter_mut().zip(wanted) {
                let right = difference(up[at], self.center[at]) / step;
                let left = difference(self.center[at], down[at]) / step;
                let central = difference(up[at], down[at]) / (2.0 * step);
                ladder.push(step, [left, right], central, 2.0 * self.precision.epsilon() * self.magnitude[at] / step);
            }
            let done = ladders.iter().enumerate().all(|(i, ladder)| enough(steps, i, &ladder.best));
            step /= 2.0;
            if done || step < smallest {
                break;
            }
        }
        Ok(ladders.into_iter().map(|ladder| ladder.finish(self.fixed.is_some())).collect())
    }
}

/// a − b, and 0 for equal infinities.
fn difference(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { a - b }
}

/// The extrapolation of one value.
struct Ladder {
    row: [f64; COLUMNS],
    /// How far each column moved last.
    moved: [f64; COLUMNS],
    best: Slope,
    first: f64,
    first_step: f64,
    sides: Vec<Sides>,
}

/// The slopes to the left and to the right at one step, and the rounding in them.
#[derive(Clone, Copy)]
struct Sides {
    slopes: [f64; 2],
    noise: f64,
}

impl Sides {
    fn gap(&self) -> f64 {
        self.slopes[1] - self.slopes[0]
    }
}

impl Ladder {
    fn new() -> Ladder {
        let best = Slope { value: f64::NAN, error: f64::INFINITY, step: 0.0, kink: None };
        Ladder {
            row: [f64::NAN; COLUMNS],
            moved: [f64::NAN; COLUMNS],
            best,
            first: f64::NAN,
            first_step: 0.0,
            sides: Vec::new(),
        }
    }

    fn push(&mut self, step: f64, slopes: [f64; 2], central: f64, noise: f64) {
        let sides = Sides { slopes, noise };
        let smooth = self.sides.last().is_some_and(|last| sides.gap().abs() <= 0.7 * last.gap().abs() + 8.0 * noise);
        if self.sides.is_empty() {
            (self.first, self.first_step) = (central, step);
        }
        self.sides.push(sides);
        let mut row = [f64::NAN; COLUMNS];
        row[0] = central;
        let mut power = 1.0;
        for j in 1..COLUMNS {
            power *= 4.0;
            row[j] = (power * row[j - 1] - self.row[j - 1]) / (power - 1.0);
        }
        for (j, value) in row.into_iter().enumerate() {
            // The last two moves: one alone can be small by chance, among so many.
            let moved = (value - self.row[j]).abs();
            let error = if self.moved[j].is_nan() { f64::NAN } else { moved.max(self.moved[j]) + noise };
            // A finer step that settles on another value shows that the coarse ones only seemed to settle: on the wrong side
            // of a kink, or in step with a period.
            let refutes = (value - self.best.value).abs() > REFUTED * error;
            if smooth && (error < self.best.error || refutes) {
                self.best = Slope { value, error, step, kink: None };
            }
            self.moved[j] = moved;
        }
        self.row = row;
    }

    /// With a step that the user fixed, the first difference is the derivative, whatever the smaller steps say.
    fn finish(self, fixed: bool) -> Slope {
        let kink = self.kink();
        if fixed {
            let error = if kink.is_some() { f64::INFINITY } else { 0.0 };
            return Slope { value: self.first, error, step: self.first_step, kink };
        }
        if self.best.error.is_finite() {
            return Slope { kink, ..self.best };
        }
        Slope { value: self.first, error: f64::INFINITY, step: self.first_step, kink }
    }

    /// The slopes to the two sides if their gap, well above rounding, stays (a kink) or doubles with each halving (a jump),
    /// and does not close at smaller steps.
    fn kink(&self) -> Option<[f64; 2]> {
        let stays = |window: &[Sides]| {
            let ratios = || window.windows(2).map(|pair| pair[1].gap() / pair[0].gap());
            window.iter().all(|s| s.gap().abs() > 20.0 * s.noise)
                && (ratios().all(|r| (0.8..1.25).contains(&r)) || ratios().all(|r| (1.8..2.2).contains(&r)))
        };
        let start = self.sides.windows(KINK_STEPS).rposition(stays)?;
        let (window, later) = self.sides[start..].split_at(KINK_STEPS);
        let end = window[KINK_STEPS - 1];
        let closes = |s: &Sides| 20.0 * s.noise < end.gap().abs() && s.gap().abs() < 0.5 * end.gap().abs();
        let [left, right] = end.slopes;
        (!later.iter().any(closes)).then(|| [left.min(right), left.max(right)])
    }
}
