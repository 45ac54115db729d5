//! Composites: operations put together from primitives without loss of accuracy or speed. They have no rules of their own.

mod activation;
pub(crate) mod axes;
mod classify;
mod counts;
mod diagonal;
mod differences;
mod dynamic;
pub(crate) mod einsum;
pub(crate) mod grid;
mod losses;
mod moments;
mod nan_reductions;
mod norm;
mod normalization;
mod order;
pub(crate) mod padding;
mod polynomial;
pub(crate) mod products;
mod quantiles;
mod ranking;
mod repeat;
mod segment;
pub(crate) mod selection;
mod softmax;
mod split;
pub(crate) mod take_along_axis;
