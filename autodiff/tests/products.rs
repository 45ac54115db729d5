//! Products and einsum against NumPy's figures, exact in small integers; what mistakes say.

use cotangent_autodiff::{Array, DType, array, einsum, grad, try_einsum};

/// Operand `k` of a test: element i is (7i + 3k) mod 11 − 5.
fn operand(k: usize, shape: &[usize]) -> Array {
    let n = shape.iter().product::<usize>();
    let values = (0..n).map(|i| ((7 * i + 3 * k) % 11) as f64 - 5.0).collect();
    Array::from_vec(values, shape).expect("as many values as the shape holds")
}

type Row = (&'static str, &'static [&'static [usize]], &'static [usize], &'static [f64]);

/// From `numpy.einsum` of the same operands (NumPy 2.3): text, shapes, shape of the result, result.
#[rustfmt::skip]
const EINSUMS: &[Row] = &[
    ("ij,jk", &[&[2, 3], &[3, 2]], &[2, 2], &[4.0, -31.0, -21.0, 22.0]),
    ("ba", &[&[2, 3]], &[3, 2], &[-5.0, 5.0, 2.0, 1.0, -2.0, -3.0]),
    ("bA", &[&[2, 3]], &[3, 2], &[-5.0, 5.0, 2.0, 1.0, -2.0, -3.0]),
    ("ii", &[&[3, 3]], &[], &[-8.0]),
    ("ii->i", &[&[3, 3]], &[3], &[-5.0, 1.0, -4.0]),
    ("iij->ji", &[&[2, 2, 3]], &[3, 2], &[-5.0, 3.0, 2.0, -1.0, -2.0, -5.0]),
    ("ijij", &[&[2, 3, 2, 3]], &[], &[1.0]),
    ("i...,...j", &[&[2, 3], &[3, 2]], &[3, 2, 2], &[10.0, -25.0, -10.0, 25.0, 2.0, -6.0, 1.0, -3.0, -8.0, 0.0, -12.0, 0.0]),
    ("...ij,...jk->...ik", &[&[2, 1, 2, 3], &[3, 3, 2]], &[2, 3, 2, 2], &[4.0, -31.0, -21.0, 22.0, 14.0, -21.0, -27.0, 16.0, -31.0, 11.0, 22.0, 21.0, -24.0, 20.0, -27.0, 18.0, -24.0, 20.0, -21.0, 24.0, 20.0, 20.0, 18.0, 19.0]),
    ("...", &[&[2, 3]], &[2, 3], &[-5.0, 2.0, -2.0, 5.0, 1.0, -3.0]),
    ("i...->...", &[&[3, 2]], &[2], &[-6.0, 4.0]),
    ("ij...->...ji", &[&[1, 2, 3]], &[3, 2, 1], &[-5.0, 5.0, 2.0, 1.0, -2.0, -3.0]),
    (" i j , j k -> k i ", &[&[2, 3], &[3, 2]], &[2, 2], &[4.0, -21.0, -31.0, 22.0]),
    ("a,b,c->cba", &[&[2], &[3], &[2]], &[2, 3, 2], &[10.0, -4.0, -25.0, 10.0, -5.0, 2.0, -30.0, 12.0, 75.0, -30.0, 15.0, -6.0]),
    ("i,i,i", &[&[4], &[4], &[4]], &[], &[-28.0]),
    ("ij,jk,kl,lm->im", &[&[2, 3], &[3, 2], &[2, 3], &[3, 2]], &[2, 2], &[-355.0, 721.0, 34.0, 15.0]),
    ("ab,bc,cd,de,ef,fg,gh,hi,ij->aj", &[&[2, 3], &[3, 2], &[2, 1], &[1, 2], &[2, 2], &[2, 3], &[3, 2], &[2, 2], &[2, 3]], &[2, 3], &[-1_422_796.0, 1_659_864.0, -101_656.0, 1_276_116.0, -1_488_744.0, 91_176.0]),
    ("ij,->j", &[&[2, 3], &[]], &[3], &[0.0, -6.0, 10.0]),
    (",", &[&[], &[]], &[], &[10.0]),
    ("", &[&[]], &[], &[-5.0]),
    ("bhqd,bhkd->bhqk", &[&[2, 1, 2, 3], &[2, 1, 2, 3]], &[2, 1, 2, 2], &[18.0, 23.0, -8.0, -11.0, -12.0, -12.0, -10.0, -7.0]),
    ("i,i->i", &[&[3], &[1]], &[3], &[10.0, -4.0, 4.0]),
    ("aab,bcc->ac", &[&[2, 2, 3], &[3, 2, 2]], &[2, 2], &[20.0, 25.0, -5.0, -2.0]),
    ("ij,jk->", &[&[2, 3], &[3, 2]], &[], &[-26.0]),
];

#[test]
fn einsums_are_those_of_numpy() {
    for &(spec, shapes, shape, want) in EINSUMS {
        let xs: Vec<Array> = shapes.iter().enumerate().map(|(k, shape)| operand(k, shape)).collect();
        let y = einsum(spec, &xs.iter().collect::<Vec<_>>());
        assert_eq!(y.shape(), *shape, "{spec}");
        assert_eq!(y.to_vec::<f64>().expect("f64"), want, "{spec}");
    }
}

#[test]
fn einsum_promotes_and_takes_integers() {
    let y = einsum("i,i", &[&array([1, 2]), &array([3, 4])]);
    assert_eq!((y.dtype(), y.item::<i32>().expect("a scalar")), (DType::I32, 11));
    assert_eq!(einsum("i,i", &[&array([1, 2]), &array([0.5_f32, 4.0])]).dtype(), DType::F32);
    assert_eq!(einsum("i,i", &[&array([true, true]), &array([3, 4])]).item::<i32>().expect("a scalar"), 7);
}

/// d/dA tr(A·B) = Bᵀ.
#[test]
fn the_slope_of_a_trace_of_a_product() {
    let b = operand(1, &[2, 3]);
    let slope = grad(|a: &Array| einsum("ij,ji->", &[a, &b]))(&operand(0, &[3, 2]));
    assert_eq!(slope.to_vec::<f64>().expect("f64"), b.t().to_vec::<f64>().expect("f64"));
}

#[track_caller]
fn says(spec: &str, shapes: &[&[usize]], want: &str) {
    let xs: Vec<Array> = shapes.iter().map(|shape| operand(0, shape)).collect();
    let error = try_einsum(spec, &xs.iter().collect::<Vec<_>>()).expect_err(want);
    assert_eq!(error.text(), want);
}

#[test]
fn mistakes_name_the_index_and_the_operands() {
    says("ij,jk,ik->", &[&[3, 2], &[2, 5], &[4, 5]], "einsum: index i has length 3 in operand 0 and 4 in operand 2");
    says("ii", &[&[2, 3]], "einsum: index i has length 2 and 3 in operand 0");
    let ellipsis = "einsum: axis 1 from the end of the ellipsis has length 2 in operand 0 and 3 in operand 1";
    says("i...,i...", &[&[4, 2], &[4, 3]], ellipsis);
    says("ij,jk", &[&[2, 2]], "einsum: `ij,jk`: names 2 operands, got 1");
    says("", &[], "einsum: ``: names 1 operands, got 0");
    let bools = array([true, false]);
    let text = "einsum: two bool arrays have no products; convert one first";
    assert_eq!(try_einsum("i,i", &[&bools, &bools]).expect_err("bools").text(), text);
}

/// From NumPy: `kron`, `cross` along a middle axis and between ranks, `tensordot` by number and by lists.
#[test]
fn named_products_are_those_of_numpy() {
    let values = |x: Array| x.to_vec::<f64>().expect("f64");
    let (a, b) = (operand(0, &[2, 2]), operand(1, &[1, 3]));
    let kron = a.kron(&b);
    assert_eq!(kron.shape(), [2, 6]);
    assert_eq!(values(kron), KRON);
    let (x, y) = (operand(0, &[2, 3, 2]), operand(1, &[3, 1]));
    assert_eq!(values(x.cross(&y, -2)), CROSS);
    assert_eq!(values(x.cross(&operand(1, &[2, 3, 2]), 1)), CROSS_MIDDLE);
    let z = operand(2, &[3, 2, 4]);
    assert_eq!(values(x.tensordot(&z, ([1, 2], [0, 1]))), TENSORDOT);
    assert_eq!(values(x.tensordot(&z.transpose(&[1, 0, 2]), &[(-1, 0), (1, 1)])), TENSORDOT);
    assert_eq!(values(x.inner(&operand(1, &[2]))), INNER);
    assert_eq!(x.tensordot(&array(2.0), 0).shape(), [2, 3, 2]);
}

#[rustfmt::skip]
const KRON: &[f64] = &[10.0, -25.0, -5.0, -4.0, 10.0, 2.0, 4.0, -10.0, -2.0, -10.0, 25.0, 5.0];
#[rustfmt::skip]
const CROSS: &[f64] = &[-7.0, 20.0, 3.0, 4.0, -29.0, 20.0, 1.0, 28.0, -2.0, 10.0, 12.0, 6.0];
#[rustfmt::skip]
const CROSS_MIDDLE: &[f64] = &[-9.0, -9.0, 18.0, -15.0, -9.0, -31.0, -9.0, -31.0, -4.0, -15.0, -20.0, -9.0];
const TENSORDOT: &[f64] = &[-23.0, 29.0, -40.0, -21.0, -6.0, -16.0, -4.0, -3.0];
#[rustfmt::skip]
const INNER: &[f64] = &[20.0, 29.0, -17.0, -8.0, 23.0, -23.0];

#[test]
fn mistakes_name_the_operation_and_the_shapes() {
    let (a, b) = (operand(0, &[2, 3]), operand(0, &[3, 4]));
    let text = |result: Result<Array, cotangent_autodiff::Error>| result.expect_err("a mistake").text().to_owned();
    assert_eq!(text(a.try_vdot(&b)), "vdot: [2, 3] has 6 elements, [3, 4] has 12");
    assert_eq!(text(a.try_inner(&b)), "inner: cannot contract [2, 3] with [3, 4]: 3 != 4 (axes 1 and 1)");
    assert_eq!(text(a.try_cross(&a, 0)), "cross: axis 0 of [2, 3] has length 2, not 3");
    assert_eq!(text(a.try_cross(&b, 1)), "cross: axis 1 of [3, 4] has length 4, not 3");
    assert_eq!(text(a.try_cross(&b, 2)), "cross: axis 2 does not exist in 2 dimensions");
    assert_eq!(text(a.try_cross(&operand(0, &[5, 3]), 1)), "cross: cannot broadcast [2, 3] with [5, 3]");
    assert_eq!(text(a.try_matvec(&b)), "matvec: cannot contract [2, 3] with [3, 4]: 3 != 4");
    assert_eq!(text(a.try_matvec(&array(1.0))), "matvec: needs at least 1 axes, got []");
    assert_eq!(text(b.try_vecmat(&operand(0, &[2]))), "vecmat: needs at least 2 axes, got [2]");
    assert_eq!(text(a.try_vecdot(&b)), "vecdot: cannot contract [2, 3] with [3, 4]: 3 != 4");
    assert_eq!(text(a.try_tensordot(&b, 3)), "tensordot: cannot sum over 3 axes of arrays of 2 and 2");
    assert_eq!(text(a.try_tensordot(&b, 2)), "tensordot: cannot contract [2, 3] with [3, 4]: 2 != 3 (axes 0 and 0)");
    assert_eq!(text(a.try_tensordot(&b, (&[0][..], &[][..]))), "tensordot: 1 axes on the left and 0 on the right");
    let bools = array([true, false]);
    assert_eq!(text(bools.try_outer(&bools)), "outer: two bool arrays have no products; convert one first");
    assert_eq!(text(bools.try_kron(&bools)), "kron: two bool arrays have no products; convert one first");
    let long = operand(0, &[1; 7]);
    assert!(
        text(long.try_kron(&long)).starts_with("kron: [1, 1, 1, 1, 1, 1, 1] with [1, 1, 1, 1, 1, 1, 1] needs more")
    );
}
