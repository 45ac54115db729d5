//! What can be wrong with two trees, or with a tree and a list.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::{Path, treedef::Key};

/// Why trees, or a tree and a list, do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A list holds another number of leaves than the tree.
    LeafCount {
        /// The function that was called.
        operation: &'static str,
        /// How many leaves the tree has.
        expected: usize,
        /// How many were given.
        given: usize,
    },
    /// A flat list holds another number of elements than the leaves of the tree together.
    ElementCount {
        /// The function that was called.
        operation: &'static str,
        /// How many elements the tree has.
        expected: usize,
        /// How many were given.
        given: usize,
    },
    /// Two trees have different structures.
    Structure(Box<Difference>),
}

/// The first difference, in the order of description, between the structures of two trees.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The function that was called.
    pub operation: &'static str,
    /// Where they differ.
    pub path: Path,
    /// What the first tree has there, in words.
    pub left: String,
    /// What the second tree has there, in words.
    pub right: String,
    /// If both are maps: the keys (`Debug` texts) of the first that the second lacks.
    pub missing: Vec<String>,
    /// If both are maps: the keys (`Debug` texts) that only the second has.
    pub extra: Vec<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeafCount { operation, expected, given } => {
                write!(f, "{operation}: the tree has {expected} leaves, {given} given")
            }
            Self::ElementCount { operation, expected, given } => {
                write!(f, "{operation}: the tree has {expected} elements, {given} given")
            }
            Self::Structure(difference) => difference.fmt(f),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, path, left, right, missing, extra } = self;
        write!(f, "{operation}: the trees differ at ")?;
        if path.segments().is_empty() {
            f.write_str("the root")?;
        } else {
            write!(f, "`{path}`")?;
        }
        write!(f, ": left {left}, right {right}")?;
        write_keys(f, "missing on the right", missing)?;
        write_keys(f, "extra on the right", extra)
    }
}

fn write_keys(f: &mut fmt::Formatter<'_>, label: &str, keys: &[String]) -> fmt::Result {
    for (i, key) in keys.iter().enumerate() {
        if i == 0 {
            write!(f, "; {label}: ")?;
        } else {
            f.write_str(", ")?;
        }
        write!(f, "{}", Key(key))?;
    }
    Ok(())
}

impl core::error::Error for Error {}
