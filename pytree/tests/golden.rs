//! Every case of `tests/data/pytrees.json`: what JAX 0.10.2 says about flattening, structures, paths and errors.

extern crate alloc;

use alloc::borrow::Cow;
use std::fs;

use cotangent_pytree::{
    Describe, PyTree, Ravel, Segment, Tree, flatten, map, paths, ravel, structure, try_zip_map, unflatten, unravel,
};
use serde_json::Value;

/// A leaf of the file: a number (shape []) or an array.
#[derive(Clone, Debug, PartialEq)]
struct Leaf {
    shape: Vec<u64>,
    data: Vec<f64>,
}

impl PyTree<Leaf> for Leaf {
    type Nest<U: PyTree<Leaf>> = U;
    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a Leaf)) {
        visit(self);
    }
    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut Leaf)) {
        visit(self);
    }
    fn nest<U: PyTree<Leaf>>(&self, leaf: &mut dyn FnMut(&Leaf) -> U) -> U {
        leaf(self)
    }
    fn same_structure(&self, _: &Self) -> bool {
        true
    }
    fn describe(&self, out: &mut Describe<'_, Leaf>) {
        out.leaf();
    }
}

impl Ravel for Leaf {
    type Element = f64;
    fn elements(&self) -> Cow<'_, [f64]> {
        Cow::Borrowed(&self.data)
    }
    fn with_elements(&self, elements: &[f64]) -> Self {
        Self { shape: self.shape.clone(), data: elements.to_vec() }
    }
}

