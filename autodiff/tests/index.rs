//! Indexing and functional updates against NumPy 2.4 and JAX 0.10.2: places, repeated indices, ties, and what is refused.

use cotangent_autodiff::{
    Arg, Array, DType, array, compile, grad, grad_wrt,
    index::{Ellipsis, Index, Item, NewAxis},
    s, vmap,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Shape and elements.
#[track_caller]
fn same(got: &Array, shape: &[usize], want: &[i32]) {
    assert_eq!(got.shape(), shape);
    assert_eq!(got.to_vec::<i32>().expect("int32"), want);
}

/// The panic begins with this text.
#[track_caller]
fn panics<T>(f: impl FnOnce() -> T, want: &str) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.starts_with(want), "{text:?}, not {want:?}");
    text.clone()
}

/// And names a line of this file.
#[track_caller]
fn refused<T>(f: impl FnOnce() -> T, want: &str) {
    let text = panics(f, want);
    assert!(text.contains("index.rs:"), "{text:?} does not name the line of the caller");
}

fn cube() -> Array {
    Array::iota(24, DType::I32).reshape(&[2, 3, 4])
}

fn matrix() -> Array {
    array([[1, 2, 3], [4, 5, 6]])
}

fn elements(x: &Array) -> Vec<f64> {
    x.to_vec().expect("float64")
}

#[test]
fn ranges_integers_and_axes_are_numpy_s() {
    let c = cube();
    same(&c.index(s![1, ..., -1]), &[3], &[15, 19, 23]);
    same(&c.index(s![.., ..;2, ..;-1]), &[2, 2, 4], &[3, 2, 1, 0, 11, 10, 9, 8, 15, 14, 13, 12, 23, 22, 21, 20]);
    same(&c.index(s![.., 1..3;-1, 0]), &[2, 2], &[8, 4, 20, 16]);
    same(&c.index(s![0, 0, 1..;2]), &[2], &[1, 3]);
    same(&c.index(s![0, 0, 0..;-3]), &[2], &[3, 0]);
    same(&c.index(s![0, 0, -3..-1]), &[2], &[1, 2]);
    same(&c.index(s![0, 0, ..=-2]), &[3], &[0, 1, 2]);
    same(&c.index(s![0, 0, 1..=1]), &[1], &[1]);
    same(&c.index(s![0, 0, 4..]), &[0], &[]);
    same(&c.index(s![0, 0, ..0;-1]), &[0], &[]);
    assert_eq!(c.index(s![NewAxis, 0, Ellipsis, NewAxis]).shape(), [1, 3, 4, 1]);
    same(&c.index(s![]), &[2, 3, 4], &(0..24).collect::<Vec<_>>());
    same(&array(3).index(s![...]), &[], &[3]);
    let (n, from_end) = (2_usize, -1_isize);
    same(&c.index(s![from_end, n, n..n + 1]), &[1], &[22]);
    let items: Vec<Item> = vec![1.into(), (..).into(), 0.into()];
    same(&c.index(Index::from(items)), &[3], &[12, 16, 20]);
}

