//! The comparisons of one function: its derivatives against differences, forward against reverse mode, symmetry.
//!
//! Works on flat vectors and knows neither arrays nor how a derivative came about, so that the same code checks
//! derivatives of this library and of any other. It stops at the first group of comparisons that fails, names the worst.

use crate::{
    algebra::{dot, largest, sizes},
    error::CheckError,
    layout::Layout,
    numeric::{Central, Line, Slope},
    options::CheckOptions,
    products::{conclude_single, products},
    random::Directions,
    report::{Comparison, Kind, Report, Verdict},
    tolerance::{Precision, Tolerance},
};
use core::cmp::Ordering;
use std::collections::BTreeMap;

/// A linear map on flat vectors.
pub(crate) type Map<'a> = &'a dyn Fn(&[f64]) -> Result<Vec<f64>, CheckError>;

/// A function at a point, with its derivative there.
pub(crate) struct Subject<'a> {
    /// The function, in the precision of the differences.
    pub(crate) numeric: &'a dyn Fn(&[f64]) -> Result<Vec<f64>, CheckError>,
    pub(crate) precision: Precision,
    pub(crate) x: &'a [f64],
    /// t ↦ J·t, and what to call it.
    pub(crate) forward: Option<(Kind, Map<'a>)>,
    /// c ↦ Jᵀ·c.
    pub(crate) reverse: Option<Map<'a>>,
    pub(crate) inputs: &'a Layout,
    pub(crate) outputs: &'a Layout,
    pub(crate) order: usize,
    pub(crate) name: &'a str,
    /// Whether the function is a gradient, so that J is symmetric.
    pub(crate) gradient: bool,
}

/// Above so many entries a Jacobian is not compared entry by entry.
const MOST_ENTRIES: usize = 1 << 20;
/// A failed random direction is rerun entry by entry for functions with up to so many inputs.
const RERUN_LIMIT: usize = 4096;
/// Rows of the Jacobian by reverse mode are few and cheap up to so many.
const FEW_OUTPUTS: usize = 16;
/// So many values are extrapolated at once.
const BATCH: usize = 64;

/// One number under test.
struct Claim {
    kind: Kind,
    /// Which of the measured numbers it should equal: an output, or after these a projection on a cotangent.
    at: usize,
    analytic: f64,
    /// The largest number that the same pass computed for the same leaf.
    pass: f64,
}

/// A claim that was held against a difference.
#[derive(Clone, Copy)]
struct Judged {
    kind: Kind,
    input: Option<usize>,
    output: Option<usize>,
    analytic: f64,
    numeric: f64,
    allowed: f64,
    step: f64,
    entries: usize,
    verdict: Verdict,
}

/// The worst of each group: by kind, input leaf, output leaf.
type Groups = BTreeMap<(Kind, Option<usize>, Option<usize>), Judged>;

impl Judged {
    fn error(&self) -> f64 {
        (self.analytic - self.numeric).abs()
    }

    fn is_worse_than(&self, other: &Judged) -> bool {
        let rank = |j: &Judged| if j.verdict.is_right() { Verdict::Right } else { j.verdict };
        let share = |j: &Judged| if j.error() == 0.0 { 0.0 } else { j.error() / j.allowed };
        (rank(self), share(self)).partial_cmp(&(rank(other), share(other))).is_some_and(Ordering::is_gt)
    }
}

/// The pullbacks that the projections of the outputs need.
struct Reverse {
    cotangents: Vec<Vec<f64>>,
    pulled: Vec<Vec<f64>>,
    /// The pullback of each unit vector, if every entry is compared.
    rows: Vec<Vec<f64>>,
}

struct Examination<'a> {
    subject: &'a Subject<'a>,
    options: &'a CheckOptions,
    center: Vec<f64>,
    magnitude: Vec<f64>,
    reverse: Reverse,
    /// The random directions in which all inputs change.
    directions: Vec<Vec<f64>>,
    /// For each of them and each output, the sum of |J·t| term by term, as far as the entries are known.
    totals: Vec<Vec<f64>>,
    groups: Groups,
}

