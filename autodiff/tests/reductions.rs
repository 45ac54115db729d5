//! Reductions, cumulative operations and sorting: values at ties, at NaN and of nothing, and the texts of errors.

use cotangent_autodiff::{Array, DType, array, grad, keepdims, vmap};

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
    let text = |result: Result<Array, cotangent_autodiff::Error>| result.expect_err("refused").to_string();
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
