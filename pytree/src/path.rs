//! Where a node sits in a tree.
//!
//! A path is written as Rust writes the access: `layers[0].w`, `["bias"]`, `[1][0]`. The first segment has no leading
//! dot; the elements of lists and tuples are written `[i]`; a key is written as its `Debug` text. The root is empty text.

use alloc::{string::String, vec::Vec};
use core::fmt;

/// One step from a node to its child.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Segment {
    /// A field of a struct or of an enum's variant, by name, or by number for a tuple struct.
    Field(&'static str),
    /// An element of a list, an array or a tuple.
    Index(usize),
    /// An entry of a map: the `Debug` text of the key, so that a string is quoted.
    Key(String),
}

/// The steps from the root of a tree to a node.
///
/// ```
/// use cotangent_pytree::{Tree, paths};
/// let tree = Tree::dict([("layers", Tree::List(vec![Tree::Leaf(1.0), Tree::Leaf(2.0)]))]);
/// assert_eq!(paths(&tree)[1].0.to_string(), r#"["layers"][1]"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The steps, from the root on.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Whether `text` writes this path: as [`Display`](fmt::Display) does, with a leading dot, or with `.i` for `[i]`.
    ///
    /// ```
    /// use cotangent_pytree::paths;
    /// let tree = (1.0, [2.0, 3.0]);
    /// let (path, _) = &paths(&tree)[2];
    /// assert!(path.is("[1][1]") && path.is("1.1") && path.is(".1[1]") && !path.is("[1]"));
    /// ```
    pub fn is(&self, text: &str) -> bool {
        let mut rest = text;
        for (i, segment) in self.0.iter().enumerate() {
            match segment.strip(rest, i == 0) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        rest.is_empty()
    }
}

impl From<Vec<Segment>> for Path {
    fn from(segments: Vec<Segment>) -> Self {
        Self(segments)
    }
}

impl Segment {
    /// What follows this segment at the start of `text`, if it is there. The next segment must begin with a dot or a
    /// bracket, so that a prefix of a longer name never matches a whole path.
    fn strip<'t>(&self, text: &'t str, first: bool) -> Option<&'t str> {
        let dotted = match text.strip_prefix('.') {
            None if first => Some(text),
            after => after,
        };
        match self {
            Self::Field(name) => dotted?.strip_prefix(name),
            Self::Index(index) => {
                let (bracket, text) = match text.strip_prefix('[') {
                    Some(after) => (true, after),
                    None => (false, dotted?),
                };
                let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
                let (number, rest) = text.split_at(digits);
                let rest = if bracket { rest.strip_prefix(']')? } else { rest };
                (number.parse() == Ok(*index)).then_some(rest)
            }
            Self::Key(key) => text.strip_prefix('[')?.strip_prefix(key.as_str())?.strip_prefix(']'),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Field(name) if i == 0 => write!(f, "{name}")?,
                Segment::Field(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => write!(f, "[{key}]")?,
            }
        }
        Ok(())
    }
}
