//! Arrays from formulas: the figures are NumPy 2's (`arange`, `linspace`, `logspace`, `geomspace`, `eye`, `tri`).

use cotangent_autodiff::{Array, DType, ErrorKind, grad};

fn f64s(x: &Array) -> Vec<f64> {
    x.to_vec().expect("f64")
}

fn i32s(x: &Array) -> Vec<i32> {
    x.to_vec().expect("i32")
}

fn close(got: &Array, want: &[f64], bound: f64) {
    let got = f64s(got);
    assert_eq!(got.len(), want.len());
    for (a, b) in got.iter().zip(want) {
        assert!((a - b).abs() <= bound * b.abs(), "{got:?}, not {want:?}");
    }
}

#[test]
fn arange_has_the_length_and_the_numbers_of_numpy() {
    assert_eq!(f64s(&Array::arange(0.0, 1.0, 0.3, DType::F64)), [0.0, 0.3, 0.6, 0.3 * 3.0]);
    assert_eq!(Array::arange(0.0, 1.0, 0.1, DType::F64).shape(), [10]);
    assert_eq!(Array::arange(1.0, 1.3, 0.1, DType::F64).shape(), [4]);
    assert_eq!(i32s(&Array::arange(5.0, 0.0, -2.0, DType::I32)), [5, 3, 1]);
    assert_eq!(Array::arange(0.0, -1.0, 1.0, DType::F32).shape(), [0]);
    assert_eq!(Array::arange(0.0, 0.0, 1.0, DType::I64).dtype(), DType::I64);
}

#[test]
fn linspace_meets_both_ends() {
    let want = [0.1, 0.185_714_285_714_285_72, 0.271_428_571_428_571_46, 0.357_142_857_142_857_1];
    assert_eq!(f64s(&Array::linspace(0.1..0.7, 7, DType::F64))[..4], want);
    for n in 2..200 {
        let x = f64s(&Array::linspace(0.1..=0.7, n, DType::F64));
        assert_eq!((x.len(), x[0], x[n - 1]), (n, 0.1, 0.7));
        assert!(x.is_sorted());
    }
    assert_eq!(f64s(&Array::linspace(2.0..=3.0, 1, DType::F64)), [2.0]);
    assert_eq!(f64s(&Array::linspace(2.0..3.0, 1, DType::F64)), [2.0]);
    assert_eq!(f64s(&Array::linspace(2.0..=3.0, 0, DType::F64)), [0.0; 0]);
    assert_eq!(i32s(&Array::linspace(0.0..=10.0, 4, DType::I32)), [0, 3, 6, 10]);
    assert_eq!(i32s(&Array::linspace(-3.0..=2.0, 4, DType::I32)), [-3, -2, 0, 2]);
    let tiny = f64::from_bits(1);
    assert_eq!(f64s(&Array::linspace(0.0..=tiny, 3, DType::F64)), [0.0, 0.0, tiny]);
}

#[test]
fn logarithmic_scales() {
    let want = [0.1, 0.464_158_883_361_277_86, 2.154_434_690_031_883_4, 10.0];
    close(&Array::logspace(-1.0..=1.0, 4, 10.0, DType::F64), &want, 1e-15);
    let geometric = Array::geomspace(2.0..=54.0, 4, DType::F64);
    close(&geometric, &[2.0, 6.0, 18.0, 54.0], 1e-15);
    assert_eq!((f64s(&geometric)[0], f64s(&geometric)[3]), (2.0, 54.0));
    let falling = [-1.0, -5.623_413_251_903_49, -31.622_776_601_683_793, -177.827_941_003_892_28];
    close(&Array::geomspace(-1.0..-1000.0, 4, DType::F64), &falling, 1e-15);
    close(&Array::geomspace(1e-300..=1e300, 3, DType::F64), &[1e-300, 1.0, 1e300], 1e-13);
}