/// The one record of the file.
#[derive(Clone, Debug, PartialEq, PyTree)]
struct Point {
    x: Tree<Leaf>,
    y: Tree<Leaf>,
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn leaf(value: &Value) -> Leaf {
    if value.is_number() {
        return Leaf { shape: vec![], data: vec![number(value)] };
    }
    let shape = list(&value["shape"]).iter().map(|n| n.as_u64().expect("a length")).collect();
    Leaf { shape, data: list(&value["data"]).iter().map(number).collect() }
}

fn leaves(value: &Value) -> Vec<Leaf> {
    list(value).iter().map(leaf).collect()
}

fn tree(value: &Value) -> Tree<Leaf> {
    let Value::Object(object) = value else {
        return if value.is_null() { Tree::None } else { Tree::Leaf(leaf(value)) };
    };
    let trees = |value| list(value).iter().map(tree).collect();
    match object.keys().next().map(String::as_str) {
        Some("list") => Tree::List(trees(&object["list"])),
        Some("tuple") => Tree::Tuple(trees(&object["tuple"])),
        Some("dict") => {
            Tree::dict(list(&object["dict"]).iter().map(|pair| (pair[0].as_str().expect("a key"), tree(&pair[1]))))
        }
        Some("shape" | "data") => Tree::Leaf(leaf(value)),
        other => panic!("unknown node {other:?}"),
    }
}

/// A path as JAX's `keystr` prints it.
fn keystr(segments: &[Segment]) -> String {
    let text = |segment: &Segment| match segment {
        Segment::Field(name) => format!(".{name}"),
        Segment::Index(i) => format!("[{i}]"),
        Segment::Key(key) => format!("[{}]", key.replace('"', "'")),
        other => panic!("unknown segment {other:?}"),
    };
    segments.iter().map(text).collect()
}

/// A path as JAX's `keystr(simple=True, separator="/")` prints it.
fn keystr_simple(segments: &[Segment]) -> String {
    let text = |segment: &Segment| match segment {
        Segment::Field(name) => (*name).to_string(),
        Segment::Index(i) => i.to_string(),
        Segment::Key(key) => key.trim_matches('"').to_string(),
        other => panic!("unknown segment {other:?}"),
    };
    segments.iter().map(text).collect::<Vec<_>>().join("/")
}

fn flattens<T: PyTree<Leaf> + PartialEq + core::fmt::Debug>(case: &Value, tree: &T, treedef_text: &str) {
    let (flat, treedef) = flatten(tree);
    assert_eq!(flat, leaves(&case["leaves"]));
    assert_eq!(Some(treedef.num_leaves() as u64), case["num_leaves"].as_u64());
    assert_eq!(Some(treedef.num_nodes() as u64), case["num_nodes"].as_u64());
    assert_eq!(treedef.to_string(), treedef_text);
    assert_eq!(case["roundtrip_equal"], Value::Bool(unflatten(tree, flat).as_ref() == Ok(tree)));

    let found = paths(tree);
    let printed =
        |print: fn(&[Segment]) -> String| found.iter().map(|(path, _)| print(path.segments()).into()).collect();
    assert_eq!(case["keystr"], Value::Array(printed(keystr)));
    assert_eq!(case["keystr_simple_slash"], Value::Array(printed(keystr_simple)));

    let double = |x: &Leaf| x.with_elements(&x.data.iter().map(|x| 2.0 * x).collect::<Vec<_>>());
    assert_eq!(flatten(&map(tree, double)).0, leaves(&case["tree_map_doubled_leaves"]));

    let mut elements = ravel(tree);
    assert_eq!(elements, leaf(&case["ravel"]).data);
    for x in &mut elements {
        *x += 0.5;
    }
    let shifted = unravel(tree, &elements).expect("as many elements as before");
    assert_eq!(flatten(&shifted).0, leaves(&case["unravel_plus_half_leaves"]));
}

fn run_flatten(case: &Value) {
    let text = case["treedef_str"].as_str().expect("a text");
    let text = text.strip_prefix("PyTreeDef(").and_then(|text| text.strip_suffix(')')).expect("JAX's form");
    let Some(name) = case["tree"].get("namedtuple") else {
        return flattens(case, &tree(&case["tree"]), text);
    };
    let fields = list(&case["tree"]["fields"]);
    let names: Vec<_> = fields.iter().map(|field| field[0].as_str()).collect();
    assert_eq!((name.as_str(), &names[..]), (Some("Point"), &[Some("x"), Some("y")][..]), "an unknown record");
    // The only text that is not JAX's: a struct prints as Rust prints it.
    let point = Point { x: tree(&fields[0][1]), y: tree(&fields[1][1]) };
    let ours = format!("Point {{ x: {}, y: {} }}", structure(&point.x), structure(&point.y));
    flattens(case, &point, &ours);
}

fn run_tree_map2(case: &Value) {
    let trees: Vec<_> = list(&case["trees"]).iter().map(tree).collect();
    let result = try_zip_map(&trees[0], &trees[1], |x, _| x.clone());
    assert_eq!(case["must_error"], Value::Bool(result.is_err()));
}

fn run_unflatten_count(case: &Value) {
    let like = tree(&case["tree"]);
    let given = case["n_leaves_given"].as_u64().expect("a number") as usize;
    let result = unflatten(&like, vec![leaf(&Value::from(0.0)); given]);
    assert_eq!(case["must_error"], Value::Bool(result.is_err()));
}

fn run_structure_equal(case: &Value) {
    let trees: Vec<_> = list(&case["trees"]).iter().map(tree).collect();
    assert_eq!(case["equal"], Value::Bool(structure(&trees[0]) == structure(&trees[1])));
    assert_eq!(case["equal"], Value::Bool(trees[0].same_structure(&trees[1])));
}

fn run_flatten_up_to(case: &Value) {
    let (prefix, whole) = (tree(&case["prefix"]), tree(&case["tree"]));
    let expected: Vec<_> = list(&case["subtrees"]).iter().map(tree).collect();
    let found = prefix.flatten_up_to(&whole).expect("a prefix");
    assert!(found.into_iter().eq(&expected));
}

#[test]
fn golden() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/pytrees.json");
    let text = fs::read_to_string(file).expect("the golden data lies in the root package's tests");
    let golden: Value = serde_json::from_str(&text).expect("JSON");
    let cases = list(&golden["cases"]);
    let mut skipped = vec![];
    for case in cases {
        let id = case["id"].as_str().expect("an id");
        eprintln!("{id}"); // names the case that fails
        match case["kind"].as_str() {
            Some("flatten") => run_flatten(case),
            Some("tree_map2") => run_tree_map2(case),
            Some("unflatten_count") => run_unflatten_count(case),
            Some("structure_equal") => run_structure_equal(case),
            Some("flatten_up_to") => run_flatten_up_to(case),
            // What the transforms refuse: tested where the transforms are.
            Some("api_error") => skipped.push(id),
            other => panic!("unknown kind {other:?}"),
        }
    }
    assert_eq!(skipped, ["api_errors/grad_vector_output", "api_errors/grad_int_input"]);
    assert_eq!(cases.len() - skipped.len(), 15, "cases that ran");
}
