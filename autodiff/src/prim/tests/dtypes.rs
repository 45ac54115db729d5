//! f32 beside f64, and which operations take integers and bools.

use super::{
    cases::{apply_unary, cases},
    numbers::{assert_close, elements},
};
use crate::{Array, DType, array, grad, prim::unary::Unary};
use alloc::{string::ToString, vec::Vec};

#[test]
fn f32_is_f64_with_fewer_digits() {
    for case in cases() {
        let narrow = case.inputs_as(DType::F32);
        let wide: Vec<Array> = narrow.iter().map(|x| x.convert(DType::F64)).collect();
        let y = case.call(&narrow);
        assert_eq!(y.dtype(), DType::F32, "{}", case.name);
        assert_close(&case.name, &y.convert(DType::F64), &case.call(&wide), 2e-6);
        let slope = grad(|xs: &Vec<Array>| case.scalar(xs));
        for (got, want) in slope(&narrow).iter().zip(slope(&wide)) {
            assert_eq!(got.dtype(), DType::F32, "{}", case.name);
            assert_close(&case.name, &got.convert(DType::F64), &want, 2e-4);
        }
    }
}

/// The public method of each elementwise function of one operand; slopes alone have none.
fn method(op: Unary) -> Option<fn(&Array) -> Array> {
    Some(match op {
        Unary::Neg => |x| -x,
        Unary::Abs => Array::abs,
        Unary::Sign => Array::sign,
        Unary::Floor => Array::floor,
        Unary::Ceil => Array::ceil,
        Unary::Round => Array::round,
        Unary::Trunc => Array::trunc,
        Unary::Exp => Array::exp,
        Unary::Exp2 => Array::exp2,
        Unary::ExpM1 => Array::exp_m1,
        Unary::Ln => Array::ln,
        Unary::Log2 => Array::log2,
        Unary::Log10 => Array::log10,
        Unary::Ln1p => Array::ln_1p,
        Unary::Sqrt => Array::sqrt,
        Unary::Rsqrt => Array::rsqrt,
        Unary::Cbrt => Array::cbrt,
        Unary::Square => Array::square,
        Unary::Reciprocal => Array::reciprocal,
        Unary::Sin => Array::sin,
        Unary::Cos => Array::cos,
        Unary::Tan => Array::tan,
        Unary::Asin => Array::asin,
        Unary::Acos => Array::acos,
        Unary::Atan => Array::atan,
        Unary::Sinh => Array::sinh,
        Unary::Cosh => Array::cosh,
        Unary::Tanh => Array::tanh,
        Unary::Asinh => Array::asinh,
        Unary::Acosh => Array::acosh,
        Unary::Atanh => Array::atanh,
        Unary::Sigmoid => Array::sigmoid,
        Unary::Softplus => Array::softplus,
        Unary::Relu => Array::relu,
        Unary::SoftSign => Array::soft_sign,
        Unary::Erf => Array::erf,
        Unary::Erfc => Array::erfc,
        Unary::ErfInv => Array::erf_inv,
        Unary::Ndtr => Array::ndtr,
        Unary::LogNdtr => Array::log_ndtr,
        Unary::Lgamma => Array::lgamma,
        Unary::Digamma => Array::digamma,
        Unary::Entr => Array::entr,
        Unary::Logit => Array::logit,
        Unary::StopGradient => Array::stop_gradient,
        Unary::Powi(_) => |x| x.powi(3),
        Unary::Polygamma(1) => |x| x.polygamma(1),
        Unary::Polygamma(_) => |x| x.polygamma(2),
        Unary::BesselI(0) => Array::bessel_i0,
        Unary::BesselI(_) => Array::bessel_i1,
        Unary::BesselIe(0) => Array::bessel_i0e,
        Unary::BesselIe(_) => Array::bessel_i1e,
        Unary::Sinc(_) => Array::sinc,
        Unary::OneMinusSquare | Unary::Density | Unary::Mills(_) => return None,
    })
}

/// Every function of one operand with its public method.
fn methods() -> impl Iterator<Item = (Unary, fn(&Array) -> Array)> {
    Unary::ALL.iter().filter_map(|&op| Some((op, method(op)?)))
}

#[test]
fn integers_stay_where_the_result_is_one_and_become_floats_elsewhere() {
    for (op, method) in methods() {
        let stays = matches!(
            op,
            Unary::Neg | Unary::Abs | Unary::Sign | Unary::Square | Unary::Relu | Unary::StopGradient | Unary::Powi(_)
        );
        for (dtype, float) in [(DType::I32, DType::F32), (DType::I64, DType::F64)] {
            let x = array([1, 0, -3, 7]).convert(dtype);
            let y = method(&x);
            assert_eq!(y.dtype(), if stays { dtype } else { float }, "{op} of {dtype}");
            let want = method(&x.convert(DType::F64));
            assert_close(&op.to_string(), &y.convert(DType::F64), &want, 1e-5);
        }
    }
}

#[test]
fn two_integers_give_an_integer_where_the_result_is_one() {
    use crate::prim::binary::{Binary, binary};
    let (x, y) = (array([7, -5]), array([2, 3]));
    for &op in Binary::ALL {
        let stays = matches!(
            op,
            Binary::Add
                | Binary::Sub
                | Binary::Mul
                | Binary::Maximum
                | Binary::Minimum
                | Binary::Rem
                | Binary::Remainder
                | Binary::FloorDivide
        );
        let z = binary(op, &x, &y);
        assert_eq!(z.dtype(), if stays { DType::I32 } else { DType::F32 }, "{op}");
        let want = binary(op, &x.convert(DType::F64), &y.convert(DType::F64));
        assert_close(&op.to_string(), &z.convert(DType::F64), &want, 1e-6);
    }
}

