//! Values at zeros, infinities, NaN and the edges of ranges, as C Annex F has them where it has the function.

use core::f64::consts::{FRAC_PI_2, PI};
use cotangent_kernels::{
    Abs, Acos, Acosh, Add, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Ceil, Cos, Cosh, Div, Equal, Erf, ErfInv, Erfc, Exp,
    Exp2, ExpM1, Floor, Gelu, Less, Ln, Ln1p, Log2, Log10, LogSigmoid, Map, Maximum, Minimum, Neg, NotEqual, Powf,
    Reciprocal, Round, Rsqrt, Sigmoid, Sign, Sin, Sinh, Softplus, Sqrt, Square, Tan, Tanh, Trunc, Zip, max, min,
    powi_scalar, sum,
};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// Equal bits, any NaN equal to any other.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

fn check<F: Map<f32> + Map<f64>>(name: &str, cases: &[(f64, f64)]) {
    for &(x, expected) in cases {
        let y = <F as Map<f64>>::scalar(x);
        assert!(same(y, expected), "f64 {name}({x}) = {y}, not {expected}");
        let y = <F as Map<f32>>::scalar(x as f32);
        assert!(same(y.into(), (expected as f32).into()), "f32 {name}({x}) = {y}, not {expected}");
    }
}

#[test]
fn exponentials_and_logarithms() {
    check::<Exp>("exp", &[(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0), (NAN, NAN), (800.0, INF), (-800.0, 0.0)]);
    check::<ExpM1>("exp_m1", &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0), (NAN, NAN), (-800.0, -1.0)]);
    check::<Ln>("ln", &[(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (-1.0, NAN), (-INF, NAN), (INF, INF), (NAN, NAN)]);
    check::<Ln1p>("ln_1p", &[(0.0, 0.0), (-0.0, -0.0), (-1.0, -INF), (-2.0, NAN), (INF, INF), (NAN, NAN)]);
    check::<Sigmoid>("sigmoid", &[(0.0, 0.5), (-0.0, 0.5), (INF, 1.0), (-INF, 0.0), (NAN, NAN), (800.0, 1.0)]);
    // The smallest results are subnormal, not zero.
    assert_eq!(Exp::scalar(-103.9_f32), f32::from_bits(1));
    assert_eq!(Exp::scalar(-104.0_f32), 0.0);
    assert_eq!(Exp::scalar(88.722_83_f32), 3.402_798_5e38);
    assert_eq!(Exp::scalar(88.722_9_f32), f32::INFINITY);
    assert_eq!(Sigmoid::scalar(-100.0_f32), 3.8e-44);
    assert_eq!(Sigmoid::scalar(-740.0_f64), 4.2e-322);
    assert_eq!(Ln::scalar(f32::from_bits(1)), -103.278_93);
}

#[test]
fn trigonometry() {
    check::<Sin>("sin", &[(0.0, 0.0), (-0.0, -0.0), (INF, NAN), (-INF, NAN), (NAN, NAN)]);
    check::<Cos>("cos", &[(0.0, 1.0), (-0.0, 1.0), (INF, NAN), (-INF, NAN), (NAN, NAN)]);
    check::<Tan>("tan", &[(0.0, 0.0), (-0.0, -0.0), (INF, NAN), (NAN, NAN)]);
    // The error of the rounded π shows, digit by digit.
    assert_eq!(Sin::scalar(PI as f32), -8.742_278e-8);
    assert_eq!(Cos::scalar(FRAC_PI_2 as f32), -4.371_139e-8);
    assert_eq!(Sin::scalar(PI), 1.224_646_799_147_353_2e-16);
    for tiny in [f64::from_bits(1), 1e-310, -1e-300] {
        assert_eq!((Sin::scalar(tiny), Tan::scalar(tiny), Cos::scalar(tiny)), (tiny, tiny, 1.0));
    }
    // 10²² is the classic hard case of argument reduction.
    assert_eq!(Sin::scalar(1e22), -0.852_200_849_767_188_8);
    assert_eq!(Cos::scalar(f32::MAX), 0.853_021);
}

