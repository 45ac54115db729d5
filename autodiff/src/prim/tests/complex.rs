//! Complex arrays beside JAX: values, gradients, second derivatives, refusals. Figures of jax 0.10.2 with 64-bit types.

use crate::{
    Array, Complex64, DType, array, compile, complex, grad, grad_holomorphic, jacfwd, jacrev, jvp, stage, try_grad,
    vjp, vmap,
};
use alloc::{format, string::ToString, vec::Vec};

fn number(re: f64, im: f64) -> Complex64 {
    Complex64::new(re, im)
}

fn value(z: &Array) -> Complex64 {
    z.item().expect("one complex number")
}

#[track_caller]
fn assert_near(what: &str, got: Complex64, want: Complex64) {
    let close = |a: f64, b: f64| {
        a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-15 * want.norm_sqr().sqrt().max(1.0)
    };
    assert!(close(got.re, want.re) && close(got.im, want.im), "{what}: {got:?}, not {want:?}");
}

type Function = fn(&Array) -> Array;

/// The value, the derivative and the second derivative at −0.7 + 0.3i.
const HOLOMORPHIC: [(&str, Function, [(f64, f64); 3]); 15] = [
    ("square", Array::square, [(0.399_999_999_999_999_97, -0.42), (-1.4, 0.6), (2.0, 0.0)]),
    ("powi", |z| z.powi(3), [(-0.154, 0.414), (1.2, -1.26), (-4.2, 1.8)]),
    ("exp", Array::exp, [(0.474_406_060_675_457_65, 0.146_750_991_601_421_44); 3]),
    (
        "ln",
        Array::ln,
        [
            (-0.272_363_587_720_836_1, 2.736_700_867_304_709_7),
            (-1.206_896_551_724_138_1, -0.517_241_379_310_344_9),
            (-1.189_060_642_092_746_8, -1.248_513_674_197_384_1),
        ],
    ),
    (
        "sqrt",
        Array::sqrt,
        [
            (0.175_466_963_537_856_37, 0.854_861_775_548_068),
            (0.115_199_705_334_414_62, -0.561_244_251_676_728_1),
            (0.214_666_438_997_507_5, -0.308_888_848_770_159_76),
        ],
    ),
    (
        "sin",
        Array::sin,
        [
            (-0.673_425_559_952_578_9, 0.232_909_967_312_626_84),
            (0.799_518_995_599_034_8, 0.196_177_359_161_461_2),
            (0.673_425_559_952_578_9, -0.232_909_967_312_626_84),
        ],
    ),
    (
        "cos",
        Array::cos,
        [
            (0.799_518_995_599_034_8, 0.196_177_359_161_461_2),
            (0.673_425_559_952_578_9, -0.232_909_967_312_626_84),
            (-0.799_518_995_599_034_8, -0.196_177_359_161_461_2),
        ],
    ),
    (
        "tan",
        Array::tan,
        [
            (-0.727_037_186_243_520_1, 0.469_705_165_967_558_07),
            (1.307_960_127_244_283_6, -0.682_986_244_458_198_1),
            (-1.260_266_966_647_206_6, 2.221_824_052_120_284),
        ],
    ),
    (
        "sinh",
        Array::sinh,
        [
            (-0.724_702_690_423_285_5, 0.370_927_803_938_964_4),
            (1.199_108_751_098_743_3, -0.224_176_812_337_542_94),
            (-0.724_702_690_423_285_5, 0.370_927_803_938_964_4),
        ],
    ),
    (
        "cosh",
        Array::cosh,
        [
            (1.199_108_751_098_743_3, -0.224_176_812_337_542_94),
            (-0.724_702_690_423_285_5, 0.370_927_803_938_964_4),
            (1.199_108_751_098_743_3, -0.224_176_812_337_542_94),
        ],
    ),
    (
        "tanh",
        Array::tanh,
        [
            (-0.639_835_930_263_180_1, 0.189_717_091_519_086_92),
            (0.626_602_557_158_712_6, 0.242_775_623_477_879_7),
            (0.893_963_030_485_777_1, 0.072_918_704_421_238_71),
        ],
    ),
    (
        "reciprocal",
        Array::reciprocal,
        [
            (-1.206_896_551_724_138_1, -0.517_241_379_310_344_9),
            (-1.189_060_642_092_746_8, -1.248_513_674_197_384_1),
            (-1.578_580_507_605_887_6, -4.243_716_429_537_907),
        ],
    ),
    (
        "div",
        |z| complex(&2.0.into(), &(-1.0).into()) / z,
        [
            (-2.931_034_482_758_621, 0.172_413_793_103_448_2),
            (-3.626_634_958_382_877_6, -1.307_966_706_302_021_5),
            (-7.400_877_444_749_682, -6.908_852_351_469_926),
        ],
    ),
    (
        "powi negative",
        |z| z.powi(-2),
        [
            (1.189_060_642_092_746_8, 1.248_513_674_197_384_1),
            (1.578_580_507_605_887_6, 4.243_716_429_537_907),
            (-0.869_527_104_503_019_5, 17.814_701_653_232_593),
        ],
    ),
    ("conj", |z| z.conj() * 1.0, [(-0.7, -0.3), (1.0, 0.0), (0.0, 0.0)]),
];

