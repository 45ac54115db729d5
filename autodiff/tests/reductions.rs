//! Reductions, cumulative operations and sorting: values at ties, at NaN and of nothing, and the texts of errors.

use cotangent_autodiff::{Array, DType, Error, array, grad, hessian, keepdims, reversed, vmap};

fn integers(x: &Array) -> Vec<i64> {
    x.to_vec().expect("int64")
}

#[test]
fn the_first_of_equal_elements_is_the_extreme_one_and_nan_before_all() {
    let nan = f64::NAN;
    let x = array([[1.0, 3.0, 3.0], [nan, 0.0, nan], [-2.0, -2.0, -5.0]]);
    assert_eq!(integers(&x.argmax_axes(-1)), [1, 0, 0]);
    assert_eq!(integers(&x.argmin_axes(-1)), [0, 0, 2]);
    assert_eq!(integers(&x.argmax_axes(0)), [1, 0, 1]);
    assert_eq!(integers(&x.argmin_axes(0)), [1, 2, 1]);
    assert_eq!(integers(&array([-0.0, 0.0]).argmax()), [0]);
    assert_eq!(integers(&array([0.0, -0.0]).argmin()), [0]);
    assert_eq!(integers(&array([false, true, true]).argmax()), [1]);
    assert_eq!(integers(&array([3, -7, -7]).argmin()), [1]);
}

#[test]
fn an_index_along_several_axes_counts_in_row_major_order() {
    let x = array([[[0.0, 1.0], [2.0, 3.0]], [[9.0, 1.0], [5.0, 4.0]]]);
    assert_eq!(integers(&x.argmax()), [4]);
    assert_eq!(integers(&x.argmax_axes([0, 2])), [2, 2]);
    assert_eq!(x.argmax_axes(keepdims([0, 2])).shape(), [1, 2, 1]);
    assert_eq!(x.argmax_axes(keepdims(1)).shape(), [2, 1, 2]);
}

#[test]
fn a_function_of_an_index_is_constant() {
    let slope = grad(|x: &Array| x.argmax().convert(DType::F64) + x.sum())(&array([1.0, 2.0]));
    assert_eq!(slope.to_vec::<f64>().expect("f64"), [1.0, 1.0]);
}

#[test]
fn indices_outside_are_refused_also_where_they_are_known_late() {
    let x = array([[1.0, 2.0], [3.0, 4.0]]);
    let text = |result: Result<Array, Error>| result.expect_err("refused").to_string();
    let known = text(x.try_take_along_axis(&array([[2], [0]]), 1));
    assert!(known.contains("take_along_axis: index 2 is outside of an axis of length 2"), "{known}");
    // Under vmap the indices are not known when the method is called: 2 must not be an element of the next row.
    let late = std::panic::catch_unwind(|| vmap(|i: &Array| x.take_along_axis(i, 1))(&array([[[2], [0]]])));
    assert!(late.is_err());
    let shapes = text(x.try_take_along_axis(&array([0, 1]), 1));
    assert!(shapes.contains("take_along_axis: indices of shape [2] do not fit [2, 2] along axis 1"), "{shapes}");
    let shapes = text(x.try_take_along_axis(&array([[0], [0], [0]]), 1));
    assert!(shapes.contains("indices of shape [3, 1] do not fit [2, 2] along axis 1"), "{shapes}");
    assert!(text(x.try_take_along_axis(&array([[0.0]]), 1)).contains("take_along_axis: indices must be"));
    assert!(text(x.try_take_along_axis(&array([[0]]), 2)).contains("take_along_axis: axis 2 does not exist"));
}

#[test]
fn the_extreme_of_nothing_is_refused() {
    let x = Array::zeros(&[2, 0], DType::F64);
    let text = x.try_argmax_axes(1).expect_err("refused").to_string();
    assert!(text.contains("argmax: no elements in [2, 0] over axes [1]"), "{text}");
    assert!(x.try_argmin_axes(..).expect_err("refused").to_string().contains("argmin: no elements"));
    assert_eq!(x.argmax_axes(0).shape(), [0]);
}