#[test]
fn identities_and_triangles() {
    assert_eq!(i32s(&Array::eye_with(3, 4, -1, DType::I32)), [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
    assert_eq!(i32s(&Array::eye_with(2, 2, -7, DType::I32)), [0; 4]);
    assert_eq!(i32s(&Array::eye_with(2, 2, isize::MAX, DType::I32)), [0; 4]);
    assert_eq!(i32s(&Array::tri(3, 4, -1, DType::I32)), [0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0]);
    assert_eq!(i32s(&Array::tri(2, 2, isize::MAX, DType::I32)), [1; 4]);
    assert_eq!(i32s(&Array::tri(2, 2, isize::MIN, DType::I32)), [0; 4]);
    assert_eq!(Array::eye(0, DType::F32).shape(), [0, 0]);
    assert_eq!(Array::tri(3, 0, 0, DType::F32).shape(), [3, 0]);
    assert_eq!(Array::eye(2, DType::Bool).to_vec::<bool>().unwrap(), [true, false, false, true]);
}

#[test]
fn functions_of_the_index_are_called_in_order() {
    let mut calls = Vec::new();
    let x = Array::from_fn(&[2, 1, 3], |i| {
        calls.push(i.to_vec());
        calls.len() as i64
    });
    assert_eq!(x.to_vec::<i64>().unwrap(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(calls[..4], [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0]]);
    assert_eq!(Array::from_fn(&[], |_| 2.5_f32).item::<f32>().unwrap(), 2.5);
    assert_eq!(Array::from_fn(&[2, 0], |_| 1.0).shape(), [2, 0]);
}

#[test]
fn like_forms_carry_no_derivative() {
    let x = Array::from(3.0);
    assert_eq!(grad(|x: &Array| x.ones_like() * x)(&x).item::<f64>().unwrap(), 1.0);
    assert_eq!(grad(|x: &Array| x.full_like(2.0) + x.zeros_like())(&x).item::<f64>().unwrap(), 0.0);
}

#[test]
fn impossible_requests_say_why() {
    let text = |result: Result<Array, cotangent_autodiff::Error>, kind: ErrorKind| {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.location().file().ends_with("creation.rs"));
        error.text().to_owned()
    };
    let arange = |start, stop, step, dtype| Array::try_arange(start, stop, step, dtype);
    assert_eq!(
        text(arange(0.0, 1.0, 0.0, DType::F64), ErrorKind::Argument),
        "arange: from 0 to 1 in steps of 0: needs finite ends and a step other than 0"
    );
    assert_eq!(
        text(arange(0.0, 2.0, 0.5, DType::I32), ErrorKind::DType),
        "arange: from 0 to 2 in steps of 0.5: int32 does not hold these numbers"
    );
    assert!(text(arange(0.0, 3.0, 1.0, DType::Bool), ErrorKind::DType).ends_with("bool does not hold these numbers"));
    assert!(text(arange(f64::NAN, 3.0, 1.0, DType::F64), ErrorKind::Argument).contains("NaN"));
    assert!(text(arange(0.0, 1e300, 1e-300, DType::F64), ErrorKind::Shape).contains("memory"));
    assert_eq!(
        text(Array::try_linspace(0.0.., 3, DType::F64), ErrorKind::Argument),
        "linspace: needs a range with a start and an end"
    );
    assert_eq!(
        text(Array::try_linspace(0.0..=f64::INFINITY, 3, DType::F64), ErrorKind::Argument),
        "linspace: needs finite ends, not 0 and inf"
    );
    assert_eq!(
        text(Array::try_linspace(0.0..=1e12, 3, DType::I32), ErrorKind::DType),
        "linspace: int32 does not hold 1000000000000"
    );
    assert_eq!(
        text(Array::try_geomspace(-1.0..=1.0, 3, DType::F64), ErrorKind::Argument),
        "geomspace: needs ends of one sign and not 0, not -1 and 1"
    );
    assert_eq!(
        text(Array::try_logspace(0.0..=1.0, 3, 10.0, DType::I32), ErrorKind::DType),
        "logspace: needs a float dtype, not int32"
    );
    assert!(text(Array::try_full(&[1; 13], 0.0, DType::F64), ErrorKind::Shape).starts_with("shape: "));
    assert!(text(Array::try_from_fn(&[usize::MAX, 2], |_| 0.0), ErrorKind::Shape).starts_with("shape: "));
}

#[test]
#[should_panic(expected = "arange: from 0 to 1 in steps of 0: needs finite ends")]
fn the_short_form_panics_with_the_text() {
    let _ = Array::arange(0.0, 1.0, 0.0, DType::F64);
}
