//! Leaf-generic trees: nested containers and structs seen as a list of leaves plus a structure.
//!
//! A tree is any value that implements [`PyTree<L>`] for its leaf type `L`: numbers, vectors, arrays, tuples, options,
//! boxes, maps, structs and enums with `#[derive(PyTree)]`, and the dynamic [`Tree`]. This crate takes trees apart
//! ([`flatten`], [`paths`], [`ravel`]), puts them together ([`unflatten`], [`unravel`]), maps over them ([`map`],
//! [`zip_map`], [`reduce`], [`transpose`]) and compares them ([`structure`], [`PyTree::same_structure`]).
//!
//! Invariants: leaves come in one fixed order (fields as declared, elements by index, maps by sorted key); a tree keeps
//! its structure while its leaves change; nothing recurses deeper than the tree is nested; nothing is registered at run
//! time. The crate knows no tensors and no derivatives: a leaf is whatever `L` is. It needs `alloc` only; the feature
//! `std` (default) adds `HashMap`, `derive` (default) adds the macro.
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! use cotangent_pytree::{PyTree, flatten, map, paths, structure, unflatten};
//!
//! #[derive(Clone, Debug, PartialEq, PyTree)]
//! struct Layer { w: Vec<f64>, b: f64, #[pytree(skip)] name: String }
//!
//! let layer = Layer { w: vec![1.0, 2.0], b: 3.0, name: "first".into() };
//! let (leaves, treedef) = flatten(&layer);
//! assert_eq!(leaves, [1.0, 2.0, 3.0]);
//! assert_eq!(treedef.to_string(), "Layer { w: [*, *], b: *, name: static }");
//! assert_eq!(paths(&layer)[1].0.to_string(), "w[1]");
//!
//! let doubled = map(&layer, |x| 2.0 * x);
//! assert_eq!(doubled, unflatten(&layer, [2.0, 4.0, 6.0])?);
//! assert_eq!(structure(&doubled), treedef);
//! # Ok::<(), cotangent_pytree::Error>(())
//! ```
#![no_std]
#![warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc, clippy::alloc_instead_of_core)]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod containers;
mod describe;
mod difference;
mod error;
mod flatten;
mod leaf;
mod map;
mod path;
mod plain;
mod pytree;
mod ravel;
mod rows;
mod transpose;
mod tree;
mod treedef;
mod tuple;

pub use describe::{Describe, Record};
pub use error::{Difference, Error};
pub use flatten::{flatten, leaves_or_none, paths, structure, unflatten};
pub use map::{map, reduce, try_zip_map, zip_map};
pub use path::{Path, Segment};
pub use plain::Static;
pub use pytree::PyTree;
pub use ravel::{Ravel, ravel, unravel};
pub use rows::Rows;
pub use transpose::transpose;
pub use tree::Tree;
pub use treedef::TreeDef;

#[cfg(feature = "derive")]
pub use cotangent_pytree_derive::PyTree;

/// The derive macro for a crate that re-exports this one as `cotangent::pytree`; its users need not depend on
/// `cotangent-pytree`. See the macro's documentation.
#[cfg(feature = "derive")]
#[doc(hidden)]
pub mod facade {
    pub use cotangent_pytree_derive::FacadePyTree as PyTree;
}