#[test]
fn holomorphic_derivatives_are_jaxs() {
    let z = array(number(-0.7, 0.3));
    for (name, f, want) in HOLOMORPHIC {
        let [y, first, second] = want.map(|(re, im)| number(re, im));
        assert_near(name, value(&f(&z)), y);
        assert_near(name, value(&grad_holomorphic(f)(&z)), first);
        assert_near(name, value(&grad_holomorphic(grad_holomorphic(f))(&z)), second);
        assert_near(name, value(&compile(grad_holomorphic(f))(&z)), first);
        let both = vmap(grad_holomorphic(f))(&array([number(-0.7, 0.3); 2]));
        assert_near(name, both.to_vec::<Complex64>().expect("complex128")[1], first);
    }
    let at = |f: Function| value(&grad_holomorphic(f)(&array(number(1.0, 2.0))));
    assert_eq!(at(|z| z * z), number(2.0, 4.0));
    assert_eq!(at(|z| z * z * z), number(-9.0, 12.0));
}

/// ∂f/∂x − i·∂f/∂y.
#[test]
fn gradients_of_real_functions_are_jaxs() {
    let cases: [(&str, Function, (f64, f64)); 9] = [
        ("|z|²", |z| z.abs().square(), (2.0, -4.0)),
        ("z·z̄", |z| (z * z.conj()).real(), (2.0, -4.0)),
        ("Re z²", |z| (z * z).real(), (2.0, 4.0)),
        ("|z|", Array::abs, (0.447_213_595_499_957_9, -0.894_427_190_999_915_9)),
        ("angle", Array::angle, (-0.4, -0.2)),
        ("imag", Array::imag, (0.0, -1.0)),
        ("real", Array::real, (1.0, 0.0)),
        ("Im z̄", |z| z.conj().imag(), (0.0, 1.0)),
        ("|z|³", |z| z.abs().powi(3), (6.708_203_932_499_37, -13.416_407_864_998_74)),
    ];
    let z = array(number(1.0, 2.0));
    for (name, f, (re, im)) in cases {
        assert_near(name, value(&grad(f)(&z)), number(re, im));
        assert_near(name, value(&compile(grad(f))(&z)), number(re, im));
    }
    let turned = |z: &Array| (z.conj() * array(number(3.0, 1.0))).real();
    assert_near("a product with z̄", value(&grad(turned)(&z)), number(3.0, -1.0));
    // Second order: the gradient's parts, differentiated again.
    let slope = |z: &Array| grad(|z: &Array| z.abs().powi(3))(z);
    assert_near(
        "Re",
        value(&grad(|z: &Array| slope(z).real())(&z)),
        number(8.049_844_718_999_244, -2.683_281_572_999_747_7),
    );
    assert_near(
        "Im",
        value(&grad(|z: &Array| slope(z).imag())(&z)),
        number(-2.683_281_572_999_747_7, 12.074_767_078_498_866),
    );
    assert_eq!(value(&grad(Array::abs)(&array(number(0.0, 0.0)))), number(0.0, 0.0));
    assert!(value(&grad(Array::angle)(&array(number(0.0, 0.0)))).re.is_nan());
}

#[test]
fn real_arguments_keep_real_derivatives() {
    let x = array(0.5);
    let turn = |x: &Array| ((array(number(1.0, 2.0)) * x).exp()).abs();
    assert_eq!(grad(turn)(&x).item::<f64>().expect("real"), 1.648_721_270_700_128_2);
    let (_, pullback) = vjp(|x: &Array| x * array(number(2.0, -1.0)), &array(3.0));
    assert_eq!(pullback(&array(number(1.0, 1.0))).item::<f64>().expect("real"), 3.0);
    let (_, pullback) = vjp(|a: &Array, b: &Array| complex(a, b), (&array(1.0), &array(2.0)));
    let (da, db) = pullback(&array(number(3.0, 4.0)));
    assert_eq!([da, db].map(|x| x.item::<f64>().expect("real")), [3.0, -4.0]);
    let single = grad(|x: &Array| (x * array(number(0.5, 1.0))).abs())(&array([1.5_f32]).sum());
    assert_eq!(single.dtype(), DType::F32);
}

