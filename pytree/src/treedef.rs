//! The structure of a tree, without its leaves.
//!
//! A [`TreeDef`] is the list of nodes in the order of description, parents before children. Neighbouring leaves are
//! counted, not listed, so that a long vector is two numbers. It is always one whole tree. Two trees of one type have equal
//! treedefs exactly when [`PyTree::same_structure`](crate::PyTree::same_structure) holds (given that different keys have
//! different `Debug` texts). It cannot rebuild a tree: types are known to the compiler only.

use alloc::{string::String, sync::Arc, vec::Vec};
use core::{
    any::{Any, type_name},
    fmt, mem, ptr, slice,
};

use crate::{Path, Record, Segment};

/// The structure of a tree: containers, lengths, keys, field names, static data, and where the leaves are.
///
/// Made by [`structure`](crate::structure) and [`flatten`](crate::flatten). It prints as JAX prints, structs as Rust does;
/// `*` is a leaf. A `Vec` and an array are both lists; `Some(x)` and `Box` are as `x`.
///
/// ```
/// use cotangent_pytree::structure;
/// use std::collections::BTreeMap;
/// let treedef = structure(&BTreeMap::from([("bias", vec![Some((1.0, 2.0)), None])]));
/// assert_eq!(treedef.to_string(), "{'bias': [(*, *), None]}");
/// assert_eq!((treedef.num_leaves(), treedef.num_nodes()), (2, 6));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TreeDef {
    pub(crate) entries: Vec<Entry>,
    /// Leaves behind the last entry.
    pub(crate) tail: usize,
    /// The keys of all dicts, in order, as `Debug` texts.
    pub(crate) keys: Vec<String>,
    /// The static data, in order.
    pub(crate) statics: Vec<Arc<dyn StaticValue>>,
}

/// A node that is no leaf, and the number of leaves between it and the one before (under whichever parent).
///
/// It owns nothing, so that a list of them grows and goes fast; keys and static data lie beside the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) leaves: usize,
    pub(crate) node: Node,
}

impl TreeDef {
    /// What [`Describe`](crate::Describe) writes to.
    pub(crate) fn empty() -> Self {
        // Room for a few nodes: to grow from nothing costs more than to describe a small tree.
        Self { entries: Vec::with_capacity(16), tail: 0, keys: Vec::new(), statics: Vec::new() }
    }

    /// Whether the nodes are one whole tree, that is whether each has as many children as it announced.
    pub(crate) fn is_whole(&self) -> bool {
        let after = |awaited: usize, entry: &Entry| {
            Some(awaited.checked_sub(entry.leaves)?.checked_sub(1)? + entry.node.children())
        };
        self.entries.iter().try_fold(1, after) == Some(self.tail)
    }

    /// How many leaves the tree has.
    pub fn num_leaves(&self) -> usize {
        self.tail + self.entries.iter().map(|entry| entry.leaves).sum::<usize>()
    }

    /// How many nodes the tree has: leaves, `None`s and containers. Static data is not counted.
    pub fn num_nodes(&self) -> usize {
        let counts = |entry: &&Entry| !matches!(entry.node, Node::Static(_));
        self.num_leaves() + self.entries.iter().filter(counts).count()
    }

    /// The path of each leaf, in order.
    pub fn paths(&self) -> Vec<Path> {
        let mut walk = self.walk();
        let mut paths = Vec::with_capacity(self.num_leaves());
        while let Some(node) = walk.next() {
            if let Node::Leaf = node {
                paths.push(walk.path());
            }
        }
        paths
    }

    pub(crate) fn nodes(&self) -> Nodes<'_> {
        Nodes { entries: self.entries.iter(), tail: self.tail, leaves: 0, node: None }
    }

    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk { treedef: self, nodes: self.nodes(), parents: Vec::new() }
    }

    /// The keys of a dict.
    pub(crate) fn keys(&self, first: usize, len: usize) -> &[String] {
        &self.keys[first..first + len]
    }

    /// Whether two nodes, not their children, are the same.
    pub(crate) fn same_node(&self, node: Node, other: &Self, twin: Node) -> bool {
        match (node, twin) {
            (Node::Dict { first: i, len: m }, Node::Dict { first: j, len: n }) => self.keys(i, m) == other.keys(j, n),
            (Node::Static(i), Node::Static(j)) => self.statics[i].eq(&other.statics[j]),
            _ => node == twin,
        }
    }

    /// The step from a node to its child `i`; none from `Some`, which is no place of its own.
    fn segment(&self, node: Node, i: usize) -> Option<Segment> {
        match node {
            Node::Leaf | Node::None | Node::Some | Node::Static(_) => None,
            Node::List(_) | Node::Tuple(_) => Some(Segment::Index(i)),
            Node::Dict { first, .. } => Some(Segment::Key(self.keys[first + i].clone())),
            Node::Record(record) => Some(Segment::Field(record.fields[i])),
        }
    }
}

/// One node. Dicts and static data say where in the lists of the treedef they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Leaf,
    None,
    Some,
    List(usize),
    Tuple(usize),
    Dict { first: usize, len: usize },
    Record(&'static Record),
    Static(usize),
}

