//! Linear algebra: figures of JAX 0.10.2, NumPy 2.4.6 and `scipy` 1.17.1 in float64 (17 digits), or of mpmath, singular
//! and degenerate matrices, what happens where values cannot be read, and the texts of errors.

use cotangent_autodiff::{
    Array, DType, Error, ErrorKind, TriangularOptions, array, compile, grad, hessian, hvp, jvp, vmap,
};

fn numbers(x: &Array) -> Vec<f64> {
    x.convert(DType::F64).to_vec().expect("f64")
}

#[track_caller]
fn close(got: &Array, want: &[f64], bound: f64) {
    let got = numbers(got);
    let size = want.iter().fold(1.0, |m: f64, x| m.max(x.abs()));
    assert_eq!(got.len(), want.len());
    assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() <= bound * size), "{got:?}, not {want:?}");
}

fn all_nan(x: &Array) -> bool {
    numbers(x).iter().all(|x| x.is_nan())
}

/// Symmetric positive definite.
fn spd() -> Array {
    array([[4.0, 1.0, -2.0], [1.0, 3.0, 0.5], [-2.0, 0.5, 5.0]])
}

fn general() -> Array {
    array([[1.0, 2.0, 0.0], [3.0, -1.0, 4.0], [0.5, 2.0, 1.0]])
}

fn tall() -> Array {
    array([[1.0, 2.0], [3.0, -1.0], [0.5, 2.0]])
}

fn vector() -> Array {
    array([1.0, -2.0, 3.0])
}

fn of_sines(f: fn(&Array) -> Array) -> impl Fn(&Array) -> Array + Send + Sync {
    move |x| f(x).sin().sum()
}

/// Row (0, 1, ·, ·) of a Hessian of a function of 3 × 3 matrices.
fn hessian_row(f: impl Fn(&Array) -> Array + Send + Sync, a: &Array) -> Array {
    hessian(f)(a).at(0).at(1)
}

#[test]
fn cholesky_and_its_derivatives() {
    let l = [2.0, 0.0, 0.0, 0.5, 1.658_312_395_177_7, 0.0, -1.0, 0.603_022_689_155_527_3, 1.906_925_178_491_184_7];
    close(&spd().cholesky(), &l, 1e-15);
    let slope = grad(|a: &Array| a.cholesky().sum())(&array([[2.0, 1.0], [1.0, 2.0]]));
    let want = [0.278_838_767_912_602_7, 0.149_429_245_361_342_28, 0.149_429_245_361_342_28, 0.408_248_290_463_863_1];
    close(&slope, &want, 1e-15);
    let want = [
        -0.190_919_659_080_808_63,
        0.391_309_044_118_183_9,
        0.021_888_622_171_045_91,
        0.391_309_044_118_183_9,
        -0.128_091_908_898_753_13,
        0.279_780_852_841_804_8,
        0.021_888_622_171_045_91,
        0.279_780_852_841_804_8,
        -0.086_483_482_171_075_67,
    ];
    close(&grad(of_sines(Array::cholesky))(&spd()), &want, 1e-14);
    let want = [
        -0.057_455_527_744_443_03,
        -0.018_087_241_431_184_09,
        -0.026_127_415_174_932_132,
        -0.018_087_241_431_184_09,
        -0.008_659_673_391_992_447,
        -0.012_599_104_457_527_287,
        -0.026_127_415_174_932_132,
        -0.012_599_104_457_527_287,
        0.011_390_830_631_823_274,
    ];
    close(&hessian_row(of_sines(Array::cholesky), &spd()), &want, 1e-14);
    // Only the symmetric part counts.
    let skew = array([[0.0, 0.25, 0.5], [-0.25, 0.0, -0.125], [-0.5, 0.125, 0.0]]);
    assert_eq!(numbers(&(spd() + skew).cholesky()), numbers(&spd().cholesky()));
}