#[test]
fn tangents_and_cotangents_are_jaxs() {
    let f = |z: &Array| z.exp() * z.conj();
    let z = array(number(1.0, 2.0));
    let (y, dy) = jvp(f, &z, &array(number(0.3, 0.7)));
    assert_near("value", value(&y), number(3.812_248_960_252_824_7, 4.734_135_439_518_447));
    assert_near("tangent", value(&dy), number(-0.779_372_764_310_735_8, 5.622_175_974_263_726));
    let (_, pullback) = vjp(f, &z);
    let ct = pullback(&array(number(0.5, -0.25)));
    assert_near("cotangent", value(&ct), number(3.141_987_816_128_822, -0.104_658_952_245_595_85));
    // Jacobians where one describes the map: complex outputs of real inputs, real outputs of complex inputs.
    let columns = jacfwd(|x: &Array| x * array(number(1.0, 2.0)))(&array([1.0, 2.0]));
    assert_eq!(columns.to_string(), "[[1.+2.j 0.+0.j]\n [0.+0.j 1.+2.j]]");
    let rows = jacrev(|z: &Array| z.real())(&array([number(1.0, 2.0); 2]));
    assert_eq!(rows.to_string(), "[[1.+0.j 0.+0.j]\n [0.+0.j 1.+0.j]]");
}

/// C99's Annex G where JAX gives NaN, an infinity or another side of the cut (its √(−1 − 0i) is i).
#[test]
fn edges() {
    let cases: [(&str, Function, (f64, f64), (f64, f64)); 18] = [
        ("sqrt", Array::sqrt, (-1.0, 0.0), (0.0, 1.0)),
        ("sqrt", Array::sqrt, (-1.0, -0.0), (0.0, -1.0)),
        ("sqrt", Array::sqrt, (0.0, 0.0), (0.0, 0.0)),
        ("sqrt", Array::sqrt, (1e200, 1e200), (1.098_684_113_467_81e100, 4.550_898_605_622_274e99)),
        ("sqrt", Array::sqrt, (3.0, -4.0), (2.0, -1.0)),
        ("ln", Array::ln, (-1.0, 0.0), (0.0, core::f64::consts::PI)),
        ("ln", Array::ln, (1.0, 1e-9), (5e-19, 1e-9)),
        ("ln", Array::ln, (0.0, 0.0), (f64::NEG_INFINITY, 0.0)),
        ("ln", Array::ln, (1e200, 1e200), (460.863_592_189_089_1, core::f64::consts::FRAC_PI_4)),
        ("ln", Array::ln, (0.6, 0.8), (2.220_446_049_250_313_2e-17, 0.927_295_218_001_612_3)),
        ("tanh", Array::tanh, (400.0, 1.0), (1.0, 0.0)),
        ("tanh", Array::tanh, (-400.0, 1.0), (-1.0, 0.0)),
        (
            "tanh",
            Array::tanh,
            (0.5, core::f64::consts::FRAC_PI_2),
            (2.163_953_413_738_652_5, 2.254_999_940_412_123_6e-16),
        ),
        ("tan", Array::tan, (1.0, 400.0), (0.0, 1.0)),
        ("tan", Array::tan, (1.0, -400.0), (0.0, -1.0)),
        ("exp", Array::exp, (-800.0, 1.0), (0.0, 0.0)),
        ("reciprocal", Array::reciprocal, (1e-200, 1e-200), (5e199, -5e199)),
        ("div", |z| z / z, (1e200, 1e-200), (1.0, 0.0)),
    ];
    for (name, f, (re, im), (want_re, want_im)) in cases {
        let got = value(&f(&array(number(re, im))));
        let near = |a: f64, b: f64| a == b || (a - b).abs() <= 4e-16 * b.abs();
        assert!(near(got.re, want_re) && near(got.im, want_im), "{name} of {re} + {im}i: {got:?}");
    }
    let length = array(number(3e200, 4e200)).abs().item::<f64>().expect("real");
    assert!((length / 5e200 - 1.0).abs() < 3e-16, "{length:e}");
    let huge = value(&array(number(710.0, 1.0)).exp()).re;
    assert!((huge / 1.207_032_523_454_528_3e308 - 1.0).abs() < 1e-13, "{huge:e}"); // the root carries its error twice
}

