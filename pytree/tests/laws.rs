//! Laws that hold for every tree, on random dynamic trees, against slow recursive definitions.

use cotangent_pytree::{
    Error, Path, PyTree, Rows, Segment, Tree, flatten, leaves_or_none, map, paths, ravel, reduce, structure,
    try_zip_map, unflatten, unravel,
};
use quickcheck::{Arbitrary, Gen, quickcheck};

#[derive(Clone, Debug)]
struct Any(Tree<i32>);

impl Arbitrary for Any {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(random(g, 4))
    }
}

/// Few kinds, lengths and keys, so that two random trees often agree in part.
fn random(g: &mut Gen, depth: usize) -> Tree<i32> {
    let kind = if depth == 0 { *g.choose(&[0, 1, 1]).unwrap() } else { *g.choose(&[0, 1, 2, 3, 4, 4]).unwrap() };
    let len = *g.choose(&[0, 1, 2, 3]).unwrap();
    let trees = |g: &mut Gen| (0..len).map(|_| random(g, depth - 1)).collect();
    match kind {
        0 => Tree::None,
        1 => Tree::Leaf(i32::arbitrary(g)),
        2 => Tree::List(trees(g)),
        3 => Tree::Tuple(trees(g)),
        _ => {
            let keys = ["a", "b", "it's", "say \"x\"", "0", "a.b", "]["];
            Tree::dict((0..len).map(|_| (*g.choose(&keys).unwrap(), random(g, depth - 1))).collect::<Vec<_>>())
        }
    }
}

fn children(tree: &Tree<i32>) -> Vec<(Segment, &Tree<i32>)> {
    match tree {
        Tree::None | Tree::Leaf(_) => vec![],
        Tree::List(v) | Tree::Tuple(v) => v.iter().enumerate().map(|(i, t)| (Segment::Index(i), t)).collect(),
        Tree::Dict(m) => m.iter().map(|(k, t)| (Segment::Key(format!("{k:?}")), t)).collect(),
    }
}

fn at<'t>(tree: &'t Tree<i32>, path: &Path) -> Option<&'t Tree<i32>> {
    let step = |tree, segment| children(tree).into_iter().find(|(s, _)| s == segment).map(|(_, t)| t);
    path.segments().iter().try_fold(tree, step)
}

fn leaves(tree: &Tree<i32>) -> Vec<i32> {
    match tree {
        Tree::Leaf(x) => vec![*x],
        _ => children(tree).into_iter().flat_map(|(_, t)| leaves(t)).collect(),
    }
}

fn nodes(tree: &Tree<i32>) -> usize {
    1 + children(tree).into_iter().map(|(_, t)| nodes(t)).sum::<usize>()
}

fn nones(tree: &Tree<i32>) -> Vec<Option<&i32>> {
    match tree {
        Tree::None => vec![None],
        Tree::Leaf(x) => vec![Some(x)],
        _ => children(tree).into_iter().flat_map(|(_, t)| nones(t)).collect(),
    }
}

/// Whether two nodes agree, whatever is below them.
fn same_node(a: &Tree<i32>, b: &Tree<i32>) -> bool {
    let steps = |t| children(t).into_iter().map(|(s, _)| s).collect::<Vec<_>>();
    core::mem::discriminant(a) == core::mem::discriminant(b) && steps(a) == steps(b)
}

/// The first difference, parents before children.
fn difference(a: &Tree<i32>, b: &Tree<i32>) -> Option<Vec<Segment>> {
    if !same_node(a, b) {
        return Some(vec![]);
    }
    children(a)
        .into_iter()
        .zip(children(b))
        .find_map(|((step, a), (_, b))| difference(a, b).map(|rest| [vec![step], rest].concat()))
}