#[test]
fn index_arrays_and_masks_are_numpy_s() {
    let c = cube();
    same(&c.index(s![[0, 1], [2, 0]]), &[2, 4], &[8, 9, 10, 11, 12, 13, 14, 15]);
    same(&c.index(s![[0, 1], .., [3, 1]]), &[2, 3], &[3, 7, 11, 13, 17, 21]);
    same(&c.index(s![0, .., [3, 1]]), &[2, 3], &[3, 7, 11, 1, 5, 9]);
    same(&c.index(s![.., 0, [3, 1]]), &[2, 2], &[3, 1, 15, 13]);
    same(&c.index(s![..., [[0, 1], [2, 3]]]).index(s![1, 2]), &[2, 2], &[20, 21, 22, 23]);
    same(&c.index(s![.., [[0], [1]], [1, 2]]), &[2, 2, 2], &[1, 2, 5, 6, 13, 14, 17, 18]);
    same(&c.index(s![1.., [2, 0], 1..3]), &[1, 2, 2], &[21, 22, 13, 14]);
    assert_eq!(c.index(s![NewAxis, [1], NewAxis]).shape(), [1, 1, 1, 3, 4]);
    assert_eq!(c.index(s![[1, 0], NewAxis, [2, 1]]).shape(), [2, 1, 4]);
    same(&c.index(s![[1, 0], NewAxis, [2, 1], 0]), &[2, 1], &[20, 4]);
    same(&c.index(s![array([-1_i64, 0]), -1, -1]), &[2], &[23, 11]);
    let fives = c.to_vec::<i32>().expect("int32").iter().map(|x| x % 5 == 0).collect::<Vec<_>>();
    let fives = Array::from_vec(fives, &[2, 3, 4]).expect("a mask");
    same(&c.index(s![&fives]), &[5], &[0, 5, 10, 15, 20]);
    same(&c.index(s![.., [true, false, true], 0]), &[2, 2], &[0, 8, 12, 20]);
    same(&c.index(s![[[true, false, true], [false, false, true]], 1]), &[3], &[1, 9, 21]);
    same(&c.index(s![1, [true, false, true], 2]), &[2], &[14, 22]);
    same(&c.index(s![[true, true], [0, 2], [1, 3]]), &[2], &[1, 23]);
    same(&c.index(s![[true, true], .., [1, 3]]), &[2, 3], &[1, 5, 9, 15, 19, 23]);
    same(&c.index(s![0, 0, c.index(s![0, 0]).gt(9)]), &[0], &[]);
    same(&fives.argwhere().convert(DType::I32), &[5, 3], &[0, 0, 0, 0, 1, 1, 0, 2, 2, 1, 0, 3, 1, 2, 0]);
    assert_eq!(array(3.0).argwhere().shape(), [1, 0]);
    assert_eq!(array(0.0).argwhere().shape(), [0, 0]);
    assert!(array(3.0).nonzero().is_empty());
}

#[test]
fn an_index_that_does_not_fit_is_refused() {
    let x = matrix();
    refused(|| x.index(s![2]), "index: index 2 is outside of axis 0 of [2, 3]");
    refused(|| x.index(s![.., -4]), "index: index -4 is outside of axis 1 of [2, 3]");
    refused(|| x.index(s![.., 1..4]), "index: 1..4 does not fit axis 1 of [2, 3]");
    let (two, one) = (2, 1);
    refused(|| x.index(s![.., two..one;-1]), "index: 2..1;-1 does not fit axis 1 of [2, 3]");
    refused(|| x.index(s![..=2]), "index: 0..=2 does not fit axis 0 of [2, 3]");
    refused(|| x.index(s![-3..]), "index: -3.. does not fit axis 0 of [2, 3]");
    refused(|| x.index(s![..;0]), "index: 0..;0 does not fit axis 0 of [2, 3]");
    refused(|| x.index(s![0, 0, 0]), "index: an index of 3 axes is too long for shape [2, 3]");
    refused(|| x.index(s![..., 0, ...]), "index: `...` stands more than once in an index of [2, 3]");
    refused(|| x.index(s![[0, 2]]), "index: index 2 is outside of an axis of length 2");
    refused(|| x.index(s![array([0.0])]), "index: indices must be integers, not float64");
    refused(|| x.index(s![[0, 1], [0, 1, 2]]), "index: shapes [2] and [3] do not broadcast");
    refused(|| x.index(s![[true, false, true]]), "index: a mask of shape [3] does not fit axis 0 of [2, 3]");
    refused(|| x.index(s![array(true)]), "index: a mask of shape [] does not fit axis 0 of [2, 3]");
    refused(|| array(1).index(s![..., array(true)]), "index: a mask of shape [] does not fit axis 0 of []");
    let five = || s![NewAxis, NewAxis, NewAxis, NewAxis, NewAxis];
    refused(|| x.index(five()).index(five()).index(five()), "shape: [1, 1, 1, 1, 1");
    let positive = |x: &Array| x.index(s![x.gt(0.0)]).sum();
    refused(|| vmap(positive)(&array([[1.0]])), "index: a value under `vmap` cannot be read");
    refused(|| compile(positive)(&array([1.0])), "index: a value under `compile` cannot be read");
    refused(|| compile(|x: &Array| x.argwhere())(&array([1.0])), "argwhere: a value under `compile` cannot be read");
    refused(|| compile(|x: &Array| x.nonzero())(&array([1.0])), "nonzero: a value under `compile` cannot be read");
    assert_eq!(elements(&grad(positive)(&array([-1.0, 2.0]))), [0.0, 1.0]); // the values are known here
}