impl Node {
    pub(crate) fn children(self) -> usize {
        match self {
            Self::Leaf | Self::None | Self::Static(_) => 0,
            Self::Some => 1,
            Self::List(len) | Self::Tuple(len) | Self::Dict { len, .. } => len,
            Self::Record(record) => record.fields.len(),
        }
    }
}

/// Plain data of any type that can be compared.
pub(crate) trait StaticValue: Any + Send + Sync {
    fn same(&self, other: &dyn StaticValue) -> bool;
    fn type_name(&self) -> &'static str;
}

impl<T: PartialEq + Any + Send + Sync> StaticValue for T {
    fn same(&self, other: &dyn StaticValue) -> bool {
        (other as &dyn Any).downcast_ref::<T>().is_some_and(|other| self == other)
    }

    fn type_name(&self) -> &'static str {
        type_name::<T>()
    }
}

impl PartialEq for dyn StaticValue {
    /// One copy equals itself, whatever its type says (a NaN does not): a treedef equals its clone.
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other) || self.same(other)
    }
}

impl Eq for dyn StaticValue {}

/// The nodes one by one, leaves included.
pub(crate) struct Nodes<'a> {
    entries: slice::Iter<'a, Entry>,
    tail: usize,
    /// What is still to come of the present entry: first the leaves, then the node.
    leaves: usize,
    node: Option<Node>,
}

impl Iterator for Nodes<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        if self.leaves == 0 && self.node.is_none() {
            match self.entries.next() {
                Some(entry) => (self.leaves, self.node) = (entry.leaves, Some(entry.node)),
                None => self.leaves = mem::take(&mut self.tail),
            }
        }
        if self.leaves == 0 {
            return self.node.take();
        }
        self.leaves -= 1;
        Some(Node::Leaf)
    }
}

/// The nodes one by one, with the path of the present one.
pub(crate) struct Walk<'a> {
    treedef: &'a TreeDef,
    nodes: Nodes<'a>,
    /// The containers that are open, each with the number of children that have begun.
    parents: Vec<(Node, usize)>,
}

impl Walk<'_> {
    pub(crate) fn next(&mut self) -> Option<Node> {
        while let Some((parent, begun)) = self.parents.last_mut() {
            if *begun < parent.children() {
                *begun += 1;
                break;
            }
            self.parents.pop();
        }
        let node = self.nodes.next()?;
        if node.children() > 0 {
            self.parents.push((node, 0));
        }
        Some(node)
    }

    /// The path of the node that [`next`](Self::next) gave last (which is itself open, without a child begun).
    pub(crate) fn path(&self) -> Path {
        let begun = self.parents.iter().filter(|(_, begun)| *begun > 0);
        begun.filter_map(|(parent, begun)| self.treedef.segment(*parent, begun - 1)).collect::<Vec<_>>().into()
    }
}

impl fmt::Display for TreeDef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_node(&mut self.nodes(), f)
    }
}

impl fmt::Debug for TreeDef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeDef({self})")
    }
}

impl TreeDef {
    fn write_node(&self, nodes: &mut Nodes<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unlabelled = |_: usize, _: &mut fmt::Formatter<'_>| Ok(());
        match nodes.next() {
            None => Ok(()),
            Some(Node::Leaf) => f.write_str("*"),
            Some(Node::None) => f.write_str("None"),
            Some(Node::Static(_)) => f.write_str("static"),
            Some(Node::Some) => self.write_children(nodes, f, ("Some(", ")"), 1, unlabelled),
            Some(Node::List(len)) => self.write_children(nodes, f, ("[", "]"), len, unlabelled),
            Some(Node::Tuple(1)) => self.write_children(nodes, f, ("(", ",)"), 1, unlabelled),
            Some(Node::Tuple(len)) => self.write_children(nodes, f, ("(", ")"), len, unlabelled),
            Some(Node::Dict { first, len }) => {
                let label = |i: usize, f: &mut fmt::Formatter<'_>| write!(f, "{}: ", Key(&self.keys[first + i]));
                self.write_children(nodes, f, ("{", "}"), len, label)
            }
            Some(Node::Record(Record { name, fields, positional })) => {
                f.write_str(name)?;
                let label = |i: usize, f: &mut fmt::Formatter<'_>| write!(f, "{}: ", fields[i]);
                match (fields.len(), positional) {
                    (0, _) => Ok(()),
                    (len, true) => self.write_children(nodes, f, ("(", ")"), len, unlabelled),
                    (len, false) => self.write_children(nodes, f, (" { ", " }"), len, label),
                }
            }
        }
    }

    fn write_children(
        &self,
        nodes: &mut Nodes<'_>,
        f: &mut fmt::Formatter<'_>,
        (open, close): (&str, &str),
        len: usize,
        label: impl Fn(usize, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        f.write_str(open)?;
        for i in 0..len {
            f.write_str(if i > 0 { ", " } else { "" })?;
            label(i, f)?;
            self.write_node(nodes, f)?;
        }
        f.write_str(close)
    }
}

/// A key as JAX prints it: a plain string in single quotes, anything else as its `Debug` text.
pub(crate) struct Key<'a>(pub(crate) &'a str);

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
            Some(key) if !key.contains(['\'', '\\']) => write!(f, "'{key}'"),
            _ => f.write_str(self.0),
        }
    }
}
