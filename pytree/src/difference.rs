//! The first difference between two structures, put into words.

use alloc::{
    boxed::Box,
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::{Difference, Error, Path, PyTree, TreeDef, structure, treedef::Node};

/// The error for two trees that do not have the same structure.
#[cold]
pub(crate) fn mismatch<L, T: PyTree<L>>(operation: &'static str, left: &T, right: &T) -> Error {
    let (left, right) = (structure(left), structure(right));
    let (mut a, mut b) = (left.walk(), right.walk());
    loop {
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if left.same_node(x, &right, y) => {}
            (Some(x), Some(y)) => return error(operation, a.path(), (&left, x), (&right, y)),
            // The texts agree, the trees do not: distinct keys with one `Debug` text, or a hand-written impl.
            _ => return opaque(operation, &left),
        }
    }
}

/// The error for the roots of two trees that stand at `path`.
#[cold]
pub(crate) fn mismatch_at(operation: &'static str, path: Path, left: &TreeDef, right: &TreeDef) -> Error {
    let root = |treedef: &TreeDef| treedef.nodes().next().expect("a treedef holds a whole tree");
    error(operation, path, (left, root(left)), (right, root(right)))
}

type Place<'a> = (&'a TreeDef, Node);

fn error(operation: &'static str, path: Path, left: Place<'_>, right: Place<'_>) -> Error {
    let (mut missing, mut extra) = (Vec::new(), Vec::new());
    if let ((a, Node::Dict { first: i, len: m }), (b, Node::Dict { first: j, len: n })) = (left, right) {
        missing = without(a.keys(i, m), b.keys(j, n));
        extra = without(b.keys(j, n), a.keys(i, m));
    }
    let (left, right) = (words(left), words(right));
    Error::Structure(Box::new(Difference { operation, path, left, right, missing, extra }))
}

fn opaque(operation: &'static str, treedef: &TreeDef) -> Error {
    let text = treedef.to_string();
    let (path, missing, extra) = (Path::default(), Vec::new(), Vec::new());
    Error::Structure(Box::new(Difference { operation, path, left: text.clone(), right: text, missing, extra }))
}

/// The keys of `keys` that `others` lacks. A set, since both are sorted by key, which may not be the order of the texts.
fn without(keys: &[String], others: &[String]) -> Vec<String> {
    let others: BTreeSet<_> = others.iter().collect();
    keys.iter().filter(|key| !others.contains(key)).cloned().collect()
}

fn words((treedef, node): Place<'_>) -> String {
    match node {
        Node::Leaf => "a leaf".to_string(),
        Node::None => "None".to_string(),
        Node::Some => "Some(None)".to_string(),
        Node::List(len) => format!("a list of {len}"),
        Node::Tuple(len) => format!("a tuple of {len}"),
        Node::Dict { len, .. } => format!("a dict of {len}"),
        Node::Record(record) => format!("a `{}`", record.name),
        Node::Static(i) => format!("another static `{}`", (*treedef.statics[i]).type_name()),
    }
}