/// Compares all there is to compare, adds it to the report, and returns the worst as an error if it failed.
pub(crate) fn examine(
    subject: &Subject<'_>,
    options: &CheckOptions,
    random: &mut Directions,
    report: &mut Report,
) -> Result<(), CheckError> {
    let (n, m) = (subject.inputs.size(), subject.outputs.size());
    if n == 0 || m == 0 {
        let side = if n == 0 { "the inputs have" } else { "the outputs have" };
        return Err(CheckError::Vacuous(format!("{} at order {}: {side} no elements", subject.name, subject.order)));
    }
    let limit = options.entry_limit(subject.order);
    let affordable = n.saturating_mul(m) <= MOST_ENTRIES;
    let every_entry = n <= limit && affordable;
    let center = (subject.numeric)(subject.x)?;
    if let Some(at) = center.iter().position(|v| v.is_nan()) {
        return conclude_single(
            subject,
            options,
            Kind::Value,
            [subject.outputs.entry_name(at), "the point".into()],
            [f64::NAN; 2],
            0.0,
            report,
        );
    }
    let rows = m <= limit && affordable && (every_entry || m <= FEW_OUTPUTS);
    let reverse = Reverse::new(subject, &center, options, random, rows)?;
    let directions: Vec<Vec<f64>> = (0..options.directions).map(|_| random.draw(n)).collect();
    let totals = vec![vec![0.0; m]; directions.len()];
    let groups = Groups::new();
    let mut this = Examination { subject, options, magnitude: Vec::new(), center, reverse, directions, totals, groups };
    this.magnitude = this.with_projections(this.center.clone(), f64::abs);
    if every_entry {
        this.every_entry()?;
        this.every_direction()?;
    } else {
        this.every_direction()?;
        if affordable && n <= RERUN_LIMIT && this.groups.values().any(|j| !j.verdict.is_right()) {
            this.groups.clear();
            this.every_entry()?;
            this.every_direction()?;
        }
    }
    this.conclude(report)?;
    products(subject, options, random, report)
}

impl Reverse {
    fn new(
        subject: &Subject<'_>,
        center: &[f64],
        options: &CheckOptions,
        random: &mut Directions,
        rows: bool,
    ) -> Result<Reverse, CheckError> {
        let m = subject.outputs.size();
        let Some(pull) = subject.reverse else {
            return Ok(Reverse { cotangents: Vec::new(), pulled: Vec::new(), rows: Vec::new() });
        };
        // An output that is infinite at the point has no difference: no projection includes it.
        let finite = |ct: Vec<f64>| ct.iter().zip(center).map(|(&c, v)| if v.is_finite() { c } else { 0.0 }).collect();
        let cotangents: Vec<Vec<f64>> = (0..options.directions.max(1)).map(|_| finite(random.draw(m))).collect();
        let pulled = cotangents.iter().map(|ct| pull(ct)).collect::<Result<_, _>>()?;
        let unit = |i: usize| (0..m).map(|k| f64::from(u8::from(k == i))).collect::<Vec<f64>>();
        let rows = (0..if rows { m } else { 0 }).map(|i| pull(&unit(i))).collect::<Result<_, _>>()?;
        Ok(Reverse { cotangents, pulled, rows })
    }
}

