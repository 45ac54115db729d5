//! The derive macro: every form of type, attribute and generic, through both crate paths.

extern crate alloc;

use alloc::collections::BTreeMap;
use core::marker::PhantomData;
use std::collections::HashMap;

use cotangent_pytree::{PyTree, Rows, Static, Tree, flatten, map, paths, structure, try_zip_map, unflatten};

#[derive(Clone, Debug, PartialEq, PyTree)]
struct Layer {
    w: Vec<f64>,
    b: f64,
    #[pytree(skip)]
    name: String,
}

#[derive(Clone, Debug, PartialEq, PyTree)]
struct Net {
    layers: Vec<Layer>,
    scale: (f64, Option<f64>),
    extra: BTreeMap<String, f64>,
    lookup: HashMap<u8, f64>,
    r#type: f64,
    tag: Static<u8>,
}

fn net() -> Net {
    let layer = |x: f64, name: &str| Layer { w: vec![x, x + 1.0], b: x + 2.0, name: name.into() };
    Net {
        layers: vec![layer(1.0, "in"), layer(4.0, "out")],
        scale: (7.0, None),
        extra: BTreeMap::from([("z".into(), 9.0), ("a".into(), 8.0)]),
        lookup: HashMap::from([(3, 11.0), (1, 10.0)]),
        r#type: 12.0,
        tag: Static(1),
    }
}

#[test]
fn named_fields_nest() {
    let (leaves, treedef) = flatten(&net());
    assert_eq!(leaves, (1..=12).map(f64::from).collect::<Vec<_>>());
    assert_eq!(
        treedef.to_string(),
        "Net { layers: [Layer { w: [*, *], b: *, name: static }, Layer { w: [*, *], b: *, name: static }], \
         scale: (*, None), extra: {'a': *, 'z': *}, lookup: {1: *, 3: *}, type: *, tag: static }"
    );
    let texts: Vec<_> = paths(&net()).iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(
        texts,
        [
            "layers[0].w[0]",
            "layers[0].w[1]",
            "layers[0].b",
            "layers[1].w[0]",
            "layers[1].w[1]",
            "layers[1].b",
            "scale[0]",
            "extra[\"a\"]",
            "extra[\"z\"]",
            "lookup[1]",
            "lookup[3]",
            "type"
        ]
    );
    assert_eq!(unflatten(&map(&net(), |_| 0.0), leaves), Ok(net()));
}

#[test]
fn skipped_fields_are_structure() {
    let mut other = net();
    assert!(net().same_structure(&other));
    other.layers[1].name = "other".into();
    assert!(!net().same_structure(&other) && structure(&net()) != structure(&other));
    let error = try_zip_map(&net(), &other, |x, _| *x).unwrap_err().to_string();
    assert!(error.contains("at `layers[1].name`: left another static `alloc::string::String`"), "{error}");
}

#[test]
fn rows_are_found_by_path() {
    let rows: Rows<Net, (f64, f64)> = net().nest(&mut |x| (*x, -x));
    assert_eq!(rows.row("layers[1].w[0]"), &(4.0, -4.0));
    assert_eq!(rows.row(".layers.1.w.0"), &(4.0, -4.0));
    assert_eq!(
        (rows.row("scale.0"), rows.row("extra[\"z\"]"), rows.row("type")),
        (&(7.0, -7.0), &(9.0, -9.0), &(12.0, -12.0))
    );
    assert_eq!(flatten(&rows).0.len(), 24);
    assert_eq!(paths(&rows)[23].0.to_string(), "rows[\"type\"][1]");
    let nested: Rows<Net, (Net, Net)> = rows.nest(&mut |_| net());
    assert_eq!(nested.row("layers[0].b").1, net());
}

#[test]
#[should_panic(expected = "row: no leaf at `layers[1]`; the leaves are at [\"layers[0].w[0]\", \"layers[0].w[1]\"")]
fn a_wrong_path_lists_the_paths() {
    let rows: Rows<Net, f64> = net().nest(&mut |x| *x);
    rows.row("layers[1]");
}

