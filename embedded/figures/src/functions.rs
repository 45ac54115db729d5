//! Elementwise functions: instructions of a call, beside `libm` and `micromath`.

use core::{fmt::Write, hint::black_box};

use cases::{functions, inputs::number};
use cotangent_kernels::Float;
use micromath::F32Ext;

use crate::{bars::Bars, counter::instructions};

const CALLS: usize = 64;

/// The same function of another crate.
enum Peer<T> {
    One(fn(T) -> T),
    Two(fn(T, T) -> T),
}
use Peer::{One, Two};

macro_rules! libm_peers {
    ($name:ident, $t:ident: $($kernel:literal $kind:ident $f:ident,)*) => {
        fn $name(kernel: &str) -> Option<Peer<$t>> {
            match kernel {
                $($kernel => Some($kind(libm::$f)),)*
                _ => None,
            }
        }
    };
}
libm_peers! { libm_f32, f32:
    "Abs" One fabsf, "Acos" One acosf, "Acosh" One acoshf, "Asin" One asinf, "Asinh" One asinhf, "Atan" One atanf,
    "Atanh" One atanhf, "Cbrt" One cbrtf, "Ceil" One ceilf, "Cos" One cosf, "Cosh" One coshf, "Erf" One erff,
    "Erfc" One erfcf, "Exp" One expf, "Exp2" One exp2f, "ExpM1" One expm1f, "Floor" One floorf, "Lgamma" One lgammaf,
    "Ln" One logf, "Ln1p" One log1pf, "Log2" One log2f, "Log10" One log10f, "Round" One rintf, "Sin" One sinf,
    "Sinh" One sinhf, "Sqrt" One sqrtf, "Tan" One tanf, "Tanh" One tanhf, "Trunc" One truncf, "Atan2" Two atan2f,
    "Copysign" Two copysignf, "Hypot" Two hypotf, "Maximum" Two fmaxf, "Minimum" Two fminf, "Powf" Two powf,
    "Rem" Two fmodf,
}
libm_peers! { libm_f64, f64:
    "Abs" One fabs, "Acos" One acos, "Acosh" One acosh, "Asin" One asin, "Asinh" One asinh, "Atan" One atan,
    "Atanh" One atanh, "Cbrt" One cbrt, "Ceil" One ceil, "Cos" One cos, "Cosh" One cosh, "Erf" One erf,
    "Erfc" One erfc, "Exp" One exp, "Exp2" One exp2, "ExpM1" One expm1, "Floor" One floor, "Lgamma" One lgamma,
    "Ln" One log, "Ln1p" One log1p, "Log2" One log2, "Log10" One log10, "Round" One rint, "Sin" One sin,
    "Sinh" One sinh, "Sqrt" One sqrt, "Tan" One tan, "Tanh" One tanh, "Trunc" One trunc, "Atan2" Two atan2,
    "Copysign" Two copysign, "Hypot" Two hypot, "Maximum" Two fmax, "Minimum" Two fmin, "Powf" Two pow,
    "Rem" Two fmod,
}

fn micromath(kernel: &str) -> Option<Peer<f32>> {
    Some(match kernel {
        "Abs" => One(F32Ext::abs),
        "Acos" => One(F32Ext::acos),
        "Asin" => One(F32Ext::asin),
        "Atan" => One(F32Ext::atan),
        "Atan2" => Two(F32Ext::atan2),
        "Ceil" => One(F32Ext::ceil),
        "Copysign" => Two(F32Ext::copysign),
        "Cos" => One(F32Ext::cos),
        "Exp" => One(F32Ext::exp),
        "Floor" => One(F32Ext::floor),
        "Hypot" => Two(F32Ext::hypot),
        "Ln" => One(F32Ext::ln),
        "Log10" => One(F32Ext::log10),
        "Log2" => One(F32Ext::log2),
        "Powf" => Two(F32Ext::powf),
        "Reciprocal" => One(F32Ext::inv),
        "Rem" => Two(F32Ext::rem_euclid),
        "Round" => One(F32Ext::round),
        "Rsqrt" => One(F32Ext::invsqrt),
        "Sin" => One(F32Ext::sin),
        "Sqrt" => One(F32Ext::sqrt),
        "Tan" => One(F32Ext::tan),
        "Trunc" => One(F32Ext::trunc),
        _ => return None,
    })
}

