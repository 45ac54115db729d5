//! Every dtype: promotion as JAX's, conversions as Rust's `as`, text as NumPy's.

use cotangent_tensor::{Complex, DType, Element, Scalar, Shape, Tensor, bf16, f16};
use serde_json::Value;

/// Measured: see its field `source`.
const JAX: &str = include_str!("data/promotion.json");

fn named(name: &Value) -> DType {
    let name = name.as_str().unwrap();
    *DType::ALL.iter().find(|d| d.to_string() == name).unwrap_or_else(|| panic!("no dtype {name}"))
}

#[test]
fn every_pair_meets_where_jax_says() {
    let jax: Value = serde_json::from_str(JAX).unwrap();
    for a in DType::ALL {
        for b in DType::ALL {
            let want = named(&jax["promote"][a.to_string()][b.to_string()]);
            assert_eq!(a.promote(b), want, "{a} with {b}");
            // Without 64-bit types JAX makes 32-bit ones of them first, and agrees elsewhere.
            if ![a, b, want].iter().any(|d| is_64_bit(*d)) {
                assert_eq!(a.promote(b), named(&jax["add_without_x64"][a.to_string()][b.to_string()]), "{a} with {b}");
            }
        }
        assert_eq!(a.to_float(), named(&jax["divide"][a.to_string()]), "{a} / {a}");
        assert_eq!(a.to_float(), named(&jax["exp"][a.to_string()]), "exp of {a}");
        assert_eq!(a.to_float(), named(&jax["mean"][a.to_string()]), "mean of {a}");
        if !is_64_bit(a) {
            assert_eq!(a.to_float(), named(&jax["float_literal_without_x64"][a.to_string()]), "{a} + 1.0");
            assert_eq!(a.sum(), named(&jax["sum_without_x64"][a.to_string()]), "sum of {a}");
        }
    }
}

fn is_64_bit(dtype: DType) -> bool {
    matches!(dtype, DType::I64 | DType::U64 | DType::F64 | DType::C128)
}

/// Values at and beyond the ends of every type.
const VALUES: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    1.5,
    -2.5,
    127.9,
    -128.5,
    300.0,
    40000.0,
    -70000.0,
    3e9,
    1e19,
    -1e300,
    f64::INFINITY,
    f64::NAN,
];

macro_rules! as_checks {
    ($($T:ty)*) => { $(
        let t: Tensor = tensor(&VALUES).convert(<$T>::DTYPE);
        let want: Vec<$T> = VALUES.iter().map(|&x| x as $T).collect();
        let got = t.to_vec::<$T>().unwrap();
        assert_eq!(format!("{got:?}"), format!("{want:?}"), "f64 to {}", <$T>::DTYPE);
        let integers = [0_i64, 1, -1, 200, -200, 70_000, -70_000, 1 << 40, (1 << 40) + 300, i64::MIN, i64::MAX];
        let got = tensor(&integers).convert(<$T>::DTYPE).to_vec::<$T>().unwrap();
        assert_eq!(got, integers.map(|x| x as $T), "i64 to {}", <$T>::DTYPE);
        let unsigned = [0_u64, 1, 200, 1 << 63, u64::MAX, (1 << 53) + 1];
        let got = tensor(&unsigned).convert(<$T>::DTYPE).to_vec::<$T>().unwrap();
        assert_eq!(got, unsigned.map(|x| x as $T), "u64 to {}", <$T>::DTYPE);
    )* };
}

fn tensor<T: Element>(values: &[T]) -> Tensor {
    Tensor::from_vec(values.to_vec(), &[values.len()]).unwrap()
}

#[test]
fn conversions_are_those_of_as() {
    as_checks!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
    for a in DType::ALL {
        for b in DType::ALL.into_iter().filter(|b| !a.is_complex() || b.is_complex() || *b == DType::Bool) {
            let x = tensor(&[0.0, 1.0, 1.0]).convert(a);
            let y = x.convert(b);
            assert_eq!((y.dtype(), y.shape()), (b, &Shape::of([3])));
            assert!(y.same_bits(&tensor(&[0.0, 1.0, 1.0]).convert(b)), "{a} to {b}");
            let scalar = Tensor::scalar(Scalar::from_f64(a, 1.0)).convert(b);
            assert_eq!(scalar.as_scalar(), Some(Scalar::from_f64(b, 1.0)), "{a} to {b}");
        }
    }
}

#[test]
#[should_panic(expected = "convert: complex64 to float32 would drop the imaginary part")]
fn complex_numbers_are_not_cut() {
    let _ = tensor(&[Complex::new(1.0_f32, 2.0)]).convert(DType::F32);
}

