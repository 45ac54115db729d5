//! Elementwise operations of one and two operands, and selection.

use crate::data::{Params, number};
use cotangent::prelude::*;

pub(crate) fn call(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    let y = match xs {
        [x] => one(op, p, x)?,
        [x, y] => two(op, p, x, y)?,
        [x, lo, hi] if op == "clamp" => x.clamp(lo, hi),
        _ => return None,
    };
    Some(vec![y])
}

fn one(op: &str, p: &Params, x: &Array) -> Option<Array> {
    Some(match op {
        "neg" => -x,
        "abs" => x.abs(),
        "sign" => x.sign(),
        "floor" => x.floor(),
        "ceil" => x.ceil(),
        "round" => x.round(),
        "exp" => x.exp(),
        "exp2" => x.exp2(),
        "expm1" => x.exp_m1(),
        "log" => x.ln(),
        "log1p" => x.ln_1p(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "sqrt" => x.sqrt(),
        "rsqrt" => x.rsqrt(),
        "cbrt" => x.cbrt(),
        "sin" => x.sin(),
        "cos" => x.cos(),
        "tan" => x.tan(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "sinh" => x.sinh(),
        "cosh" => x.cosh(),
        "tanh" => x.tanh(),
        "asinh" => x.asinh(),
        "acosh" => x.acosh(),
        "atanh" => x.atanh(),
        "reciprocal" => x.reciprocal(),
        "square" => x.square(),
        "deg2rad" => x.to_radians(),
        "rad2deg" => x.to_degrees(),
        "integer_pow" => x.powi(i32::try_from(p.int("n")).expect("an exponent")),
        "stop_gradient_mul" => x.sin() * x.stop_gradient().cos(),
        "clip" => x.clip(p.float("lo"), p.float("hi")),
        _ => return special(op, x).or_else(|| activation(op, x)),
    })
}

fn special(op: &str, x: &Array) -> Option<Array> {
    Some(match op {
        "erf" => x.erf(),
        "erfc" => x.erfc(),
        "erf_inv" => x.erf_inv(),
        "lgamma" => x.lgamma(),
        "digamma" => x.digamma(),
        "logit" => x.logit(),
        "sinc" => x.sinc(),
        "ndtr" => x.ndtr(),
        "log_ndtr" => x.log_ndtr(),
        "bessel_i0e" => x.bessel_i0e(),
        "bessel_i1e" => x.bessel_i1e(),
        "entr" => x.entr(),
        "nan_to_num" => x.nan_to_num(),
        _ => return None,
    })
}

fn activation(op: &str, x: &Array) -> Option<Array> {
    Some(match op {
        "sigmoid" => x.sigmoid(),
        "relu" => x.relu(),
        "relu6" => x.relu6(),
        "leaky_relu" => x.leaky_relu(0.01),
        "elu" => x.elu(1.0),
        "selu" => x.selu(),
        "softplus" => x.softplus(),
        "gelu_tanh" => x.gelu_tanh(),
        "gelu_exact" => x.gelu(),
        "silu" => x.silu(),
        "mish" => x.mish(),
        "log_sigmoid" => x.log_sigmoid(),
        "soft_sign" => x.soft_sign(),
        "hard_tanh" => x.hard_tanh(),
        _ => return None,
    })
}

fn two(op: &str, p: &Params, x: &Array, y: &Array) -> Option<Array> {
    Some(match op {
        "add" => x + y,
        "sub" => x - y,
        "mul" => x * y,
        "div" => x / y,
        "pow" => x.powf(y),
        "maximum" => x.maximum(y),
        "minimum" => x.minimum(y),
        "atan2" => x.atan2(y),
        "hypot" => x.hypot(y),
        "logaddexp" => x.logaddexp(y),
        "logaddexp2" => x.logaddexp2(y),
        "fmod" => x.fmod(y),
        "remainder" => x.remainder(y),
        "xlogy" => x.xlogy(y),
        "xlog1py" => x.xlog1py(y),
        "rel_entr" => x.rel_entr(y),
        "where" => condition(p).select(x, y),
        _ => return None,
    })
}

fn condition(p: &Params) -> Array {
    let flags: Vec<f64> = p.raw("cond").as_array().expect("a list of flags").iter().map(number).collect();
    Array::from_vec(flags, &p.sizes("cond_shape")).expect("the file says its shape").convert(DType::Bool)
}