#[test]
fn lu_and_solve() {
    let (p, l, u) = general().lu();
    assert_eq!(numbers(&p), [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    let third = 1.0 / 3.0;
    close(&l, &[1.0, 0.0, 0.0, third, 1.0, 0.0, third / 2.0, 0.928_571_428_571_428_5, 1.0], 1e-15);
    let want = [3.0, -1.0, 4.0, 0.0, 7.0 * third, -4.0 * third, 0.0, 0.0, 1.571_428_571_428_571_2];
    close(&u, &want, 1e-15);
    close(&p.matmul(&l).matmul(&u), &numbers(&general()), 1e-15);
    let x = general().solve(&vector());
    close(&x, &[-1.727_272_727_272_727_7, 1.363_636_363_636_363_8, 1.136_363_636_363_636_7], 1e-15);
    let want = [
        -0.617_529_730_398_745_3,
        0.487_523_471_367_430_4,
        0.406_269_559_472_858_75,
        -0.015_147_054_996_806_795,
        0.011_958_201_313_268_52,
        0.009_965_167_761_057_101,
        0.787_590_155_717_847_3,
        -0.621_781_701_882_510_9,
        -0.518_151_418_235_425_9,
    ];
    close(&grad(of_sines(|a| a.solve(&vector())))(&general()), &want, 1e-14);
    close(&general().inv().matmul(&vector()), &numbers(&x), 1e-15);
    // One factorisation serves value and derivatives: LU is recorded once.
    let program = cotangent_autodiff::stage(grad(of_sines(|a| a.solve(&vector()))), &general()).to_string();
    assert_eq!(program.matches(" lu ").count(), 1, "{program}");
}

#[test]
fn determinants() {
    let (sign, log) = general().slogdet();
    close(&sign, &[-1.0], 0.0);
    close(&log, &[2.397_895_272_798_370_7], 1e-15);
    let a = array([[1.0, 2.0, 0.0, 1.0], [3.0, -1.0, 4.0, 0.0], [0.5, 2.0, 1.0, -2.0], [1.0, 1.0, 1.0, 1.0]]);
    close(&a.det(), &[-13.5], 1e-15);
    let cofactors = [-19.0, 1.0, 14.5, 3.5, -7.0, 2.5, 2.5, 2.0, 3.0, -3.0, -3.0, 3.0, 25.0, -7.0, -20.5, -11.0];
    close(&grad(Array::det)(&a), &cofactors, 1e-15);
    close(&Array::zeros(&[2, 0, 0], DType::F64).det(), &[1.0, 1.0], 0.0);
}

/// The gradient is the matrix of cofactors, singular or not (NumPy's minors); higher orders up to 3 × 3.
#[test]
fn determinants_of_singular_matrices() {
    let two = array([[1.0, 2.0], [2.0, 4.0]]);
    close(&grad(Array::det)(&two), &[4.0, -2.0, -2.0, 1.0], 0.0);
    let direction = array([[1.0, 0.5], [0.0, 2.0]]);
    close(&hvp(Array::det)(&two, &direction), &[2.0, 0.0, -0.5, 1.0], 0.0);
    let three = array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, 0.0, 1.0]]);
    close(&grad(Array::det)(&three), &[4.0, 4.0, -4.0, -2.0, -2.0, 2.0, 0.0, 0.0, 0.0], 1e-15);
    let four = array([[1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0], [0.0, 1.0, 0.0, 2.0], [1.0, 0.0, 5.0, 1.0]]);
    let want = [-6.0, 8.0, 2.0, -4.0, 3.0, -4.0, -1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    close(&four.det(), &[0.0], 1e-15);
    close(&grad(Array::det)(&four), &want, 1e-14);
    assert!(all_nan(&hvp(Array::det)(&four, &four)), "no wrong number: {}", hvp(Array::det)(&four, &four));
    // Of rank n − 2 the cofactors vanish.
    close(&grad(Array::det)(&Array::ones(&[4, 4], DType::F64)), &[0.0; 16], 1e-15);
    close(&grad(Array::det)(&Array::zeros(&[4, 4], DType::F64)), &[0.0; 16], 1e-30);
    let (sign, log) = four.slogdet();
    assert_eq!((numbers(&sign), numbers(&log)), (vec![0.0], vec![f64::NEG_INFINITY]));
}

