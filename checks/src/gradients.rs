//! `check_grads`: the derivatives of this library held against differences, to any order.
//!
//! Order k + 1 is order 1 of the derivatives of order k as functions: x ↦ jvp(f, x, t) and x ↦ vjp(f, x)(c), for t and c
//! drawn afresh each time. All of them are functions of flat lists of leaves behind one `dyn Fn`, so that types do not grow.

use crate::{
    error::CheckError,
    jacobian::{Subject, examine},
    layout::Layout,
    options::{CheckOptions, Modes},
    products::conclude_single,
    random::Directions,
    report::{Kind, Report},
    tolerance::{Precision, Tolerance},
};
use core::cell::Cell;
use cotangent_autodiff::{Array, DType, Function, Primals, Trees, jvp, vjp};
use cotangent_pytree::PyTree;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A function of lists of leaves.
pub(crate) type Leaves<'a> = dyn Fn(&Vec<Array>) -> Vec<Array> + 'a;

/// Holds the derivatives of `f` at `primals` against numerical differences, in forward and in reverse mode, up to the
/// order asked for; reverse mode against forward mode; and second derivatives against their own symmetry.
///
/// `primals` is `&x`, or `(&x, &y, …)` for a function of several arguments; all leaves must be floats. `f` runs now, many
/// times, and may capture anything. Outputs that are no floats are left out. Functions of f32 are differenced in f64
/// if they return f64 when given f64, so that the differences add no error of their own.
///
/// What makes it strict, and all that can be set: [`CheckOptions`].
///
/// ```
/// use cotangent_autodiff::{Array, array};
/// use cotangent_checks::{CheckOptions, check_grads};
/// let f = |w: &Array, x: &Array| (w * x).tanh().sum();
/// let report = check_grads(f, (&array([0.5, -1.0]), &array([2.0, 0.3])), CheckOptions::default().order(2))?;
/// assert!(report.entries() > 30);
/// # Ok::<(), cotangent_checks::CheckError>(())
/// ```
///
/// A wrong rule is found, and named:
/// ```
/// use cotangent_autodiff::{Array, array, custom_jvp};
/// use cotangent_checks::{CheckError, CheckOptions, check_grads};
/// let sin = custom_jvp(Array::sin, |x: &Array| {
///     let slope = -x.cos();
///     (x.sin(), move |dx: &Array| &slope * dx)
/// });
/// let error = check_grads(sin, &array([0.5, 1.0]), CheckOptions::default()).unwrap_err();
/// assert!(matches!(error, CheckError::Wrong(_)));
/// assert!(error.to_string().contains("d output[0] / d args[0][0]"));
/// ```
///
/// # Errors
/// The first order and function at which something fails, with the worst number of it: [`CheckError`]. A check that
/// compared nothing, or that derivatives of zero would have passed, is an error too.
pub fn check_grads<P, F>(f: F, primals: P, options: CheckOptions) -> Result<Report, CheckError>
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
    let mut check = Check { options: &options, random: Directions::new(options.seed), report: Report::default() };
    let level = Level { order: 1, name: "f".into(), gradient: false };
    check.level(&flat, &point, &point.outputs, &level)?;
    check.report.telling()
}

/// `f` on a list of leaves, with the float leaves of its output.
pub(crate) fn flattened<T: PyTree<Array>, O: PyTree<Array>>(
    f: &impl Fn(&T) -> O,
    template: &T,
) -> impl Fn(&Vec<Array>) -> Vec<Array> {
    |leaves| {
        let args = cotangent_pytree::unflatten(template, leaves.iter().cloned()).expect("a leaf for each place");
        float_leaves(&f(&args))
    }
}

fn float_leaves<T: PyTree<Array>>(tree: &T) -> Vec<Array> {
    let mut leaves = Vec::new();
    tree.leaves(&mut |x| {
        if x.dtype().is_float() {
            leaves.push(x.clone());
        }
    });
    leaves
}

