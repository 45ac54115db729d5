//! The JAX notebook *Automatic Differentiation*, cell by cell: our figures beside the notebook's.
//!
//! Run with `cargo run --release --example notebook`. It exits with 1 if a figure is off: random draws and the derivatives
//! of tanh and of the cubic must agree to the bit; the others in their printed digits, or be no further away than one
//! unit in the last place (ulp) of one f32 intermediate explains. That bound is computed (`notebook/rounding.rs`), and both
//! distances to the f64 truth are printed. The notebook's figures come from a machine with fused multiply-add; without
//! it one figure, "W autodiff", sums more roundings than one nudge explains, and is reported as off.

#![allow(clippy::print_stdout, reason = "an example prints")]

use cotangent::prelude::*;
use cotangent::random::Key;
use std::collections::BTreeMap;

#[path = "notebook/report.rs"]
mod report;
#[path = "notebook/rounding.rs"]
mod rounding;

use report::{Report, cell};
use rounding::LossInputs;

/// The derivative of a function at a point is a function: `grad` of `grad` of `grad`.
fn tanh_cell(report: &mut Report) {
    cell("grad, grad(grad) and grad(grad(grad)) of tanh at 2.0");
    let x = Array::from(2.0_f32);
    let slope = grad(Array::tanh);
    report.same_bits("tanh'(2)", &slope(&x), "0.070650816", 0x3d90_b160);
    report.same_bits("tanh''(2)", &grad(&slope)(&x), "-0.13621868", 0xbe0b_7ce9);
    report.same_bits("tanh'''(2)", &grad(grad(&slope))(&x), "0.25265405", 0x3e81_5bdf);
}

/// Four derivatives of x³ + 2x² − 3x + 1 at 1: 4, 10, 6 and 0.
fn cubic_cell(report: &mut Report) {
    cell("The cubic x³ + 2x² − 3x + 1 and its four derivatives at 1.0");
    let f = |x: &Array| x.powi(3) + 2.0 * x.powi(2) - 3.0 * x + 1.0;
    let dfdx = grad(f);
    let d2fdx = grad(&dfdx);
    let d3fdx = grad(&d2fdx);
    let d4fdx = grad(&d3fdx);
    let one = Array::from(1.0_f32);
    report.same_bits("f'(1)", &dfdx(&one), "4.0", 0x4080_0000);
    report.same_bits("f''(1)", &d2fdx(&one), "10.0", 0x4120_0000);
    report.same_bits("f'''(1)", &d3fdx(&one), "6.0", 0x40c0_0000);
    report.same_bits("f''''(1)", &d4fdx(&one), "0.0", 0x0000_0000);
}

/// The notebook's key, split for weights, bias and what comes later; then the draws. All must agree to the bit.
fn draws_cell(report: &mut Report) -> (Array, Array, Key) {
    cell("Random weights and bias: the same keys, the same bits");
    let key = random::key_with_layout(0, KeyLayout::Original);
    let [key, w_key, b_key] = random::split_n(&key);
    report.key("key", &key, [0x9312_778b, 0x1985_0714]);
    report.key("W_key", &w_key, [0xbdf1_7afd, 0xe4e8_dfbe]);
    report.key("b_key", &b_key, [0x98b8_9669, 0x7408_518d]);
    let w = random::normal(&w_key, &[3], DType::F32);
    let b = random::normal(&b_key, &[], DType::F32);
    let draws = [("-0.36838785", 0xbebc_9d55), ("-2.275689", 0xc011_a4e3), ("0.011447566", 0x3c3b_8e92)];
    for (i, (printed, bits)) in draws.into_iter().enumerate() {
        report.same_bits(&format!("W[{i}]"), &w.at(i), printed, bits);
    }
    report.same_bits("b", &b, "0.8535516", 0x3f5a_825c);
    (w, b, key)
}

fn sigmoid(x: &Array) -> Array {
    0.5 * ((x / 2.0).tanh() + 1.0)
}

/// The negative log-likelihood of the labels under a logistic regression.
fn loss_on(inputs: &Array, targets: &Array, w: &Array, b: &Array) -> Array {
    let preds = sigmoid(&(inputs.dot(w) + b));
    let label_probs = &preds * targets + (1.0 - &preds) * (1.0 - targets);
    -label_probs.ln().sum()
}

/// Which argument to differentiate in: 0, 1, or both at once.
fn argument_cell(report: &mut Report, loss: &impl Loss, at: &LossInputs) {
    cell("Gradients of the logistic loss in W, in b, and in both");
    let (w, b) = (&at.w, &at.b);
    let (bounds, truth) = (at.bounds(), at.truth());
    let w_grad = grad(loss)(w, b);
    report.weights("W_grad", &w_grad, &bounds, &truth);
    let b_grad = grad_wrt(loss, Arg::<1>)(w, b);
    report.bias("b_grad", &b_grad, &bounds, &truth);
    let (w_both, b_both) = grad_wrt(loss, (Arg::<0>, Arg::<1>))(w, b);
    report.weights("(0, 1)", &w_both, &bounds, &truth);
    report.bias("(0, 1)", &b_both, &bounds, &truth);
    println!("  {w_grad:?} {b_grad:?}");
}

