//! The check of derivatives of functions of arrays, to any order, in both modes.
//!
//! Order 1 holds `jvp` against differences along random directions (and along every axis, if the arguments are few), `vjp`
//! against the projections of the same, and the two against each other. Order n applies this to the derived functions
//! x ↦ jvp(f, x, t) and x ↦ vjp(f, x)(c) with fresh random t and c: nothing is taken from the arguments themselves, so that
//! a point at 0 checks as much as any other.

use crate::{
    difference::{Difference, differentiate, differentiate_at_scale},
    options::CheckOptions,
    plain::judge,
    report::{CheckError, Comparison, Fault, Mode, Report},
};
use core::panic::AssertUnwindSafe;
use cotangent_autodiff::{Array, DType, Error, ErrorKind, Function, Primals, jvp, vjp};
use cotangent_pytree::{PyTree, paths};
use cotangent_tensor::random::fast::Generator;

/// Leaves in, leaves out.
type Flat<'a> = dyn Fn(&Vec<Array>) -> Vec<Array> + 'a;

/// Holds every derivative of `f` at `primals`, up to the order that `options` ask for, against numerical ones.
///
/// Differences are taken in f64 wherever `f` accepts f64, also for f32 arguments. The report names every comparison; an
/// error names mode, order, leaf, both numbers, step and seed.
///
/// # Errors
/// A derivative that is wrong, not finite, or at a kink; modes that disagree; a Hessian that is not symmetric; arguments or
/// outputs without floats, or without elements, for which a check would say nothing.
pub fn check_grads<P, F>(f: F, primals: P, options: CheckOptions) -> Result<Report, CheckError>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    let tree = primals.owned();
    let inputs = named(&tree, "args");
    let xs: Vec<Array> = inputs.iter().map(|(_, x)| x.clone()).collect();
    if let Some((path, x)) = inputs.iter().find(|(_, x)| !x.dtype().is_float()) {
        let text = format!("{path} is {}, and only floats have derivatives", x.dtype());
        return Err(CheckError::Refused(Error::new(ErrorKind::Transform, text)));
    }
    if xs.iter().all(|x| x.shape().size() == 0) {
        return Err(CheckError::Vacuous { text: "the arguments have no elements".into() });
    }
    let run = |xs: &Vec<Array>| -> Vec<Array> {
        let mut at = tree.clone();
        let mut leaves = xs.iter();
        at.leaves_mut(&mut |x| *x = leaves.next().expect("a leaf for each place").clone());
        leaves_of(&f.call(P::refs(&at)))
    };
    let outputs: Vec<String> = named(&f.call(P::refs(&tree)), "out").into_iter().map(|(path, _)| path).collect();
    let mut checker = Checker {
        generator: Generator::new(options.seed),
        report: Report::default(),
        inputs: inputs.into_iter().map(|(path, _)| path).collect(),
        in_f64: accepts_f64(&run, &xs),
        options,
    };
    checker.level(&run, &xs, &outputs, 1)?;
    if checker.options.order > 1 && checker.options.modes == crate::Modes::BOTH {
        checker.symmetry(&run, &xs)?;
    }
    Ok(checker.report)
}

fn leaves_of<T: PyTree<Array>>(tree: &T) -> Vec<Array> {
    let mut leaves = Vec::new();
    tree.leaves(&mut |x| leaves.push(x.clone()));
    leaves
}

/// The leaves of a tree with their paths.
fn named<T: PyTree<Array>>(tree: &T, root: &str) -> Vec<(String, Array)> {
    let name = |path: String| match path.chars().next() {
        None => root.to_owned(),
        Some('[') => format!("{root}{path}"),
        Some(_) => format!("{root}.{path}"),
    };
    paths(tree).into_iter().map(|(path, x)| (name(path.to_string()), x.clone())).collect()
}

fn to_f64(xs: &[Array]) -> Vec<Array> {
    xs.iter().map(|x| x.convert(DType::F64)).collect()
}

/// Whether the function takes f64 arguments and returns f64 for them, wherever it returns floats.
fn accepts_f64(f: &Flat<'_>, xs: &[Array]) -> bool {
    let ys = std::panic::catch_unwind(AssertUnwindSafe(|| f(&to_f64(xs))));
    ys.is_ok_and(|ys| ys.iter().all(|y| y.dtype() != DType::F32))
}