/// Where to differentiate, and in which precision to take differences.
pub(crate) struct Point {
    pub(crate) leaves: Vec<Array>,
    pub(crate) flat: Vec<f64>,
    pub(crate) inputs: Layout,
    pub(crate) outputs: Layout,
    pub(crate) precision: Precision,
}

impl Point {
    pub(crate) fn new<T, O>(f: &impl Fn(&T) -> O, args: &T) -> Result<Point, CheckError>
    where
        T: PyTree<Array>,
        O: PyTree<Array>,
    {
        refuse_integers(args)?;
        let inputs = Layout::of_floats("args", args);
        let leaves = float_leaves(args);
        if leaves.is_empty() {
            return Err(CheckError::Vacuous("the arguments have no leaves".into()));
        }
        let flat = inputs.flat("the point", &leaves)?;
        // Values that an outer transform follows are taken as numbers.
        let leaves = inputs.arrays(&flat, None);
        let args = cotangent_pytree::unflatten(args, leaves.iter().cloned()).expect("a leaf for each place");
        let y = f(&args);
        let outputs = Layout::of_floats("output", &y);
        if outputs.leaves().is_empty() {
            let paths = cotangent_pytree::paths(&y);
            return Err(match paths.first() {
                Some((path, leaf)) => CheckError::Integer { leaf: format!("output{path}"), dtype: leaf.dtype() },
                None => CheckError::Vacuous("the output has no leaves".into()),
            });
        }
        let flat_f = flattened(f, &args);
        let precision = match inputs.precision().min(outputs.precision()) {
            Precision::F32 if !accepts_f64(&flat_f, &inputs.arrays(&flat, Some(DType::F64))) => Precision::F32,
            _ => Precision::F64,
        };
        Ok(Point { leaves, flat, inputs, outputs, precision })
    }
}

fn refuse_integers<T: PyTree<Array>>(args: &T) -> Result<(), CheckError> {
    match cotangent_pytree::paths(args).iter().find(|(_, leaf)| !leaf.dtype().is_float()) {
        Some((path, leaf)) => Err(CheckError::Integer { leaf: format!("args{path}"), dtype: leaf.dtype() }),
        None => Ok(()),
    }
}

/// Whether `f` computes in f64 when given f64. A function that panics then does not; the panic has printed its message.
fn accepts_f64(f: &Leaves<'_>, leaves: &Vec<Array>) -> bool {
    catch_unwind(AssertUnwindSafe(|| f(leaves))).is_ok_and(|ys| ys.iter().all(|y| y.dtype() == DType::F64))
}

/// What is known of one function to be checked.
struct Level {
    order: usize,
    name: String,
    gradient: bool,
}

struct Check<'a> {
    options: &'a CheckOptions,
    random: Directions,
    report: Report,
}

