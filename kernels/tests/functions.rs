//! Accuracy of the functions that are computed in f64 alone (f32 is rounded from it), against multi-precision truth: the
//! header of `data/functions.txt` is the script that made it.

#[path = "table/mod.rs"]
mod table;

use cotangent_kernels::{
    Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Copysign, Density, Digamma, Entr, Exp2, Gelu, Hypot, Lgamma,
    Log2, Log10, LogAddExp, LogAddExp2, LogNdtr, LogSigmoid, Logit, Map, Ndtr, RelEntr, Relu, SoftSign, Softplus,
    Xlog1py, Xlogy, Zip,
    ordered::{bessel_i, bessel_ie, mills, polygamma, sinc},
};
use table::{ulp, worst};

/// The largest error allowed in f64, in ulp of the truth.
const BOUNDS: [(&str, f64); 44] = [
    ("exp2", 0.53),
    ("log2", 0.65),
    ("log10", 0.65),
    ("cbrt", 0.51),
    ("asin", 0.7),
    ("acos", 0.7),
    ("atan", 0.7),
    ("asinh", 0.7),
    ("acosh", 0.7),
    ("atanh", 0.7),
    ("lgamma", 1.5),
    ("digamma", 2.0),
    ("digamma_below_zero", 3.0),
    ("polygamma_1", 5.0),
    ("polygamma_2", 5.0),
    ("polygamma_3", 5.0),
    ("polygamma_20", 10.0),
    ("ndtr", 3.0),
    ("density", 3.0),
    ("log_ndtr", 2.0),
    ("mills_0", 6.0),
    ("mills_1", 6.0),
    ("mills_4", 30.0),
    ("sinc_0", 1.0),
    ("sinc_1", 4.0),
    ("sinc_2", 8.0),
    ("sinc_4", 20.0),
    ("bessel_i0e", 8.0),
    ("bessel_i1e", 8.0),
    ("bessel_i3e", 10.0),
    ("bessel_i0", 6.0),
    ("softplus", 0.7),
    ("logit", 1.0),
    ("entr", 1.5),
    ("soft_sign", 1.1),
    ("atan2", 0.7),
    ("hypot", 0.51),
    ("logaddexp", 1.0),
    ("logaddexp2", 1.0),
    ("xlogy", 1.1),
    ("xlog1py", 1.1),
    ("rel_entr", 2.0),
    ("gelu", 0.95),
    ("log_sigmoid", 0.7),
];

fn one(name: &str, x: f64) -> f64 {
    let f: fn(f64) -> f64 = match name {
        "exp2" => Exp2::scalar,
        "log2" => Log2::scalar,
        "log10" => Log10::scalar,
        "cbrt" => Cbrt::scalar,
        "asin" => Asin::scalar,
        "acos" => Acos::scalar,
        "atan" => Atan::scalar,
        "asinh" => Asinh::scalar,
        "acosh" => Acosh::scalar,
        "atanh" => Atanh::scalar,
        "lgamma" => Lgamma::scalar,
        "digamma" | "digamma_below_zero" => Digamma::scalar,
        "polygamma_1" => |x| polygamma(1, x),
        "polygamma_2" => |x| polygamma(2, x),
        "polygamma_3" => |x| polygamma(3, x),
        "polygamma_20" => |x| polygamma(20, x),
        "ndtr" => Ndtr::scalar,
        "density" => Density::scalar,
        "log_ndtr" => LogNdtr::scalar,
        "mills_0" => |z| mills(0, z),
        "mills_1" => |z| mills(1, z),
        "mills_4" => |z| mills(4, z),
        "sinc_0" => |x| sinc(0, x),
        "sinc_1" => |x| sinc(1, x),
        "sinc_2" => |x| sinc(2, x),
        "sinc_4" => |x| sinc(4, x),
        "bessel_i0e" => |x| bessel_ie(0, x),
        "bessel_i1e" => |x| bessel_ie(1, x),
        "bessel_i3e" => |x| bessel_ie(3, x),
        "bessel_i0" => |x| bessel_i(0, x),
        "softplus" => Softplus::scalar,
        "gelu" => Gelu::scalar,
        "log_sigmoid" => LogSigmoid::scalar,
        "logit" => Logit::scalar,
        "entr" => Entr::scalar,
        "soft_sign" => SoftSign::scalar,
        other => panic!("no function {other}"),
    };
    f(x)
}

fn two(name: &str, a: f64, b: f64) -> f64 {
    let f: fn(f64, f64) -> f64 = match name {
        "atan2" => Atan2::scalar,
        "hypot" => Hypot::scalar,
        "logaddexp" => LogAddExp::scalar,
        "logaddexp2" => LogAddExp2::scalar,
        "xlogy" => Xlogy::scalar,
        "xlog1py" => Xlog1py::scalar,
        "rel_entr" => RelEntr::scalar,
        other => panic!("no function {other}"),
    };
    f(a, b)
}

/// In ulp of the truth, or of 1 for functions that have zeros away from the origin: near those the argument's own
/// rounding is larger.
fn scale(name: &str, truth: f64) -> f64 {
    let has_zeros = name.starts_with("sinc") || matches!(name, "digamma_below_zero" | "polygamma_2");
    ulp(if has_zeros { truth.abs().max(1.0) } else { truth }, 53, -1022)
}