/// Half of the last place and a little more: rounding to f32 first would make ties of them.
#[test]
fn narrow_floats_are_rounded_once() {
    let half = |k: i32| 2.0_f64.powi(k);
    let cases = [
        (1.0 + half(-11) + half(-40), 1.0 + half(-10), 1.0),
        (1.0 + half(-11) - half(-40), 1.0, 1.0),
        (1.0 + half(-11), 1.0, 1.0),
        (1.0 + half(-8) + half(-40), 1.0 + half(-8), 1.0 + half(-7)),
        (-1.0 - half(-8), -1.0 - half(-8), -1.0),
        (65519.999, 65504.0, 65536.0),
        (65520.0, f64::INFINITY, 65536.0),
        (half(-25) + half(-70), half(-24), half(-25)),
        (half(-25), 0.0, half(-25)),
        (1e39, f64::INFINITY, f64::INFINITY),
        (half(-140), 0.0, 0.0),
    ];
    for (x, as_half, as_brain) in cases {
        let (h, b) = (tensor(&[x]).convert(DType::F16), tensor(&[x]).convert(DType::BF16));
        assert_eq!(h.to_vec::<f16>().unwrap()[0].to_f64(), as_half, "{x:e}");
        assert_eq!(b.to_vec::<bf16>().unwrap()[0].to_f64(), as_brain, "{x:e}");
    }
    // 2⁶² + 2⁵⁴ + 1: a tie of bf16 but for its last bit, which an f64 does not hold.
    let large = tensor(&[(1_i64 << 62) + (1 << 54) + 1]).convert(DType::BF16);
    assert_eq!(large.to_vec::<bf16>().unwrap()[0].to_f64(), half(62) + half(55));
    for bits in 0..=u16::MAX {
        let (h, b) = (f16::from_bits(bits), bf16::from_bits(bits));
        let through = |t: Tensor| t.convert(DType::F32).convert(DType::F64).convert(t.dtype());
        assert!(h.is_nan() || through(Tensor::from(h)).same_bits(&Tensor::from(h)));
        assert!(b.is_nan() || through(Tensor::from(b)).same_bits(&Tensor::from(b)));
    }
}

/// Texts of jax 0.10.2 and numpy 2.4.
#[test]
fn text_is_numpys() {
    let half = tensor(&[0.1, 1.0 / 3.0, 1000.5, 1e-3, 65000.0, -2.5].map(f64_to_half));
    let text = "[ 9.9976e-02  3.3325e-01  1.0005e+03  1.0004e-03  6.4992e+04 -2.5000e+00]";
    assert_eq!(half.to_string(), text);
    assert_eq!(tensor(&[0.1, 1.0 / 3.0, -2.5, 2.0].map(f64_to_half)).to_string(), "[ 0.1     0.3333 -2.5     2.    ]");
    assert_eq!(tensor(&[999.0, 1.0].map(f64_to_half)).to_string(), "[999.   1.]");
    assert_eq!(tensor(&[1000.0, 100.0].map(f64_to_half)).to_string(), "[1.e+03 1.e+02]");
    for (x, text) in
        [(0.1, "0.1"), (1.0 / 3.0, "0.3333"), (1000.5, "1.0005e+03"), (999.0, "999.0"), (65504.0, "6.55e+04")]
    {
        assert_eq!(Tensor::from(f64_to_half(x)).to_string(), text);
    }
    let brain = Tensor::from_vec([0.1, -2.5].map(bf16::from_f32).to_vec(), &[2]).unwrap();
    assert_eq!(format!("{brain:?}"), "Array([ 0.1, -2.5], dtype=bfloat16)");
    assert_eq!(format!("{:?}", tensor(&[1_u8, 200])), "Array([  1, 200], dtype=uint8)");
    assert_eq!(tensor(&[u64::MAX, 0]).to_string(), "[18446744073709551615                    0]");
}

fn f64_to_half(x: f64) -> f16 {
    f16::from_f32(x as f32)
}

/// Texts of jax 0.10.2.
#[test]
fn text_of_complex_numbers_is_numpys() {
    let z = Complex::new;
    let arrays: [(&[Complex<f64>], &str); 5] = [
        (&[z(1.0, 2.0), z(3.0, -1.0)], "[1.+2.j 3.-1.j]"),
        (&[z(0.1, 1.0 / 3.0), z(-0.0, -2.5e-7)], "[ 0.1+3.33333333e-01j -0. -2.50000000e-07j]"),
        (&[z(1.0, 10.0), z(1.0, 2.0)], "[1.+10.j 1. +2.j]"),
        (&[z(f64::NAN, 0.0), z(f64::INFINITY, 0.0), z(0.0, 1.0)], "[nan+0.j inf+0.j  0.+1.j]"),
        (&[z(1.5, 2.0), z(-3.25, -10.125)], "[ 1.5  +2.j    -3.25-10.125j]"),
    ];
    for (values, text) in arrays {
        assert_eq!(tensor(values).to_string(), text);
    }
    let scalars = [
        (z(1.0, 2.0), "(1+2j)", "Array(1.+2.j, dtype=complex128)"),
        (z(0.0, 2.0), "2j", "Array(0.+2.j, dtype=complex128)"),
        (z(1.5, -0.25), "(1.5-0.25j)", "Array(1.5-0.25j, dtype=complex128)"),
        (z(f64::INFINITY, 0.0), "(inf+0j)", "Array(inf+0.j, dtype=complex128)"),
        (z(0.1, 1e20), "(0.1+1e+20j)", "Array(0.1+1.e+20j, dtype=complex128)"),
        (z(1e-7, f64::NAN), "(1e-07+nanj)", "Array(1.e-07+nanj, dtype=complex128)"),
        (z(0.0, 0.0), "0j", "Array(0.+0.j, dtype=complex128)"),
        (z(-1.0, 0.0), "(-1+0j)", "Array(-1.+0.j, dtype=complex128)"),
    ];
    for (value, text, debug) in scalars {
        assert_eq!(Tensor::from(value).to_string(), text);
        assert_eq!(format!("{:?}", Tensor::from(value)), debug);
    }
    let single = tensor(&[Complex::new(0.1_f32, 1.0 / 3.0), Complex::new(-0.0, -2.5e-7)]);
    assert_eq!(format!("{single:?}"), "Array([ 0.1+3.3333334e-01j, -0. -2.5000000e-07j], dtype=complex64)");
}