/// A struct of parameters; the gradient comes back as the same struct.
#[derive(Clone, Debug, PyTree)]
struct Params {
    w: Array,
    b: Array,
    #[pytree(skip)]
    name: String,
}

/// The parameters as a map from names, and as a struct of one's own: the gradient has the same type.
fn trees_cell(report: &mut Report, loss: &impl Loss, at: &LossInputs) {
    cell("Gradients with respect to a dict, and to a derived struct");
    let (bounds, truth) = (at.bounds(), at.truth());
    let dict: BTreeMap<String, Array> = [("W".into(), at.w.clone()), ("b".into(), at.b.clone())].into();
    let g = grad(|p: &BTreeMap<String, Array>| loss(&p["W"], &p["b"]))(&dict);
    report.weights("dict W", &g["W"], &bounds, &truth);
    report.bias("dict b", &g["b"], &bounds, &truth);
    let params = Params { w: at.w.clone(), b: at.b.clone(), name: "logistic".into() };
    let g: Params = grad(|p: &Params| loss(&p.w, &p.b))(&params);
    report.weights(&format!("{} w", g.name), &g.w, &bounds, &truth);
    report.bias(&format!("{} b", g.name), &g.b, &bounds, &truth);
}

/// Value and gradient in one run.
fn value_cell(report: &mut Report, loss: &impl Loss, at: &LossInputs) {
    cell("value_and_grad, and the loss itself");
    let (bounds, truth) = (at.bounds(), at.truth());
    let (value, (w_grad, b_grad)) = value_and_grad_wrt(loss, (Arg::<0>, Arg::<1>))(&at.w, &at.b);
    report.loss("loss value", &value, &bounds, &truth);
    report.loss("loss", &loss(&at.w, &at.b), &bounds, &truth);
    report.weights("W_grad", &w_grad, &bounds, &truth);
    report.bias("b_grad", &b_grad, &bounds, &truth);
}

/// Finite differences of step 1e-4 in f32: mostly rounding, and the bound says so.
fn differences_cell(report: &mut Report, loss: &impl Loss, at: &LossInputs, key: &Key) {
    cell("Finite differences: in b, and in a random direction of W");
    let (w, b) = (&at.w, &at.b);
    let step = 1e-4;
    let along_b = (loss(w, &(b + step / 2.0)) - loss(w, &(b - step / 2.0))) / step;
    let (bounds, truth) = (at.bounds(), at.truth());
    report.within("b numerical", &along_b, "-0.29325485", 0xbe96_2580, at.bound_of_difference(step), truth.b);
    report.bias("b autodiff", &grad_wrt(loss, Arg::<1>)(w, b), &bounds, &truth);

    let [key, subkey] = random::split_n(key);
    report.key("key", &key, [0xd509_81e2, 0x8fcc_3f26]);
    report.key("subkey", &subkey, [0x6599_9f1a, 0xd0ce_040c]);
    let vec = random::normal(&subkey, &[3], DType::F32);
    let draws = [("0.96724623", 0x3f77_9d73), ("-0.56278366", 0xbf10_1297), ("0.3791318", 0x3ec2_1d90)];
    for (i, (printed, bits)) in draws.into_iter().enumerate() {
        report.same_bits(&format!("vec[{i}]"), &vec.at(i), printed, bits);
    }
    let unitvec = &vec / vec.dot(&vec).sqrt();
    let along = (loss(&(w + step / 2.0 * &unitvec), b) - loss(&(w - step / 2.0 * &unitvec), b)) / step;
    let (bound, slope) = at.bound_along(&unitvec);
    report.within("W numerical", &along, "-0.2002716", 0xbe4d_1400, at.bound_of_difference(step), slope);
    let autodiff = grad(loss)(w, b).dot(&unitvec);
    report.within("W autodiff", &autodiff, "-0.19909117", 0xbe4b_de8e, bound, slope);
}

/// Every derivative up to order 2, forward and reverse, against numerical ones.
fn check_cell(report: &mut Report, loss: &impl Loss, at: &LossInputs) {
    cell("check_grads at order 2");
    match check_grads(loss, (&at.w, &at.b), CheckOptions::default().order(2)) {
        Ok(checked) => {
            let worst = checked.worst().map(|worst| format!("; nearest to its bound: {worst}"));
            println!("  ok  {} comparisons agree{}", checked.entries(), worst.unwrap_or_default());
        }
        Err(error) => report.failure(&format!("check_grads: {error}")),
    }
}

/// A loss of weights and bias.
trait Loss: Fn(&Array, &Array) -> Array + Send + Sync {}
impl<F: Fn(&Array, &Array) -> Array + Send + Sync> Loss for F {}

fn main() {
    let mut report = Report::default();
    tanh_cell(&mut report);
    cubic_cell(&mut report);
    let (w, b, key) = draws_cell(&mut report);
    let inputs = array([[0.52_f32, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]]);
    let targets = array([true, true, false, true]);
    let loss = |w: &Array, b: &Array| loss_on(&inputs, &targets, w, b);
    let at = LossInputs { inputs: inputs.clone(), targets: targets.clone(), w, b };
    argument_cell(&mut report, &loss, &at);
    trees_cell(&mut report, &loss, &at);
    value_cell(&mut report, &loss, &at);
    differences_cell(&mut report, &loss, &at, &key);
    check_cell(&mut report, &loss, &at);
    report.finish();
}
