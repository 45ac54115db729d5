//! Arrays against a naive model: a list of numbers and an index function.

mod common;
mod reduce;
mod structure;
mod views;
