//! The golden file: programs with arguments and results, as dynamic trees of arrays.

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
    pub(crate) fn array(&self, i: usize) -> Array {
        self.args[i].0.leaf().expect("an array").clone()
    }

    pub(crate) fn tree(&self, i: usize) -> Tree {
        self.args[i].0.clone()
    }
}

pub(crate) fn load() -> Vec<Case> {
    let file: Json = serde_json::from_str(include_str!("../data/programs.json")).expect("JSON");
    let case = |case: &Json| Case {
        id: case["id"].as_str().expect("an id").to_owned(),
        args: case["args"].as_array().expect("args").iter().map(parse).map(Value).collect(),
        results: case["results"]
            .as_object()
            .expect("results")
            .iter()
            .map(|(k, v)| (k.clone(), Value(parse(v))))
            .collect(),
        rtol: case["rtol"].as_f64().expect("a tolerance"),
    };
    file["cases"].as_array().expect("cases").iter().map(case).collect()
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

fn array_of(json: &Json) -> Array {
    let shape: Vec<usize> =
        json["shape"].as_array().expect("a shape").iter().map(|d| d.as_u64().expect("a length") as usize).collect();
    let number = |x: &Json| match x {
        Json::String(text) => text.parse().expect("nan, inf or -inf"),
        x => x.as_f64().expect("a number"),
    };
    let data = json["data"].as_array().expect("data").iter().map(number).collect::<Vec<f64>>();
    Array::from_vec(data, &shape).expect("the file says its shape")
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
    /// Asserts the same structure, and |got − want| ≤ rtol·(1e-2 + max|want|) in each leaf.
    #[track_caller]
    pub(crate) fn compare(&self, want: &Value, rtol: f64, what: &str) {
        let (got, want) = (cotangent::pytree::paths(&self.0), cotangent::pytree::paths(&want.0));
        let names =
            |tree: &[(cotangent::pytree::Path, &Array)]| tree.iter().map(|(p, _)| p.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&got), names(&want), "{what}: leaves");
        for ((path, got), (_, want)) in got.iter().zip(&want) {
            assert_eq!(got.shape(), want.shape(), "{what} {path}: shape");
            let (got, want) = (got.to_vec::<f64>().expect("f64"), want.to_vec::<f64>().expect("f64"));
            let size = want.iter().fold(0.0, |a: f64, x| a.max(x.abs()));
            for (a, b) in got.iter().zip(&want) {
                assert!((a - b).abs() <= rtol * (1e-2 + size), "{what} {path}: {a:e}, not {b:e}");
            }
        }
    }
}
