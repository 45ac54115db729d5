//! Dtypes without kernels of their own, and u64: every operation beside the same one in wide arithmetic.

use super::{
    cases::{all_cases, apply_binary, apply_unary, cases},
    numbers::assert_bits,
};
use crate::{
    Array, DType, array, bf16, compile, concat, f16, grad,
    prim::{binary::Binary, unary::Unary},
    vmap,
};
use alloc::{format, string::ToString, vec, vec::Vec};
use cotangent_tensor::Element;

#[test]
fn every_pair_of_dtypes_has_the_dtype_of_its_results() {
    for a in DType::ALL {
        for b in DType::ALL {
            let (x, y) = (Array::ones(&[2], a), Array::ones(&[2], b));
            let both = a.promote(b);
            let name = format!("{a} with {b}");
            assert_eq!(concat(&[&x, &y], 0).dtype(), both, "{name}");
            assert_eq!(array([true, false]).select(&x, &y).dtype(), both, "{name}");
            assert_eq!(x.eq(&y).dtype(), DType::Bool, "{name}");
            if both == DType::Bool {
                continue;
            }
            for z in [&x + &y, &x - &y, &y * &x, x.dot(&y)] {
                assert_eq!(z.dtype(), both, "{name}");
            }
            assert_eq!((&x / &y).dtype(), both.to_float(), "{name}");
            if !both.is_complex() {
                assert_eq!(x.maximum(&y).dtype(), both, "{name}");
                assert_eq!(x.powf(&y).dtype(), both.to_float(), "{name}");
                assert_eq!(x.lt(&y).dtype(), DType::Bool, "{name}");
            }
        }
    }
}

#[test]
fn literals_are_weak() {
    for dtype in DType::ALL {
        let x = Array::ones(&[2], dtype);
        let bool_or = if dtype == DType::Bool { DType::I32 } else { dtype };
        assert_eq!((&x + 1).dtype(), bool_or, "{dtype}");
        assert_eq!((1.5 * &x).dtype(), dtype.to_float(), "{dtype}");
        assert_eq!(x.sum().dtype(), dtype.sum());
        assert_eq!(x.mean().dtype(), dtype.to_float());
    }
    let refused = std::panic::catch_unwind(|| Array::ones(&[2], DType::U8).gt(-1)).expect_err("−1 is no uint8");
    let text = refused.downcast_ref::<alloc::string::String>().expect("a text");
    assert!(text.contains("literal: uint8 does not hold -1; convert the array first"), "{text}");
}

fn values<T: Element>(x: &Array) -> Vec<T> {
    x.to_vec::<T>().expect("the dtype")
}

macro_rules! wraps {
    ($($T:ident)*) => { $({
        let cut = |x: i128| x as $T;
        let xs: [$T; 6] = [0, 1, 3, 100, $T::MAX, $T::MIN];
        let x = Array::from_vec(xs.to_vec(), &[6, 1]).expect("fits");
        let y = Array::from_vec(xs.to_vec(), &[6]).expect("fits");
        let pairs: Vec<($T, $T)> = xs.iter().flat_map(|&a| xs.map(|b| (a, b))).collect();
        let wide = |f: fn(i128, i128) -> i128| pairs.iter().map(|&(a, b)| cut(f(a.into(), b.into()))).collect::<Vec<$T>>();
        assert_eq!(values::<$T>(&(&x + &y)), wide(|a, b| a + b));
        assert_eq!(values::<$T>(&(&x - &y)), wide(|a, b| a - b));
        assert_eq!(values::<$T>(&(&x * &y)), wide(i128::wrapping_mul));
        assert_eq!(values::<$T>(&x.maximum(&y)), wide(i128::max));
        assert_eq!(values::<$T>(&x.minimum(&y)), wide(i128::min));
        let mask = |f: fn(&$T, &$T) -> bool| pairs.iter().map(|(a, b)| f(a, b)).collect::<Vec<bool>>();
        assert_eq!(values::<bool>(&x.lt(&y)), mask($T::lt));
        assert_eq!(values::<bool>(&x.ge(&y)), mask($T::ge));
        assert_eq!(values::<bool>(&x.eq(&y)), mask($T::eq));
        assert_eq!(values::<bool>(&x.ne(&y)), mask($T::ne));
        let each = |f: fn(i128) -> i128| xs.iter().map(|&a| cut(f(a.into()))).collect::<Vec<$T>>();
        assert_eq!(values::<$T>(&-&y), each(|a| -a));
        assert_eq!(values::<$T>(&y.abs()), each(i128::abs));
        assert_eq!(values::<$T>(&y.sign()), each(i128::signum));
        assert_eq!(values::<$T>(&y.square()), each(|a| a.wrapping_mul(a)));
        assert_eq!(values::<$T>(&y.powi(3)), each(|a| a.wrapping_mul(a).wrapping_mul(a)));
        assert_eq!(y.max().item::<$T>().expect("one"), $T::MAX);
        assert_eq!(y.min().item::<$T>().expect("one"), $T::MIN);
        assert_eq!(y.dot(&y).item::<$T>().expect("one"), cut(xs.iter().fold(0, |s: i128, &a| s.wrapping_add(i128::from(a).wrapping_mul(a.into())))));
        let quotients: Vec<f64> = pairs.iter().map(|&(a, b)| a as f64 / b as f64).collect();
        for (got, want) in values::<f64>(&(&x / &y).convert(DType::F64)).iter().zip(quotients) {
            assert!(*got == want || (got - want).abs() <= 1e-7 * want.abs() || (got.is_nan() && want.is_nan()), "{got} {want}");
        }
        assert_bits("compiled", &compile(|x: &Array, y: &Array| x * y + x)(&x, &y), &(&x * &y + &x));
        assert_bits("mapped", &vmap(|x: &Array| x * x)(&y), &(&y * &y));
    })* };
}

