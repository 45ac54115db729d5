//! Each container: order, structure, paths, nests, and the texts of errors.

extern crate alloc;

use alloc::collections::BTreeMap;
use std::collections::HashMap;

use cotangent_pytree::{
    Describe, Error, PyTree, Rows, Static, Tree, flatten, map, paths, structure, transpose, try_zip_map, unflatten,
    zip_map,
};

fn path_texts<L: 'static, T: PyTree<L>>(tree: &T) -> Vec<String> {
    paths(tree).iter().map(|(path, _)| path.to_string()).collect()
}

#[test]
fn every_container_keeps_its_order() {
    let tree = (
        1.0,
        vec![2.0, 3.0],
        [4.0, 5.0],
        Some(6.0),
        None::<f64>,
        Box::new(7.0),
        BTreeMap::from([(2, 9.0), (1, 8.0)]),
        (HashMap::from([("b", 11.0), ("a", 10.0), ("c", 12.0)]), (), Static("note")),
    );
    let (leaves, treedef) = flatten(&tree);
    assert_eq!(leaves, (1..=12).map(f64::from).collect::<Vec<_>>());
    assert_eq!(
        treedef.to_string(),
        "(*, [*, *], [*, *], *, None, *, {1: *, 2: *}, ({'a': *, 'b': *, 'c': *}, (), static))"
    );
    assert_eq!(
        path_texts(&tree),
        [
            "[0]",
            "[1][0]",
            "[1][1]",
            "[2][0]",
            "[2][1]",
            "[3]",
            "[5]",
            "[6][1]",
            "[6][2]",
            "[7][0][\"a\"]",
            "[7][0][\"b\"]",
            "[7][0][\"c\"]"
        ]
    );
    assert_eq!(unflatten(&map(&tree, |_| 0.0), leaves), Ok(tree));
}

#[test]
fn numbers_are_leaves_of_their_own_type() {
    assert_eq!(flatten(&[1_f32, 2.0]).0, [1.0, 2.0]);
    assert_eq!(flatten(&(1_i32, [2])).0, [1, 2]);
    assert_eq!(flatten(&vec![1_i64]).0, [1]);
    assert_eq!(flatten(&Some(true)).0, [true]);
    let bare = flatten(&2.5);
    assert_eq!((bare.0, bare.1.to_string(), path_texts(&2.5)), (vec![2.5], "*".into(), vec![String::new()]));
}

#[test]
fn a_nest_has_the_same_containers() {
    let tree = (1.0, vec![Some(2.0), None], BTreeMap::from([("k", [3.0; 2])]), Box::new(4.0), Static(7));
    let nested = tree.nest(&mut |x| vec![*x, -x]);
    assert_eq!(
        nested,
        (
            vec![1.0, -1.0],
            vec![Some(vec![2.0, -2.0]), None],
            BTreeMap::from([("k", [vec![3.0, -3.0], vec![3.0, -3.0]])]),
            Box::new(vec![4.0, -4.0]),
            Static(7)
        )
    );
    let mut order = vec![];
    let map: HashMap<_, _> = (0..50).map(|i| (i, f64::from(i))).collect();
    let nested: HashMap<i32, (f64, f64)> = map.nest(&mut |x| {
        order.push(*x);
        (*x, 2.0 * x)
    });
    assert_eq!(order, (0..50).map(f64::from).collect::<Vec<_>>());
    assert_eq!(nested[&21], (21.0, 42.0));
}

#[test]
fn same_structure_sees_lengths_keys_and_static_data() {
    fn same<T: PyTree<f64>>(a: &T, b: &T) -> bool {
        assert_eq!(a.same_structure(b), structure(a) == structure(b));
        assert_eq!(a.same_structure(b), b.same_structure(a));
        a.same_structure(b)
    }
    assert!(same(&vec![1.0], &vec![2.0]) && !same(&vec![1.0], &vec![1.0, 2.0]));
    let (one, none) = (Some(1.0), None::<f64>);
    assert!(same(&one, &Some(2.0)) && same(&none, &none) && !same(&one, &none));
    assert!(same(&Some(none), &Some(none)) && !same(&Some(none), &None) && !same(&Some(one), &Some(none)));
    assert!(!same(&Some(Some(none)), &Some(None)) && !same(&(1.0, Some(none)), &(1.0, None)));
    let maps = [BTreeMap::from([(1, 1.0)]), BTreeMap::from([(2, 1.0)]), BTreeMap::from([(1, 1.0), (2, 1.0)])];
    assert!(same(&maps[0], &maps[0]) && !same(&maps[0], &maps[1]) && !same(&maps[0], &maps[2]));
    let maps = [HashMap::from([(1, 1.0)]), HashMap::from([(2, 1.0)]), HashMap::from([(1, 1.0), (2, 1.0)])];
    assert!(same(&maps[0], &maps[0]) && !same(&maps[0], &maps[1]) && !same(&maps[0], &maps[2]));
    assert!(same(&(1.0, Static("a")), &(2.0, Static("a"))) && !same(&(1.0, Static("a")), &(1.0, Static("b"))));
    let rows = |name| Rows { like: (1.0, Static(name)), rows: vec![1.0] };
    assert!(same(&rows("a"), &rows("a")) && !same(&rows("a"), &rows("b")));
}

#[test]
fn a_treedef_equals_its_clone_whatever_it_holds() {
    let treedef = structure(&(1.0, Static(f64::NAN)));
    assert_eq!(treedef, treedef.clone());
    assert_ne!(treedef, structure(&(1.0, Static(f64::NAN))));
    assert_ne!(structure(&(1.0, Static(1_i32))), structure(&(1.0, Static(1_i64))));
    assert_eq!(format!("{treedef:?}"), "TreeDef((*, static))");
}