#[test]
fn table() {
    let evaluate = |name: &str, x: &[f64]| match *x {
        [x] => one(name, x),
        [a, b] => two(name, a, b),
        _ => panic!("{name} of {} arguments", x.len()),
    };
    let text = include_str!("data/functions.txt");
    let mut failures = Vec::new();
    for (name, bound) in BOUNDS {
        let rows: Vec<&str> = text.lines().filter(|row| row.split(' ').next() == Some(name)).collect();
        for (_, error, x) in worst(&rows.join("\n"), evaluate, |truth| scale(name, truth)) {
            eprintln!("{name}: {error:.4} ulp at {x:?}");
            if error > bound {
                failures.push(format!("{name}({x:?}): {error} ulp, bound {bound}"));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Values at zeros, poles and infinities.
#[test]
fn edges() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    let same = |what: &str, x: f64, got: f64, want: f64| {
        assert!(got == want || (got.is_nan() && want.is_nan()), "{what}({x}) = {got}, not {want}");
    };
    for (name, cases) in [
        ("cbrt", &[(-8.0, -2.0), (INF, INF), (-INF, -INF)][..]),
        ("lgamma", &[(0.0, INF), (-3.0, INF), (INF, INF), (1.0, 0.0), (2.0, 0.0)]),
        ("digamma", &[(0.0, -INF), (-0.0, INF), (-3.0, NAN), (INF, INF), (-INF, NAN)]),
        ("polygamma_1", &[(0.0, INF), (-2.0, INF), (INF, 0.0), (-INF, NAN)]),
        ("polygamma_2", &[(0.0, -INF), (-0.0, INF), (-2.0, NAN), (INF, 0.0)]),
        ("ndtr", &[(-INF, 0.0), (INF, 1.0), (0.0, 0.5), (-1e200, 0.0), (1e200, 1.0)]),
        ("density", &[(-INF, 0.0), (INF, 0.0), (1e200, 0.0)]),
        ("log_ndtr", &[(-INF, -INF), (INF, 0.0), (-1e200, -INF), (1e200, 0.0)]),
        ("mills_1", &[(INF, 0.0), (0.0, 1.0)]),
        ("sinc_0", &[(0.0, 1.0), (2.0, 0.0), (-5.0, 0.0), (INF, 0.0)]),
        ("sinc_1", &[(0.0, 0.0), (-INF, 0.0)]),
        ("bessel_i0e", &[(0.0, 1.0), (INF, 0.0), (-INF, 0.0)]),
        ("bessel_i1e", &[(0.0, 0.0), (INF, 0.0)]),
        ("bessel_i0", &[(0.0, 1.0), (INF, INF), (-800.0, INF)]),
        ("softplus", &[(-INF, 0.0), (INF, INF), (1000.0, 1000.0), (-1000.0, 0.0)]),
        ("gelu", &[(0.0, 0.0), (-INF, 0.0), (INF, INF), (50.0, 50.0), (-50.0, 0.0), (1e-310, 5e-311)]),
        ("log_sigmoid", &[(-INF, -INF), (INF, 0.0), (-1000.0, -1000.0), (1000.0, 0.0)]),
        ("logit", &[(0.0, -INF), (1.0, INF), (0.5, 0.0), (1.5, NAN), (-0.5, NAN)]),
        ("entr", &[(0.0, 0.0), (1.0, 0.0), (-1.0, -INF), (INF, -INF)]),
        ("soft_sign", &[(0.0, 0.0), (INF, 1.0), (-INF, -1.0)]),
    ] {
        for &(x, want) in cases {
            same(name, x, one(name, x), want);
        }
        same(name, NAN, one(name, NAN), NAN);
    }
    for (name, cases) in [
        ("logaddexp", &[(INF, INF, INF), (-INF, -INF, -INF), (INF, -INF, INF), (NAN, 0.0, NAN), (0.0, -INF, 0.0)][..]),
        ("logaddexp2", &[(3.0, 3.0, 4.0), (-INF, 5.0, 5.0), (0.0, NAN, NAN)]),
        ("xlogy", &[(0.0, 0.0, 0.0), (0.0, INF, 0.0), (0.0, NAN, NAN), (2.0, 0.0, -INF)]),
        ("xlog1py", &[(0.0, -1.0, 0.0), (0.0, NAN, NAN), (2.0, -1.0, -INF)]),
        ("rel_entr", &[(0.0, 0.0, 0.0), (0.0, 3.0, 0.0), (1.0, 0.0, INF), (-1.0, 1.0, INF), (1.0, NAN, NAN)]),
        (
            "hypot",
            &[(INF, NAN, INF), (0.0, -0.0, 0.0), (1e300, 0.0, 1e300), (3e300, -4e300, 5e300), (3e-310, 4e-310, 5e-310)],
        ),
    ] {
        for &(a, b, want) in cases {
            same(name, a, two(name, a, b), want);
        }
    }
    let mut relu = [f64::NAN, -0.0, 2.0, -3.0];
    Relu::in_place(&mut relu);
    assert!(relu[0].is_nan() && relu[1].is_sign_positive() && relu[1..] == [0.0, 2.0, 0.0]);
    assert_eq!(Copysign::scalar(3.0, -0.0), -3.0);
}

/// f32 is f64, rounded once.
#[test]
fn f32_is_rounded_f64() {
    let mut y = [0.0_f32; 3];
    let x = [0.25_f32, 1.5, 7.0];
    cotangent_kernels::ordered::map(bessel_ie, 1, &x, &mut y);
    assert_eq!(y, x.map(|x| bessel_ie(1, x.into()) as f32));
    Digamma::slice(&x, &mut y);
    assert_eq!(y, x.map(|x| Digamma::scalar(f64::from(x)) as f32));
    assert_eq!(Hypot::scalar(3e30_f32, 4e30), 5e30);
}
