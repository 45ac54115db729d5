//! Values of derivatives of elementwise functions at ties, kinks, poles and far out, pinned to order 3. What JAX 0.10.2
//! gives where that is finite and right; else what mathematics gives. Digits from 120-digit arithmetic (mpmath 1.3).

#[path = "common/points.rs"]
mod points;

use cotangent_autodiff::{Array, array, grad_wrt, select_n};
use points::{both, close, derivatives, number, same, vector};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn kinks_of_activations_take_jax_s_side() {
    same(&derivatives::<3>(Array::relu, 0.0), &[0.0; 3]);
    same(&derivatives::<3>(Array::relu, -0.0), &[0.0; 3]);
    for end in [0.0, 6.0] {
        same(&derivatives::<3>(Array::relu6, end), &[0.0; 3]);
    }
    same(&derivatives::<3>(|x| x.leaky_relu(0.01), 0.0), &[1.0, 0.0, 0.0]);
    same(&derivatives::<3>(|x| x.elu(1.0), 0.0), &[1.0; 3]);
    same(&derivatives::<3>(|x| x.elu(2.0), 0.0), &[2.0; 3]);
    same(&derivatives::<3>(|x| x.celu(2.0), 0.0), &[1.0, 0.5, 0.25]);
    close(&derivatives::<3>(Array::selu, 0.0), &[1.758_099_340_847_376_6; 3], 1e-15);
    for end in [-1.0, 1.0] {
        same(&derivatives::<3>(Array::hard_tanh, end), &[1.0, 0.0, 0.0]);
        same(&derivatives::<3>(Array::hard_tanh, 2.0 * end), &[0.0; 3]);
    }
    same(&derivatives::<3>(Array::soft_sign, 0.0), &[1.0, -2.0, 6.0]);
    same(&derivatives::<3>(Array::softplus, 0.0), &[0.5, 0.25, 0.0]);
    same(&derivatives::<3>(Array::softplus, -1000.0), &[0.0; 3]);
    same(&derivatives::<3>(Array::softplus, 1000.0), &[1.0, 0.0, 0.0]);
    same(&derivatives::<3>(Array::log_sigmoid, -1000.0), &[1.0, 0.0, 0.0]);
    // Unchosen exponentials that overflow stay out.
    same(&derivatives::<3>(|x| x.elu(1.0), 1000.0), &[1.0, 0.0, 0.0]);
    same(&derivatives::<3>(Array::bessel_i0e, 0.0)[..1], &[0.0]);
    same(&derivatives::<1>(Array::bessel_i1e, 0.0), &[0.5]);
}

#[test]
fn bounds_meet_as_in_jax() {
    let at = [0.0, 0.5, 1.0, 2.0];
    same(&at.map(|x| derivatives::<1>(|x| x.clip(0.0, 1.0), x)[0]), &[0.5, 1.0, 0.5, 0.0]);
    same(&at.map(|x| derivatives::<1>(|x| x.clamp(0.0, 1.0), x)[0]), &[0.0, 1.0, 0.0, 0.0]);
    same(&derivatives::<3>(|x| x.clip(0.0, 1.0), 0.0), &[0.5, 0.0, 0.0]);
    same(&derivatives::<3>(|x| x.clamp(0.0, 1.0), 1.0), &[0.0; 3]);
    // Of clamp in (x, lo, hi): the chosen one, nobody at a tie, hi where the bounds are crossed.
    for (x, lo, hi, want) in [
        (0.5, 0.0, 1.0, [1.0, 0.0, 0.0]),
        (-1.0, 0.0, 1.0, [0.0, 1.0, 0.0]),
        (2.0, 0.0, 1.0, [0.0, 0.0, 1.0]),
        (0.0, 0.0, 1.0, [0.0; 3]),
        (-1.0, 1.0, 1.0, [0.0; 3]),
        (0.5, 1.0, 0.0, [0.0, 0.0, 1.0]),
    ] {
        let f = |x: &Array, lo: &Array, hi: &Array| x.clamp(lo, hi);
        let args = (cotangent_autodiff::Arg::<0>, cotangent_autodiff::Arg::<1>, cotangent_autodiff::Arg::<2>);
        let (dx, dlo, dhi) = grad_wrt(f, args)(&x.into(), &lo.into(), &hi.into());
        same(&[number(&dx), number(&dlo), number(&dhi)], &want);
    }
    assert!(number(&array(NAN).clamp(0.0, 1.0)).is_nan() && number(&array(NAN).clip(0.0, 1.0)).is_nan());
}

