//! Operations that move elements against NumPy 2.4: values of every mode and offset, and what they refuse.

use cotangent_autodiff::{Array, DType, Indexing, PadMode, Padding, array, broadcast_arrays, meshgrid};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Shape and elements.
#[track_caller]
fn same(got: &Array, shape: &[usize], want: &[i32]) {
    assert_eq!(got.shape(), shape);
    assert_eq!(got.to_vec::<i32>().expect("int32"), want);
}

/// The panic begins with this text and names a line of this file.
#[track_caller]
fn refused<T>(f: impl FnOnce() -> T, want: &str) {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.starts_with(want) && text.contains("shape.rs:"), "{text:?}, not {want:?}");
}

fn matrix() -> Array {
    array([[1, 2, 3], [4, 5, 6]])
}

fn cube() -> Array {
    Array::iota(24, DType::I32).reshape(&[2, 3, 4])
}

#[test]
fn padding_goes_on_as_numpy_s() {
    let x = array([1, 2, 3]);
    let long = |mode| x.pad_mode(&[(7, 8)], mode);
    same(&long(PadMode::Edge), &[18], &[1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
    same(&long(PadMode::Reflect), &[18], &[2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]);
    same(&long(PadMode::Symmetric), &[18], &[1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2]);
    same(&long(PadMode::Wrap), &[18], &[3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]);
    let both = |mode| matrix().pad_mode(&[(1, 2), (0, 1)], mode);
    same(&both(PadMode::Edge), &[5, 4], &[1, 2, 3, 3, 1, 2, 3, 3, 4, 5, 6, 6, 4, 5, 6, 6, 4, 5, 6, 6]);
    same(&both(PadMode::Reflect), &[5, 4], &[4, 5, 6, 5, 1, 2, 3, 2, 4, 5, 6, 5, 1, 2, 3, 2, 4, 5, 6, 5]);
    same(&both(PadMode::Symmetric), &[5, 4], &[1, 2, 3, 3, 1, 2, 3, 3, 4, 5, 6, 6, 4, 5, 6, 6, 1, 2, 3, 3]);
    same(&both(PadMode::Wrap), &[5, 4], &[4, 5, 6, 4, 1, 2, 3, 1, 4, 5, 6, 4, 1, 2, 3, 1, 4, 5, 6, 4]);
    for mode in [PadMode::Edge, PadMode::Reflect, PadMode::Symmetric, PadMode::Wrap] {
        same(&array([5]).pad_mode(&[(2, 2)], mode), &[5], &[5; 5]);
        same(&x.pad_mode(&[(0, 0)], mode), &[3], &[1, 2, 3]);
    }
    same(&matrix().pad_constant(&[(0, 1), (1, 0)], array(9)), &[3, 4], &[9, 1, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9]);
    let general = |low, high, interior| x.pad_general(&[Padding { low, high, interior }], 9);
    same(&general(1, 2, 1), &[8], &[9, 1, 9, 2, 9, 3, 9, 9]);
    same(&general(-2, 0, 1), &[3], &[2, 9, 3]);
    same(&general(-1, -1, 2), &[5], &[9, 9, 2, 9, 9]);
    same(&general(-5, 6, 0), &[4], &[9; 4]);
    same(&general(-2, -2, 0), &[0], &[]);
    refused(|| x.pad(&[]), "pad: 0 pairs for the 1 axes of [3]");
    refused(|| x.pad_mode(&[(1, 1); 2], PadMode::Edge), "pad: 2 pairs for the 1 axes of [3]");
    refused(|| x.pad_constant(&[(1, 1)], &x), "pad: the value must be a scalar, not shape [3]");
    refused(
        || Array::zeros(&[2, 0], DType::F32).pad_mode(&[(0, 0), (1, 0)], PadMode::Wrap),
        "pad: axis 1 of [2, 0] has nothing to pad with (Wrap)",
    );
}

#[test]
fn axes_move_as_numpy_s() {
    same(&matrix().reshape_infer(&[-1]), &[6], &[1, 2, 3, 4, 5, 6]);
    same(&matrix().reshape_infer(&[3, -1]), &[3, 2], &[1, 2, 3, 4, 5, 6]);
    same(&array(7).reshape_infer(&[-1, 1]), &[1, 1], &[7]);
    assert_eq!(Array::zeros(&[2, 0], DType::F32).reshape_infer(&[-1, 2]).shape(), [0, 2]);
    same(
        &cube().moveaxes(&[0, 1], &[-1, 0]),
        &[3, 4, 2],
        &[0, 12, 1, 13, 2, 14, 3, 15, 4, 16, 5, 17, 6, 18, 7, 19, 8, 20, 9, 21, 10, 22, 11, 23],
    );
    assert_eq!(cube().moveaxis(0, 2).shape(), [3, 4, 2]);
    assert_eq!(cube().swapaxes(-1, 0).shape(), [4, 3, 2]);
    assert_eq!(cube().expand_axes(&[0, 2, -1]).shape(), [1, 2, 1, 3, 4, 1]);
    assert_eq!(Array::zeros(&[1, 2, 1, 1], DType::F32).squeeze([0, -1]).shape(), [2, 1]);
    assert_eq!(Array::zeros(&[1, 1], DType::F32).squeeze(..).shape(), [0_usize; 0]);
    assert_eq!(Array::zeros(&[1, 2, 1, 0], DType::F32).squeeze_all().shape(), [2, 0]);
    refused(|| matrix().reshape_infer(&[-1, -1]), "reshape: [2, 3] does not take the shape [-1, -1]");
    refused(|| matrix().reshape_infer(&[-1, 4]), "reshape: [2, 3] does not take the shape [-1, 4]");
    refused(|| matrix().reshape_infer(&[-1, 0]), "reshape: [2, 3] does not take the shape [-1, 0]");
    refused(|| matrix().reshape_infer(&[-2, -3]), "reshape: [2, 3] does not take the shape [-2, -3]");
    refused(|| matrix().reshape_infer(&[4]), "reshape: [2, 3] has 6 elements, [4] has 4");
    refused(|| matrix().swapaxes(0, 2), "swapaxes: axis 2 does not exist in 2 dimensions");
    refused(|| matrix().moveaxis(2, 0), "moveaxis: axis 2 does not exist in 2 dimensions");
    refused(|| matrix().moveaxes(&[0, -2], &[0, 1]), "moveaxis: axis -2 is named twice in [0, -2]");
    refused(|| matrix().moveaxes(&[0], &[0, 1]), "moveaxis: 1 axes [0] do not go to 2 places [0, 1]");
    refused(|| matrix().expand_axes(&[0, 4]), "expand: axis 4 does not exist in 4 dimensions");
    refused(|| matrix().expand_axes(&[0; 11]), "expand: 11 new axes are too many for [2, 3]");
    refused(|| matrix().expand_axes(&[0; 7]), "expand: axis 0 is named twice in");
    refused(|| matrix().squeeze([0, 1]), "squeeze: axis 0 of [2, 3] has length 2, not 1");
    refused(|| broadcast_arrays(&[&matrix(), &array([1, 2])]), "broadcast_arrays: shapes [2, 3] and [2] do not");
}

#[test]
fn parts_and_repetitions_are_numpy_s() {
    let parts = matrix().split(&[1, 1], 1);
    same(&parts[0], &[2, 1], &[1, 4]);
    same(&parts[1], &[2, 0], &[]);
    same(&parts[2], &[2, 2], &[2, 3, 5, 6]);
    let lengths = |parts: Vec<Array>| parts.iter().map(|p| p.shape()[0]).collect::<Vec<_>>();
    assert_eq!(lengths(Array::iota(7, DType::I32).array_split(3, 0)), [3, 2, 2]);
    assert_eq!(lengths(Array::iota(2, DType::I32).array_split(3, 0)), [1, 1, 0]);
    assert_eq!(lengths(Array::iota(6, DType::I32).split_n(3, -1)), [2, 2, 2]);
    let tiled = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
    same(&matrix().tile(&[2, 1, 2]), &[2, 2, 6], &tiled);
    same(&matrix().tile(&[2]), &[2, 6], &tiled[..12]);
    same(&array(3).tile(&[]), &[], &[3]);
    same(&array(3).tile(&[2]), &[2], &[3, 3]);
    same(&matrix().repeat(2, 0), &[4, 3], &[1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
    same(&matrix().repeat(2, -1), &[2, 6], &[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    same(&matrix().repeat(0, 1), &[2, 0], &[]);
    same(&matrix().repeat_each(&[0, 2, 1], 1), &[2, 3], &[2, 2, 3, 5, 5, 6]);
    refused(|| matrix().split(&[2, 1], 1), "split: places [2, 1] do not grow from 0 to 3 on axis 1 of [2, 3]");
    refused(|| matrix().split(&[4], -1), "split: places [4] do not grow from 0 to 3 on axis 1 of [2, 3]");
    refused(|| matrix().split_n(2, 1), "split_n: axis 1 of [2, 3] does not divide into 2 equal parts");
    refused(|| matrix().array_split(0, 1), "array_split: needs at least one part");
    refused(|| matrix().tile(&[1; 13]), "tile: 13 counts are too many for [2, 3]");
    refused(|| matrix().repeat(2, 2), "repeat: axis 2 does not exist in 2 dimensions");
    refused(|| matrix().repeat_each(&[1], 0), "repeat_each: 1 counts for axis 0 of [2, 3], which has 2");
}

#[test]
fn orders_are_numpy_s() {
    same(&matrix().flip(..), &[2, 3], &[6, 5, 4, 3, 2, 1]);
    same(&matrix().flip([1]), &[2, 3], &[3, 2, 1, 6, 5, 4]);
    same(&matrix().flip(1).t().flip(0), &[3, 2], &[1, 4, 2, 5, 3, 6]);
    same(&matrix().roll_axes(&[1, -2], &[0, 1]), &[2, 3], &[6, 4, 5, 3, 1, 2]);
    same(&matrix().roll(7, 1), &[2, 3], &[3, 1, 2, 6, 4, 5]);
    same(&matrix().rot90(1, [0, 1]), &[3, 2], &[3, 6, 2, 5, 1, 4]);
    same(&matrix().rot90(2, [0, 1]), &[2, 3], &[6, 5, 4, 3, 2, 1]);
    same(&matrix().rot90(3, [0, 1]), &[3, 2], &[4, 1, 5, 2, 6, 3]);
    same(&matrix().rot90(1, [1, 0]), &[3, 2], &[4, 1, 5, 2, 6, 3]);
    refused(|| matrix().flip(2), "flip: axis 2 does not exist in 2 dimensions");
    refused(|| matrix().roll(1, -3), "roll: axis -3 does not exist in 2 dimensions");
    refused(|| matrix().roll_axes(&[1], &[0, 1]), "roll: 1 shifts [1] for 2 axes [0, 1]");
    refused(|| matrix().rot90(1, [1, -1]), "rot90: axis -1 is named twice in [1, -1]");
}

#[test]
fn diagonals_triangles_and_grids_are_numpy_s() {
    same(&cube().diagonal(1, 0, 2), &[3, 2], &[1, 14, 5, 18, 9, 22]);
    same(&cube().diagonal(-1, 2, 1), &[2, 3], &[1, 6, 11, 13, 18, 23]);
    same(&cube().diagonal(5, 0, 1), &[4, 0], &[]);
    same(&cube().trace(-1, 1, 2), &[2], &[13, 37]);
    same(&cube().at(0).tril(-1), &[3, 4], &[0, 0, 0, 0, 4, 0, 0, 0, 8, 9, 0, 0]);
    same(&cube().at(0).triu(2), &[3, 4], &[0, 0, 2, 3, 0, 0, 0, 7, 0, 0, 0, 0]);
    same(&array([1, 2]).diag(-2), &[4, 4], &[0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0]);
    same(&array([1, 2]).diag(1), &[3, 3], &[0, 1, 0, 0, 0, 2, 0, 0, 0]);
    assert_eq!(Array::zeros(&[2, 0], DType::F32).diag_embed(-1).shape(), [2, 1, 1]);
    let grid = meshgrid(&[&array([1, 2]), &array([3, 4, 5])], Indexing::Xy);
    same(&grid[0], &[3, 2], &[1, 2, 1, 2, 1, 2]);
    same(&grid[1], &[3, 2], &[3, 3, 4, 4, 5, 5]);
    assert!(meshgrid(&[], Indexing::Xy).is_empty());
    same(&array([2, -1, 5]).one_hot(3, DType::I32), &[3, 3], &[0, 0, 1, 0, 0, 0, 0, 0, 0]);
    refused(|| array([1, 2]).tril(0), "tril: needs a matrix, not shape [2]");
    refused(|| array([1, 2]).triu(0), "triu: needs a matrix, not shape [2]");
    refused(|| matrix().diagonal(0, 1, -1), "diagonal: axis -1 is named twice in [1, -1]");
    refused(|| matrix().trace(0, 0, 3), "diagonal: axis 3 does not exist in 2 dimensions");
    refused(|| cube().diag(0), "diag: needs a vector or a matrix, not shape [2, 3, 4]");
    refused(|| array(1).diag_embed(0), "diag_embed: a scalar has no axis to put on a diagonal");
    refused(|| meshgrid(&[&matrix()], Indexing::Ij), "meshgrid: needs vectors, not shape [2, 3]");
    refused(|| array([1.0]).one_hot(2, DType::F32), "one_hot: indices must be integers, not float64");
}
