//! One operation at one point: values, both modes, the second and the third order, and the compiled form.

use crate::{
    call,
    data::{Outcome, Params, arrays_of, compare, compare_all, known_fields, number},
};
use cotangent::prelude::*;
use serde_json::Value as Json;

/// Operations that are not run, with the reason.
const LEFT_OUT: &[(&str, &str)] =
    if cfg!(feature = "fft") { &[] } else { &[("fft_real_imag", "it needs the feature `fft`")] };

const NEEDED: [&str; 12] =
    ["id", "op", "group", "params", "inputs", "outputs", "cot", "vjp", "tangents", "jvp", "hvp", "d3"];
const FREE: [&str; 4] = ["rtol", "source", "selfcheck", "mpmath_err_value_d1_d2"];

pub(crate) fn check(case: &Json) -> Outcome {
    let op = case["op"].as_str().unwrap_or_default();
    if let Some((_, reason)) = LEFT_OUT.iter().find(|(left_out, _)| *left_out == op) {
        return Outcome::Skipped((*reason).to_owned());
    }
    let (params, inputs) = (Params::new(&case["params"]), arrays_of(&case["inputs"]));
    let Some(outputs) = call(op, &params, &inputs) else {
        return Outcome::Failed(format!("unknown operation {op}"));
    };
    let f = |xs: &Vec<Array>| call(op, &params, xs).expect("the operation is known");
    known_fields(case, &NEEDED, &FREE)
        .and_then(|()| params.all_read())
        .and_then(|()| derivatives(case, &f, &inputs, &outputs))
        .and_then(|()| same_bits_compiled(&f, &inputs, &outputs))
        .into()
}

fn derivatives(
    case: &Json,
    f: &(impl Fn(&Vec<Array>) -> Vec<Array> + Send + Sync),
    inputs: &Vec<Array>,
    outputs: &[Array],
) -> Result<(), String> {
    let rtol = case["rtol"].as_f64().ok_or("no rtol")?;
    let (ct, dxs) = (arrays_of(&case["cot"]), arrays_of(&case["tangents"]));
    compare_all("output", outputs, &arrays_of(&case["outputs"]), rtol)?;
    let (_, pullback) = vjp(f, inputs);
    compare_all("vjp", &pullback(&ct), &arrays_of(&case["vjp"]), rtol)?;
    let (_, dys) = jvp(f, inputs, &dxs);
    compare_all("jvp", &dys, &arrays_of(&case["jvp"]), rtol)?;
    let scalar = |xs: &Vec<Array>| f(xs).iter().zip(&ct).map(|(y, ct)| (y * ct).sum()).sum::<Array>();
    let (_, hvp) = jvp(grad(scalar), inputs, &dxs);
    compare_all("hvp", &hvp, &arrays_of(&case["hvp"]), rtol)?;
    let along = |e: &Array| scalar(&inputs.iter().zip(&dxs).map(|(x, dx)| x + e * dx).collect());
    let third = grad(grad(grad(along)))(&Array::from(0.0));
    compare("d3", &third, &Array::from(number(&case["d3"])), 100.0 * rtol)
}

/// The compiled operation has the bits of the eager one.
fn same_bits_compiled(
    f: &(impl Fn(&Vec<Array>) -> Vec<Array> + Send + Sync),
    inputs: &Vec<Array>,
    outputs: &[Array],
) -> Result<(), String> {
    let compiled = compile(f)(inputs);
    for (i, (got, want)) in compiled.iter().zip(outputs).enumerate() {
        let tensor = |x: &Array| x.to_tensor().expect("known");
        if !tensor(got).same_bits(&tensor(want)) {
            return Err(format!("output {i} compiled is {got}, not {want}"));
        }
    }
    Ok(())
}