/// [[0.5, −1.25, 2], [3.5, 0.75, −0.5]].
fn matrix() -> Array {
    array([[0.5, -1.25, 2.0], [3.5, 0.75, -0.5]])
}

#[track_caller]
fn close(got: &Array, want: &[f64]) {
    let got = got.to_vec::<f64>().expect("f64");
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 4e-15 * b.abs().max(1.0);
    assert!(got.len() == want.len() && got.iter().zip(want).all(near), "{got:?}, not {want:?}");
}

/// Figures of JAX 0.10.2 in f64.
#[test]
fn statistics_are_those_of_jax() {
    let x = matrix();
    close(&x.norm(0.5), &[44.666_702_205_139_494]);
    close(&x.norm(-1.0), &[0.144_528_561_596_696_5]);
    close(&x.norm(3.0), &[3.768_061_021_696_180_3]);
    close(&x.norm(0.0), &[6.0]);
    close(&x.norm(f64::NEG_INFINITY), &[0.5]);
    close(&x.norm_axes(3.0, 0), &[3.503_398_060_386_724, 1.334_200_824_360_972_4, 2.010_362_879_294_529]);
    for (q, want) in [(0.0, -1.25), (0.3, 0.0), (0.5, 0.625), (0.9, 2.75), (1.0, 3.5)] {
        close(&x.quantile(q), &[want]);
    }
    close(&x.quantile_axes(0.3, 0), &[1.4, -0.65, 0.25]);
    close(&grad(|x: &Array| x.quantile(0.3))(&x), &[0.5, 0.0, 0.0, 0.0, 0.0, 0.5]);
    close(&x.average(&x.abs(), 0), &[3.125, -0.5, 1.5]);
    close(&x.var(1), &[2.941_666_666_666_666_4]);
    close(&x.std_axes(0, 0), &[1.5, 1.0, 1.25]);
    close(&x.logsumexp_axes(0), &[3.548_587_351_573_742, 0.876_928_011_042_972_6, 2.078_889_734_292_549_6]);
    close(&x.polyval(&array([2.0, -1.0, 0.5, 3.0])), &[3.25, -3.093_75, 16.0, 78.25, 3.656_25, 2.25]);
    close(
        &hessian(Array::logsumexp)(&x.at(0)),
        &[
            0.145_554_805_306_934_51,
            -0.005_433_107_820_088_641_5,
            -0.140_121_697_486_845_9,
            -0.005_433_107_820_088_641_5,
            0.029_782_607_755_348_176,
            -0.024_349_499_935_259_537,
            -0.140_121_697_486_845_9,
            -0.024_349_499_935_259_537,
            0.164_471_197_422_105_36,
        ],
    );
}

/// Figures of JAX 0.10.2 in f64; the recurrence is `SciPy`'s `lfilter`.
#[test]
fn cumulative_operations_are_those_of_jax() {
    let x = matrix();
    let weights = array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    close(
        &x.cumlogsumexp(reversed(1)),
        &[2.232_621_983_102_032_6, 2.038_041_371_687_783, 2.0, 3.579_036_201_404_099_5, 1.001_929_081_345_373, -0.5],
    );
    close(
        &grad(|x: &Array| (x.cumlogsumexp(reversed(1)) * &weights).sum())(&x),
        &[
            0.176_820_182_107_444_32,
            0.105_380_515_014_695_36,
            5.717_799_302_877_861,
            3.696_025_894_031_468,
            4.122_778_336_243_496,
            7.181_195_769_725_035_5,
        ],
    );
    close(&grad(|x: &Array| (x.cumprod(reversed(1)) * &weights).sum())(&x), &[-2.5, 5.0, -0.125, -1.5, -9.5, 20.25]);
    close(&x.cummin(reversed(0)), &[0.5, -1.25, -0.5, 3.5, 0.75, -0.5]);
    close(&x.ravel().linear_recurrence(0.7, 0), &[0.5, -0.9, 1.37, 4.459, 3.871_3, 2.209_91]);
}