#[test]
fn methods_bind_the_operation_of_their_name() {
    for (op, method) in methods().filter(|(op, _)| !matches!(op, Unary::Powi(_))) {
        let (low, high) = op.rule().domain;
        let x = array([low, 0.3 * low + 0.7 * high, high]);
        assert_eq!(elements(&method(&x)), elements(&apply_unary(op, &x)), "{op}");
    }
}

#[test]
fn bools_have_no_arithmetic() {
    let x = array([true, false]);
    for (op, method) in methods().filter(|(op, _)| !matches!(op, Unary::StopGradient)) {
        let text = refusal(|| method(&x));
        assert!(text.contains(op.rule().name) && text.contains("bool has no arithmetic; convert it first"), "{text}");
    }
    assert!(refusal(|| &x + &x).contains("add: two bool arrays have no arithmetic"));
    assert!(refusal(|| x.maximum(&x)).contains("maximum: two bool arrays"));
    assert!(refusal(|| x.dot(&x)).contains("dot: two bool arrays have no products"));
    assert!(refusal(|| x.fmod(&x)).contains("fmod: two bool arrays"));
    assert!(refusal(|| x.gelu()).contains("bool has no arithmetic"));
    assert!(refusal(|| array([1, 2]).powi(-1)).contains("powi: integers have no negative powers"));
    assert_eq!(x.sum().item::<i32>().expect("a scalar"), 1);
    assert_eq!(x.mean().to_string(), "0.5");
    assert_eq!((&x * &array([2.5, 3.5])).to_vec::<f64>().expect("f64"), [2.5, 0.0]);
}

#[test]
fn bits_belong_to_integers_and_bools_and_the_texts_say_so() {
    let (real, flags) = (array([1.0, 2.0]), array([true, false]));
    assert!(
        refusal(|| &real & &real).contains("bitwise_and: integers and bools have bits to work on, float64 has not")
    );
    assert!(refusal(|| !&real).contains("bitwise_not: integers and bools"));
    assert!(refusal(|| &flags << &flags).contains("shift_left: integers have bits to work on, bool has not"));
    assert!(refusal(|| array([1, 2]) | array([1, 2, 3])).contains("bitwise_or: cannot broadcast [2] with [3]: 2 != 3"));
    assert!(refusal(|| flags.logical_xor(array([true; 3]))).contains("logical_xor: cannot broadcast [2] with [3]"));
    assert!(refusal(|| real.masked_fill(&real, 0.0)).contains("masked_fill: the mask must be bool, not float64"));
    assert!(refusal(|| real.clamp(array([0.0; 3]), 1.0)).contains("clamp: cannot broadcast [2] with [3]"));
    assert!(refusal(|| real.clip(0.0, array([0.0; 3]))).contains("clip: cannot broadcast [2] with [3]"));
    assert!(refusal(|| real.hypot(array([0.0; 3]))).contains("hypot: cannot broadcast [2] with [3]"));
    assert!(refusal(|| crate::select_n(&[&flags], &[], 0.0)).contains("select_n: 1 conditions and 0 choices"));
    assert!(refusal(|| crate::select_n(&[&real], &[&real], 0.0)).contains("select_n: the mask must be bool"));
}

fn refusal<T>(f: impl FnOnce() -> T) -> alloc::string::String {
    let caught = std::panic::catch_unwind(core::panic::AssertUnwindSafe(f));
    let panic = caught.err().expect("a panic");
    panic.downcast_ref::<alloc::string::String>().expect("a text").clone()
}

#[test]
fn operands_meet_in_the_wider_dtype() {
    use DType::{Bool, F32, F64, I32, I64};
    let table = [(Bool, I32, I32), (I32, I64, I64), (I64, F32, F32), (F32, F64, F64), (Bool, F32, F32)];
    for (a, b, both) in table {
        let (x, y) = (Array::ones(&[2], a), Array::ones(&[2], b));
        assert_eq!((&x + &y).dtype(), both);
        assert_eq!((&y * &x).dtype(), both);
        assert_eq!((&x / &y).dtype(), both.to_float());
        assert_eq!(crate::concat(&[&x, &y], 0).dtype(), both);
        assert_eq!(array([true, false]).select(&x, &y).dtype(), both);
        assert_eq!(x.lt(&y).dtype(), Bool);
    }
    assert_eq!((Array::ones(&[2], I32) + 1.5).dtype(), F32);
    assert_eq!((Array::ones(&[2], I64) * 0.5).dtype(), F64);
    assert_eq!((Array::ones(&[2], F32) * 0.1).to_vec::<f32>().expect("f32"), [0.1, 0.1]);
    assert_eq!((Array::ones(&[2], I64) + 1).dtype(), I64);
    assert_eq!((Array::ones(&[2], Bool) + 1).dtype(), I32);
}

/// A conversion passes tangents between floats and stops them elsewhere.
#[test]
fn conversion_passes_tangents_between_floats_only() {
    let x = array([1.5, -2.5]);
    let through = grad(|x: &Array| x.convert(DType::F32).square().sum().convert(DType::F64))(&x);
    assert_eq!(through.to_vec::<f64>().expect("f64"), [3.0, -5.0]);
    let cut = grad(|x: &Array| (x * x.convert(DType::I32)).sum())(&x);
    assert_eq!(cut.to_vec::<f64>().expect("f64"), [1.0, -2.0]);
}
