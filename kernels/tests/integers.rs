//! Remainders, whole quotients, bits and shifts: signs, zeros, overflow, infinities.

use cotangent_kernels::{
    FlooredDiv, FlooredRem, Map, Rem, Zip,
    bits::{And, Not, Or, ShiftLeft, ShiftRight, Xor},
};

const INF: f64 = f64::INFINITY;

/// (a, b, fmod, Python's %, Python's //), as Python and its arrays have them.
#[test]
fn remainders_and_whole_quotients_of_floats() {
    for (a, b, c, floored, whole) in [
        (7.5, 2.0, 1.5, 1.5, 3.0),
        (-7.5, 2.0, -1.5, 0.5, -4.0),
        (7.5, -2.0, 1.5, -0.5, -4.0),
        (-7.5, -2.0, -1.5, -1.5, 3.0),
        (6.0, 3.0, 0.0, 0.0, 2.0),
        (-6.0, 3.0, 0.0, 0.0, -2.0),
        (1.0, 0.1, 0.099_999_999_999_999_95, 0.099_999_999_999_999_95, 9.0),
        (1e17, 3.0, 1.0, 1.0, 33_333_333_333_333_333.0),
        (5.0, INF, 5.0, 5.0, 0.0),
        (-5.0, INF, -5.0, INF, -1.0),
        (INF, 2.0, f64::NAN, f64::NAN, f64::NAN),
        (1.0, 0.0, f64::NAN, f64::NAN, INF),
        (-1.0, 0.0, f64::NAN, f64::NAN, -INF),
        (0.0, 0.0, f64::NAN, f64::NAN, f64::NAN),
    ] {
        let same = |got: f64, want: f64| assert!(got == want || (got.is_nan() && want.is_nan()), "{a}, {b}: {got}");
        same(Rem::scalar(a, b), c);
        same(FlooredRem::scalar(a, b), floored);
        same(FlooredDiv::scalar(a, b), whole);
        if a.abs() < 1e16 && b != 0.1 {
            same(FlooredRem::scalar(a as f32, b as f32).into(), floored);
            same(FlooredDiv::scalar(a as f32, b as f32).into(), whole);
        }
    }
    assert!(
        FlooredRem::scalar(6.0_f64, -3.0).is_sign_negative() && FlooredRem::scalar(-6.0_f64, 3.0).is_sign_positive()
    );
}

#[test]
fn integers_divided_by_zero_give_zero_and_wrap_on_overflow() {
    for (a, b, c, floored, whole) in [
        (7, 3, 1, 1, 2),
        (-7, 3, -1, 2, -3),
        (7, -3, 1, -2, -3),
        (-7, -3, -1, -1, 2),
        (7, 0, 0, 0, 0),
        (i32::MIN, -1, 0, 0, i32::MIN),
        (i32::MIN, i32::MAX, -1, i32::MAX - 1, -2),
    ] {
        assert_eq!((Rem::scalar(a, b), FlooredRem::scalar(a, b), FlooredDiv::scalar(a, b)), (c, floored, whole));
    }
    assert_eq!(FlooredDiv::scalar(i64::MIN, -1), i64::MIN);
}

#[test]
fn bits_and_shifts() {
    assert_eq!((And::scalar(12, 10), Or::scalar(12, 10), Xor::scalar(12, 10), Not::scalar(12_i64)), (8, 14, 6, -13));
    assert!(And::scalar(true, true) && !Xor::scalar(true, true) && Or::scalar(false, true) && Not::scalar(false));
    assert_eq!((ShiftLeft::scalar(3, 4), ShiftLeft::scalar(1, 31), ShiftLeft::scalar(1, 32)), (48, i32::MIN, 0));
    assert_eq!((ShiftRight::scalar(48, 4), ShiftRight::scalar(-5, 1), ShiftRight::scalar(-5, 99)), (3, -3, -1));
    assert_eq!((ShiftRight::scalar(5_i64, 64), ShiftLeft::scalar(5_i64, -1), ShiftRight::scalar(-5, -1)), (0, 0, -1));
}
