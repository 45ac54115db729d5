//! End-to-end programs: each defined by its text in the file. An unknown program, or a result that none gives, is a failure.

use crate::data::{Outcome, known_fields};
use cotangent::prelude::*;
use serde_json::Value as Json;
use tree::{Case, Value};

#[path = "programs/models.rs"]
mod models;
#[path = "programs/scalars.rs"]
mod scalars;
#[path = "programs/structures.rs"]
mod structures;
#[path = "programs/tree.rs"]
mod tree;

/// Programs that need an operation which does not exist yet.
const LEFT_OUT: [(&str, &str); 0] = [];

/// Results of a program that need something which does not exist yet.
const RESULTS_LEFT_OUT: [(&str, &str, &str); 1] = [("custom_rules", "grad_clip", "a rule for reverse mode alone")];

/// What a program gives: named results.
type Results = Vec<(&'static str, Value)>;

fn run(case: &Case) -> Option<Results> {
    Some(match case.id.as_str() {
        "logreg_argnums" => models::logistic(case),
        "logreg_nested_dict" => models::logistic_in_a_dict(case),
        "mlp_xent" => models::network(case),
        "causal_attention_layer" => models::attention(case),
        "gp_marginal_likelihood" => models::gaussian_process(case),
        "lstm_10_steps" => models::lstm(case),
        "ode_rk4_lotka_volterra" => models::runge_kutta(case),
        "rosenbrock" => scalars::rosenbrock(case),
        "perturbation_confusion" => scalars::confusion(case),
        "newton_fixed_iterations" => scalars::newton(case),
        "control_flow_pow" => scalars::control_flow(case),
        "taylor6_exp_sin" => scalars::taylor(case),
        "loops" => scalars::loops(case),
        "custom_rules" => scalars::custom_rules(case),
        "argnums_has_aux" => structures::aux(case),
        "vmap_jacobians" => structures::jacobians(case),
        _ => return None,
    })
}

pub(crate) fn check(case: &Json) -> Outcome {
    if let Err(error) = known_fields(case, &["id", "text", "args", "results", "rtol"], &[]) {
        return Outcome::Failed(error);
    }
    let case = Case::new(case);
    if let Some((_, reason)) = LEFT_OUT.iter().find(|(id, _)| *id == case.id) {
        return Outcome::Skipped((*reason).to_owned());
    }
    let Some(results) = run(&case) else { return Outcome::Failed(format!("unknown program {}", case.id)) };
    compare(&case, &results).into()
}

fn compare(case: &Case, results: &Results) -> Result<(), String> {
    let left_out = |name: &str| RESULTS_LEFT_OUT.iter().any(|(id, result, _)| *id == case.id && *result == name);
    for (name, want) in &case.results {
        // The names of some programs are whole sentences; ours are their beginnings.
        let ours = results.iter().find(|(ours, _)| name == ours || name.starts_with(&format!("{ours}:")));
        match ours {
            Some((_, got)) => got.compare(want, case.rtol, name)?,
            None if left_out(name) => {}
            None => return Err(format!("no result {name}")),
        }
    }
    Ok(())
}

/// Element j of each leaf is cos(1 + j).
fn direction(x: &Array) -> Array {
    (Array::iota(x.shape().size(), DType::F64) + 1.0).cos().reshape(&x.shape())
}
