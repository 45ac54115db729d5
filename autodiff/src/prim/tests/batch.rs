//! `vmap` over each operand and over all of them is the loop of single calls, of values and of gradients, nested too.

use super::{
    cases::{Case, all_cases, cases},
    numbers::{assert_bits, assert_close},
};
use crate::{Arg, Array, DType, array, compile, grad, grad_wrt, stack, vmap, vmap_wrt};
use alloc::{format, vec::Vec};

const EXAMPLES: usize = 3;

/// The choices of operands to map: each alone, and all.
fn choices(operands: usize) -> Vec<Vec<usize>> {
    let mut choices: Vec<Vec<usize>> = (0..operands).map(|i| [i].into()).collect();
    if operands > 1 {
        choices.push((0..operands).collect());
    }
    choices
}

/// The point with operand `i` replaced for `i` in `mapped`.
fn with(case: &Case, mapped: &[usize], new: &[Array]) -> Vec<Array> {
    let mut xs = case.inputs.clone();
    mapped.iter().zip(new).for_each(|(&i, x)| xs[i] = x.clone());
    xs
}

/// Compares `f` under `vmap` with a loop of calls, over each choice of operands.
fn compare(case: &Case, f: impl Fn(&Vec<Array>) -> Vec<Array> + Send + Sync) {
    let points = case.points(EXAMPLES);
    for mapped in choices(case.inputs.len()) {
        let batch: Vec<Array> =
            mapped.iter().map(|&i| stack(&points.iter().map(|p| &p[i]).collect::<Vec<_>>(), 0)).collect();
        let got = vmap(|new: &Vec<Array>| f(&with(case, &mapped, new)))(&batch);
        let each: Vec<Vec<Array>> = points
            .iter()
            .map(|p| f(&with(case, &mapped, &mapped.iter().map(|&i| p[i].clone()).collect::<Vec<_>>())))
            .collect();
        for (i, got) in got.iter().enumerate() {
            let want = stack(&each.iter().map(|ys| &ys[i]).collect::<Vec<_>>(), 0);
            let what = format!("{} mapped over {mapped:?}", case.name);
            if case.exact {
                assert_bits(&what, got, &want);
            } else {
                assert_close(&what, got, &want, 1e-14);
            }
        }
    }
}

#[test]
fn vmap_is_the_loop() {
    for case in all_cases() {
        compare(&case, |xs| [case.call(xs)].into());
    }
}

#[test]
fn vmap_of_grad_is_the_loop_of_grads() {
    for case in cases() {
        let slope = grad(|xs: &Vec<Array>| case.scalar(xs));
        compare(&case, |xs| slope(xs));
    }
}

#[test]
fn vmap_of_the_second_derivative_is_the_loop() {
    for case in cases() {
        let slope = grad(|xs: &Vec<Array>| case.scalar(xs));
        let second = grad(|xs: &Vec<Array>| slope(xs).iter().map(|g| g.square().sum()).sum::<Array>());
        compare(&case, |xs| second(xs));
    }
}

#[test]
fn grad_of_vmap_is_the_stack_of_grads() {
    for case in cases() {
        let points = case.points(EXAMPLES);
        let operands = 0..case.inputs.len();
        let all = |i: usize, of: &[Vec<Array>]| stack(&of.iter().map(|p| &p[i]).collect::<Vec<_>>(), 0);
        let batch: Vec<Array> = operands.clone().map(|i| all(i, &points)).collect();
        let total = grad(|batch: &Vec<Array>| vmap(|xs: &Vec<Array>| case.scalar(xs))(batch).sum());
        let slope = grad(|xs: &Vec<Array>| case.scalar(xs));
        let each: Vec<Vec<Array>> = points.iter().map(slope).collect();
        for (i, got) in operands.zip(total(&batch)) {
            assert_close(&case.name, &got, &all(i, &each), 1e-13);
        }
    }
}

/// The operands that the examples share get the sum of the examples' gradients.
#[test]
fn grad_of_vmap_in_a_shared_operand_is_the_sum_of_grads() {
    for case in cases().into_iter().filter(|case| case.inputs.len() == 2) {
        let points = case.points(EXAMPLES);
        let rights = stack(&points.iter().map(|p| &p[1]).collect::<Vec<_>>(), 0);
        let total = grad(|x: &Array| vmap(|y: &Array| case.scalar(&[x.clone(), y.clone()].into()))(&rights).sum());
        let single = grad(|x: &Array, y: &Array| case.scalar(&[x.clone(), y.clone()].into()));
        let want: Array = points.iter().map(|p| single(&case.inputs[0], &p[1])).sum();
        assert_close(&case.name, &total(&case.inputs[0]), &want, 1e-13);
    }
}