/// One large argument moves a block to another loop, which must give the same bits.
#[test]
fn angles_of_all_sizes_in_one_block() {
    fn check<T: Copy + From<f32> + Into<f64> + PartialEq, F: Map<T>>(name: &str) {
        for largest in [700.0, 801.0, 20_000.0, 3e4, 5e5, 2e6, 1e30] {
            let mut x: Vec<T> = (0..2048).map(|i| T::from((i as f32 - 1000.0) * 0.7)).collect();
            (x[1], x[1500]) = (T::from(-0.0), T::from(largest));
            let mut y = x.clone();
            F::slice(&x, &mut y);
            let mut z = x.clone();
            F::in_place(&mut z);
            for (i, &x) in x.iter().enumerate() {
                let expected = F::scalar(x).into();
                assert!(same(y[i].into(), expected), "{name}({}) beside {largest}", x.into());
                assert!(same(z[i].into(), expected), "{name}({}) beside {largest}, in place", x.into());
            }
        }
    }
    check::<f32, Sin>("sin");
    check::<f32, Cos>("cos");
    check::<f32, Tan>("tan");
    check::<f64, Sin>("sin");
    check::<f64, Cos>("cos");
    check::<f64, Tan>("tan");
}

#[test]
fn hyperbolic_and_error_functions() {
    check::<Sinh>("sinh", &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -INF), (NAN, NAN), (800.0, INF)]);
    check::<Cosh>("cosh", &[(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, INF), (NAN, NAN), (-800.0, INF)]);
    check::<Tanh>("tanh", &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (NAN, NAN), (-800.0, -1.0)]);
    check::<Erf>("erf", &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (NAN, NAN), (50.0, 1.0)]);
    check::<Erfc>("erfc", &[(0.0, 1.0), (-0.0, 1.0), (INF, 0.0), (-INF, 2.0), (NAN, NAN), (50.0, 0.0)]);
    check::<ErfInv>(
        "erf_inv",
        &[(0.0, 0.0), (-0.0, -0.0), (1.0, INF), (-1.0, -INF), (1.5, NAN), (-1.5, NAN), (INF, NAN), (NAN, NAN)],
    );
    check::<Gelu>(
        "gelu",
        &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -0.0), (NAN, NAN), (60.0, 60.0), (-60.0, -0.0)],
    );
    check::<LogSigmoid>("log_sigmoid", &[(INF, -0.0), (-INF, -INF), (NAN, NAN), (-800.0, -800.0), (800.0, -0.0)]);
    // The smallest results are subnormal, not zero.
    assert_eq!((Erfc::scalar(27.2), Erfc::scalar(27.3)), (1e-323, 0.0));
    for tiny in [f64::from_bits(1), 1e-310] {
        assert_eq!(Erf::scalar(tiny), tiny * core::f64::consts::FRAC_2_SQRT_PI);
    }
    assert_eq!(Tanh::scalar(2.0_f32), 0.964_027_6);
    // cosh and sinh at 710.3 are finite although e^710.3 is not.
    assert!(Exp::scalar(710.3_f64).is_infinite());
    assert_eq!(Sinh::scalar(710.3_f64), 1.507_788_755_590_971e308);
    for tiny in [f64::from_bits(1), 1e-310, 1e-300] {
        assert_eq!(Tanh::scalar(tiny), tiny);
        assert_eq!(Sinh::scalar(-tiny), -tiny);
    }
    for tiny in [f32::from_bits(1), 1e-40] {
        assert_eq!(Tanh::scalar(tiny), tiny);
    }
}