/// A usual argument of a function: number `i` of [`CALLS`].
fn argument<T: Float>(kernel: &str, i: usize) -> T {
    let (low, high) = match kernel {
        "Ln" | "Log2" | "Log10" | "Sqrt" | "Rsqrt" | "Lgamma" | "Digamma" | "Entr" | "Reciprocal" | "Powf"
        | "Xlogy" | "RelEntr" => (0.1, 8.0),
        "Ln1p" | "Xlog1py" => (-0.9, 4.0),
        "Acosh" => (1.0, 9.0),
        "Asin" | "Acos" | "Atanh" | "ErfInv" => (-0.99, 0.99),
        "Logit" => (0.01, 0.99),
        _ => (-4.0, 4.0),
    };
    let x = low + (high - low) * (i as f64 + 0.5) / CALLS as f64;
    number(x)
}

/// Instructions of one call, on average. Through a pointer, so that no function is compiled into the loop.
fn per_call<T: Float>(kernel: &str, f: &Peer<T>) -> u32 {
    let x: [T; CALLS] = core::array::from_fn(|i| argument(kernel, i));
    let y: [T; CALLS] = core::array::from_fn(|i| argument(kernel, (i * 7 + 3) % CALLS));
    let pairs = || x.iter().zip(&y).map(|(&x, &y)| (black_box(x), black_box(y)));
    let all = match f {
        One(f) => instructions(&mut || pairs().map(|(x, _)| f(x)).for_each(keep)),
        Two(f) => instructions(&mut || pairs().map(|(x, y)| f(x, y)).for_each(keep)),
    };
    let empty = instructions(&mut || pairs().map(|(x, _)| x).for_each(keep));
    (all.saturating_sub(empty) + CALLS as u32 / 2) / CALLS as u32
}

/// Makes the compiler believe that a result is used.
fn keep<T>(result: T) {
    black_box(result);
}

/// A table of all functions.
pub fn table(out: &mut dyn Write, bars: &mut Bars) {
    let _ = writeln!(out, "| function | kernels f32 | libm f32 | micromath | kernels f64 | libm f64 |");
    let _ = writeln!(out, "|---|---|---|---|---|---|");
    for (f32, f64) in functions::one::<f32>().iter().zip(&functions::one::<f64>()) {
        row(out, bars, f32.name, &One(f32.scalar), &One(f64.scalar));
    }
    for (f32, f64) in functions::two::<f32>().iter().zip(&functions::two::<f64>()) {
        row(out, bars, f32.name, &Two(f32.scalar), &Two(f64.scalar));
    }
}

fn row(out: &mut dyn Write, bars: &mut Bars, name: &'static str, f32: &Peer<f32>, f64: &Peer<f64>) {
    let ours = per_call(name, f32);
    let libm = libm_f32(name).map(|f| per_call(name, &f));
    let _ = write!(out, "| `{name}` | {ours} |");
    cell(out, libm);
    cell(out, micromath(name).map(|f| per_call(name, &f)));
    cell(out, Some(per_call(name, f64)));
    cell(out, libm_f64(name).map(|f| per_call(name, &f)));
    let _ = writeln!(out);
    if let Some(libm) = libm {
        bars.at_most(name, ours, libm);
    }
    if ["Sin", "Cos"].contains(&name) {
        bars.at_most(name, ours, 120);
    }
}

fn cell(out: &mut dyn Write, instructions: Option<u32>) {
    let _ = match instructions {
        Some(instructions) => write!(out, " {instructions} |"),
        None => write!(out, " |"),
    };
}