impl Check<'_> {
    /// Checks the first derivatives of `f`, then those of its derivatives.
    fn level(&mut self, f: &Leaves<'_>, point: &Point, outputs: &Layout, level: &Level) -> Result<(), CheckError> {
        self.examine(f, point, outputs, level)?;
        if level.order == self.options.order {
            return Ok(());
        }
        let next = |mode: &str, gradient| Level {
            order: level.order + 1,
            name: format!("{mode} of {}", level.name),
            gradient,
        };
        if self.options.modes.contains(Modes::FORWARD) {
            let tangents = point.inputs.arrays(&self.random.draw(point.inputs.size()), None);
            self.level(&pushed(f, &tangents), point, outputs, &next("jvp", false))?;
        }
        if self.options.modes.contains(Modes::REVERSE) {
            let cotangents = outputs.arrays(&self.random.draw(outputs.size()), None);
            self.level(&pulled(f, &cotangents), point, &point.inputs, &next("vjp", true))?;
        }
        Ok(())
    }

    fn examine(&mut self, f: &Leaves<'_>, point: &Point, outputs: &Layout, level: &Level) -> Result<(), CheckError> {
        let Point { inputs, precision, .. } = point;
        // Differences in the precision of the input leave each leaf its own dtype.
        let dtype = (!self.options.jax && *precision == Precision::F64).then_some(DType::F64);
        let numeric = |x: &[f64]| outputs.flat(&format!("the output of {}", level.name), &f(&inputs.arrays(x, dtype)));
        let value: Cell<Option<Vec<Array>>> = Cell::new(None);
        let forward = |t: &[f64]| {
            let (y, dy) = jvp(f, &point.leaves, &inputs.arrays(t, None));
            value.set(Some(y));
            outputs.flat(&format!("the tangent of {}", level.name), &dy)
        };
        let modes = self.options.modes;
        let pullback = modes.contains(Modes::REVERSE).then(|| vjp(f, &point.leaves));
        let reverse = |ct: &[f64]| {
            let (_, pull) = pullback.as_ref().expect("reverse mode was asked for");
            inputs.flat(&format!("the cotangent of {}", level.name), &pull(&outputs.arrays(ct, None)))
        };
        let subject = Subject {
            numeric: &numeric,
            precision: if dtype.is_some() { Precision::F64 } else { inputs.precision().min(outputs.precision()) },
            x: &point.flat,
            forward: if modes.contains(Modes::FORWARD) { Some((Kind::Forward, &forward)) } else { None },
            reverse: if modes.contains(Modes::REVERSE) { Some(&reverse) } else { None },
            inputs,
            outputs,
            order: level.order,
            name: &level.name,
            gradient: level.gradient,
        };
        examine(&subject, self.options, &mut self.random, &mut self.report)?;
        let want = f(&point.leaves);
        for got in value.take().as_ref().into_iter().chain(pullback.as_ref().map(|(y, _)| y)) {
            same_value(&subject, self.options, got, &want, &mut self.report)?;
        }
        Ok(())
    }
}

/// Holds the value that a transform returned against that of the function.
fn same_value(
    subject: &Subject<'_>,
    options: &CheckOptions,
    got: &[Array],
    want: &[Array],
    report: &mut Report,
) -> Result<(), CheckError> {
    let outputs = subject.outputs;
    let (got, want) = (outputs.flat("the value of the transform", got)?, outputs.flat("the output", want)?);
    for leaf in outputs.leaves() {
        let precision = Precision::of(leaf.dtype);
        let tolerance = Tolerance::new(options, precision, precision, subject.order);
        let largest = want[leaf.entries.clone()].iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        let error = |i: usize| if got[i] == want[i] { 0.0 } else { (got[i] - want[i]).abs() };
        if let Some(worst) = leaf.entries.clone().max_by(|&i, &j| error(i).total_cmp(&error(j)))
            && error(worst) > 0.0
        {
            let names = [outputs.entry_name(worst), "the point".into()];
            let allowed = tolerance.allowed(want[worst].abs(), largest, 0.0);
            conclude_single(subject, options, Kind::Value, names, [got[worst], want[worst]], allowed, report)?;
        }
    }
    Ok(())
}

/// x ↦ f′(x)·t.
pub(crate) fn pushed(f: &Leaves<'_>, tangents: &[Array]) -> impl Fn(&Vec<Array>) -> Vec<Array> {
    move |x| jvp(f, x, &in_dtypes_of(tangents, x)).1
}

/// x ↦ f′(x)ᵀ·c.
pub(crate) fn pulled(f: &Leaves<'_>, cotangents: &[Array]) -> impl Fn(&Vec<Array>) -> Vec<Array> {
    move |x| {
        let (y, pull) = vjp(f, x);
        pull(&in_dtypes_of(cotangents, &y))
    }
}

fn in_dtypes_of(directions: &[Array], leaves: &[Array]) -> Vec<Array> {
    directions.iter().zip(leaves).map(|(d, x)| d.convert(x.dtype())).collect()
}