/// A long line takes one pass: nothing recurses over it, and its gradient is the recurrence backwards.
#[test]
fn long_lines_are_walked_not_recursed() {
    let n = 200_000;
    let x = Array::ones(&[n], DType::F64);
    let slope = grad(|x: &Array| x.linear_recurrence(0.5, 0).sum() + x.cumprod(0).sum() + x.cumsum(0).mean())(&x);
    let first = slope.at(0).item::<f64>().expect("a scalar");
    assert!((first - (2.0 + n as f64 + 1.0)).abs() < 1e-9, "{first}");
}

#[test]
fn orders_put_nan_at_the_large_end_and_keep_ties() {
    let nan = f64::NAN;
    let x = array([1.0, nan, 2.0, 1.0, nan, f64::INFINITY]);
    assert_eq!(integers(&x.argsort(0)), [0, 3, 2, 5, 1, 4]);
    assert_eq!(integers(&x.argsort_descending(0)), [1, 4, 5, 2, 0, 3]);
    assert_eq!(x.sort(0).to_string(), "[ 1.  1.  2. inf nan nan]");
    assert_eq!(x.sort_descending(0).to_string(), "[nan nan inf  2.  1.  1.]");
    assert_eq!(integers(&array([0.0, -0.0, 0.0]).argsort(0)), [0, 1, 2]);
    assert_eq!(integers(&array([true, false, true]).argsort_descending(0)), [0, 2, 1]);
    assert_eq!(x.unique().to_string(), "[ 1.  2. inf nan]");
    assert_eq!(array([0.0; 0]).unique().shape(), [0]);
    let edges = array([1.0, 2.0, 2.0, 3.0, nan]);
    let sought = array([nan, 2.0, 0.0, 4.0, f64::INFINITY]);
    assert_eq!(integers(&edges.searchsorted(&sought)), [4, 1, 0, 4, 4]);
    assert_eq!(integers(&edges.searchsorted_right(&sought)), [5, 3, 0, 4, 4]);
    // Each example its own edges, or its own values, or both.
    let rows = array([[1.0, 2.0], [3.0, 4.0]]);
    let values = array([[0.0, 5.0], [3.5, 3.0]]);
    let search = |edges: &Array, values: &Array| edges.searchsorted(values);
    assert_eq!(integers(&vmap(search)(&rows, &values)), [0, 2, 1, 0]);
    assert_eq!(integers(&vmap(|values: &Array| rows.at(1).searchsorted(values))(&values)), [0, 2, 1, 0]);
    assert_eq!(integers(&vmap(|edges: &Array| edges.searchsorted(2.5))(&rows)), [2, 0]);
}

#[test]
fn reductions_of_nothing() {
    let none = Array::zeros(&[0], DType::F64);
    let text = |x: Array| x.to_string();
    assert_eq!([text(none.sum()), text(none.prod()), text(none.logsumexp())], ["0.0", "1.0", "-inf"]);
    assert_eq!([text(none.any()), text(none.all()), text(none.count_nonzero())], ["False", "True", "0"]);
    assert_eq!([text(none.mean()), text(none.var(0)), text(none.norm(2.0))], ["nan", "nan", "0.0"]);
    assert_eq!([text(array([1.0]).var(1)), text(array([1.0, 2.0]).var(3))], ["nan", "nan"]);
    let nan = array([f64::NAN, f64::NAN]);
    assert_eq!([text(nan.nansum()), text(nan.nanmean()), text(nan.nanmax())], ["0.0", "nan", "nan"]);
    assert!(array([f64::NAN, 0.0]).any().item::<bool>().expect("a bool"));
}

#[test]
fn bools_and_integers() {
    let mask = array([[true, false], [true, true]]);
    assert_eq!(mask.cumsum(1).to_vec::<i32>().expect("i32"), [1, 1, 1, 2]);
    assert_eq!(mask.prod_axes(0).to_vec::<i32>().expect("i32"), [1, 0]);
    assert_eq!(mask.diff(1, 1).to_vec::<bool>().expect("bool"), [true, false]);
    assert_eq!(array([3, 1, 2]).cummax(0).to_vec::<i32>().expect("i32"), [3, 3, 3]);
    assert_eq!(array([i64::MAX, 1]).cumsum(0).to_vec::<i64>().expect("i64"), [i64::MAX, i64::MIN]);
    assert_eq!(array([1, 2]).var(0).dtype(), DType::F32);
    assert_eq!(array([1_i64, 2]).median().to_string(), "1.5");
    assert_eq!(array([4, 1]).nanmax().to_string(), "4");
}