#[test]
fn products_of_matrices() {
    let a = array([[number(1.0, 2.0), number(3.0, -1.0)], [number(0.0, 0.5), number(-2.0, 0.0)]]);
    let b = array([number(1.0, -1.0), number(2.0, 0.5)]);
    assert_eq!(a.dot(&b).to_string(), "[ 9.5+0.5j -3.5-0.5j]");
    assert_eq!(a.sum().to_string(), "(2+1.5j)");
    assert_eq!(a.mean().to_string(), "(0.5+0.375j)");
    assert_eq!(a.eq(&a).to_vec::<bool>().expect("bool"), [true; 4]);
    assert_eq!(a.ne(a.conj()).to_vec::<bool>().expect("bool"), [true, true, true, false]);
    assert_eq!(stage(|z: &Array| z.abs(), &b).to_string(), "program(a: c128[2]) {\n  b: f64[2] = abs a\n  return b\n}");
    assert_eq!((array([1.0_f32]) * array(number(1.0, 2.0))).dtype(), DType::C128);
    assert_eq!(array([1.0, 2.0]).angle().to_string(), "[0. 0.]");
}

/// The text of the panic.
fn refusal<T>(f: impl FnOnce() -> T) -> alloc::string::String {
    let panic = std::panic::catch_unwind(core::panic::AssertUnwindSafe(f)).err().expect("a panic");
    panic.downcast_ref::<alloc::string::String>().expect("a text").clone()
}

#[test]
fn what_has_no_complex_form_is_refused() {
    let z = array([number(1.0, 2.0); 2]);
    let cases: Vec<(&str, alloc::string::String)> = alloc::vec![
        ("floor: takes real numbers, not complex128", refusal(|| z.floor())),
        ("maximum: takes real numbers, not complex128", refusal(|| z.maximum(1.0))),
        ("lt: takes real numbers, not complex128", refusal(|| z.lt(1.0))),
        ("max: takes real numbers, not complex128", refusal(|| z.max())),
        ("convert: complex128 to float64 would drop the imaginary part", refusal(|| z.convert(DType::F64))),
        ("complex: takes real numbers, not complex128", refusal(|| complex(&z, &z))),
        ("item: the array holds complex128, not float64", refusal(|| array(number(1.0, 2.0)) > 0.0)),
        ("argmax", refusal(|| z.argmax())),
        (
            "grad_holomorphic: the function must return a complex number, not float64",
            refusal(|| grad_holomorphic(Array::abs)(&z.sum()))
        ),
        (
            "grad_holomorphic: the argument is float64, not complex",
            refusal(|| grad_holomorphic(Array::square)(&array(3.0)))
        ),
        ("jacfwd: an input is complex128", refusal(|| jacfwd(Array::exp)(&z))),
        ("jacrev: an output is complex128", refusal(|| jacrev(Array::exp)(&z))),
    ];
    for (want, text) in cases {
        assert!(text.contains(want), "{text}, not {want}");
    }
    let text = format!("{}", try_grad(Array::square)(&z.sum()).expect_err("a complex output"));
    assert!(text.contains("grad: the function must return a real number, not complex128"), "{text}");
    assert!(text.contains("use `grad_holomorphic` if the function is complex-differentiable"), "{text}");
}

/// Squares of complex numbers are of magnitudes where a length is meant, and a `vdot` conjugates, as NumPy's.
#[test]
fn lengths_and_kinds_are_of_both_parts() {
    let z = array([number(3.0, 4.0), number(0.0, -1.0)]);
    assert_eq!(z.norm(2.0).item::<f64>().expect("real"), 26.0_f64.sqrt());
    assert_eq!(z.norm(1.0).item::<f64>().expect("real"), 6.0);
    assert_eq!(z.norm(0.0).item::<f64>().expect("real"), 2.0);
    assert_eq!(z.var(0).item::<f64>().expect("real"), 8.5); // numpy 2.4
    assert_eq!(value(&z.vdot(&z)), number(26.0, 0.0));
    assert_eq!(value(&z.vdot(&array([number(0.0, 1.0), number(1.0, 0.0)]))), number(4.0, 4.0)); // numpy 2.4
    let slope = grad(|z: &Array| z.norm(2.0))(&array([number(3.0, 4.0)]));
    assert_near("norm", value(&slope.sum()), number(0.6, -0.8)); // jax 0.10.2
    let w = array([number(1.0, f64::INFINITY), number(f64::NAN, 0.0), number(1.0, 2.0)]);
    let mask = |x: Array| x.to_vec::<bool>().expect("bool");
    assert_eq!(mask(w.is_finite()), [false, false, true]);
    assert_eq!(mask(w.is_infinite()), [true, false, false]);
    assert_eq!(mask(w.is_nan()), [false, true, false]);
    let numbers = w.nan_to_num().to_vec::<Complex64>().expect("complex128");
    assert_eq!(numbers, [number(1.0, f64::MAX), number(0.0, 0.0), number(1.0, 2.0)]);
}