#[test]
fn an_update_that_does_not_fit_is_refused() {
    let x = matrix();
    refused(|| x.update(s![2]).set(0), "update: index 2 is outside of axis 0 of [2, 3]");
    refused(|| x.update(s![[2]]).add(0), "update: index 2 is outside of an axis of length 2");
    refused(|| x.update(s![0]).set(array([1, 2])), "update: values of shape [2] do not broadcast to the [3] elements");
    refused(|| x.update(s![0]).set(&x), "update: values of shape [2, 3] do not broadcast to the [3] elements");
    refused(|| x.update(s![0]).mul(0.5), "update: values of float32 do not fit an array of int32; convert one");
    refused(|| x.gt(1).update(s![0]).add(true_array()), "update: a bool array has no numbers; `set` it");
    refused(|| x.scatter_add(&array([0, 3]), &array(1), 1), "scatter_add: index 3 is outside of an axis of length 3");
    refused(|| x.scatter_add(&array([0]), &array(1), 2), "scatter_add: axis 2 does not exist in 2 dimensions");
    refused(|| x.scatter_add(&array([0]), &array([1, 2]), 1), "scatter_add: values of shape [2] do not broadcast to");
    refused(|| x.segment_sum(&array([0]), 2), "segment_sum: ids of shape [1] do not name the leading axes of [2, 3]");
    refused(|| x.segment_max(&array([0.0, 1.0]), 2), "segment_max: indices must be integers, not float64");
    refused(|| x.dynamic_slice(&array([0]), &[1, 1]), "dynamic_slice: the start must have shape [2], not [1]");
    refused(
        || x.dynamic_slice(&array([0, 0]), &[1, 4]),
        "dynamic_slice: a part of shape [1, 4] does not fit into [2, 3]",
    );
    refused(|| x.dynamic_slice(&array([0.0, 0.0]), &[1, 1]), "dynamic_slice: indices must be integers, not float64");
    refused(
        || x.dynamic_update_slice(&array([1]), &array([0, 0])),
        "dynamic_update_slice: a part of shape [1] does not",
    );
    refused(
        || x.dynamic_update_slice(&array([[1.0]]), &array([0, 0])),
        "dynamic_update_slice: values of float64 do not",
    );
    // Not known when recorded, outside when run: an error, and never another place or another example.
    let read = |x: &Array, i: &Array| x.index(s![i, i]).sum();
    let write = |x: &Array, i: &Array| x.update(s![i]).set(1.0);
    let largest = |x: &Array, i: &Array| x.update(s![i, 0]).max(1.0);
    let (square, two) = (array([[1.0, 2.0], [3.0, 4.0]]), array([[1, 2], [0, 0]]));
    panics(|| compile(read)(&square, &array([0, 2])), "take: index");
    panics(|| compile(write)(&square, &array([2])), "scatter: index 2 is outside");
    panics(|| compile(largest)(&square, &array([2])), "scatter: index");
    panics(|| vmap(|i: &Array| read(&square, i))(&two), "take: index");
    panics(|| vmap(|i: &Array| write(&square, i))(&two), "scatter: index 2 is outside");
    panics(|| vmap(|i: &Array| largest(&square, i))(&two), "take: index");
}

fn true_array() -> Array {
    array(true)
}

#[test]
fn updates_write_where_reads_read() {
    let x = cube();
    let indices: [fn() -> Index; 8] = [
        || s![1, .., 2],
        || s![.., 1..;-1, ..;2],
        || s![[1, 0], 2],
        || s![.., [2, 0], 1],
        || s![[1, 0], .., [3, 1]],
        || s![.., [[0], [1]], [1, 2]],
        || s![NewAxis, 1, [true, false, true]],
        || s![2..2],
    ];
    for index in indices {
        let update = x.update(index());
        let part = update.get();
        let new = Array::iota(part.shape().size(), DType::I32).reshape(&part.shape()) + 100;
        for changed in [update.set(&new), update.add(&(&new - &part)), update.max(&new)] {
            assert_eq!(changed.index(index()).to_vec::<i32>().ok(), new.to_vec::<i32>().ok());
            let untouched = changed.lt(100).convert(DType::I32).sum().item::<i32>().expect("a count");
            assert_eq!(untouched, 24 - new.shape().size() as i32);
        }
        assert_eq!(update.mul(0).index(index()).to_vec::<i32>().ok(), part.zeros_like().to_vec::<i32>().ok());
        assert_eq!(update.min(-1).index(index()).to_vec::<i32>().ok(), part.full_like(-1.0).to_vec::<i32>().ok());
    }
    let set = x.gt(22).update(s![0, 0]).set(array([true, false, true, false]));
    assert_eq!(set.convert(DType::I32).sum().item::<i32>().ok(), Some(3));
}

