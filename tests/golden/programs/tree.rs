//! Programs with arguments and results, as dynamic trees of arrays.

use crate::data::{array_of, compare_all};
use cotangent::prelude::*;
use serde_json::Value as Json;

/// One program.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) args: Vec<Value>,
    pub(crate) results: Vec<(String, Value)>,
    pub(crate) rtol: f64,
}

/// A tree as the file writes it.
#[derive(Clone, Debug)]
pub(crate) struct Value(pub(crate) Tree);

impl Case {
    pub(crate) fn new(case: &Json) -> Case {
        let results = case["results"].as_object().expect("results").iter();
        Case {
            id: case["id"].as_str().expect("an id").to_owned(),
            args: case["args"].as_array().expect("args").iter().map(parse).map(Value).collect(),
            results: results.map(|(k, v)| (k.clone(), Value(parse(v)))).collect(),
            rtol: case["rtol"].as_f64().expect("a tolerance"),
        }
    }

    pub(crate) fn array(&self, i: usize) -> Array {
        self.args[i].0.leaf().expect("an array").clone()
    }

    pub(crate) fn tree(&self, i: usize) -> Tree {
        self.args[i].0.clone()
    }
}

fn parse(json: &Json) -> Tree {
    let children = |json: &Json| json.as_array().expect("children").iter().map(parse).collect();
    let Json::Object(node) = json else {
        assert!(json.is_null(), "{json} is no tree");
        return Tree::None;
    };
    if let Some(dict) = node.get("dict") {
        return Tree::Dict(dict.as_object().expect("a dict").iter().map(|(k, v)| (k.clone(), parse(v))).collect());
    }
    match (node.get("list"), node.get("tuple")) {
        (Some(list), _) => Tree::List(children(list)),
        (_, Some(tuple)) => Tree::Tuple(children(tuple)),
        _ => Tree::Leaf(array_of(json)),
    }
}

impl From<Array> for Value {
    fn from(x: Array) -> Value {
        Value(Tree::Leaf(x))
    }
}
impl From<Tree> for Value {
    fn from(x: Tree) -> Value {
        Value(x)
    }
}
impl<A: Into<Value>, B: Into<Value>> From<(A, B)> for Value {
    fn from((a, b): (A, B)) -> Value {
        Value(Tree::Tuple(vec![a.into().0, b.into().0]))
    }
}

/// A dict from names and values.
pub(crate) fn dict<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::Dict(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

impl Value {
    /// An error unless the structures are the same, and every leaf is near.
    pub(crate) fn compare(&self, want: &Value, rtol: f64, what: &str) -> Result<(), String> {
        let (got, want) = (cotangent::pytree::paths(&self.0), cotangent::pytree::paths(&want.0));
        let names =
            |tree: &[(cotangent::pytree::Path, &Array)]| tree.iter().map(|(p, _)| p.to_string()).collect::<Vec<_>>();
        if names(&got) != names(&want) {
            return Err(format!("{what}: leaves {:?}, not {:?}", names(&got), names(&want)));
        }
        got.iter().zip(&want).try_for_each(|((path, got), (_, want))| {
            compare_all(&format!("{what} {path}"), &[(*got).clone()], &[(*want).clone()], rtol)
        })
    }
}