#[test]
fn inverse_functions() {
    check::<Exp2>("exp2", &[(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0), (NAN, NAN), (3.0, 8.0), (2000.0, INF)]);
    check::<Log2>("log2", &[(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (8.0, 3.0), (-1.0, NAN), (INF, INF), (NAN, NAN)]);
    check::<Log10>("log10", &[(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (-1.0, NAN), (-INF, NAN), (INF, INF), (NAN, NAN)]);
    for power in [10.0, 100.0, 1000.0, 1e10] {
        check::<Log10>("log10", &[(power, power.log10())]);
    }
    check::<Asin>("asin", &[(0.0, 0.0), (-0.0, -0.0), (1.0, FRAC_PI_2), (-1.0, -FRAC_PI_2), (1.5, NAN), (NAN, NAN)]);
    check::<Acos>("acos", &[(1.0, 0.0), (0.0, FRAC_PI_2), (-1.0, PI), (1.5, NAN), (-INF, NAN), (NAN, NAN)]);
    check::<Atan>("atan", &[(0.0, 0.0), (-0.0, -0.0), (INF, FRAC_PI_2), (-INF, -FRAC_PI_2), (NAN, NAN)]);
    check::<Asinh>("asinh", &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -INF), (NAN, NAN)]);
    check::<Acosh>("acosh", &[(1.0, 0.0), (0.5, NAN), (0.0, NAN), (-1e4, NAN), (-INF, NAN), (INF, INF), (NAN, NAN)]);
    check::<Atanh>("atanh", &[(0.0, 0.0), (-0.0, -0.0), (1.0, INF), (-1.0, -INF), (1.5, NAN), (INF, NAN), (NAN, NAN)]);
    check::<Cbrt>("cbrt", &[(0.0, 0.0), (-0.0, -0.0), (8.0, 2.0), (-27.0, -3.0), (INF, INF), (-INF, -INF), (NAN, NAN)]);
    check::<Softplus>("softplus", &[(-INF, 0.0), (INF, INF), (-800.0, 0.0), (800.0, 800.0), (NAN, NAN)]);
    // Subnormal arguments and results.
    let tiny = f64::from_bits(1);
    for f in [Asin::scalar, Atan::scalar, Asinh::scalar, Atanh::scalar, ExpM1::scalar, Ln1p::scalar] {
        assert_eq!(f(tiny).to_bits(), 1);
        assert_eq!(f(-1e-310), -1e-310);
    }
    assert_eq!((Log2::scalar(tiny), Exp2::scalar(-1074.0), Exp2::scalar(-1075.0)), (-1074.0, tiny, 0.0));
    assert_eq!((Exp2::scalar(1024.0), Exp2::scalar(1023.0)), (INF, 8.988_465_674_311_58e307));
    assert_eq!((ExpM1::scalar(709.7), ExpM1::scalar(709.8)), (1.654_984_027_680_264_4e308, INF));
    assert_eq!((Ln::scalar(tiny), Ln::scalar(f64::MAX)), (-744.440_071_921_381_2, 709.782_712_893_384));
    assert_eq!((Ln1p::scalar(f64::MAX), Asinh::scalar(f64::MAX)), (709.782_712_893_384, 710.475_860_073_944));
    assert_eq!(Acosh::scalar(f64::MAX), 710.475_860_073_944);
    let tiny = f32::from_bits(1);
    for f in [Asin::scalar, Atan::scalar, Asinh::scalar, Atanh::scalar, ExpM1::scalar, Ln1p::scalar, Sinh::scalar] {
        assert_eq!(f(tiny).to_bits(), 1);
        assert_eq!(f(-1e-40), -1e-40);
    }
    assert_eq!((Log2::scalar(tiny), Exp2::scalar(-149.0_f32), Exp2::scalar(-150.0_f32)), (-149.0, tiny, 0.0));
    assert_eq!(Exp2::scalar(128.0_f32), f32::INFINITY);
}

/// C Annex F.10.1.4.
#[test]
fn angles() {
    let quarter = PI / 4.0;
    check2::<Atan2>(
        "atan2",
        &[
            (0.0, 1.0, 0.0),
            (-0.0, 1.0, -0.0),
            (0.0, 0.0, 0.0),
            (-0.0, 0.0, -0.0),
            (0.0, -0.0, PI),
            (-0.0, -0.0, -PI),
            (0.0, -1.0, PI),
            (-0.0, -1.0, -PI),
            (1.0, 0.0, FRAC_PI_2),
            (-1.0, -0.0, -FRAC_PI_2),
            (1.0, -INF, PI),
            (-1.0, -INF, -PI),
            (1.0, INF, 0.0),
            (-1.0, INF, -0.0),
            (INF, 1.0, FRAC_PI_2),
            (-INF, -1.0, -FRAC_PI_2),
            (INF, INF, quarter),
            (INF, -INF, 3.0 * quarter),
            (-INF, INF, -quarter),
            (-INF, -INF, -3.0 * quarter),
            (1.0, 1.0, quarter),
            (NAN, 1.0, NAN),
            (1.0, NAN, NAN),
            (INF, NAN, NAN),
        ],
    );
    // Quotients beyond the range.
    assert_eq!(Atan2::scalar(f64::MAX, f64::from_bits(1)), FRAC_PI_2);
    assert_eq!(Atan2::scalar(f64::from_bits(3), f64::from_bits(1)), 3.0_f64.atan());
    assert_eq!(Atan2::scalar(1e-310, 1.0), 1e-310);
    assert_eq!((Atan2::scalar(f64::from_bits(1), f64::MAX), Atan2::scalar(1e-200, 1e-150)), (0.0, 1e-50));
    assert_eq!(Atan2::scalar(f32::MAX, f32::from_bits(1)), FRAC_PI_2 as f32);
    assert_eq!(Atan2::scalar(f32::from_bits(3), f32::from_bits(1)), 3.0_f32.atan());
    assert_eq!(Atan2::scalar(1e-40_f32, 1.0), 1e-40);
}