#[test]
fn integers_wrap() {
    wraps!(i8 i16 i32 i64 u8 u16 u32 u64);
    let bytes = Array::from_vec(vec![200_u8; 3], &[3]).expect("fits");
    assert_eq!(bytes.sum().item::<u32>().expect("one"), 600);
    let quotient = &array([1_u8, 0]) / &array([0_u8, 0]);
    assert_eq!(quotient.to_string(), "[inf nan]");
    let past = array([u64::MAX, 1 << 63]);
    assert_eq!(values::<f64>(&past.mean().reshape(&[1])), [0.75 * 2.0_f64.powi(64)]);
}

#[test]
fn narrow_floats_compute_in_f32_and_round_once() {
    for dtype in [DType::F16, DType::BF16] {
        for &op in Unary::ALL {
            let (low, high) = op.rule().domain;
            let x = array([low, 0.3 * low + 0.7 * high, 0.6 * low + 0.4 * high, high]).convert(dtype);
            let want = apply_unary(op, &x.convert(DType::F32)).convert(dtype);
            assert_bits(&format!("{op} of {dtype}"), &apply_unary(op, &x), &want);
            let mapped = vmap(move |x: &Array| apply_unary(op, x))(&x);
            assert_bits(&format!("{op} of {dtype} under vmap"), &mapped, &want);
        }
        for &op in Binary::ALL {
            let (x, y) = (array([0.4, 1.3, 2.7]).convert(dtype), array([[0.7], [2.9]]).convert(dtype));
            let want = apply_binary(op, &x.convert(DType::F32), &y.convert(DType::F32)).convert(dtype);
            assert_bits(&format!("{op} of {dtype}"), &apply_binary(op, &x, &y), &want);
        }
        let x = Array::full(&[3000], 1.001, dtype);
        let wide = x.convert(DType::F32);
        assert_bits("sum", &x.sum(), &wide.sum().convert(dtype));
        assert_bits("mean", &x.mean(), &wide.mean().convert(dtype));
        assert_bits("dot", &x.dot(&x), &wide.dot(&wide).convert(dtype));
    }
    let large = Array::full(&[3], 60000.0, DType::F16);
    assert_eq!(large.mean().to_string(), "6e+04"); // the sum is beyond the type
    assert_eq!(array(f16::from_f32(0.1)).to_string(), "0.1");
    assert_eq!((&array([bf16::from_f32(1.0)]) + 1.0).dtype(), DType::BF16);
}

/// Whatever an operation does, its result and its gradients are of the type of its operands, compiled or not.
#[test]
fn every_case_keeps_narrow_dtypes() {
    for case in cases() {
        let xs = case.inputs_as(DType::BF16);
        assert_eq!(case.call(&xs).dtype(), DType::BF16, "{}", case.name);
        for slope in grad(|xs: &Vec<Array>| case.scalar(xs))(&xs) {
            assert_eq!(slope.dtype(), DType::BF16, "{}", case.name);
        }
    }
    for case in all_cases() {
        let xs = case.inputs_as(DType::F16);
        assert_bits(&case.name, &compile(|xs: &Vec<Array>| case.call(xs))(&xs), &case.call(&xs));
    }
}

#[test]
fn all_integers_index() {
    let x = array([1.0, 2.0, 3.0]);
    for dtype in DType::ALL.into_iter().filter(|d| d.is_integer()) {
        assert_eq!(values::<f64>(&x.take(&array([2, 0]).convert(dtype), 0)), [3.0, 1.0], "{dtype}");
        let slope = grad(move |x: &Array| x.take(&array([2, 2]).convert(dtype), 0).sum())(&x);
        assert_eq!(values::<f64>(&slope), [0.0, 0.0, 2.0], "{dtype}");
    }
    let text = x.try_take(&array([u64::MAX]), 0).expect_err("outside").to_string();
    assert!(text.contains("is outside of an axis of length 3"), "{text}");
}