/// The elements of the float leaves, one behind the other.
fn numbers(xs: &[Array]) -> Vec<f64> {
    let of = |x: &Array| x.convert(DType::F64).to_vec::<f64>().expect("converted");
    xs.iter().filter(|x| x.dtype().is_float()).flat_map(of).collect()
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The size of the terms of an inner product: what its rounding error is measured against.
fn size_of_terms(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a * b) * (a * b)).sum::<f64>().sqrt()
}

struct Checker {
    options: CheckOptions,
    generator: Generator,
    report: Report,
    inputs: Vec<String>,
    /// Whether differences are taken in f64.
    in_f64: bool,
}

impl Checker {
    /// Arrays like these with standard normal elements; zeros where there is no tangent.
    fn random_like(&mut self, xs: &[Array]) -> Vec<Array> {
        let mut random = |x: &Array| {
            if !x.dtype().is_float() {
                return x.zeros_like();
            }
            let mut values = vec![0.0; x.shape().size()];
            self.generator.fill_normal_f64(&mut values);
            Array::from_vec(values, &x.shape()).expect("as many as x has").convert(x.dtype())
        };
        xs.iter().map(&mut random).collect()
    }

    /// The differences of `f` at `xs` along `ts`.
    fn difference(&self, f: &Flat<'_>, xs: &[Array], ts: &[Array]) -> Difference {
        let epsilon = if self.in_f64 { f64::EPSILON } else { f64::from(f32::EPSILON) };
        let size = numbers(xs).iter().fold(0.0, |a: f64, x| a.max(x.abs()));
        let longest = numbers(ts).iter().fold(1.0, |a: f64, t| a.max(t.abs())).log2().ceil().exp2();
        let (xs, ts) = if self.in_f64 { (to_f64(xs), to_f64(ts)) } else { (xs.to_vec(), ts.to_vec()) };
        // Steps are those of the element that moves most.
        let along = |e: f64| numbers(&f(&xs.iter().zip(&ts).map(|(x, t)| x + t * (e / longest)).collect()));
        let scaled = match self.options.step {
            Some(h) => differentiate(along, h, epsilon),
            None => differentiate_at_scale(along, size, epsilon),
        };
        scaled.times(longest)
    }

    /// All checks of one function, then of its derivatives.
    fn level(&mut self, f: &Flat<'_>, xs: &Vec<Array>, outputs: &[String], order: usize) -> Result<(), CheckError> {
        let ys = f(xs);
        if numbers(&ys).is_empty() {
            return Err(CheckError::Vacuous { text: "the outputs have no floats".into() });
        }
        let entries: usize = xs.iter().map(|x| x.shape().size()).sum();
        if order == 1 && entries <= self.options.every_entry {
            self.entries(f, xs, outputs)?;
        }
        for _ in 0..self.options.directions {
            let ts = self.random_like(xs);
            if let Err(error) = self.direction(f, xs, &ts, outputs, order) {
                if order == 1 && entries > self.options.every_entry {
                    self.entries(f, xs, outputs)?; // says which entry it is, if one shows it
                }
                return Err(error);
            }
        }
        if order == self.options.order {
            return Ok(());
        }
        if self.options.modes.forward {
            let ts = self.random_like(xs);
            let derived = |x: &Vec<Array>| jvp(|x: &Vec<Array>| f(x), x, &ts_like(&ts, x)).1;
            self.level(&derived, xs, outputs, order + 1)?;
        }
        if self.options.modes.reverse {
            let cts = self.random_like(&ys);
            let derived = |x: &Vec<Array>| {
                let (y, pullback) = vjp(|x: &Vec<Array>| f(x), x);
                pullback(&ts_like(&cts, &y))
            };
            let names = self.inputs.clone();
            self.level(&derived, xs, &names, order + 1)?;
        }
        Ok(())
    }

