//! Values of operations that move, reduce and multiply, against naive loops over indices.

use super::numbers::{Numbers, assert_close, elements};
use crate::{Array, DType, array, concat, stack};
use alloc::{vec, vec::Vec};

/// 0, 1, 2, … in a shape: every element tells its place.
fn places(shape: &[usize]) -> Array {
    Array::iota(shape.iter().product(), DType::F64).reshape(shape)
}

#[test]
fn movements_put_every_element_in_its_place() {
    let at = |i: usize, j: usize, k: usize| (i * 12 + j * 4 + k) as f64; // in [2, 3, 4]
    let x = places(&[2, 3, 4]);
    let all = |n: [usize; 3], f: &dyn Fn(usize, usize, usize) -> f64| {
        let mut out = Vec::new();
        for a in 0..n[0] {
            for b in 0..n[1] {
                for c in 0..n[2] {
                    out.push(f(a, b, c));
                }
            }
        }
        out
    };
    assert_eq!(elements(&x.transpose(&[2, 0, 1])), all([4, 2, 3], &|k, i, j| at(i, j, k)));
    assert_eq!(elements(&x.t()), all([4, 3, 2], &|k, j, i| at(i, j, k)));
    assert_eq!(elements(&x.slice_step(2, 1.., 2).slice(1, 1..3)), all([2, 2, 2], &|i, j, k| at(i, j + 1, 2 * k + 1)));
    assert_eq!(elements(&x.at(1)), all([1, 3, 4], &|_, j, k| at(1, j, k)));
    assert_eq!(elements(&x.take(&array([2, -3, 2]), 1)), all([2, 3, 4], &|i, p, k| at(i, [2, 0, 2][p], k)));
    let padded = x.pad(&[(0, 0), (1, 1), (0, 2)]);
    let inside = |i: usize, j: usize, k: usize| if (1..4).contains(&j) && k < 4 { at(i, j - 1, k) } else { 0.0 };
    assert_eq!((padded.shape()[..].to_vec(), elements(&padded)), (vec![2, 5, 6], all([2, 5, 6], &inside)));
    let joined = concat(&[&x, &(&x + 100.0)], 1);
    assert_eq!(elements(&joined), all([2, 6, 4], &|i, j, k| if j < 3 { at(i, j, k) } else { 100.0 + at(i, j - 3, k) }));
    let stacked = stack(&[&x.at(0), &x.at(1)], 2);
    assert_eq!(
        (stacked.shape()[..].to_vec(), elements(&stacked)),
        (vec![3, 4, 2], all([3, 4, 2], &|j, k, i| at(i, j, k)))
    );
    assert_eq!(elements(&x.sum_axes([0, 2])), [60.0 - 12.0 + 12.0, 92.0, 124.0]);
}

#[test]
fn reductions_are_folds() {
    let mut numbers = Numbers::new(52);
    let x = numbers.array(&[3, 4, 5], (-3.0, 3.0));
    let v = elements(&x);
    for axes in [&[0_isize][..], &[1], &[2], &[0, 1], &[1, 2], &[0, 2], &[0, 1, 2], &[-1]] {
        let reduced = |i: usize| axes.iter().any(|&a| a == i as isize || a + 3 == i as isize);
        let kept: Vec<usize> = (0..3).filter(|&i| !reduced(i)).map(|i| [3, 4, 5][i]).collect();
        let mut groups: Vec<Vec<f64>> = vec![Vec::new(); kept.iter().product()];
        for (at, &value) in v.iter().enumerate() {
            let index = [at / 20, at / 5 % 4, at % 5];
            let group = (0..3).filter(|&i| !reduced(i)).fold(0, |g, i| g * [3, 4, 5][i] + index[i]);
            groups[group].push(value);
        }
        let fold = |f: fn(&[f64]) -> f64| Array::from_vec(groups.iter().map(|g| f(g)).collect(), &kept).expect("kept");
        assert_close("sum", &x.sum_axes(axes), &fold(|g| g.iter().sum()), 1e-14);
        assert_close("mean", &x.mean_axes(axes), &fold(|g| g.iter().sum::<f64>() / g.len() as f64), 1e-14);
        assert_close("max", &x.max_axes(axes), &fold(|g| g.iter().copied().fold(f64::MIN, f64::max)), 0.0);
        assert_close("min", &x.min_axes(axes), &fold(|g| g.iter().copied().fold(f64::MAX, f64::min)), 0.0);
    }
}

#[test]
fn products_are_sums_over_loops() {
    let mut numbers = Numbers::new(53);
    let (a, b) = (numbers.array(&[2, 3, 4], (-2.0, 2.0)), numbers.array(&[2, 4, 5], (-2.0, 2.0)));
    let (x, y) = (elements(&a), elements(&b));
    let sum = |f: &dyn Fn(usize) -> f64| (0..4).map(f).sum::<f64>();
    let mut want = Vec::new();
    let mut every = Vec::new();
    for n in 0..2 {
        for i in 0..3 {
            for j in 0..5 {
                want.push(sum(&|k| x[n * 12 + i * 4 + k] * y[n * 20 + k * 5 + j]));
            }
            for m in 0..2 {
                every.extend((0..5).map(|j| sum(&|k| x[n * 12 + i * 4 + k] * y[m * 20 + k * 5 + j])));
            }
        }
    }
    let shaped = |v: Vec<f64>, shape: &[usize]| Array::from_vec(v, shape).expect("the shape of the product");
    assert_close("matmul", &a.matmul(&b), &shaped(want, &[2, 3, 5]), 1e-14);
    assert_close("dot", &a.dot(&b), &shaped(every.clone(), &[2, 3, 2, 5]), 1e-14);
    assert_close("tensordot", &a.tensordot(&b, &[(2, 1)]), &shaped(every, &[2, 3, 2, 5]), 1e-14);
    let integers = array([[1, 2], [3, 4]]).dot(&array([[5, 6], [7, 8]]));
    assert_eq!(integers.to_vec::<i32>().expect("i32"), [19, 22, 43, 50]);
}
