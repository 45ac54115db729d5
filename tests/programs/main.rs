//! End-to-end programs against JAX's figures in f64: each defined by its text in `tests/data/programs.json`.
//!
//! An unknown program, or a result that no program gives, is a failure. What is left out is listed with its reason.

use cotangent::prelude::*;
use golden::{Case, Value, load};

mod golden;
mod models;
mod scalars;
mod structures;

/// Programs that need an operation which does not exist yet.
const LEFT_OUT: [(&str, &str); 1] = [("gp_marginal_likelihood", "Cholesky")];

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

#[test]
fn programs_give_jax_s_figures() {
    let mut compared = 0;
    for case in load() {
        let Some(results) = run(&case) else {
            assert!(LEFT_OUT.iter().any(|(id, _)| *id == case.id), "{} is not known: add it", case.id);
            continue;
        };
        let left_out = |name: &str| RESULTS_LEFT_OUT.iter().any(|(id, result, _)| *id == case.id && *result == name);
        for (name, want) in &case.results {
            // The names of some programs are whole sentences; ours are their beginnings.
            let ours = results.iter().find(|(ours, _)| name == ours || name.starts_with(&format!("{ours}:")));
            match ours {
                Some((_, got)) => got.compare(want, case.rtol, &format!("{} {name}", case.id)),
                None => assert!(left_out(name), "{} has no result {name}", case.id),
            }
            compared += usize::from(ours.is_some());
        }
    }
    assert!(compared >= 70, "only {compared} results were compared");
}

/// Element j of each leaf is cos(1 + j).
fn direction(x: &Array) -> Array {
    (Array::iota(x.shape().size(), DType::F64) + 1.0).cos().reshape(&x.shape())
}