/// The first and the second derivative of Σ w·y in the values, where one of them is written over.
#[test]
fn the_last_of_repeated_writes_stays_and_the_others_have_no_derivative() {
    let zeros = Array::zeros(&[3], DType::F64);
    let y = zeros.update(s![[0, 0, 1]]).set(array([3.0, 4.0, 5.0]));
    assert_eq!(elements(&y), [4.0, 5.0, 0.0]);
    let loss = |v: &Array| (zeros.update(s![[0, 0, 1]]).set(v) * array([1.0, 2.0, 3.0])).sum();
    assert_eq!(elements(&grad(loss)(&array([3.0, 4.0, 5.0]))), [0.0, 1.0, 2.0]); // JAX
    let first_two = |v: &Array| zeros.slice(0, ..1).update(s![[0, 0]]).set(v).sum();
    assert_eq!(elements(&grad(first_two)(&array([3.0, 4.0]))), [0.0, 1.0]); // JAX
    // Unwritten places keep their derivative, written ones have none.
    let kept = grad(|x: &Array| x.update(s![[2, 2]]).set(1.0).square().sum())(&array([1.0, 2.0, 3.0]));
    assert_eq!(elements(&kept), [2.0, 4.0, 0.0]);
    // A value written over does no harm, whatever it is.
    let harmless = grad(|v: &Array| zeros.update(s![[0, 0]]).set(v.ln()).sum())(&array([0.0, 1.0]));
    assert!(elements(&harmless)[1] == 1.0);
}

#[test]
fn repeated_reads_add_up() {
    assert_eq!(elements(&grad(|x: &Array| x.index(s![[0, 0, 1]]).sum())(&array([1.0, 2.0]))), [2.0, 1.0]); // JAX
}

#[test]
fn ties_of_scattered_extremes_are_shared() {
    let both = |x: [f64; 2], y: [f64; 2]| {
        let f = |x: &Array, y: &Array| x.update(s![[0, 0]]).max(y).sum();
        let (dx, dy) = grad_wrt(f, (Arg::<0>, Arg::<1>))(&array(x), &array(y));
        (elements(&dx), elements(&dy))
    };
    let third = 1.0 / 3.0;
    assert_eq!(both([0.0, 1.0], [2.0, 2.0]), (vec![0.0, 1.0], vec![0.5, 0.5])); // JAX
    assert_eq!(both([2.0, 1.0], [2.0, 2.0]), (vec![third, 1.0], vec![third, third])); // JAX
    assert_eq!(both([3.0, 1.0], [2.0, 2.0]), (vec![1.0, 1.0], vec![0.0, 0.0]));
    // By a slice, where no place is named twice: as `maximum`.
    let slice = |x: &Array, y: &Array| x.update(s![..1]).min(y).sum();
    let (dx, dy) = grad_wrt(slice, (Arg::<0>, Arg::<1>))(&array([2.0, 1.0]), &array(2.0));
    assert_eq!((elements(&dx), dy.item::<f64>().ok()), (vec![0.5, 1.0], Some(0.5)));
    // NaN wins, and its derivative says so; a place that nobody writes to keeps its own.
    let x = array([f64::NAN, f64::NAN, 1.0]);
    let f = |x: &Array, y: &Array| x.update(s![[0, 2]]).max(y);
    let y = array([1.0, f64::NAN]);
    assert!(elements(&f(&x, &y)).iter().all(|v| v.is_nan()));
    let slope = elements(&grad(|x: &Array| f(x, &y).sum())(&x));
    assert!(slope[0].is_nan() && slope[1] == 1.0 && slope[2].is_nan(), "{slope:?}");
    assert_eq!(
        elements(&grad(|x: &Array| x.segment_max(&array([0, 0, 1]), 3).slice(0, ..2).sum())(&array([2.0, 2.0, 1.0]))),
        [0.5, 0.5, 1.0]
    ); // JAX
}