    /// One random direction: forward and reverse against differences, and against each other.
    fn direction(
        &mut self,
        f: &Flat<'_>,
        xs: &Vec<Array>,
        ts: &Vec<Array>,
        outputs: &[String],
        order: usize,
    ) -> Result<(), CheckError> {
        let difference = self.difference(f, xs, ts);
        let (ys, dys) = jvp(|x: &Vec<Array>| f(x), xs, ts);
        if self.options.modes.forward {
            self.leaves(&dys, &difference, outputs, order, "")?;
        }
        if !self.options.modes.reverse {
            return Ok(());
        }
        let cts = self.random_like(&ys);
        let pulled = vjp(|x: &Vec<Array>| f(x), xs).1(&cts);
        let (c, u, t, dy) = (numbers(&cts), numbers(&pulled), numbers(ts), numbers(&dys));
        let (backward, forward) = (inner(&u, &t), inner(&c, &dy));
        let terms = size_of_terms(&c, &difference.central).max(size_of_terms(&u, &t));
        // The kink of one output is a kink of the projection.
        let projected = Difference::projection(&difference, &c);
        let tolerances = self.tolerances(&ys, order);
        let (error, fault) = judge(backward, &projected, 0, tolerances, terms);
        let place = "⟨c, J·t⟩".to_owned();
        let comparison =
            self.comparison(Mode::Reverse, order, place, backward, projected.central[0], error, difference.step);
        self.report.add(comparison, fault)?;
        if self.options.modes.forward {
            let epsilon = if ys.iter().chain(xs).any(|x| x.dtype() == DType::F32) {
                f64::from(f32::EPSILON)
            } else {
                f64::EPSILON
            };
            let sizes = c.iter().zip(&dy).map(|(a, b)| (a * b).abs()).sum::<f64>()
                + u.iter().zip(&t).map(|(a, b)| (a * b).abs()).sum::<f64>();
            // A sum of n products rounds n times, and each factor was rounded before.
            let allowed = 64.0 * epsilon * (sizes + 1e-3 * terms) + f64::MIN_POSITIVE;
            let error = (backward - forward).abs() / allowed;
            let fault = (error > 1.0 || error.is_nan()).then_some(Fault::NotAdjoint);
            let comparison = self.comparison(Mode::Adjoint, order, "⟨c, J·t⟩".into(), backward, forward, error, 0.0);
            self.report.add(comparison, fault)?;
        }
        Ok(())
    }

    /// Every entry of the Jacobian, a column at a time.
    fn entries(&mut self, f: &Flat<'_>, xs: &Vec<Array>, outputs: &[String]) -> Result<(), CheckError> {
        let zeros: Vec<Array> = xs.iter().map(Array::zeros_like).collect();
        let pullback = self.options.modes.reverse.then(|| vjp(|x: &Vec<Array>| f(x), xs));
        // Rows by reverse mode where they are few: one for each output.
        let rows = pullback.and_then(|(ys, pullback)| {
            let count = numbers(&ys).len();
            (count <= 16).then(|| (0..count).map(|o| numbers(&pullback(&unit(&ys, o)))).collect::<Vec<_>>())
        });
        let mut column = 0;
        for (leaf, x) in xs.iter().enumerate() {
            for i in 0..x.shape().size() {
                let mut ts = zeros.clone();
                ts[leaf] = unit_vector(x, i);
                let difference = self.difference(f, xs, &ts);
                let at = format!(" in {}#{i}", self.inputs[leaf]);
                if self.options.modes.forward {
                    let dys = jvp(|x: &Vec<Array>| f(x), xs, &ts).1;
                    self.leaves(&dys, &difference, outputs, 1, &at)?;
                }
                if let Some(rows) = &rows {
                    let tolerances = self.tolerances(xs, 1);
                    for (o, row) in rows.iter().enumerate() {
                        let (error, fault) = judge(row[column], &difference, o, tolerances, 0.0);
                        let place = format!("output number {o}{at}");
                        let comparison = self.comparison(
                            Mode::Reverse,
                            1,
                            place,
                            row[column],
                            difference.central[o],
                            error,
                            difference.step,
                        );
                        self.report.add(comparison, fault)?;
                    }
                }
                column += 1;
            }
        }
        Ok(())
    }