#[test]
fn roots_and_rounding() {
    check::<Sqrt>("sqrt", &[(0.0, 0.0), (-0.0, -0.0), (4.0, 2.0), (-1.0, NAN), (INF, INF), (-INF, NAN), (NAN, NAN)]);
    check::<Rsqrt>("rsqrt", &[(0.0, INF), (-0.0, -INF), (4.0, 0.5), (-1.0, NAN), (INF, 0.0), (NAN, NAN)]);
    check::<Reciprocal>("reciprocal", &[(0.0, INF), (-0.0, -INF), (4.0, 0.25), (INF, 0.0), (-INF, -0.0), (NAN, NAN)]);
    let large = 9_007_199_254_740_992.0;
    for same in [0.0, -0.0, 1.0, -1.0, large, -large, INF, -INF, NAN] {
        check::<Floor>("floor", &[(same, same)]);
        check::<Ceil>("ceil", &[(same, same)]);
        check::<Round>("round", &[(same, same)]);
        check::<Trunc>("trunc", &[(same, same)]);
    }
    check::<Floor>(
        "floor",
        &[(0.7, 0.0), (-0.2, -1.0), (1.5, 1.0), (-1.5, -2.0), (2.5, 2.0), (8_388_607.5, 8_388_607.0)],
    );
    check::<Ceil>("ceil", &[(0.2, 1.0), (-0.7, -0.0), (1.5, 2.0), (-1.5, -1.0), (8_388_606.5, 8_388_607.0)]);
    check::<Round>("round", &[(0.5, 0.0), (-0.5, -0.0), (1.5, 2.0), (2.5, 2.0), (-2.5, -2.0), (0.6, 1.0), (3.4, 3.0)]);
    check::<Trunc>("trunc", &[(0.7, 0.0), (-0.7, -0.0), (-1.9, -1.0), (1.9, 1.0), (8_388_607.5, 8_388_607.0)]);
}

#[test]
fn signs() {
    check::<Neg>("neg", &[(0.0, -0.0), (INF, -INF), (NAN, NAN)]);
    check::<Abs>("abs", &[(-0.0, 0.0), (-INF, INF), (NAN, NAN)]);
    check::<Sign>("sign", &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-3.0, -1.0), (NAN, NAN)]);
    check::<Square>("square", &[(-0.0, 0.0), (-INF, INF), (NAN, NAN), (-3.0, 9.0)]);
    assert_eq!(Sign::scalar(-1e-310_f64), -1.0);
    assert_eq!((Sign::scalar(-7), Sign::scalar(0), Sign::scalar(7_i64)), (-1, 0, 1));
    assert_eq!((Neg::scalar(i32::MIN), Abs::scalar(i64::MIN), Square::scalar(65_536)), (i32::MIN, i64::MIN, 0));
    assert_eq!(Add::scalar(i32::MAX, 1), i32::MIN);
}

fn check2<F: Zip<f32, Output = f32> + Zip<f64, Output = f64>>(name: &str, cases: &[(f64, f64, f64)]) {
    for &(a, b, expected) in cases {
        let y = <F as Zip<f64>>::scalar(a, b);
        assert!(same(y, expected), "f64 {name}({a}, {b}) = {y}, not {expected}");
        let y = <F as Zip<f32>>::scalar(a as f32, b as f32);
        assert!(same(y.into(), (expected as f32).into()), "f32 {name}({a}, {b}) = {y}, not {expected}");
    }
}