/// Each text names the operation and what does not fit.
#[test]
fn errors_name_the_operation() {
    let x = matrix();
    let line = x.at(0);
    let none = Array::zeros(&[2, 0], DType::F64);
    let cases: [(Result<Array, Error>, &str); 24] = [
        (x.try_prod_axes(2), "prod: axis 2 does not exist in 2 dimensions"),
        (x.try_any_axes([0, 0]), "any: axis 0 is named twice in [0, 0]"),
        (x.try_all_axes(-3), "all: axis -3 does not exist"),
        (x.try_count_nonzero_axes(5), "count_nonzero: axis 5 does not exist"),
        (x.try_var_axes(0, 3), "var: axis 3 does not exist"),
        (x.try_std_axes(0, 3), "std: axis 3 does not exist"),
        (x.try_norm_axes(f64::NAN, ..), "norm: the order is NaN"),
        (none.try_norm_axes(f64::INFINITY, 1), "norm: no elements in [2, 0] over axes [1]"),
        (x.try_logsumexp_axes(2), "logsumexp: axis 2 does not exist"),
        (x.try_softmax(2), "softmax: axis 2 does not exist"),
        (x.try_log_softmax(2), "log_softmax: axis 2 does not exist"),
        (x.try_standardize(0.0, 2), "standardize: axis 2 does not exist"),
        (x.try_layer_norm(&array([1.0]), &line, 0.0), "layer_norm: a gain of shape [1] does not fit [2, 3]: not [3]"),
        (
            x.try_softmax_cross_entropy(&array([0])),
            "softmax_cross_entropy: labels of shape [1] do not fit scores of shape [2, 3]",
        ),
        (
            x.try_softmax_cross_entropy(&array([0, 3])),
            "softmax_cross_entropy: index 3 is outside of an axis of length 3",
        ),
        (none.try_median_axes(-1), "median: no elements in [2, 0] over axes [1]"),
        (x.try_quantile_axes(1.5, ..), "quantile: 1.5 is not between 0 and 1"),
        (none.try_nanmax_axes(..), "nanmax: no elements in [2, 0]"),
        (
            x.try_average(&array([1.0, 2.0]), 1),
            "average: weights of shape [2] are neither as [2, 3] nor along one axis",
        ),
        (x.try_polyval(&x), "polyval: coefficients of shape [2, 3] are no vector"),
        (x.try_diff(1, 2), "diff: axis 2 does not exist"),
        (x.try_cumsum(2), "cumsum: axis 2 does not exist"),
        (
            x.try_linear_recurrence(array([1.0, 2.0]), 0),
            "linear_recurrence: factors of shape [2] do not broadcast to [2, 3]",
        ),
        (x.try_searchsorted(0.0), "searchsorted: needs a sorted vector, not shape [2, 3]"),
    ];
    for (result, want) in cases {
        let text = result.expect_err("refused").to_string();
        assert!(text.contains(want), "{text:?} does not contain {want:?}");
    }
    let text = x.try_top_k(4).expect_err("refused").to_string();
    assert!(text.contains("top_k: the last axis of [2, 3] has 3 elements, fewer than 4"), "{text}");
    let text = x.try_sort_key_val(&line, 0).expect_err("refused").to_string();
    assert!(text.contains("sort_key_val: values of shape [3] do not go with keys of shape [2, 3]"), "{text}");
}

#[test]
fn unique_needs_values() {
    let caught = std::panic::catch_unwind(|| vmap(|x: &Array| x.unique())(&matrix()));
    let panic = caught.expect_err("the number of distinct elements differs between examples");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.contains("unique: a value under `vmap` cannot be read"), "{text}");
}
