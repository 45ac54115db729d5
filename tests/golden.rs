//! JAX's figures: every operation (`ops.json`), values at ties, kinks and edges (`specials.json`), and end-to-end programs
//! (`programs.json`).
//!
//! The folder is `tests/data/`, or what the environment variable `COTANGENT_GOLDEN_DIR` says: any data in the same format
//! can be run. An operation, a parameter or a field that is not known here is a failure, and tolerances come from the data.
//! For each file `N passed, N failed, N skipped` is printed; what is skipped stands, with its reason, in a table.

#[path = "golden/data.rs"]
mod data;
#[path = "golden/elementwise.rs"]
mod elementwise;
#[path = "golden/expression.rs"]
mod expression;
#[path = "golden/fft.rs"]
mod fft;
#[path = "golden/indexing.rs"]
mod indexing;
#[path = "golden/linalg.rs"]
mod linalg;
#[path = "golden/movement.rs"]
mod movement;
#[path = "golden/ops.rs"]
mod ops;
#[path = "golden/products.rs"]
mod products;
#[path = "golden/programs.rs"]
mod programs;
#[path = "golden/reductions.rs"]
mod reductions;
#[path = "golden/specials.rs"]
mod specials;

use cotangent::prelude::*;
use data::Params;

/// One theme's operations; `None` for those of others.
type Theme = fn(&str, &Params, &[Array]) -> Option<Vec<Array>>;

/// The one table from an operation's name to its call, by themes.
const THEMES: &[Theme] =
    &[elementwise::call, reductions::call, movement::call, indexing::call, products::call, linalg::call, fft::call];

/// What an operation gives; `None` if no theme knows it.
fn call(op: &str, params: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    THEMES.iter().find_map(|theme| theme(op, params, xs))
}

#[test]
fn operations() {
    data::run("ops.json", ops::check);
}

#[test]
fn special_values() {
    data::run("specials.json", specials::check);
}

#[test]
fn end_to_end_programs() {
    data::run("programs.json", programs::check);
}