#[test]
fn extremes() {
    let both = [(1.0, NAN, NAN), (NAN, 1.0, NAN), (NAN, NAN, NAN), (INF, NAN, NAN), (2.0, 2.0, 2.0)];
    check2::<Maximum>("maximum", &both);
    check2::<Minimum>("minimum", &both);
    check2::<Maximum>(
        "maximum",
        &[(0.0, -0.0, 0.0), (-0.0, 0.0, 0.0), (-0.0, -0.0, -0.0), (-INF, 1.0, 1.0), (1.0, 2.0, 2.0)],
    );
    check2::<Minimum>(
        "minimum",
        &[(0.0, -0.0, -0.0), (-0.0, 0.0, -0.0), (0.0, 0.0, 0.0), (INF, 1.0, 1.0), (1.0, 2.0, 1.0)],
    );
    check2::<Div>("div", &[(1.0, 0.0, INF), (1.0, -0.0, -INF), (0.0, 0.0, NAN), (INF, INF, NAN), (1.0, INF, 0.0)]);
    assert_eq!((max::<f64>(&[]), min::<f64>(&[])), (-INF, INF));
    assert_eq!((max::<i32>(&[]), min::<i64>(&[])), (i32::MIN, i64::MAX));
    for at in [0, 1, 63, 64, 99] {
        let mut x = [1.0_f32; 100];
        x[at] = f32::NAN;
        assert!(max(&x).is_nan() && min(&x).is_nan());
        x[at] = 2.0;
        assert_eq!((max(&x), min(&x)), (2.0, 1.0));
    }
    assert!(sum::<f64>(&[]).is_sign_positive());
    assert_eq!(sum(&[i32::MAX, 1]), i32::MIN);
}

/// Slices of all lengths around the blocks, of few values, so that zeros of both signs tie and NaN is now there, now not.
#[test]
fn extremes_of_slices_are_folds_of_the_rule_of_two() {
    let values = [-0.0, 0.0, -1.0, 2.0, -INF, INF, NAN];
    let mut state = 1_u32;
    for n in 1..300 {
        for kinds in [2, 3, 4, 6, 7] {
            let x: Vec<f64> = (0..n)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    values[(state >> 16) as usize % kinds]
                })
                .collect();
            let fold = |f: fn(f64, f64) -> f64| x[1..].iter().fold(x[0], |a, &b| f(a, b));
            assert!(same(max(&x), fold(Maximum::scalar)), "max of {x:?}");
            assert!(same(min(&x), fold(Minimum::scalar)), "min of {x:?}");
        }
    }
}

#[test]
fn comparisons() {
    assert!(!Equal::scalar(NAN, NAN) && NotEqual::scalar(NAN, NAN) && Equal::scalar(0.0, -0.0));
    assert!(!Less::scalar(NAN, 1.0) && !Less::scalar(1.0, NAN) && Less::scalar(-INF, INF));
    assert!(Equal::scalar(true, true) && NotEqual::scalar(true, false));
}

#[test]
fn powers() {
    let annex_f = [
        (0.0, -3.0, INF),
        (-0.0, -3.0, -INF),
        (-0.0, -2.0, INF),
        (0.0, -INF, INF),
        (0.0, 3.0, 0.0),
        (-0.0, 3.0, -0.0),
        (-0.0, 2.0, 0.0),
        (-1.0, INF, 1.0),
        (-1.0, -INF, 1.0),
        (1.0, NAN, 1.0),
        (1.0, INF, 1.0),
        (NAN, 0.0, 1.0),
        (NAN, -0.0, 1.0),
        (INF, 0.0, 1.0),
        (-2.0, 0.5, NAN),
        (0.5, -INF, INF),
        (2.0, -INF, 0.0),
        (0.5, INF, 0.0),
        (2.0, INF, INF),
        (-INF, -3.0, -0.0),
        (-INF, -2.0, 0.0),
        (-INF, 3.0, -INF),
        (-INF, 2.0, INF),
        (INF, -1.0, 0.0),
        (INF, 1.0, INF),
        (NAN, 1.0, NAN),
        (2.0, NAN, NAN),
        (-2.0, 3.0, -8.0),
        (2.0, 0.5, core::f64::consts::SQRT_2),
    ];
    check2::<Powf>("powf", &annex_f);
    assert_eq!(powi_scalar(0.0, 0), 1.0);
    assert_eq!(powi_scalar(NAN, 0), 1.0);
    assert_eq!(powi_scalar(-0.0, -1), -INF);
    assert_eq!(powi_scalar(2.0_f32, i32::MIN), 0.0);
    assert_eq!(powi_scalar(-1.0, i32::MIN), 1.0);
    assert_eq!(powi_scalar(10, 5), 100_000);
    assert_eq!((powi_scalar(2, -1), powi_scalar(-1, -3), powi_scalar(1, -2)), (0, -1, 1));
}