#[test]
fn keys_print_as_jax_prints_them() {
    let text = |key: &str| structure(&Tree::dict([(key, Tree::Leaf(0.0))])).to_string();
    assert_eq!(text("x"), "{'x': *}");
    assert_eq!(text("it's"), "{\"it's\": *}");
    assert_eq!(structure(&BTreeMap::from([('c', 1.0)])).to_string(), "{'c': *}");
    assert_eq!(structure(&(1.0,)).to_string(), "(*,)");
}

#[test]
fn errors_name_path_and_both_sides() {
    let text = |a: &Tree<f64>, b: &Tree<f64>| try_zip_map(a, b, |x, _| *x).unwrap_err().to_string();
    let (leaf, none) = (Tree::Leaf(1.0), Tree::None);
    let pair = |a: &Tree<f64>, b: &Tree<f64>| Tree::Tuple(vec![a.clone(), b.clone()]);
    assert_eq!(text(&leaf, &none), "try_zip_map: the trees differ at the root: left a leaf, right None");
    assert_eq!(
        text(&pair(&leaf, &pair(&leaf, &none)), &pair(&leaf, &pair(&leaf, &Tree::List(vec![])))),
        "try_zip_map: the trees differ at `[1][1]`: left None, right a list of 0"
    );
    let left = Tree::dict([("a", leaf.clone()), ("b", leaf.clone()), ("c", leaf.clone())]);
    let right = Tree::dict([("b", leaf.clone()), ("d", leaf.clone())]);
    assert_eq!(
        text(&Tree::dict([("layers", Tree::List(vec![left]))]), &Tree::dict([("layers", Tree::List(vec![right]))])),
        "try_zip_map: the trees differ at `[\"layers\"][0]`: left a dict of 3, right a dict of 2; \
         missing on the right: 'a', 'c'; extra on the right: 'd'"
    );
    let (left, right) = ((vec![0.0], Static("a")), (vec![0.0], Static("b")));
    assert_eq!(
        try_zip_map(&left, &right, |x, _| *x).unwrap_err().to_string(),
        "try_zip_map: the trees differ at `[1]`: left another static `&str`, right another static `&str`"
    );
}

#[test]
fn keys_with_one_text_are_still_different() {
    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
    struct Mute(u8);
    impl core::fmt::Debug for Mute {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Mute")
        }
    }
    let [a, b] = [1, 2].map(|i| BTreeMap::from([(Mute(i), 1.0)]));
    assert!(matches!(try_zip_map(&a, &b, |x, _| *x), Err(Error::Structure(_))));
}

#[test]
#[should_panic(expected = "zip_map: the trees differ at the root: left a list of 1, right a list of 2")]
fn zip_map_panics_with_the_difference() {
    zip_map(&vec![1.0], &vec![1.0, 2.0], |x, y| x + y);
}

#[test]
#[should_panic(expected = "describes")]
fn a_description_that_is_no_tree_is_refused() {
    #[derive(Clone)]
    struct Liar;
    impl PyTree<f64> for Liar {
        type Nest<U: PyTree<f64>> = ();
        fn leaves<'a>(&'a self, _: &mut dyn FnMut(&'a f64)) {}
        fn leaves_mut(&mut self, _: &mut dyn FnMut(&mut f64)) {}
        fn nest<U: PyTree<f64>>(&self, _: &mut dyn FnMut(&f64) -> U) {}
        fn same_structure(&self, _: &Self) -> bool {
            true
        }
        fn describe(&self, out: &mut Describe<'_, f64>) {
            out.list(2);
            out.leaf();
        }
    }
    structure(&Liar);
}

#[test]
fn a_tree_is_indexed_as_it_is_built() {
    let tree = Tree::dict([("W", Tree::List(vec![Tree::Leaf(1.0), Tree::Tuple(vec![Tree::None])]))]);
    assert_eq!((tree["W"][0].leaf(), &tree["W"][1][0], tree.leaf()), (Some(&1.0), &Tree::None, None));
    assert_eq!(tree.map(|x| *x > 0.0)["W"][0], Tree::Leaf(true));
}

#[test]
#[should_panic(expected = "index: no key \"w\" in a dict with keys [\"W\"]")]
fn a_missing_key_is_named() {
    let _ = &Tree::dict([("W", Tree::Leaf(1.0))])["w"];
}

#[test]
#[should_panic(expected = "index: no element 1 in a list of 1")]
fn a_missing_element_is_named() {
    let _ = &Tree::List(vec![Tree::Leaf(1.0)])[1];
}

#[test]
fn transpose_swaps_the_trees_and_checks_them() {
    let nested = vec![(1.0, [2.0, 3.0]), (4.0, [5.0, 6.0])];
    let inner = (0.0, [0.0; 2]);
    let turned = transpose(&vec![0.0; 2], &inner, &nested).unwrap();
    assert_eq!(turned, (vec![1.0, 4.0], [vec![2.0, 5.0], vec![3.0, 6.0]]));
    let error = transpose(&vec![0.0; 3], &inner, &nested).unwrap_err().to_string();
    assert_eq!(error, "transpose: the trees differ at the root: left a list of 3, right a list of 2");
    assert_eq!(transpose(&vec![0.0; 2], &(), &vec![(); 2]), Ok(()));
}

#[test]
fn long_trees_need_no_deep_stack() {
    let tree: Vec<(f64, Option<f64>)> = (0..1_000_000).map(|i| (f64::from(i), (i % 2 == 0).then_some(1.0))).collect();
    let (leaves, treedef) = flatten(&tree);
    assert_eq!((leaves.len(), treedef.num_leaves(), treedef.num_nodes()), (1_500_000, 1_500_000, 3_000_001));
    assert_eq!(unflatten(&tree, leaves), Ok(tree));
}
