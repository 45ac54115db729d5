//! Composites: operations put together from primitives without loss of accuracy or speed. They have no rules of their own.

mod activation;
pub(crate) mod axes;
mod classify;
mod diagonal;
mod dynamic;
pub(crate) mod einsum;
pub(crate) mod grid;
mod order;
pub(crate) mod padding;
pub(crate) mod products;
mod repeat;
mod segment;
pub(crate) mod selection;
mod split;
mod take_along_axis;