#[test]
fn orthogonal_factors() {
    let (q, r) = tall().qr();
    let want =
        [0.312_347_523_777_212_4, 2.0 / 3.0, 0.937_042_571_331_636_6, -1.0 / 3.0, 0.156_173_761_888_606_1, 2.0 / 3.0];
    close(&q, &want, 1e-15);
    close(&r, &[3.201_562_118_716_424, 0.0, 0.0, 3.0], 1e-15);
    let (u, s, vt) = general().svd();
    close(&s, &[5.168_693_532_704_427, 3.005_529_938_940_732, 0.708_093_885_802_119_8], 1e-15);
    close(&general().svdvals(), &numbers(&s), 0.0);
    let signs = u.slice(0, ..1).sign();
    let want = [
        0.081_861_431_712_380_92,
        0.711_817_563_912_756_9,
        0.697_577_566_800_501_3,
        0.980_785_808_410_365_8,
        -0.181_897_910_795_780_77,
        0.070_514_878_351_704_93,
        0.177_081_630_946_930_33,
        0.678_401_728_884_470_5,
        -0.713_030_988_266_103_8,
    ];
    close(&(&u * &signs), &want, 2e-15);
    close(&(u * s).matmul(&vt), &numbers(&general()), 2e-15);
}

#[test]
fn eigenvectors() {
    let (w, v) = spd().eigh();
    close(&w, &[1.584_206_693_092_622_4, 3.839_336_452_466_481_5, 6.576_456_854_440_894], 1e-15);
    let want = [
        0.638_242_618_195_705_5,
        0.445_339_484_953_766_4,
        0.627_948_328_654_361_3,
        -0.614_546_940_041_033_3,
        0.786_014_403_813_698_2,
        0.067_181_958_021_476_86,
        0.463_657_652_589_595_96,
        0.428_782_112_661_560_4,
        -0.775_349_908_787_377_8,
    ];
    close(&(&v * v.slice(0, ..1).sign()), &want, 2e-15);
    let want = [
        0.220_043_426_463_473_52,
        -0.222_590_595_690_303_2,
        -0.616_386_403_304_919_3,
        -0.222_590_595_690_303_2,
        -0.474_174_355_074_631_24,
        -0.304_307_587_787_974_07,
        -0.616_386_403_304_919_3,
        -0.304_307_587_787_974_07,
        0.431_730_483_144_521_67,
    ];
    close(&grad(of_sines(Array::eigvalsh))(&spd()), &want, 2e-15);
    let want = [
        0.138_736_019_612_682_3,
        0.118_664_024_487_956_13,
        0.040_279_384_817_078_71,
        0.118_664_024_487_956_13,
        -0.080_025_481_538_779_14,
        -0.097_525_453_172_473_55,
        0.040_279_384_817_078_71,
        -0.097_525_453_172_473_55,
        -0.058_710_538_073_903_196,
    ];
    close(&grad(of_sines(|a| a.eigh().1.abs()))(&spd()), &want, 2e-15);
}

/// As JAX: vectors of equal values have no derivative, the values' symmetric functions do.
#[test]
fn equal_eigenvalues_and_singular_values() {
    let identity = Array::eye(2, DType::F64);
    close(&grad(|a: &Array| a.eigvalsh().sum())(&identity), &[1.0, 0.0, 0.0, 1.0], 0.0);
    close(&grad(|a: &Array| a.eigh().0.sum())(&identity), &[1.0, 0.0, 0.0, 1.0], 0.0);
    assert!(all_nan(&grad(|a: &Array| a.eigh().1.sum())(&identity)));
    assert!(all_nan(&grad(|a: &Array| a.svd().0.sum())(&identity)));
    close(&grad(Array::nuclear_norm)(&identity), &[1.0, 0.0, 0.0, 1.0], 0.0);
    let (_, dw) = jvp(|a: &Array| a.eigvalsh().sum(), &identity, &array([[1.0, 2.0], [3.0, 4.0]]));
    close(&dw, &[5.0], 0.0);
}

#[test]
fn pseudo_inverses_and_least_squares() {
    let want = [
        0.097_560_975_609_756_21,
        0.292_682_926_829_268_44,
        0.048_780_487_804_878_07,
        2.0 / 9.0,
        -1.0 / 9.0,
        2.0 / 9.0,
    ];
    close(&tall().pinv(), &want, 1e-15);
    let want = [
        -0.148_100_851_574_121_5,
        -0.116_249_050_963_483_17,
        -0.074_953_812_357_123_17,
        -0.060_874_005_562_060_37,
        -0.106_186_574_297_164_52,
        -0.075_732_775_874_152_42,
    ];
    close(&grad(of_sines(Array::pinv))(&tall()), &want, 1e-15);
    let flat = array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]);
    let want = [1.0, 2.0, 3.0, 2.0, 4.0, 6.0].map(|x| x / 70.0);
    close(&flat.pinv(), &want, 1e-16);
    assert_eq!(numbers(&flat.matrix_rank()), [1.0]);
    close(&tall().lstsq(&vector()), &[-0.341_463_414_634_146_4, 1.111_111_111_111_110_7], 1e-15);
    // Of least norm among the solutions.
    close(&flat.lstsq(&array([5.0, 10.0, 15.0])), &[1.0, 2.0], 1e-14);
    close(&Array::zeros(&[2, 3], DType::F64).pinv(), &[0.0; 6], 0.0);
}