quickcheck! {
    fn unflatten_undoes_flatten(tree: Any) -> bool {
        unflatten(&tree.0, flatten(&tree.0).0) == Ok(tree.0)
    }

    fn leaves_come_in_order(tree: Any) -> bool {
        let expected = leaves(&tree.0);
        let (flat, treedef) = flatten(&tree.0);
        flat == expected && treedef.num_leaves() == expected.len() && treedef.num_nodes() == nodes(&tree.0)
    }

    fn leaves_mut_and_map_keep_the_order(tree: Any) -> bool {
        let mut i = 0;
        let numbered = map(&tree.0, |_| { i += 1; i });
        numbered.same_structure(&tree.0) && leaves(&numbered) == (1..=i).collect::<Vec<_>>()
    }

    fn a_wrong_number_of_leaves_is_refused(tree: Any, given: u8) -> bool {
        let (given, expected) = (given as usize % 16, leaves(&tree.0).len());
        let result = unflatten(&tree.0, vec![0; given]);
        if given == expected { result.is_ok() } else { result == Err(Error::LeafCount { operation: "unflatten", expected, given }) }
    }

    fn a_wrong_number_of_elements_is_refused(tree: Any, given: u8) -> bool {
        let (given, expected) = (given as usize % 16, leaves(&tree.0).len());
        let result = unravel(&tree.0, &vec![0; given]);
        if given == expected { result.is_ok() } else { result == Err(Error::ElementCount { operation: "unravel", expected, given }) }
    }

    fn unravel_undoes_ravel(tree: Any) -> bool {
        unravel(&map(&tree.0, |_| 0), &ravel(&tree.0)) == Ok(tree.0)
    }

    fn paths_lead_to_the_leaves(tree: Any) -> bool {
        let found = paths(&tree.0);
        found.len() == leaves(&tree.0).len() && found.iter().all(|(path, leaf)| at(&tree.0, path).and_then(Tree::leaf) == Some(leaf))
    }

    fn rows_are_found_by_path(tree: Any) -> bool {
        let rows: Rows<_, i32> = tree.0.nest(&mut |x| x.wrapping_add(1));
        paths(&tree.0).iter().all(|(path, leaf)| *rows.row(&path.to_string()) == leaf.wrapping_add(1))
    }

    fn treedefs_are_equal_iff_structures_are(a: Any, b: Any) -> bool {
        let same = difference(&a.0, &b.0).is_none();
        a.0.same_structure(&b.0) == same && (structure(&a.0) == structure(&b.0)) == same
    }

    fn zip_names_the_first_difference(a: Any, b: Any) -> bool {
        match (try_zip_map(&a.0, &b.0, |x, y| x.wrapping_sub(*y)), difference(&a.0, &b.0)) {
            (Ok(tree), None) => leaves(&tree) == leaves(&a.0).iter().zip(leaves(&b.0)).map(|(x, y)| x.wrapping_sub(y)).collect::<Vec<_>>(),
            (Err(Error::Structure(found)), Some(path)) => found.path.segments() == path,
            _ => false,
        }
    }

    fn zip_of_one_structure_succeeds(tree: Any) -> bool {
        try_zip_map(&tree.0, &map(&tree.0, |_| 1), |x, y| x.wrapping_mul(*y)) == Ok(tree.0)
    }

    fn none_can_count_as_a_leaf(tree: Any) -> bool {
        leaves_or_none(&tree.0) == nones(&tree.0)
    }

    fn reduce_folds_the_leaves(tree: Any) -> bool {
        reduce(&tree.0, vec![], |mut so_far, x| { so_far.push(*x); so_far }) == leaves(&tree.0)
    }

    fn transpose_twice_is_nothing(outer: Any, inner: Any) -> bool {
        let mut i = 0;
        let nested = outer.0.expand(&mut |_| map(&inner.0, |_| { i += 1; i }));
        let turned = nested.transpose(&outer.0, &inner.0).unwrap();
        turned.transpose(&inner.0, &outer.0) == Ok(nested)
    }

    fn every_tree_is_a_prefix_of_what_grows_on_it(prefix: Any, inner: Any) -> bool {
        let grown = prefix.0.expand(&mut |_| inner.0.clone());
        prefix.0.flatten_up_to(&grown).is_ok_and(|all| all.len() == leaves(&prefix.0).len() && all.iter().all(|t| **t == inner.0))
    }
}