    /// The tangent of every output against its difference.
    fn leaves(
        &mut self,
        dys: &[Array],
        difference: &Difference,
        outputs: &[String],
        order: usize,
        at: &str,
    ) -> Result<(), CheckError> {
        let mut next = 0;
        for (dy, path) in dys.iter().zip(outputs).filter(|(dy, _)| dy.dtype().is_float()) {
            let tolerances = self.tolerances(core::slice::from_ref(dy), order);
            for (i, analytic) in numbers(core::slice::from_ref(dy)).into_iter().enumerate() {
                let (error, fault) = judge(analytic, difference, next, tolerances, 0.0);
                let place = if at.is_empty() { format!("{path}#{i}") } else { format!("{path}[{i}]{at}") };
                let comparison = self.comparison(
                    Mode::Forward,
                    order,
                    place,
                    analytic,
                    difference.central[next],
                    error,
                    difference.step,
                );
                self.report.add(comparison, fault)?;
                next += 1;
            }
        }
        Ok(())
    }

    /// ⟨u, H·v⟩ = ⟨v, H·u⟩ for a function with one number as output.
    fn symmetry(&mut self, f: &Flat<'_>, xs: &Vec<Array>) -> Result<(), CheckError> {
        if numbers(&f(xs)).len() != 1 {
            return Ok(());
        }
        let slope = |x: &Vec<Array>| {
            let (y, pullback) = vjp(|x: &Vec<Array>| f(x), x);
            pullback(&unit(&y, 0))
        };
        let (us, vs) = (self.random_like(xs), self.random_like(xs));
        let product = |v: &Vec<Array>| numbers(&jvp(slope, xs, v).1);
        let (u, v, hu, hv) = (numbers(&us), numbers(&vs), product(&us), product(&vs));
        let (one, other) = (inner(&u, &hv), inner(&v, &hu));
        let (_, relative) = self.tolerances(xs, 2);
        let allowed = relative * size_of_terms(&u, &hv).max(size_of_terms(&v, &hu)) + f64::MIN_POSITIVE;
        let error = (one - other).abs() / allowed;
        let fault = (error > 1.0 || error.is_nan()).then_some(Fault::NotSymmetric);
        let comparison = self.comparison(Mode::Symmetry, 2, "⟨u, H·v⟩".into(), one, other, error, 0.0);
        self.report.add(comparison, fault)
    }

    /// The tolerances for derivatives of these dtypes: those of the coarsest.
    fn tolerances(&self, xs: &[Array], order: usize) -> (f64, f64) {
        let coarse = !self.in_f64 || xs.iter().any(|x| x.dtype() == DType::F32);
        self.options.tolerances(if coarse { DType::F32 } else { DType::F64 }, order)
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a comparison")]
    fn comparison(
        &self,
        mode: Mode,
        order: usize,
        place: String,
        analytic: f64,
        numeric: f64,
        error: f64,
        step: f64,
    ) -> Comparison {
        Comparison { order, mode, place, analytic, numeric, error, step, seed: self.options.seed }
    }
}

/// Tangents in the dtypes of `xs`, which may have been converted to f64 for the numerical side.
fn ts_like(ts: &[Array], xs: &[Array]) -> Vec<Array> {
    ts.iter().zip(xs).map(|(t, x)| t.convert(x.dtype())).collect()
}

/// Zeros like `x` with a 1 at element `i`.
fn unit_vector(x: &Array, i: usize) -> Array {
    let n = x.shape().size();
    let mut values = vec![0.0; n];
    values[i] = 1.0;
    Array::from_vec(values, &x.shape()).expect("as many as x has").convert(x.dtype())
}

/// Zeros like `ys` with a 1 at float number `at` of them all.
fn unit(ys: &[Array], mut at: usize) -> Vec<Array> {
    let mut one = |y: &Array| {
        let n = if y.dtype().is_float() { y.shape().size() } else { 0 };
        if at < n {
            let unit = unit_vector(y, at);
            at = usize::MAX;
            return unit;
        }
        at = at.saturating_sub(if at == usize::MAX { 0 } else { n });
        y.zeros_like()
    };
    ys.iter().map(&mut one).collect()
}
