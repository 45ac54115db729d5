//! Ties, kinks, zeros, overflow, NaN, infinities, empty arrays: values and first derivatives, second ones where finite.

use crate::{
    call,
    data::{Outcome, Params, arrays_of, compare_all, known_fields},
    expression,
};
use cotangent::prelude::*;
use serde_json::Value as Json;

/// What a correct f64 implementation meets: the tolerance of most operations in `ops.json`. The file names none.
const RTOL: f64 = 1e-10;

/// Where our derivative is a number and JAX's is NaN, as the public table of edges (`src/edges.md`) says.
const NUMBER_WHERE_JAX_HAS_NAN: &[&str] =
    &["pow", "xlogy", "xlog1py", "lgamma", "digamma", "hypot", "sinc", "soft_sign", "log_ndtr"];

const FIELDS: [&str; 10] =
    ["id", "op", "expr", "level", "params", "inputs", "outputs", "vjp_of_ones", "jvp_of_ones_per_input", "hvp_of_ones"];

type Function = Box<dyn Fn(&Vec<Array>) -> Vec<Array> + Send + Sync>;

pub(crate) fn check(case: &Json) -> Outcome {
    let (op, text) = (case["op"].as_str().unwrap_or_default(), case["expr"].as_str().unwrap_or_default());
    let inputs = arrays_of(&case["inputs"]);
    if let Err(error) = known_fields(case, &FIELDS, &[]) {
        return Outcome::Failed(error);
    }
    if !matches!(case["level"].as_str(), Some("must" | "jax")) {
        return Outcome::Failed(format!("unknown level {}", case["level"]));
    }
    if op == "expr" {
        return match expression::parse(text, &inputs, &arrays_of(&case["outputs"])) {
            Some(f) => compare(case, &f, &inputs).into(),
            None => Outcome::Failed(format!("unknown expression {text}")),
        };
    }
    let params = Params::new(&case["params"]);
    if call(op, &params, &inputs).is_none() {
        return Outcome::Failed(format!("unknown operation {op}"));
    }
    if let Err(error) = params.all_read() {
        return Outcome::Failed(error);
    }
    let op = op.to_owned();
    let f: Function = Box::new(move |xs| call(&op, &params, xs).expect("the operation is known"));
    compare(case, &f, &inputs).into()
}

fn compare(case: &Json, f: &Function, inputs: &Vec<Array>) -> Result<(), String> {
    let ones = |xs: &[Array]| xs.iter().map(|x| x.full_like(1.0)).collect::<Vec<_>>();
    let outputs = f(inputs);
    compare_all("output", &outputs, &arrays_of(&case["outputs"]), RTOL)?;
    let (_, pullback) = vjp(f, inputs);
    let excused = |got: Vec<Array>, want: &Json| excuse(case, got, arrays_of(want));
    let (got, want) = excused(pullback(&ones(&outputs)), &case["vjp_of_ones"]);
    compare_all("vjp of ones", &got, &want, RTOL)?;
    for (k, want) in case["jvp_of_ones_per_input"].as_array().ok_or("jvp_of_ones_per_input")?.iter().enumerate() {
        let alone = |x: &Array| {
            let mut xs = inputs.clone();
            xs[k] = x.clone();
            f(&xs)
        };
        let (_, dys) = jvp(alone, &inputs[k], &inputs[k].full_like(1.0));
        let (got, want) = excused(dys, want);
        compare_all(&format!("jvp in input {k}"), &got, &want, RTOL)?;
    }
    let wanted = &case["hvp_of_ones"];
    let finite = |x: &Array| x.to_vec::<f64>().expect("f64").iter().all(|x| x.is_finite());
    if wanted.is_null() || !arrays_of(wanted).iter().all(finite) {
        return Ok(()); // JAX has none, or an artefact that the file does not require
    }
    let total = |xs: &Vec<Array>| f(xs).iter().map(Array::sum).sum::<Array>();
    let (_, hvp) = jvp(grad(total), inputs, &ones(inputs));
    compare_all("hvp of ones", &hvp, &arrays_of(wanted), RTOL)
}

/// JAX's NaN replaced by our figure where the table of edges says that ours is the right one.
fn excuse(case: &Json, got: Vec<Array>, want: Vec<Array>) -> (Vec<Array>, Vec<Array>) {
    let may = case["level"] == "jax" && NUMBER_WHERE_JAX_HAS_NAN.iter().any(|op| case["op"] == *op);
    if !may || got.len() != want.len() {
        return (got, want);
    }
    let better = |(got, want): (&Array, &Array)| {
        let nan_and_finite = want.ne(want).convert(DType::F64) * got.eq(got).convert(DType::F64);
        nan_and_finite.gt(0.5).select(got, want)
    };
    let want = got.iter().zip(&want).map(better).collect();
    (got, want)
}
