//! The error function, its complement, and x times the normal distribution function.
//!
//! erfc a = e^(−a²)·G(t)/(1 + 1.5a) for a ≥ 0, t = (a − 3)/(a + 3): G is almost constant, and one polynomial serves all a
//! (the idea of Shepherd and Laframboise 1981, doi:10.1090/S0025-5718-1981-0595058-X). Everything but the tail of G is a sum of
//! two numbers.

use crate::{
    Isa,
    math::{
        exact::{fast_two_sum, two_product, two_sum},
        pair::{Reduced, near_one, polynomial, quotient, reduce, scale},
    },
};

/// erf x = x + x·ERF(x²) up to ¾.
const ERF: [f64; 12] = [
    0.128_379_167_095_512_6,
    -0.376_126_389_031_837_54,
    0.112_837_916_709_550_87,
    -0.026_866_170_645_118_426,
    0.005_223_977_625_221_888,
    -0.000_854_832_700_110_907_6,
    0.000_120_553_315_438_189_47,
    -1.492_558_933_198_903_7e-5,
    1.646_038_204_353_174e-6,
    -1.633_321_309_180_168_4e-7,
    1.441_375_163_527_479_4e-8,
    -9.502_408_872_183_395e-10,
];
/// G(0 in t) in two parts.
const START: [f64; 2] = [0.984_506_331_497_644_8, -4.368_269_634_207_647_7e-17];
/// G(t) = START + t·REST(t).
const REST: [f64; 25] = [
    -0.183_274_219_604_195_2,
    0.025_729_229_662_994_308,
    0.059_704_884_901_877_55,
    -0.071_538_788_261_959_68,
    0.045_132_895_678_281_13,
    -0.016_760_602_106_571_78,
    0.002_073_980_472_091_282,
    0.001_267_252_293_624_230_1,
    -0.000_573_560_379_694_341_5,
    -6.285_580_216_767_848e-5,
    9.060_937_495_013_316e-5,
    1.718_030_019_376_709_3e-6,
    -1.454_530_083_841_259_6e-5,
    -2.369_423_830_975_894_6e-7,
    2.530_333_768_026_474_3e-6,
    2.119_955_776_845_148_4e-7,
    -4.541_668_495_245_427e-7,
    -9.870_330_009_057_572e-8,
    7.480_150_937_068_554e-8,
    3.288_726_238_084_407e-8,
    -8.451_156_096_137_818e-9,
    -7.959_381_707_042_392e-9,
    -2.596_832_467_532_812e-10,
    1.070_328_952_803_079_6e-9,
    2.616_269_568_441_715_5e-10,
];
/// The derivative of G to 2⁻¹².
const SLOPE: [f64; 6] = [
    -0.183_230_809_734_411_6,
    0.051_396_258_217_717_29,
    0.177_302_592_451_181_4,
    -0.287_983_186_451_531_37,
    0.235_553_382_781_740_62,
    -0.091_394_358_404_455_41,
];
/// 1/√2 in two parts.
const ROOT_HALF: [f64; 2] = [core::f64::consts::FRAC_1_SQRT_2, -4.833_646_656_726_457e-17];
/// Where the series ends for erf: it reaches further than for erfc, whose value falls.
const SERIES: f64 = 0.75;

/// A fraction of sums of two numbers, times 2ⁿ.
struct Fraction {
    top: (f64, f64),
    bottom: (f64, f64),
    n: i64,
}

/// e^(−q)·G(t)/(1 + 1.5a), for sums of two numbers 0 ≤ a ≤ 28 and 0 ≤ q ≤ 790.
#[inline(always)]
fn tail<I: Isa>((a, a_low): (f64, f64), (q, q_low): (f64, f64)) -> Fraction {
    let (top, top_low) = two_sum(a, -3.0);
    let (bottom, bottom_low) = two_sum(a, 3.0);
    let inverse = 1.0 / bottom;
    let t = top * inverse;
    let (product, error) = two_product::<I, f64>(t, bottom);
    let t_low = (((top - product) - error) + I::mul_add(-t, bottom_low + a_low, top_low + a_low)) * inverse;
    let (g, lost) = fast_two_sum(START[0], t * polynomial::<I, 25>(t, &REST));
    let g_low = lost + I::mul_add(t_low, polynomial::<I, 6>(t, &SLOPE), START[1]);

    let Reduced { r, r_low, n } = reduce::<I>(-q);
    let (exponential, exponential_low) = near_one::<I>(r, r_low);
    let exponential_low = I::mul_add(exponential, -q_low, exponential_low);
    let (high, error) = two_product::<I, f64>(exponential, g);
    let low = I::mul_add(exponential, g_low, I::mul_add(exponential_low, g, error));

    let (slope, slope_lost) = fast_two_sum(a, 0.5 * a);
    let (one, lost) = two_sum(1.0, slope);
    Fraction { top: (high, low), bottom: (one, lost + I::mul_add(1.5, a_low, slope_lost)), n }
}

/// erfc a for a ≥ 0.
#[inline(always)]
fn complement<I: Isa>(a: f64) -> f64 {
    let capped = if a > 28.0 { 28.0 } else { a };
    let Fraction { top, bottom, n } = tail::<I>((capped, 0.0), two_product::<I, f64>(capped, capped));
    scale(quotient::<I>(top, bottom), n)
}

/// erf x.
#[inline(always)]
pub(in crate::math) fn erf<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let small = I::mul_add(magnitude, polynomial::<I, 12>(magnitude * magnitude, &ERF), magnitude);
    let large = 1.0 - complement::<I>(magnitude);
    let y = if magnitude < SERIES { small } else { large };
    y.copysign(x)
}

/// erfc x.
#[inline(always)]
pub(in crate::math) fn erfc<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let (one, lost) = two_sum(1.0, -x);
    let small = one + I::mul_add(-x, polynomial::<I, 12>(x * x, &ERF), lost);
    let y = complement::<I>(magnitude);
    let large = if x < 0.0 { 2.0 - y } else { y };
    if magnitude < 0.5 { small } else { large }
}

/// 1/√(2π).
const INVERSE_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// x·Φ(x): for x < 0 half of x·erfc(|x|/√2), above x less that of −x.
#[inline(always)]
pub(in crate::math) fn gelu<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let capped = if magnitude > 39.0 { 39.0 } else { magnitude };
    let (a, error) = two_product::<I, f64>(capped, ROOT_HALF[0]);
    let half = 0.5 * capped;
    let Fraction { top: (high, low), bottom, n } =
        tail::<I>((a, I::mul_add(capped, ROOT_HALF[1], error)), two_product::<I, f64>(capped, half));
    let (product, error) = two_product::<I, f64>(high, half);
    let y = scale(quotient::<I>((product, I::mul_add(low, half, error)), bottom), n);
    let y = if x > 0.0 { x - y } else { y.copysign(x) };
    // Two terms of the series, since a quotient has an ulp here; one where products may be subnormal, and for −0.
    let small = I::mul_add(x * x, INVERSE_ROOT_TWO_PI, 0.5 * x);
    let small = if magnitude < 1e-20 { 0.5 * x } else { small };
    if magnitude < 1e-6 { small } else { y }
}