#[test]
fn exponentials() {
    // mpmath with 60 digits: SciPy's expm has 12 right here.
    let want = [
        17.238_202_029_102_183,
        13.413_768_269_839_782,
        16.457_569_290_453_215,
        24.235_044_727_372_976,
        20.282_003_049_715_613,
        26.827_536_539_679_564,
        17.753_815_196_606_507,
        15.470_964_431_146_434,
        21.352_594_351_715_485,
    ];
    close(&general().expm(), &want, 2e-15);
    let want = [
        61.597_491_959_681_9,
        50.689_061_448_082_85,
        57.544_855_864_872_12,
        86.305_413_815_729,
        79.809_858_485_004_3,
        103.660_973_661_625_77,
        60.956_319_777_140_53,
        61.091_288_280_565_195,
        85.529_733_087_953_1,
    ];
    close(&jvp(Array::expm, &general(), &spd()).1, &want, 2e-15);
    let half = general() / 2.0;
    let want = [
        -5.002_243_045_662_976,
        -5.110_757_262_572_187,
        -3.788_245_565_449_839_3,
        -4.731_176_480_916_035_5,
        -5.926_106_542_396_14,
        -4.828_077_814_008_329,
        -4.628_032_300_878_779,
        -6.493_615_047_941_248,
        -5.892_411_846_548_661_5,
    ];
    close(&grad(of_sines(Array::expm))(&half), &want, 4e-15);
    let want = [
        -6.218_200_826_220_842,
        -9.910_676_259_109_502,
        -7.239_494_284_471_743,
        -5.335_075_393_710_928_5,
        -5.663_176_677_586_319,
        -3.267_076_882_168_443,
        -4.797_833_026_939_91,
        -4.780_309_601_005_882,
        -2.157_915_925_516_673,
    ];
    close(&hessian_row(of_sines(Array::expm), &half), &want, 4e-15);
    // A direction of any length: the derivative is linear.
    let tiny = jvp(Array::expm, &general(), &(spd() * 1e-200)).1 * 1e200;
    close(&tiny, &numbers(&jvp(Array::expm, &general(), &spd()).1), 1e-14);
    close(&jvp(Array::expm, &general(), &general().zeros_like()).1, &[0.0; 9], 0.0);
}

#[test]
fn powers_and_norms() {
    let want = [
        1.504_883_546_205_860_5,
        0.106_686_701_728_024_07,
        -1.418_482_344_102_179,
        -0.194_590_533_433_508_68,
        -0.020_285_499_624_342_6,
        0.213_373_403_456_048_13,
        -1.214_500_375_657_400_4,
        -0.070_623_591_284_748_34,
        1.150_262_960_180_315_8,
    ];
    close(&general().matrix_power(-3), &want, 1e-14);
    assert_eq!(numbers(&general().matrix_power(0)), numbers(&Array::eye(3, DType::F64)));
    close(&general().nuclear_norm(), &[8.882_317_357_447_28], 1e-15);
    close(&general().spectral_norm(), &[5.168_693_532_704_427], 1e-15);
    close(&general().cond(), &[7.299_446_636_019_737], 1e-14);
    assert!(all_nan(&grad(Array::frobenius_norm)(&Array::zeros(&[2, 2], DType::F64))));
}