#[test]
fn remainders_signs_and_steps() {
    same(&both(|x, y| x.remainder(y), 7.0, 3.0), &[1.0, -2.0]);
    same(&both(|x, y| x.remainder(y), -7.0, 3.0), &[1.0, 3.0]);
    same(&both(|x, y| x.fmod(y), -7.0, 3.0), &[1.0, 2.0]);
    same(&both(|x, y| x % y, 7.0, 3.0), &[1.0, -2.0]);
    same(&both(|x, y| x.floor_divide(y), 7.0, 3.0), &[0.0, 0.0]);
    same(&both(|x, y| x.copysign(y), 2.0, -1.0), &[-1.0, 0.0]);
    same(&both(|x, y| x.copysign(y), -2.0, -1.0), &[1.0, 0.0]);
    same(&both(|x, y| x.copysign(y), 0.0, 1.0), &[1.0, 0.0]);
    same(&derivatives::<3>(|x| x % 3.0, 7.0), &[1.0, 0.0, 0.0]);
    same(&vector(|x| x.nan_to_num().sum(), &[NAN, INF, -INF, 2.0]), &[0.0, 0.0, 0.0, 1.0]);
    same(
        &vector(|x| select_n(&[&x.gt(1.0), &x.gt(0.0)], &[&x.square(), x], 0.0).sum(), &[2.0, 1.0, -1.0]),
        &[4.0, 1.0, 0.0],
    );
}

#[test]
fn poles_have_the_slopes_of_the_formulas() {
    same(&derivatives::<3>(Array::cbrt, 0.0), &[INF, -INF, INF]);
    same(&derivatives::<3>(Array::asin, 1.0), &[INF, INF, INF]);
    same(&derivatives::<3>(Array::acos, 1.0), &[-INF, -INF, -INF]);
    same(&derivatives::<3>(Array::acosh, 1.0), &[INF, -INF, INF]);
    same(&derivatives::<3>(Array::atanh, 1.0), &[INF, INF, INF]);
    same(&derivatives::<3>(Array::log2, 0.0), &[INF, -INF, INF]);
    same(&derivatives::<3>(Array::log10, 0.0), &[INF, -INF, INF]);
    same(&derivatives::<3>(Array::logit, 0.0), &[INF, -INF, INF]);
    same(&derivatives::<3>(Array::entr, 0.0), &[INF, -INF, INF]);
    same(&derivatives::<3>(Array::lgamma, 0.0), &[-INF, INF, -INF]);
    same(&derivatives::<2>(Array::lgamma, -2.0), &[NAN, INF]);
    same(&both(|x, y| x.atan2(y), 0.0, 0.0), &[NAN, NAN]);
    same(&both(|x, y| x.hypot(y), 0.0, 0.0), &[0.5, 0.5]);
    same(&both(|x, y| x.xlogy(y), 0.0, 0.0), &[-INF, NAN]);
    same(&both(|x, y| x.rel_entr(y), 0.0, 2.0), &[0.0, 0.0]);
    same(&both(|x, y| x.logaddexp(y), 0.0, 0.0), &[0.5, 0.5]);
    same(&both(|x, y| x.logaddexp(y), INF, INF), &[1.0, 1.0]);
    same(&both(|x, y| x.logaddexp(y), -INF, -INF), &[NAN, NAN]);
    same(&both(|x, y| x.logaddexp(y), INF, 1.0), &[1.0, 0.0]);
    same(&both(|x, y| x.logaddexp2(y), 1000.0, 1000.0), &[0.5, 0.5]);
}