impl Examination<'_> {
    /// The values and, after them, their products with the random cotangents.
    fn with_projections(&self, mut values: Vec<f64>, map: fn(f64) -> f64) -> Vec<f64> {
        let m = values.len();
        for v in &mut values {
            *v = map(*v);
        }
        for ct in &self.reverse.cotangents {
            let terms = ct.iter().zip(&values[..m]).filter(|(c, _)| **c != 0.0);
            values.push(terms.map(|(&c, &v)| map(c) * v).sum());
        }
        values
    }

    fn every_entry(&mut self) -> Result<(), CheckError> {
        let n = self.subject.x.len();
        (0..n).try_for_each(|entry| {
            let mut unit = vec![0.0; n];
            unit[entry] = 1.0;
            self.probe(Some(entry), &unit, None)
        })
    }

    fn every_direction(&mut self) -> Result<(), CheckError> {
        (0..self.directions.len()).try_for_each(|d| self.probe(None, &self.directions[d].clone(), Some(d)))
    }

    /// Compares the derivatives in one direction: that of one entry, or a random one, which has a number.
    fn probe(&mut self, entry: Option<usize>, direction: &[f64], number: Option<usize>) -> Result<(), CheckError> {
        let subject = self.subject;
        let along = |h: f64| {
            let moved: Vec<f64> = subject.x.iter().zip(direction).map(|(&x, &t)| x + h * t).collect();
            Ok(self.with_projections((subject.numeric)(&moved)?, |v| v))
        };
        let center = self.with_projections(self.center.clone(), |v| v);
        let changed = subject.x.iter().zip(direction).filter(|(_, t)| **t != 0.0);
        let line = Line {
            along: &along,
            center: &center,
            magnitude: &self.magnitude,
            precision: subject.precision,
            reach: changed.map(|(x, _)| x.abs()).fold(0.0, f64::max),
            fixed: self.options.step,
        };
        let numeric = line.central()?;
        let claims = self.claims(entry, direction, number)?;
        let judged = self.judge(entry, &line, &numeric, &claims)?;
        if let Some(j) = entry {
            for (total, direction) in self.totals.iter_mut().zip(&self.directions) {
                total.iter_mut().zip(&numeric.values).for_each(|(total, v)| *total += (v * direction[j]).abs());
            }
        }
        for judged in judged {
            let key = (judged.kind, judged.input.map(|i| subject.inputs.leaf_at(i)), self.output_leaf(judged.output));
            match self.groups.get_mut(&key) {
                None => drop(self.groups.insert(key, judged)),
                Some(worst) => {
                    let entries = worst.entries + 1;
                    let informative = worst.verdict == Verdict::Right || judged.verdict == Verdict::Right;
                    if judged.is_worse_than(worst) {
                        *worst = judged;
                    }
                    worst.entries = entries;
                    if informative && worst.verdict == Verdict::Zero {
                        worst.verdict = Verdict::Right;
                    }
                }
            }
        }
        Ok(())
    }

    /// The sum of |J·t| term by term, for direction `d` and one output: the rounding of J·t follows it, and a sum may
    /// cancel. Zero if nothing is known of it.
    fn terms(&self, d: usize, output: usize) -> f64 {
        let row = self.reverse.rows.get(output).map_or(0.0, |row| sizes(row, &self.directions[d]));
        row.max(self.totals[d][output])
    }

    fn output_leaf(&self, output: Option<usize>) -> Option<usize> {
        output.map(|o| self.subject.outputs.leaf_at(o))
    }

    /// What the derivative says about one direction.
    fn claims(&self, entry: Option<usize>, direction: &[f64], number: Option<usize>) -> Result<Vec<Claim>, CheckError> {
        let (subject, m) = (self.subject, self.center.len());
        let mut claims = Vec::new();
        if let Some((kind, push)) = subject.forward {
            let tangent = push(direction)?;
            for leaf in subject.outputs.leaves() {
                let largest = largest(&tangent[leaf.entries.clone()]);
                claims.extend(leaf.entries.clone().map(|at| {
                    let pass = number.map_or(largest, |d| largest.max(self.terms(d, at)));
                    Claim { kind, at, analytic: tangent[at], pass }
                }));
            }
        }
        let Reverse { pulled, rows, .. } = &self.reverse;
        let mut claim = |at: usize, cotangent: &[f64]| {
            let (analytic, pass) = match entry {
                Some(j) => {
                    let leaf = &subject.inputs.leaves()[subject.inputs.leaf_at(j)];
                    (cotangent[j], largest(&cotangent[leaf.entries.clone()]))
                }
                None => (dot(cotangent, direction), sizes(cotangent, direction)),
            };
            claims.push(Claim { kind: Kind::Reverse, at, analytic, pass });
        };
        if entry.is_some() && !rows.is_empty() {
            rows.iter().enumerate().for_each(|(i, row)| claim(i, row));
        } else {
            pulled.iter().enumerate().for_each(|(i, cotangent)| claim(m + i, cotangent));
        }
        Ok(claims)
    }

    /// Judges the claims by one difference, and those that it does not settle by extrapolation, the worst first. Once some
    /// fail, the rest of those is dropped.
    fn judge(
        &self,
        entry: Option<usize>,
        line: &Line<'_>,
        numeric: &Central,
        claims: &[Claim],
    ) -> Result<Vec<Judged>, CheckError> {
        let scale = entry.map_or(1.0, |j| self.subject.x[j].abs().max(1.0));
        let (mut open, mut judged) = (Vec::new(), Vec::new());
        for claim in claims {
            let slope = Slope { value: numeric.values[claim.at], error: 0.0, step: numeric.step, kink: None };
            let first = self.judged(entry, claim, &slope, scale);
            let bent = numeric.gaps[claim.at] > first.allowed;
            if first.verdict.is_right() && !bent { judged.push(first) } else { open.push((claim, first)) }
        }
        open.sort_by(|(_, a), (_, b)| if a.is_worse_than(b) { Ordering::Less } else { Ordering::Greater });
        for batch in open.chunks(BATCH) {
            let wanted: Vec<usize> = batch.iter().map(|(claim, _)| claim.at).collect();
            let enough = |steps: usize, i: usize, slope: &Slope| {
                let sure = slope.error <= 0.1 * self.judged(entry, batch[i].0, slope, scale).allowed;
                sure && steps >= line.least_steps()
            };
            let slopes = line.extrapolate(&wanted, &enough)?;
            let settled = batch.iter().zip(&slopes).map(|((claim, _), s)| self.settled(entry, claim, s, line, scale));
            let start = judged.len();
            judged.extend(settled);
            if judged[start..].iter().any(|j| !j.verdict.is_right()) {
                break;
            }
        }
        Ok(judged)
    }

    /// A claim against a difference that is taken as exact.
    fn judged(&self, entry: Option<usize>, claim: &Claim, slope: &Slope, scale: f64) -> Judged {
        let output = (claim.at < self.center.len()).then_some(claim.at);
        let tolerance = self.tolerance(entry, output);
        let magnitude = self.magnitude[claim.at];
        let value = if magnitude.is_finite() { magnitude / scale } else { 0.0 };
        let (analytic, numeric) = (claim.analytic, slope.value);
        let allowed = tolerance.allowed(analytic.abs().max(numeric.abs()), claim.pass, value);
        let verdict = if !(analytic.is_finite() && numeric.is_finite()) {
            Verdict::NonFinite
        } else if (analytic - numeric).abs() > allowed {
            Verdict::Wrong
        } else if numeric.abs() <= tolerance.allowed(numeric.abs(), 0.0, value) {
            Verdict::Zero
        } else {
            Verdict::Right
        };
        Judged {
            kind: claim.kind,
            input: entry,
            output,
            analytic,
            numeric,
            allowed,
            step: slope.step,
            entries: 1,
            verdict,
        }
    }

    /// A claim against an extrapolation, which may have failed.
    fn settled(&self, entry: Option<usize>, claim: &Claim, slope: &Slope, line: &Line<'_>, scale: f64) -> Judged {
        let mut judged = self.judged(entry, claim, slope, scale);
        if !claim.analytic.is_finite() {
            return judged;
        }
        let resolution = line.resolution(claim.at);
        let bearable = if resolution.is_finite() { judged.allowed.max(resolution) } else { judged.allowed };
        let apart = judged.error();
        let between = slope
            .kink
            .is_some_and(|[low, high]| (low - judged.allowed..=high + judged.allowed).contains(&claim.analytic));
        if between {
            judged.verdict = Verdict::Kink;
        } else if slope.error <= bearable && apart <= judged.allowed + 2.0 * slope.error {
            judged.allowed += 2.0 * slope.error;
            if judged.verdict == Verdict::Wrong {
                judged.verdict = Verdict::Right;
            }
        } else if slope.kink.is_some() || slope.error <= bearable || apart > 5.0 * slope.error {
            judged.verdict = Verdict::Wrong;
        } else if judged.numeric.is_finite() {
            judged.verdict = Verdict::Unresolved;
        }
        judged
    }

    fn tolerance(&self, input: Option<usize>, output: Option<usize>) -> Tolerance {
        let precision = |layout: &Layout, at: Option<usize>| match at {
            Some(at) => Precision::of(layout.leaves()[layout.leaf_at(at)].dtype),
            None => layout.precision(),
        };
        let analytic = precision(self.subject.inputs, input).min(precision(self.subject.outputs, output));
        Tolerance::new(self.options, analytic, self.subject.precision, self.subject.order)
    }

    /// Reports the groups; errs if one failed, or if there are none.
    fn conclude(self, report: &mut Report) -> Result<(), CheckError> {
        let start = report.comparisons.len();
        report.comparisons.extend(self.groups.values().map(|judged| self.comparison(judged)));
        let worst = |entries: bool| {
            let failed = self.groups.values().filter(|j| !j.verdict.is_right() && j.input.is_some() == entries);
            failed.reduce(|a, b| if b.is_worse_than(a) { b } else { a })
        };
        // A failed entry says more than a failed direction.
        if let Some(judged) = worst(true).or_else(|| worst(false)) {
            return Err(CheckError::of(self.comparison(judged)));
        }
        if report.comparisons.len() == start {
            return Err(CheckError::Vacuous("neither random directions nor entries were asked for".into()));
        }
        Ok(())
    }

    fn comparison(&self, judged: &Judged) -> Comparison {
        let subject = self.subject;
        let error = judged.error();
        let number = judged.analytic.abs().max(judged.numeric.abs());
        Comparison {
            order: subject.order,
            kind: judged.kind,
            function: subject.name.into(),
            input: judged.input.map_or_else(|| "all inputs".into(), |i| subject.inputs.entry_name(i)),
            output: judged.output.map_or_else(|| "a random cotangent".into(), |o| subject.outputs.entry_name(o)),
            analytic: judged.analytic,
            numeric: judged.numeric,
            absolute_error: error,
            relative_error: if error == 0.0 { 0.0 } else { error / number },
            allowed: judged.allowed,
            step: judged.step,
            seed: self.options.seed,
            entries: judged.entries,
            verdict: judged.verdict,
        }
    }
}