/// Σ over the product's derivative to order 3: the zeros are no divisors.
#[test]
fn products_of_repeated_places_are_exact_at_zeros() {
    let f = |x: &Array, y: &Array| x.update(s![[0, 0, 1, 0]]).mul(y).sum();
    let (x, y) = (array([2.0, 3.0]), array([0.0, 5.0, 0.0, 7.0]));
    let (dx, dy) = grad_wrt(f, (Arg::<0>, Arg::<1>))(&x, &y);
    assert_eq!(elements(&dx), [0.0, 0.0]);
    assert_eq!(elements(&dy), [70.0, 0.0, 3.0, 0.0]);
    let all_zero = grad(|y: &Array| f(&array([2.0, 3.0]), y))(&Array::zeros(&[4], DType::F64));
    assert_eq!(elements(&all_zero), [0.0, 0.0, 3.0, 0.0]);
    // d³/dt³ of 2·t·t·t = 12 at 0.
    let cube = |t: &Array| array([2.0]).update(s![[0, 0, 0]]).mul(t).sum();
    assert_eq!(grad(grad(grad(cube)))(&array(0.0)).item::<f64>().ok(), Some(12.0));
    // Infinities elsewhere do not spread.
    let slope = grad(|x: &Array| x.update(s![[1]]).mul(f64::INFINITY).index(s![0]))(&array([2.0, 3.0]));
    assert_eq!(elements(&slope)[0], 1.0);
}

#[test]
fn dynamic_slices_start_where_jax_s_do() {
    let x = Array::iota(5, DType::I32);
    for (start, want) in [(-2, [3, 4]), (-9, [0, 1]), (4, [3, 4]), (1, [1, 2])] {
        let slice = |start: &Array| x.dynamic_slice(start, &[2]);
        let update = |start: &Array| x.dynamic_update_slice(&array([9, 9]), start);
        let at = array([start]);
        let mut written: Vec<i32> = (0..5).collect();
        for i in want {
            written[i as usize] = 9;
        }
        same(&slice(&at), &[2], &want);
        same(&compile(slice)(&at), &[2], &want);
        same(&vmap(slice)(&at.expand(0)), &[1, 2], &want);
        same(&update(&at), &[5], &written);
        same(&compile(update)(&at), &[5], &written);
        same(&vmap(update)(&at.expand(0)), &[1, 5], &written);
    }
    // The derivatives of a start that was moved are those of the slice that it came to: JAX.
    let (floats, six) = (x.convert(DType::F64), array([6]));
    let slope = grad(|x: &Array| x.dynamic_slice(&six, &[2]).square().sum());
    assert_eq!(elements(&slope(&floats)), [0.0, 0.0, 0.0, 6.0, 8.0]);
    assert_eq!(elements(&compile(&slope)(&floats)), [0.0, 0.0, 0.0, 6.0, 8.0]);
    let written = |x: &Array, y: &Array| x.dynamic_update_slice(y, &six).square().sum();
    let (dx, dy) = grad_wrt(written, (Arg::<0>, Arg::<1>))(&floats, &array([1.0, 2.0]));
    assert_eq!((elements(&dx), elements(&dy)), (vec![0.0, 2.0, 4.0, 0.0, 0.0], vec![2.0, 4.0]));
    same(&array(7).dynamic_slice(&Array::zeros(&[0], DType::I32), &[]), &[], &[7]);
    let rows = compile(|x: &Array, start: &Array| x.dynamic_slice(start, &[1, 2, 4]));
    same(&rows(&cube(), &array([1, 2, 5])), &[1, 2, 4], &(16..24).collect::<Vec<_>>());
}

#[test]
fn segments_are_jax_s() {
    let x = array([2, 3, 4, 5]);
    let ids = array([1, 7, -1, 1]);
    same(&x.segment_sum(&ids, 3), &[3], &[0, 7, 0]);
    same(&x.segment_prod(&ids, 3), &[3], &[1, 10, 1]);
    same(&x.segment_max(&ids, 3), &[3], &[i32::MIN, 5, i32::MIN]);
    same(&x.segment_min(&ids, 3), &[3], &[i32::MAX, 2, i32::MAX]);
    same(&x.gt(2).segment_sum(&array([0, 0, 0, 1]), 2), &[2], &[2, 1]);
    same(&matrix().segment_sum(&array([[0, 1, 1], [0, 0, 5]]), 2), &[2], &[10, 5]);
    same(&matrix().segment_sum(&array([2, 2]), 3), &[3, 3], &[0, 0, 0, 0, 0, 0, 5, 7, 9]);
    let floats = x.convert(DType::F64);
    let infinity = f64::INFINITY;
    assert_eq!(elements(&floats.segment_max(&ids, 2)), [-infinity, 5.0]);
    assert_eq!(elements(&floats.segment_min(&ids, 2)), [infinity, 2.0]);
    assert_eq!(elements(&grad(|x: &Array| x.segment_sum(&ids, 3).square().sum())(&floats)), [14.0, 0.0, 0.0, 14.0]);
    assert_eq!(floats.segment_sum(&ids, 0).shape(), [0]);
}