#[test]
fn sinc_is_smooth_at_zero_to_every_order() {
    let want = [0.0, -3.289_868_133_696_453, 0.0, 19.481_818_206_800_487, 0.0, -137.341_313_367_900_63];
    close(&derivatives::<6>(Array::sinc, 0.0), &want, 1e-14);
    let near = [-0.003_289_864_886_727_896_4, -3.289_858_392_793_072, 0.019_481_795_316_590_38];
    close(&derivatives::<3>(Array::sinc, 1e-3), &near, 1e-14);
    same(&derivatives::<1>(|x| x.sinc(), 3.0).map(|d| (d + 1.0 / 3.0).abs().floor()), &[0.0]);
}

#[test]
fn digits_stay_far_from_zero_in_f64() {
    close(
        &derivatives::<3>(Array::log_ndtr, -1000.0),
        &[1_000.000_999_998, -0.999_999_000_006, 1.999_976_000_3e-9],
        1e-9,
    );
    let forty = [40.024_968_847_207_26, -0.999_377_331_621_408_6, 3.101_744_039_648_625e-5];
    close(&derivatives::<3>(Array::log_ndtr, -40.0), &forty, 1e-10);
    let ten = [7.694_598_626_706_419e-23, -7.694_598_626_706_419e-22, 7.617_652_640_439_355e-21];
    close(&derivatives::<3>(Array::log_ndtr, 10.0), &ten, 1e-14);
    let mish = [-1.656_858_159_563_719_7e-16, -1.614_374_617_010_803_8e-16, -1.571_891_074_457_888e-16];
    close(&derivatives::<3>(Array::mish, -40.0), &mish, 1e-13);
    let gelu = [-1.101_436_048_313_346_4e-86, -2.197_337_448_139_585_6e-85, -4.372_591_102_830_533e-84];
    close(&derivatives::<3>(Array::gelu, -20.0), &gelu, 1e-13);
    let gelu_tanh = [-2.757_638_063_854_031_5e-36, -6.263_930_626_022_879e-35, -1.410_962_463_201_490_2e-33];
    close(&derivatives::<3>(Array::gelu_tanh, -10.0), &gelu_tanh, 1e-12);
    let soft_sign = [9.999_800_002_999_96e-11, -1.999_940_001_199_98e-15, 5.999_760_005_999_88e-20];
    close(&derivatives::<3>(Array::soft_sign, 1e5), &soft_sign, 1e-14);
    let asinh = [9.999_999_999_5e-6, -9.999_999_998_5e-11, 1.999_999_999_4e-15];
    close(&derivatives::<3>(Array::asinh, 1e5), &asinh, 1e-13);
    close(&derivatives::<3>(Array::atan, 1e5), &[9.999_999_999e-11, -1.999_999_999_6e-15, 5.999_999_998e-20], 1e-13);
    close(&derivatives::<2>(Array::atan, 1e100), &[1e-200, -2e-300], 1e-14);
    close(&derivatives::<1>(Array::asinh, 1e200), &[1e-200], 1e-15);
    close(&derivatives::<1>(Array::acosh, 1e200), &[1e-200], 1e-15);
    close(&both(|x, y| x.atan2(y), 1e200, 1e200), &[5e-201, -5e-201], 1e-15);
    close(&both(|x, y| x.hypot(y), 1e200, 1e200), &[core::f64::consts::FRAC_1_SQRT_2; 2], 1e-15);
    let tail = (-40.0_f64).exp();
    close(&derivatives::<3>(Array::softplus, -40.0), &[tail; 3], 1e-13);
    close(&derivatives::<3>(Array::log_sigmoid, 40.0), &[tail, -tail, tail], 1e-13);
}

#[test]
fn special_functions_have_their_digits_to_order_three() {
    let bessel = [-0.046_173_640_864_524_544, 0.026_738_377_296_615_472, -0.025_128_698_593_116_713];
    close(&derivatives::<3>(Array::bessel_i0e, 3.0), &bessel, 1e-13);
    let digamma = [8.934_802_200_544_679, -0.828_796_644_234_32, 193.409_091_034_002_44];
    close(&derivatives::<3>(Array::digamma, -0.5), &digamma, 1e-13);
    same(&derivatives::<3>(Array::bessel_i0, 0.0), &[0.0, 0.5, 0.0]);
    same(&derivatives::<3>(Array::bessel_i1, 0.0), &[0.5, 0.0, 0.375]);
}
