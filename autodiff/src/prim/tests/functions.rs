//! Values of elementwise functions against what others wrote: the standard library, and published digits.

use super::{
    cases::{apply_binary, apply_unary},
    numbers::{Numbers, assert_close, elements},
};
use crate::{Array, array, prim::binary::Binary, prim::unary::Unary};
use alloc::{vec, vec::Vec};
use core::f64::consts::PI;

/// What a function is compared with.
enum Truth {
    /// The function of the standard library, or its formula.
    Standard(fn(f64) -> f64),
    /// Arguments and values, from 60-digit arithmetic (mpmath 1.3).
    Digits(&'static [(f64, f64)]),
}

fn truth(op: Unary) -> Truth {
    use Truth::{Digits, Standard};
    match op {
        Unary::Neg => Standard(|x| -x),
        Unary::Abs => Standard(f64::abs),
        Unary::Sign => Standard(f64::signum),
        Unary::Floor => Standard(f64::floor),
        Unary::Ceil => Standard(f64::ceil),
        Unary::Round => Standard(f64::round_ties_even),
        Unary::Trunc => Standard(f64::trunc),
        Unary::Exp => Standard(f64::exp),
        Unary::Exp2 => Standard(f64::exp2),
        Unary::ExpM1 => Standard(f64::exp_m1),
        Unary::Ln => Standard(f64::ln),
        Unary::Log2 => Standard(f64::log2),
        Unary::Log10 => Standard(f64::log10),
        Unary::Ln1p => Standard(f64::ln_1p),
        Unary::Sqrt => Standard(f64::sqrt),
        Unary::Rsqrt => Standard(|x| 1.0 / x.sqrt()),
        Unary::Cbrt => Standard(f64::cbrt),
        Unary::Square => Standard(|x| x * x),
        Unary::OneMinusSquare => Standard(|x| 1.0 - x * x),
        Unary::Reciprocal => Standard(f64::recip),
        Unary::Sin => Standard(f64::sin),
        Unary::Cos => Standard(f64::cos),
        Unary::Tan => Standard(f64::tan),
        Unary::Asin => Standard(f64::asin),
        Unary::Acos => Standard(f64::acos),
        Unary::Atan => Standard(f64::atan),
        Unary::Sinh => Standard(f64::sinh),
        Unary::Cosh => Standard(f64::cosh),
        Unary::Tanh => Standard(f64::tanh),
        Unary::Asinh => Standard(f64::asinh),
        Unary::Acosh => Standard(f64::acosh),
        Unary::Atanh => Standard(f64::atanh),
        Unary::Sigmoid => Standard(|x| 1.0 / (1.0 + (-x).exp())),
        Unary::Softplus => Standard(|x| x.exp().ln_1p()),
        Unary::Relu => Standard(|x| x.max(0.0)),
        Unary::SoftSign => Standard(|x| x / (1.0 + x.abs())),
        Unary::Entr => Standard(|x| -x * x.ln()),
        Unary::Logit => Standard(|x| (x / (1.0 - x)).ln()),
        Unary::StopGradient => Standard(|x| x),
        Unary::Powi(-2) => Standard(|x| x.powi(-2)),
        Unary::Powi(0) => Standard(|_| 1.0),
        Unary::Powi(1) => Standard(|x| x),
        Unary::Powi(2) => Standard(|x| x.powi(2)),
        Unary::Powi(_) => Standard(|x| x.powi(3)),
        Unary::Sinc(_) => Standard(|x| (PI * x).sin() / (PI * x)),
        Unary::Erf => {
            Digits(&[(0.5, 0.520_499_877_813_046_5), (1.0, 0.842_700_792_949_714_9), (-2.0, -0.995_322_265_018_952_7)])
        }
        Unary::Erfc => {
            Digits(&[(0.5, 0.479_500_122_186_953_5), (1.0, 0.157_299_207_050_285_13), (-2.0, 1.995_322_265_018_952_8)])
        }
        Unary::ErfInv => Digits(&[(0.5, 0.476_936_276_204_469_9), (-0.25, -0.225_312_055_012_178_1)]),
        Unary::Ndtr => Digits(&[(-2.5, 0.006_209_665_325_776_135), (0.5, 0.691_462_461_274_013_1)]),
        Unary::Density => Digits(&[(-2.5, 0.017_528_300_493_568_537), (0.5, 0.352_065_326_764_299_47)]),
        Unary::LogNdtr => {
            Digits(&[(-2.5, -5.081_648_277_278_69), (0.5, -0.368_946_415_288_656_4), (2.0, -0.023_012_909_328_963_49)])
        }
        Unary::Lgamma => Digits(&[(0.5, 0.572_364_942_924_700_1), (3.5, 1.200_973_602_347_074_3)]),
        Unary::Digamma => {
            Digits(&[(0.5, -1.963_510_026_021_423_5), (1.25, -0.227_453_533_376_265_42), (3.5, 1.103_156_640_645_243)])
        }
        Unary::Polygamma(1) => {
            Digits(&[(0.5, 4.934_802_200_544_679), (1.0, 1.644_934_066_848_226_4), (3.5, 0.330_357_756_100_234_9)])
        }
        Unary::Polygamma(_) => {
            Digits(&[(0.5, -16.828_796_644_234_32), (1.0, -2.404_113_806_319_188_5), (3.5, -0.108_204_051_641_727_4)])
        }
        Unary::BesselI(0) => Digits(&[(0.5, 1.063_483_370_741_323_6), (-2.5, 3.289_839_144_050_123)]),
        Unary::BesselI(_) => Digits(&[(0.5, 0.257_894_305_390_896_3), (-2.5, -2.516_716_245_288_698_4)]),
        Unary::BesselIe(0) => Digits(&[(0.5, 0.645_035_270_449_150_1), (-2.5, 0.270_046_441_612_202_76)]),
        Unary::BesselIe(_) => Digits(&[(0.5, 0.156_420_803_184_871_7), (-2.5, -0.206_584_649_531_266_57)]),
        Unary::Mills(_) => Digits(&[(0.5, 0.876_364_456_453_692_3), (2.5, 0.354_265_111_329_793_66)]),
    }
}

#[test]
fn unary_functions_are_those_of_the_standard_library_or_of_tables() {
    let mut numbers = Numbers::new(50);
    for &op in Unary::ALL {
        let (x, want) = match truth(op) {
            Truth::Standard(f) => {
                let x = numbers.array(&[4, 25], op.rule().domain);
                let want = array_of(elements(&x).into_iter().map(f).collect()).reshape(&[4, 25]);
                (x, want)
            }
            Truth::Digits(rows) => {
                let (x, y) = rows.iter().copied().unzip();
                (array_of(x), array_of(y))
            }
        };
        assert_close(op.rule().name, &apply_unary(op, &x), &want, 8.0 * f64::EPSILON);
    }
}

fn array_of(values: Vec<f64>) -> Array {
    let n = values.len();
    Array::from_vec(values, &[n]).expect("a vector")
}

#[test]
fn binary_functions_are_those_of_the_standard_library() {
    let mut numbers = Numbers::new(51);
    for &op in Binary::ALL {
        let [in_x, in_y] = op.rule().domain;
        let (x, y) = (numbers.array(&[100], in_x), numbers.array(&[100], in_y));
        let standard: fn(f64, f64) -> f64 = match op {
            Binary::Add => |x, y| x + y,
            Binary::Sub => |x, y| x - y,
            Binary::Mul => |x, y| x * y,
            Binary::Div => |x, y| x / y,
            Binary::Maximum => |x, y| x.max(y),
            Binary::Minimum => |x, y| x.min(y),
            Binary::Powf => |x, y| x.powf(y),
            Binary::Rem => |x, y| x % y,
            Binary::Remainder => |x, y| x - y * (x / y).floor(),
            Binary::FloorDivide => |x, y| (x / y).floor(),
            Binary::Copysign => |x, y| x.copysign(y),
            Binary::Atan2 => |x, y| x.atan2(y),
            Binary::Hypot => |x, y| x.hypot(y),
            Binary::LogAddExp => |x, y| (x.exp() + y.exp()).ln(),
            Binary::LogAddExp2 => |x, y| (x.exp2() + y.exp2()).log2(),
            Binary::Xlogy => |x, y| x * y.ln(),
            Binary::Xlog1py => |x, y| x * y.ln_1p(),
            Binary::RelEntr => |x, y| x * (x / y).ln(),
        };
        let want = elements(&x).into_iter().zip(elements(&y)).map(|(x, y)| standard(x, y)).collect();
        assert_close(op.rule().name, &apply_binary(op, &x, &y), &array_of(want), 4.0 * f64::EPSILON);
    }
}

/// Digits from 60-digit arithmetic (mpmath 1.3).
#[test]
fn composed_activations_have_their_digits() {
    let x = array([-2.0, 0.5, 7.0]);
    let check = |what: &str, got: Array, want: [f64; 3]| assert_close(what, &got, &array(want), 4.0 * f64::EPSILON);
    check("relu6", x.relu6(), [0.0, 0.5, 6.0]);
    check("leaky_relu", x.leaky_relu(0.125), [-0.25, 0.5, 7.0]);
    check("elu", x.elu(1.5), [-1.296_997_075_145_081, 0.5, 7.0]);
    check("celu", x.celu(2.0), [-1.264_241_117_657_115_3, 0.5, 7.0]);
    check("selu", x.selu(), [-1.520_166_468_595_695, 0.525_350_493_677_740_2, 7.354_906_911_488_364]);
    check("gelu", x.gelu(), [-0.045_500_263_896_358_42, 0.345_731_230_637_006_56, 6.999_999_999_991_041]);
    check("gelu_tanh", x.gelu_tanh(), [-0.045_402_305_912_224_98, 0.345_714_009_825_143_94, 6.999_999_999_999_997]);
    check("silu", x.silu(), [-0.238_405_844_044_235_12, 0.311_229_665_600_927_3, 6.993_622_641_639_195]);
    check("mish", x.mish(), [-0.252_501_482_695_708_9, 0.375_245_211_304_895_13, 6.999_988_379_809_741]);
    check(
        "log_sigmoid",
        x.log_sigmoid(),
        [-2.126_928_011_042_972_7, -0.474_076_984_180_106_7, -0.000_911_466_453_774_244_7],
    );
    check("hard_tanh", x.hard_tanh(), [-1.0, 0.5, 1.0]);
    check(
        "to_radians",
        x.to_radians(),
        [-0.034_906_585_039_886_59, 0.008_726_646_259_971_648, 0.122_173_047_639_603_07],
    );
    check("to_degrees", x.to_degrees(), [-114.591_559_026_164_65, 28.647_889_756_541_16, 401.070_456_591_576_26]);
}

#[test]
fn masks_of_kinds_of_numbers() {
    let x = array([f64::NAN, f64::INFINITY, -f64::INFINITY, -0.0, 2.0]);
    let flags = |x: Array| x.to_vec::<bool>().expect("bool");
    assert_eq!(flags(x.is_nan()), [true, false, false, false, false]);
    assert_eq!(flags(x.is_finite()), [false, false, false, true, true]);
    assert_eq!(flags(x.is_infinite()), [false, true, true, false, false]);
    assert_eq!(flags(x.sign_bit())[1..], [false, true, true, false]);
    assert_eq!(elements(&x.nan_to_num()), [0.0, f64::MAX, f64::MIN, 0.0, 2.0]);
    let narrow = x.convert(crate::DType::F32).nan_to_num().to_vec::<f32>().expect("f32");
    assert_eq!(narrow, [0.0, f32::MAX, f32::MIN, 0.0, 2.0]);
    for whole in [array([-1, 0]), array([true, false]).clone()] {
        assert_eq!(flags(whole.is_finite()), [true, true]);
        assert_eq!(flags(whole.is_nan()), [false, false]);
        assert_eq!(flags(whole.is_infinite()), [false, false]);
        assert_eq!(whole.nan_to_num().dtype(), whole.dtype());
    }
    assert_eq!(flags(array([-1, 0]).sign_bit()), [true, false]);
    let z = crate::complex(&array([f64::NAN, 1.0, 2.0]), &array([0.0, f64::INFINITY, 3.0]));
    assert_eq!(flags(z.is_finite()), [false, false, true]);
    assert_eq!(flags(z.is_infinite()), [false, true, false]);
    assert_eq!(flags(z.is_nan()), [true, false, false]);
    let w = z.nan_to_num();
    assert_eq!((elements(&w.real()), elements(&w.imag())), (vec![0.0, 1.0, 2.0], vec![0.0, f64::MAX, 3.0]));
}

#[test]
fn logic_bits_and_shifts() {
    let (a, b) = (array([true, true, false, false]), array([true, false, true, false]));
    let flags = |x: Array| x.to_vec::<bool>().expect("bool");
    assert_eq!(flags(&a & &b), [true, false, false, false]);
    assert_eq!(flags(&a | &b), [true, true, true, false]);
    assert_eq!(flags(&a ^ &b), [false, true, true, false]);
    assert_eq!(flags(!&a), [false, false, true, true]);
    assert_eq!(flags(array([2.0, 0.0]).logical_and(array([1, 1]))), [true, false]);
    assert_eq!(flags(array([2.0, 0.0]).logical_or(0)), [true, false]);
    let x = array([0b1100_i64, -5]);
    let whole = |x: Array| x.to_vec::<i64>().expect("i64");
    assert_eq!(whole(&x & 0b1010), [0b1000, 0b1010]);
    assert_eq!(whole(&x | array([1, 2])), [13, -5]);
    assert_eq!(whole(x.bitwise_xor(&x)), [0, 0]);
    assert_eq!(whole(!x.clone()), [-13, 4]);
    assert_eq!(whole(x.clone() << 62), [0, -1 << 62]);
    assert_eq!(whole(&x >> 1), [6, -3]);
    assert_eq!(whole(&x >> 64), [0, -1]);
}

/// Documented: integers wrap, and a division by 0 gives 0.
#[test]
fn integers_overflow_and_divide_by_zero_as_documented() {
    let x = array([7, -7, i32::MIN]);
    let whole = |x: Array| x.to_vec::<i32>().expect("i32");
    assert_eq!(whole(&x % 0), [0, 0, 0]);
    assert_eq!(whole(x.remainder(0)), [0, 0, 0]);
    assert_eq!(whole(x.floor_divide(0)), [0, 0, 0]);
    assert_eq!(whole(x.floor_divide(-1)), [-7, 7, i32::MIN]);
    assert_eq!(whole(x.remainder(3)), [1, 2, 1]);
    assert_eq!(whole(&x % 3), [1, -1, -2]);
    assert_eq!(whole(&x + i32::MAX), [i32::MIN + 6, i32::MAX - 7, -1]);
    assert_eq!(whole(-&x)[2], i32::MIN);
    assert_eq!(whole(x.relu()), [7, 0, 0]);
    assert_eq!((&x / 0).to_vec::<f32>().expect("f32"), [f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY]);
}