#[test]
fn nested_vmaps_are_nested_loops() {
    for case in all_cases() {
        let points = case.points(2 * EXAMPLES);
        let rows = |of: &[Array]| {
            let halves: Vec<Array> = of.chunks(EXAMPLES).map(|h| stack(&h.iter().collect::<Vec<_>>(), 0)).collect();
            stack(&halves.iter().collect::<Vec<_>>(), 0)
        };
        let column = |i: usize| points.iter().map(|p| p[i].clone()).collect::<Vec<_>>();
        let batch: Vec<Array> = (0..case.inputs.len()).map(|i| rows(&column(i))).collect();
        let got = vmap(vmap(|xs: &Vec<Array>| case.call(xs)))(&batch);
        let want = rows(&points.iter().map(|p| case.call(p)).collect::<Vec<_>>());
        if case.exact {
            assert_bits(&case.name, &got, &want);
        } else {
            assert_close(&case.name, &got, &want, 1e-14);
        }
        // The first operand over the outer axis, the last one over the inner axis.
        let last = case.inputs.len() - 1;
        let (outer, inner) =
            (stack(&column(0).iter().collect::<Vec<_>>(), 0), stack(&column(last).iter().collect::<Vec<_>>(), 0));
        let call = |x: &Array, y: &Array| {
            let mut xs = case.inputs.clone();
            xs[0] = x.clone();
            xs[last] = y.clone();
            case.call(&xs)
        };
        let crossed = vmap(|x: &Array| vmap(|y: &Array| call(x, y))(&inner))(&outer);
        let looped: Vec<Array> = column(0)
            .iter()
            .map(|x| stack(&column(last).iter().map(|y| call(x, y)).collect::<Vec<_>>().iter().collect::<Vec<_>>(), 0))
            .collect();
        assert_close(&case.name, &crossed, &stack(&looped.iter().collect::<Vec<_>>(), 0), 1e-14);
    }
}

/// Every example with indices of its own: `take` and, as its transpose, scattering, along each axis and for indices of
/// each rank, with the array mapped too or shared.
#[test]
fn examples_with_indices_of_their_own_are_the_loop() {
    let x = super::numbers::Numbers::new(60).array(&[2, 3, 4, 2], (-3.0, 3.0));
    let of_rank =
        [array([1, -1]), array([[0, 1, -2], [1, 1, 0]]), array([[[0, 1, 0], [-1, 1, 1]], [[1, 0, -2], [1, -1, 0]]])];
    for indices in of_rank {
        for axis in 0..3 {
            let each = |i: usize| (x.at(i), indices.at(i));
            let take = |x: &Array, indices: &Array| x.take(indices, axis);
            let taken = stack(&[&take(&each(0).0, &each(0).1), &take(&each(1).0, &each(1).1)], 0);
            let what = format!("indices {} along axis {axis}", indices.shape());
            assert_bits(&what, &vmap(take)(&x, &indices), &taken);
            assert_bits(&what, &compile(vmap(take))(&x, &indices), &taken);
            let shared = stack(&[&take(&x.at(0), &each(0).1), &take(&x.at(0), &each(1).1)], 0);
            assert_bits(&what, &vmap_wrt(take, Arg::<1>)(&x.at(0), &indices), &shared);
            let cubed = |x: &Array, indices: &Array| take(x, indices).powi(3).sum();
            let slopes = [grad(cubed)(&each(0).0, &each(0).1), grad(cubed)(&each(1).0, &each(1).1)];
            assert_bits(&what, &vmap(grad(cubed))(&x, &indices), &stack(&[&slopes[0], &slopes[1]], 0));
            assert_bits(&what, &compile(vmap(grad(cubed)))(&x, &indices), &stack(&[&slopes[0], &slopes[1]], 0));
            // Parts that all examples share, scattered to places of their own.
            let parts = take(&x.at(0), &each(0).1);
            let put = |indices: &Array| crate::prim::scatter::scatter_add(&parts, indices, axis as usize, 5);
            assert_bits(&what, &vmap(put)(&indices), &stack(&[&put(&each(0).1), &put(&each(1).1)], 0));
        }
    }
}

/// Masks that differ between examples, beside branches that do or do not.
#[test]
fn examples_with_masks_of_their_own_are_the_loop() {
    let masks = array([[true, false, true], [false, false, true]]);
    let mut numbers = super::numbers::Numbers::new(61);
    let (x, y) = (numbers.array(&[2, 2, 3], (-3.0, 3.0)), numbers.array(&[2, 3], (-3.0, 3.0)));
    let choose = |m: &Array, x: &Array, y: &Array| m.select(&x.square(), y.sin());
    let total = |m: &Array, x: &Array, y: &Array| choose(m, x, y).square().sum();
    let both = |f: &dyn Fn(usize) -> Array| stack(&[&f(0), &f(1)], 0);
    assert_bits("all", &vmap(choose)(&masks, &x, &y), &both(&|i| choose(&masks.at(i), &x.at(i), &y.at(i))));
    let (x, y) = (x.at(0), y.at(0));
    assert_bits("mask", &vmap_wrt(choose, Arg::<0>)(&masks, &x, &y), &both(&|i| choose(&masks.at(i), &x, &y)));
    let (dx, dy) = vmap_wrt(grad_wrt(total, (Arg::<1>, Arg::<2>)), Arg::<0>)(&masks, &x, &y);
    let slopes = |i: usize| grad_wrt(total, (Arg::<1>, Arg::<2>))(&masks.at(i), &x, &y);
    assert_bits("in x", &dx, &both(&|i| slopes(i).0));
    assert_bits("in y", &dy, &both(&|i| slopes(i).1));
    let counts = vmap(|m: &Array| m.convert(DType::F64).sum())(&masks);
    assert_eq!(super::numbers::elements(&counts), [2.0, 1.0]);
}
