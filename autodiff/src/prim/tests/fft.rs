//! Fourier transforms beside JAX. Figures of jax 0.10.2 with 64-bit types.

use crate::{Array, Complex64, DType, array, vjp};
use alloc::vec::Vec;

const SIGNAL: [f64; 5] = [0.3, -1.2, 2.5, 0.7, -0.4];

fn numbers(parts: &[(f64, f64)]) -> Array {
    let values: Vec<Complex64> = parts.iter().map(|&(re, im)| Complex64::new(re, im)).collect();
    Array::from_vec(values, &[parts.len()]).expect("fits")
}

fn spectrum() -> Array {
    numbers(&[(1.0, -2.0), (0.5, 1.0), (-0.3, 0.2)])
}

#[track_caller]
fn assert_close(got: &Array, want: &Array) {
    assert_eq!((got.shape(), got.dtype()), (want.shape(), want.dtype()));
    let parts = |x: &Array| [x.real(), x.imag()].map(|x| x.to_vec::<f64>().expect("f64")).concat();
    for (a, b) in parts(got).iter().zip(parts(want)) {
        assert!((a - b).abs() < 2e-15, "{got}, not {want}");
    }
}

#[test]
fn values_are_jaxs() {
    let x = array(SIGNAL);
    let half = numbers(&[
        (1.900_000_000_000_000_1, 0.0),
        (-2.783_281_572_999_748, -0.297_168_241_090_328_9),
        (2.583_281_572_999_747, 2.182_129_931_165_255),
    ]);
    assert_close(&x.rfft(None, 0), &half);
    assert_close(&x.fft(None, 0).slice(0, ..3), &half);
    let third = 3.204_293_994_002_423;
    assert_close(&x.fft(3, 0), &numbers(&[(1.6, 0.0), (-0.35, third), (-0.35, -third)]));
    let longer = x.fft(7, 0).slice(0, ..3);
    let want = [
        (1.9, 0.0),
        (-1.274_780_757_491_991_6, -1.976_394_114_522_237_5),
        (-1.498_350_108_450_850_6, 3.114_637_473_126_916_4),
    ];
    assert_close(&longer, &numbers(&want));
    let y = spectrum();
    let odd =
        [0.28, -0.068_559_988_501_476_04, -0.157_915_017_813_360_18, 0.160_144_141_413_393_8, 0.786_330_864_901_442_4];
    assert_close(&y.irfft(5, 0), &array(odd));
    assert_close(&y.irfft(None, 0), &array([0.425, -0.175, -0.075, 0.825]));
    assert_close(&y.irfft(3, 0), &array([0.666_666_666_666_666_6, -0.410_683_602_522_959_05, 0.744_016_935_856_292_4]));
    assert_close(&numbers(&[(2.0, 1.0)]).irfft(1, 0), &array([2.0]));
    assert_close(&x.fft(None, 0).ifft(None, 0).real(), &x);
}

#[test]
fn cotangents_are_jaxs() {
    let (x, y) = (array(SIGNAL), spectrum());
    let (_, back) = vjp(|x: &Array| x.rfft(None, 0), &x);
    let want = [1.2, 2.465_827_162_253_606, 0.900_360_353_533_484_6, 0.105_212_455_466_599_64, 0.328_600_028_746_31];
    assert_close(&back(&y), &array(want));
    let (_, back) = vjp(|x: &Array| x.rfft(None, 0), &x.slice(0, ..4));
    assert_close(&back(&y), &array([1.2, 2.3, 0.2, 0.3]));
    let (_, back) = vjp(|y: &Array| y.irfft(5, 0), &y);
    let want = [
        (0.38, 0.0),
        (-1.113_312_629_199_899_4, 0.118_867_296_436_131_57),
        (1.033_312_629_199_899_4, -0.872_851_972_466_102),
    ];
    assert_close(&back(&x), &numbers(&want));
    let (_, back) = vjp(|y: &Array| y.irfft(None, 0), &y);
    assert_close(&back(&x.slice(0, ..4)), &numbers(&[(0.575, 0.0), (-1.1, -0.95), (0.825, 0.0)]));
    let turned = numbers(&[(2.0, 1.0), (-1.0, 0.5), (-0.2, -0.3)]);
    let (_, back) = vjp(|y: &Array| y.fft(None, 0), &y);
    let want = [
        (0.8, 1.2),
        (3.292_820_323_027_551_2, 1.592_820_323_027_551),
        (1.907_179_676_972_449_2, 0.207_179_676_972_449_1),
    ];
    assert_close(&back(&turned), &numbers(&want));
    let (_, back) = vjp(|y: &Array| y.ifft(None, 0), &y);
    let want = [
        (0.266_666_666_666_666_66, 0.4),
        (0.635_726_558_990_816_3, 0.069_059_892_324_149_69),
        (1.097_606_774_342_517, 0.530_940_107_675_850_3),
    ];
    assert_close(&back(&turned), &numbers(&want));
}

#[test]
fn dtypes_and_refusals() {
    let x = array(SIGNAL);
    for dtype in DType::ALL.into_iter().filter(|d| !d.is_complex()) {
        assert_eq!(x.convert(dtype).fft(None, 0).dtype(), dtype.complex(), "{dtype}");
        assert_eq!(x.convert(dtype).rfft(None, 0).dtype(), dtype.complex(), "{dtype}");
        assert_eq!(x.convert(dtype).irfft(None, 0).dtype(), dtype.complex().real(), "{dtype}");
    }
    let text = |e: crate::Error| alloc::string::ToString::to_string(&e);
    let refused = text(spectrum().try_rfft(None, 0).expect_err("complex"));
    assert!(refused.contains("rfft: takes real numbers, not complex128"), "{refused}");
    let refused = text(x.try_fft(0, 0).expect_err("nothing"));
    assert!(refused.contains("fft: no transform of 0 points: axis 0 of [5], n = 0"), "{refused}");
    let refused = text(x.try_ifft(None, 1).expect_err("no axis"));
    assert!(refused.contains("ifft"), "{refused}");
    assert!(array([1.0]).try_irfft(None, 0).is_err());
}