/// Where values cannot be read, a matrix without a result gives NaN, and its neighbours in the batch are right.
#[test]
fn matrices_without_a_result_under_vmap_and_compile() {
    let two = array([[[4.0, 2.0], [2.0, 5.0]], [[1.0, 2.0], [2.0, 4.0]]]);
    let b = array([8.0, 12.0]);
    for l in [vmap(Array::cholesky)(&two), compile(Array::cholesky)(&two)] {
        assert_eq!(numbers(&l.at(0)), [2.0, 0.0, 1.0, 2.0]);
        assert!(all_nan(&l.at(1)), "{l}");
    }
    let systems: [fn(&Array, &Array) -> Array; 3] = [
        |a, b| a.solve(b),
        |a, b| (a - array([[1.0, 0.0], [0.0, 4.0]])).triangular_solve(b, TriangularOptions::lower()),
        |a, b| a.inv().matmul(b),
    ];
    for (i, f) in systems.into_iter().enumerate() {
        for x in [vmap(|a: &Array| f(a, &b))(&two), compile(|a: &Array| f(a, &b))(&two)] {
            assert!(numbers(&x.at(0)).iter().all(|x| x.is_finite()) && all_nan(&x.at(1)), "{i}: {x}");
        }
    }
    let bad = array([[f64::NAN, 1.0], [1.0, 2.0]]);
    assert!(all_nan(&bad.eigvalsh()) && all_nan(&bad.svdvals()) && all_nan(&bad.expm()) && all_nan(&bad.pinv()));
}

#[track_caller]
fn refused<T>(result: Result<T, Error>, kind: ErrorKind, want: &str) {
    let error = result.err().expect("an error");
    assert_eq!((error.kind(), error.text()), (kind, want));
    assert!(error.to_string().contains("linalg.rs:"), "{error} does not name the line of the caller");
}

#[test]
fn errors_name_the_matrix() {
    use ErrorKind::Value;
    let indefinite = array([[1.0, 2.0], [2.0, 1.0]]);
    let minor = "is not positive definite (its leading minor of order 2)";
    refused(indefinite.try_cholesky(), Value, &format!("cholesky: the matrix {minor}"));
    let batch = cotangent_autodiff::stack(&[&Array::eye(2, DType::F64), &indefinite], 0);
    refused(batch.try_cholesky(), Value, &format!("cholesky: matrix 1 of [2, 2, 2] {minor}"));
    let nan = array([[f64::NAN, 0.0], [0.0, 1.0]]);
    let text = "cholesky: the matrix is not positive definite (its leading minor of order 1)";
    refused(nan.try_cholesky(), Value, text);
    let singular = array([[1.0, 2.0], [2.0, 4.0]]);
    refused(singular.try_solve(&array([1.0, 1.0])), Value, "solve: the matrix is singular (pivot 1)");
    refused(singular.try_inv(), Value, "inv: the matrix is singular (pivot 1)");
    refused(singular.try_matrix_power(-1), Value, "inv: the matrix is singular (pivot 1)");
    let zero = array([[0.0, 2.0], [2.0, 4.0]]);
    let (b, lower) = (array([1.0, 1.0]), TriangularOptions::lower());
    refused(zero.try_triangular_solve(&b, lower), Value, "triangular_solve: the matrix is singular (pivot 0)");
    refused(zero.try_cho_solve(&b), Value, "cho_solve: the matrix is singular (pivot 0)");
    assert_eq!(numbers(&zero.triangular_solve(&b, lower.unit_diagonal())), [1.0, -1.0]);
    // Under grad the values can be read.
    let caught = std::panic::catch_unwind(|| grad(|a: &Array| a.cholesky().sum())(&array([[-1.0]])));
    let text = *caught.expect_err("a panic").downcast::<String>().expect("a text");
    assert!(text.starts_with("cholesky: the matrix is not positive definite"), "{text}");
}