#[derive(Clone, Debug, PartialEq, PyTree)]
struct Pair(f64, #[pytree(skip)] u8, Vec<f64>);

#[derive(Clone, Copy, Debug, PartialEq, PyTree)]
struct Unit;

#[derive(Clone, Debug, PartialEq, PyTree)]
struct Empty {}

#[test]
fn tuple_and_unit_structs() {
    let pair = Pair(1.0, 7, vec![2.0]);
    assert_eq!(flatten(&pair).0, [1.0, 2.0]);
    assert_eq!(structure(&pair).to_string(), "Pair(*, static, [*])");
    let texts: Vec<_> = paths(&vec![pair.clone()]).iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(texts, ["[0].0", "[0].2[0]"]);
    assert_eq!(pair.nest::<f64>(&mut |x| -x).row("2[0]"), &-2.0);
    assert_eq!(structure::<f64, _>(&Unit).to_string(), "Unit");
    assert_eq!(structure::<f64, _>(&Empty {}).to_string(), "Empty");
    assert_eq!(flatten(&(Unit, 1.0, Empty {})).0, [1.0]);
}

#[derive(Clone, Debug, PartialEq, PyTree)]
enum Model {
    Zero,
    Linear { w: f64, b: f64 },
    Poly(Vec<f64>, #[pytree(skip)] char),
}

#[test]
fn enums_compare_their_variants() {
    let linear = |w, b| Model::Linear { w, b };
    assert_eq!(flatten(&vec![Model::Zero, linear(1.0, 2.0), Model::Poly(vec![3.0], 'x')]).0, [1.0, 2.0, 3.0]);
    assert!(linear(1.0, 2.0).same_structure(&linear(3.0, 4.0)));
    assert!(!linear(1.0, 2.0).same_structure(&Model::Zero) && !Model::Zero.same_structure(&Model::Poly(vec![], 'x')));
    assert!(!Model::Poly(vec![1.0], 'x').same_structure(&Model::Poly(vec![1.0], 'y')));
    assert_eq!(map(&linear(1.0, 2.0), |x| 2.0 * x), linear(2.0, 4.0));
    assert_eq!(linear(1.0, 2.0).nest::<f64>(&mut |x| 10.0 * x).row("b"), &20.0);
    let error = try_zip_map(&[linear(1.0, 2.0)], &[Model::Zero], |x, _| *x).unwrap_err().to_string();
    assert_eq!(error, "try_zip_map: the trees differ at `[0]`: left a `Model::Linear`, right a `Model::Zero`");
}

#[derive(Clone, Debug, PartialEq, PyTree)]
struct Generic<T, S, const N: usize>
where
    S: Default,
{
    items: [T; N],
    nested: Vec<(T, Option<T>)>,
    #[pytree(skip)]
    setting: S,
    #[pytree(skip)]
    unit: PhantomData<S>,
}

#[test]
fn generics_hold_for_each_leaf_type() {
    let of_f64 = Generic { items: [1.0, 2.0], nested: vec![(3.0, Some(4.0))], setting: 1_u8, unit: PhantomData };
    assert_eq!(flatten(&of_f64).0, [1.0, 2.0, 3.0, 4.0]);
    let of_structs =
        Generic { items: [Pair(1_f64, 0, vec![])], nested: vec![], setting: String::new(), unit: PhantomData };
    assert_eq!(flatten(&of_structs).0, [1.0]);
    let of_i64 = Generic { items: [Tree::Leaf(1_i64)], nested: vec![], setting: (), unit: PhantomData };
    assert_eq!(flatten(&of_i64).0, [1]);
}

#[derive(Clone, Debug, PartialEq, PyTree)]
#[pytree(leaf = f64)]
struct Chain {
    w: f64,
    next: Option<Box<Chain>>,
}

#[derive(Clone, Debug, PartialEq, PyTree)]
#[pytree(leaf = f32)]
enum Expr<T, N> {
    Number(T),
    Sum(Vec<Self>),
    Named(#[pytree(skip)] N, Box<Expr<T, N>>),
}

#[test]
fn recursive_types_name_their_leaf() {
    let chain = Chain { w: 1.0, next: Some(Box::new(Chain { w: 2.0, next: None })) };
    assert_eq!(structure(&chain).to_string(), "Chain { w: *, next: Chain { w: *, next: None } }");
    assert_eq!(chain.nest::<f64>(&mut |x| -x).row("next.w"), &-2.0);
    let expr = Expr::Sum(vec![Expr::Number((1.0_f32, 2.0_f32)), Expr::Named("x", Box::new(Expr::Number((3.0, 4.0))))]);
    assert_eq!(flatten(&expr).0, [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(paths(&expr)[3].0.to_string(), "0[1].1.0[1]");
}

mod facade {
    //! As a crate sees it that knows `cotangent_pytree` under another name only.
    pub(crate) use cotangent_pytree as renamed;
    pub(crate) mod deep {
        pub(crate) use super::renamed as trees;
    }

    #[derive(Clone, renamed::PyTree)]
    #[pytree(crate = crate::facade::deep::trees)]
    pub(crate) struct Params {
        pub(crate) w: f64,
    }
}

#[test]
fn the_crate_can_have_another_path() {
    assert_eq!(flatten(&facade::Params { w: 1.0 }).0, [1.0]);
}

#[test]
fn names_in_scope_do_not_interfere() {
    #![allow(dead_code, non_camel_case_types, reason = "the names only shadow the real ones")]
    struct Option;
    struct Vec;
    struct bool;
    trait Clone {}
    trait PyTree {}
    #[derive(::core::clone::Clone, cotangent_pytree::PyTree)]
    struct Odd {
        x: f64,
        visit: f64,
        out: f64,
        #[pytree(skip)]
        other: &'static str,
    }
    assert_eq!(flatten(&Odd { x: 1.0, visit: 2.0, out: 3.0, other: "" }).0, [1.0, 2.0, 3.0]);
}