#[test]
fn errors_name_shapes() {
    use ErrorKind::Shape;
    let (v, wide) = (array([1.0, 2.0]), array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]));
    let single = |op: &str| format!("{op}: needs a matrix or a batch of them, not shape [2]");
    refused(v.try_cholesky(), Shape, &single("cholesky"));
    refused(v.try_lu(), Shape, &single("lu"));
    refused(v.try_qr(), Shape, &single("qr"));
    refused(v.try_svd(), Shape, &single("svd"));
    refused(v.try_svdvals(), Shape, &single("svdvals"));
    refused(v.try_pinv(), Shape, &single("pinv"));
    refused(v.try_lstsq(&v), Shape, &single("lstsq"));
    refused(v.try_frobenius_norm(), Shape, &single("frobenius_norm"));
    refused(v.try_nuclear_norm(), Shape, &single("nuclear_norm"));
    refused(v.try_spectral_norm(), Shape, &single("spectral_norm"));
    refused(v.try_cond(), Shape, &single("cond"));
    refused(v.try_matrix_rank(), Shape, &single("matrix_rank"));
    let square = |op: &str| format!("{op}: needs square matrices, not shape [2, 3]");
    refused(wide.try_cholesky(), Shape, &square("cholesky"));
    refused(wide.try_lu(), Shape, &square("lu"));
    refused(wide.try_solve(&v), Shape, &square("solve"));
    refused(wide.try_inv(), Shape, &square("inv"));
    refused(wide.try_det(), Shape, &square("det"));
    refused(wide.try_slogdet(), Shape, &square("slogdet"));
    refused(wide.try_eigh(), Shape, &square("eigh"));
    refused(wide.try_eigvalsh(), Shape, &square("eigvalsh"));
    refused(wide.try_expm(), Shape, &square("expm"));
    refused(wide.try_matrix_power(2), Shape, &square("matrix_power"));
    let lower = TriangularOptions::lower();
    refused(wide.try_triangular_solve(&v, lower), Shape, &square("triangular_solve"));
    let a = Array::eye(3, DType::F64);
    let text = "solve: cannot solve a system of [3, 3] with right-hand sides [2]";
    refused(a.try_solve(&v), Shape, text);
    let text = "solve: cannot solve a system of [2, 3, 3] with right-hand sides [3, 3, 1]";
    refused(a.broadcast_to(&[2, 3, 3]).try_solve(&Array::ones(&[3, 3, 1], DType::F64)), Shape, text);
    let text = "lstsq: cannot solve a system of [2, 3] with right-hand sides [3]";
    refused(wide.try_lstsq(&vector()), Shape, text);
    let nothing = Array::zeros(&[2, 0], DType::F64);
    refused(nothing.try_cond(), Shape, "cond: needs matrices with elements, not shape [2, 0]");
    refused(nothing.try_spectral_norm(), Shape, "spectral_norm: needs matrices with elements, not shape [2, 0]");
}

#[test]
fn integers_become_floats_and_f32_stays() {
    assert_eq!(array([[4, 2], [2, 5]]).cholesky().dtype(), DType::F32);
    assert_eq!(array([[4_i64, 2], [2, 5]]).det().dtype(), DType::F64);
    let a = array([[4.0_f32, 2.0], [2.0, 5.0]]);
    assert_eq!(a.solve(&array([1.0_f32, 2.0])).dtype(), DType::F32);
    assert_eq!(a.solve(&array([1.0, 2.0])).dtype(), DType::F64);
    assert_eq!(a.lstsq(&array([1, 2])).dtype(), DType::F32);
    assert_eq!(a.svdvals().dtype(), DType::F32);
}

/// U·diag(s)·Vᵀ = A and the like for batches, views and f32, within n·ε.
#[test]
fn batches_are_factorised_matrix_by_matrix() {
    let key = cotangent_autodiff::random::key(7);
    for dtype in [DType::F64, DType::F32] {
        let eps = if dtype == DType::F64 { f64::EPSILON } else { f64::from(f32::EPSILON) };
        for (m, n) in [(3, 3), (20, 20), (9, 4), (4, 9)] {
            let a = cotangent_autodiff::random::normal(&key, &[2, 3, n, m], dtype).swapaxes(-2, -1);
            let near = |x: &Array, y: &Array| {
                let distance = (x - y).square().sum().sqrt().item::<f64>().expect("a scalar");
                assert!(distance <= 100.0 * (m + n) as f64 * eps, "{m} × {n}: {distance:e}");
            };
            let (u, s, vt) = a.svd();
            near(&(&u * s.expand(-2)).matmul(&vt), &a);
            let (q, r) = a.qr();
            near(&q.matmul(&r), &a);
            let gram = a.matmul(&a.swapaxes(-2, -1)) + Array::eye(m, dtype);
            let l = gram.cholesky();
            near(&l.matmul(&l.swapaxes(-2, -1)), &gram);
            let (w, v) = gram.eigh();
            near(&(&v * w.expand(-2)).matmul(&v.swapaxes(-2, -1)), &gram);
            let (p, l, u) = gram.lu();
            near(&p.matmul(&l).matmul(&u), &gram);
            near(&gram.inv().matmul(&gram), &Array::eye(m, dtype).broadcast_to(&[2, 3, m, m]));
        }
    }
}
