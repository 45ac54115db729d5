//! Values of derivatives at ties, kinks, zeros and infinities, pinned. What JAX 0.10.2 gives where that is finite and
//! right; where it is not, the value that mathematics gives.

#[path = "common/points.rs"]
mod points;

use cotangent_autodiff::{Arg, Array, array, grad, grad_wrt, hessian, jacfwd, jvp};
use points::{both, close, derivatives, number, same, vector};

#[test]
fn ties_are_shared_and_kinks_take_jax_s_side() {
    same(&derivatives::<3>(Array::abs, 0.0), &[1.0, 0.0, 0.0]);
    same(&derivatives::<3>(Array::abs, -0.0), &[1.0, 0.0, 0.0]);
    same(&derivatives::<3>(Array::abs, -2.0), &[-1.0, 0.0, 0.0]);
    for step in [Array::sign, Array::floor, Array::ceil, Array::round, Array::trunc] {
        for x in [-1.5, -1.0, -0.0, 0.0, 0.5, 2.0] {
            same(&derivatives::<3>(step, x), &[0.0; 3]);
        }
    }
    same(&both(|x, y| x.maximum(y), 1.0, 1.0), &[0.5, 0.5]);
    same(&both(|x, y| x.minimum(y), 1.0, 1.0), &[0.5, 0.5]);
    same(&both(|x, y| x.maximum(y), 2.0, 1.0), &[1.0, 0.0]);
    same(&both(|x, y| x.minimum(y), 2.0, 1.0), &[0.0, 1.0]);
    same(&both(|x, y| x.maximum(y), 0.0, -0.0), &[0.5, 0.5]);
    same(&derivatives::<3>(|x| x.maximum(0.0), 0.0), &[0.5, 0.0, 0.0]);
    same(&derivatives::<3>(|x| x.maximum(x), 1.0), &[1.0, 0.0, 0.0]);
    let clip = |x: &Array| x.maximum(0.0).minimum(1.0);
    same(&[0.0, 0.5, 1.0, 2.0].map(|x| derivatives::<1>(clip, x)[0]), &[0.5, 1.0, 0.5, 0.0]);
}

#[test]
fn reductions_share_between_all_ties() {
    let third = 1.0 / 3.0;
    same(&vector(Array::max, &[1.0, 1.0, 0.0]), &[0.5, 0.5, 0.0]);
    same(&vector(Array::max, &[3.0, 3.0, 3.0, 0.0]), &[third, third, third, 0.0]);
    same(&vector(Array::min, &[3.0, 0.0, 3.0, 0.0]), &[0.0, 0.5, 0.0, 0.5]);
    same(&vector(Array::max, &[0.0, -0.0]), &[0.5, 0.5]);
    same(&vector(Array::max, &[f64::INFINITY, 1.0, f64::INFINITY]), &[0.5, 0.0, 0.5]);
    same(&vector(Array::max, &[1.0, f64::NAN, 2.0]), &[f64::NAN; 3]);
    same(&vector(Array::min, &[1.0, f64::NAN, 2.0]), &[f64::NAN; 3]);
    // The share is constant: of (max x)² at a tie the second derivative is that of the formula, 2·share·shareᵀ.
    let squared = |x: &Array| grad(|x: &Array| x.max().square())(x).at(0);
    same(&grad(squared)(&array([1.0, 1.0])).to_vec::<f64>().expect("f64"), &[0.5, 0.5]);
}

#[test]
fn singular_points_have_the_slopes_of_the_formulas() {
    const INF: f64 = f64::INFINITY;
    same(&derivatives::<1>(Array::sqrt, 0.0), &[INF]);
    same(&derivatives::<1>(Array::sqrt, -1.0), &[f64::NAN]);
    same(&derivatives::<1>(|x| x.square().sqrt(), 0.0), &[f64::NAN]);
    same(&derivatives::<3>(Array::ln, 0.0), &[INF, -INF, INF]);
    same(&derivatives::<1>(Array::ln, -1.0), &[-1.0]);
    same(&derivatives::<3>(Array::ln_1p, -1.0), &[INF, -INF, INF]);
    same(&derivatives::<2>(Array::reciprocal, 0.0), &[-INF, INF]);
    same(&derivatives::<1>(|x| 1.0 / x, 0.0), &[-INF]);
    same(&derivatives::<1>(Array::erf_inv, 1.0), &[INF]);
    same(&derivatives::<1>(Array::exp, f64::NEG_INFINITY), &[0.0]);
    same(&derivatives::<3>(Array::square, 0.0), &[0.0, 2.0, 0.0]);
    same(&vector(|x| x.square().sum().sqrt(), &[0.0, 0.0]), &[f64::NAN, f64::NAN]);
}

#[test]
fn powers_have_exact_derivatives_at_base_zero_to_order_four() {
    const INF: f64 = f64::INFINITY;
    for (n, want) in [
        (0, [0.0; 4]),
        (1, [1.0, 0.0, 0.0, 0.0]),
        (2, [0.0, 2.0, 0.0, 0.0]),
        (3, [0.0, 0.0, 6.0, 0.0]),
        (4, [0.0, 0.0, 0.0, 24.0]),
        (5, [0.0; 4]),
    ] {
        for zero in [0.0, -0.0] {
            same(&derivatives::<4>(move |x| x.powi(n), zero), &want);
            same(&derivatives::<4>(move |x| x.powf(f64::from(n)), zero), &want);
            let exponent = array(f64::from(n));
            same(&derivatives::<4>(move |x| x.powf(&exponent), zero), &want);
        }
    }
    same(&derivatives::<1>(|x| x.powi(-1), 0.0), &[-INF]);
    same(&derivatives::<1>(|x| x.powi(-1), -2.0), &[-0.25]);
    same(&derivatives::<3>(|x| x.powf(2.5), 0.0), &[0.0, 0.0, INF]);
    same(&derivatives::<1>(|x| x.powf(0.5), 0.0), &[INF]);
    // The second derivative is 0 from the right, but a product rule meets 0·x^(−0.9) there: NaN, as in JAX.
    same(&derivatives::<2>(|x| x * (1.0 - x.powf(1.1)), 0.0), &[1.0, f64::NAN]);
    same(&vector(|x| x.powf(array([0.0, 1.0, 2.0])).sum(), &[0.0; 3]), &[0.0, 1.0, 0.0]);
    // 1/x overflows, and x⁰ is flat all the same.
    same(&derivatives::<2>(|x| x.powf(0.0), 1e-310), &[0.0, 0.0]);
}

/// Orders 1 to 4 in the base at the points of the table of powers, as the formula y(y−1)…x^(y−n) has them.
#[test]
fn powers_to_order_four_in_the_base() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    for (x, y, want) in [
        (0.0, 2.0, [0.0, 2.0, 0.0, 0.0]),
        (0.0, 1.0, [1.0, 0.0, 0.0, 0.0]),
        (0.0, 0.0, [0.0; 4]),
        (0.0, -1.0, [-INF, INF, -INF, INF]),
        (0.0, 0.5, [INF, -INF, INF, -INF]),
        (0.0, 3.0, [0.0, 0.0, 6.0, 0.0]),
        (2.0, 0.0, [0.0; 4]),
        (-2.0, 2.0, [-4.0, 2.0, 0.0, 0.0]),
        (-2.0, 3.0, [12.0, -12.0, 6.0, 0.0]),
        (-2.0, 0.5, [NAN; 4]),
    ] {
        same(&derivatives::<4>(move |x| x.powf(y), x), &want);
        let exponent = array(y);
        same(&derivatives::<4>(move |x| x.powf(&exponent), x), &want);
    }
}

/// The values of `jnp.power` in JAX 0.10.2, (0, 0) excepted, where JAX has NaN and the slope is 0.
#[test]
fn the_gradient_of_a_power_in_base_and_exponent() {
    const INF: f64 = f64::INFINITY;
    let power: fn(&Array, &Array) -> Array = |x, y| x.powf(y);
    for (x, y, want) in [
        (0.0, 2.0, [0.0, 0.0]),
        (0.0, 1.0, [1.0, 0.0]),
        (0.0, 0.0, [0.0, 0.0]),
        (0.0, -1.0, [-INF, f64::NAN]),
        (0.0, 0.5, [INF, 0.0]),
        (0.0, 3.0, [0.0, 0.0]),
        (2.0, 0.0, [0.0, 2.0_f64.ln()]),
        (-2.0, 2.0, [-4.0, f64::NAN]),
        (-2.0, 3.0, [12.0, f64::NAN]),
        (-2.0, 0.5, [f64::NAN, f64::NAN]),
        (1.0, 2.0, [2.0, 0.0]),
        (INF, 0.0, [0.0, INF]),
    ] {
        same(&both(power, x, y), &want);
    }
    // ∂²xʸ/∂x∂y = xʸ⁻¹(1 + y ln x) is 1/x at y = 0, in either order.
    let one_way = grad_wrt(|x: &Array, y: &Array| grad(power)(x, y), Arg::<1>);
    let other_way = grad(|x: &Array, y: &Array| grad_wrt(power, Arg::<1>)(x, y));
    for x in [0.5, 2.0, 4.0] {
        same(&[number(&one_way(&x.into(), &0.0.into())), number(&other_way(&x.into(), &0.0.into()))], &[1.0 / x; 2]);
    }
}

#[test]
fn an_unchosen_infinite_branch_stays_out_in_forward_mode_and_is_nan_in_reverse() {
    let root = |x: &Array| x.gt(0.0).select(&x.sqrt(), 0.0);
    same(&derivatives::<1>(root, 0.0), &[f64::NAN]);
    let (y, dy) = jvp(root, &array(0.0), &array(1.0));
    same(&[number(&y), number(&dy)], &[0.0, 0.0]);
    same(&derivatives::<1>(|x| x.gt(0.0).select(&x.ln(), 0.0), 0.0), &[f64::NAN]);
    same(&derivatives::<1>(|x| x.gt(0.0).select(&(x * 0.0), x * f64::INFINITY), 1.0), &[f64::NAN]);
    // The remedy: guard the input too.
    let guarded = |x: &Array| x.gt(0.0).select(&x.gt(0.0).select(x, 1.0).sqrt(), 0.0);
    same(&derivatives::<3>(guarded, 0.0), &[0.0; 3]);
    same(&derivatives::<2>(guarded, 4.0), &[0.25, -1.0 / 32.0]);
}

/// Truth by 60-digit arithmetic (mpmath 1.3): sech² 20, sech² 350 and so on.
#[test]
fn tanh_and_sigmoid_keep_their_digits_far_from_zero_in_f64() {
    close(&derivatives::<1>(Array::tanh, 20.0), &[1.699_341_702_116_635_5e-17], 1e-14);
    close(&derivatives::<1>(Array::tanh, -20.0), &[1.699_341_702_116_635_5e-17], 1e-14);
    // Far out tanh'(x) = 4e^(−2x) to all digits, and each further derivative is −2 times the one before.
    let far = 4.0 * (-200.0_f64).exp();
    close(&derivatives::<3>(Array::tanh, 100.0), &[far, -2.0 * far, 4.0 * far], 1e-13);
    close(&derivatives::<3>(Array::tanh, -100.0), &[far, 2.0 * far, 4.0 * far], 1e-13);
    same(&derivatives::<3>(Array::tanh, 400.0), &[0.0; 3]);
    same(&derivatives::<3>(Array::tanh, f64::INFINITY), &[0.0; 3]);
    same(&derivatives::<3>(Array::tanh, 0.0), &[1.0, 0.0, -2.0]);
    let tail = (-40.0_f64).exp();
    close(&derivatives::<3>(Array::sigmoid, 40.0), &[tail, -tail, tail], 1e-13);
    close(&derivatives::<3>(Array::sigmoid, -40.0), &[tail, tail, tail], 1e-13);
    same(&derivatives::<2>(Array::sigmoid, 800.0), &[0.0, 0.0]);
    // The first eight at 2, from JAX in f64.
    let eight = [
        0.070_650_824_853_164_43,
        -0.136_218_687_427_112_96,
        0.252_654_065_098_062_65,
        -0.429_387_198_182_761,
        0.573_747_273_519_665_6,
        -0.114_526_691_586_860_93,
        -3.297_013_187_133_241,
        17.346_666_661_849_4,
    ];
    let got = derivatives::<8>(Array::tanh, 2.0);
    for (got, want) in got.iter().zip(eight) {
        assert!((got - want).abs() < 1e-11 * want.abs().max(1.0), "{got:e}, not {want:e}");
    }
}

/// The digits that the notebook prints, in f32 and so in JAX's form.
#[test]
fn the_f32_derivatives_of_tanh_are_those_of_the_notebook() {
    let (d1, d2) = (grad(Array::tanh), grad(grad(Array::tanh)));
    let d3 = grad(grad(grad(Array::tanh)));
    let x = Array::from(2.0_f32);
    assert_eq!([d1(&x), d2(&x), d3(&x)].map(|x| x.to_string()), ["0.070650816", "-0.13621868", "0.25265405"]);
}

#[test]
fn softmax_and_logsumexp_composed_by_hand_survive_large_inputs() {
    let logsumexp = |x: &Array| {
        let top = x.max().stop_gradient();
        (x - &top).exp().sum().ln() + top
    };
    same(&vector(logsumexp, &[1000.0, 1000.0]), &[0.5, 0.5]);
    same(&vector(logsumexp, &[-1000.0, 1000.0]), &[0.0, 1.0]);
    same(&vector(logsumexp, &[f64::NEG_INFINITY; 2]), &[f64::NAN, f64::NAN]);
}

#[test]
fn reductions_at_ties_zeros_and_nan() {
    const NAN: f64 = f64::NAN;
    same(&vector(Array::prod, &[2.0, 0.0, 3.0]), &[0.0, 6.0, 0.0]);
    same(&vector(Array::prod, &[0.0, 0.0, 3.0]), &[0.0; 3]);
    same(&vector(Array::max, &[3.0, 3.0, 3.0, 0.0]), &[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 0.0]);
    same(&vector(Array::max, &[1.0, NAN, 2.0]), &[NAN; 3]);
    same(&vector(Array::nanmax, &[1.0, NAN, 2.0]), &[0.0, 0.0, 1.0]);
    same(&vector(Array::nanmin, &[1.0, NAN, 1.0]), &[0.5, 0.0, 0.5]);
    same(&vector(Array::nansum, &[1.0, NAN]), &[1.0, 0.0]);
    same(&vector(Array::nanmean, &[1.0, NAN, 2.0]), &[0.5, 0.0, 0.5]);
    same(&vector(|x| x.var(0), &[1.0, 1.0]), &[0.0, 0.0]);
    same(&vector(|x| x.std(0), &[1.0, 1.0]), &[NAN, NAN]);
    same(&vector(|x| x.norm(2.0), &[0.0, 0.0]), &[NAN, NAN]);
    same(&vector(|x| x.norm(1.0), &[0.0, 0.0]), &[1.0, 1.0]);
    same(&vector(|x| x.norm(f64::INFINITY), &[1.0, -1.0]), &[0.5, -0.5]);
    same(&vector(|x| x.norm(f64::NEG_INFINITY), &[1.0, -1.0, 3.0]), &[0.5, -0.5, 0.0]);
    close(&vector(|x| x.norm(3.0), &[0.0, 2.0]), &[0.0, 1.0], 4.0 * f64::EPSILON);
    same(&vector(|x| x.norm(3.0), &[0.0, 0.0]), &[NAN, NAN]);
    same(&vector(Array::logsumexp, &[1000.0, 1000.0]), &[0.5, 0.5]);
    same(&vector(Array::logsumexp, &[f64::NEG_INFINITY; 2]), &[NAN, NAN]);
    same(&vector(Array::logsumexp, &[f64::NEG_INFINITY, 0.0]), &[0.0, 1.0]);
}

/// Products with zeros, to order 3: every derivative is the product of the elements that are left.
#[test]
fn products_with_zeros_are_exact_to_order_3() {
    let at = |x: &[f64]| Array::from_vec(x.to_vec(), &[x.len()]).expect("a vector");
    let second = hessian(Array::prod)(&at(&[2.0, 0.0, 3.0, 0.0])).to_vec::<f64>().expect("f64");
    let mut want = [0.0; 16];
    (want[4 + 3], want[3 * 4 + 1]) = (6.0, 6.0);
    same(&second, &want);
    let third = jacfwd(hessian(Array::prod))(&at(&[2.0, 0.0, 0.0])).to_vec::<f64>().expect("f64");
    let distinct = |i: usize| [i / 9, i / 3 % 3, i % 3];
    let want = (0..27).map(|i| {
        f64::from(u8::from({
            let [a, b, c] = distinct(i);
            a != b && b != c && a != c
        }))
    });
    same(&third, &want.collect::<Vec<_>>());
    let weighted = |x: &Array| x.cumprod(0).dot(&array([1.0, 2.0, 3.0, 4.0]));
    let second = hessian(weighted)(&at(&[2.0, 0.0, 3.0, -1.0])).to_vec::<f64>().expect("f64");
    same(&second, &[0.0, -1.0, 0.0, 0.0, -1.0, 0.0, -2.0, 24.0, 0.0, -2.0, 0.0, 0.0, 0.0, 24.0, 0.0, 0.0]);
}

#[test]
fn cumulative_operations_at_ties_zeros_and_infinities() {
    const LOW: f64 = f64::NEG_INFINITY;
    same(&vector(|x| x.cumprod(0).sum(), &[2.0, 0.0, 3.0]), &[1.0, 8.0, 0.0]);
    same(&vector(|x| x.cummax(0).dot(&array([1.0, 10.0, 100.0])), &[1.0, 1.0, 2.0]), &[6.0, 5.0, 100.0]);
    same(&vector(|x| x.cummax(0).dot(&array([1.0, 10.0, 100.0])), &[1.0, 1.0, 1.0]), &[31.0, 30.0, 50.0]);
    same(&vector(|x| x.cummin(0).dot(&array([1.0, 10.0, 100.0])), &[1.0, 1.0, 0.0]), &[6.0, 5.0, 100.0]);
    same(&vector(|x| x.cummax(0).sum(), &[LOW, 1.0]), &[1.0, 1.0]);
    same(&vector(|x| x.cummax(0).sum(), &[1.0, f64::NAN, 2.0]), &[1.0, 0.0, 0.0]);
    // Better than JAX, which has NaN: an empty beginning has no part in what follows.
    same(&vector(|x| x.cumlogsumexp(0).at(2), &[LOW, LOW, 0.0]), &[0.0, 0.0, 1.0]);
    same(&vector(|x| x.cumlogsumexp(0).at(1), &[f64::INFINITY, 0.0]), &[1.0, 0.0]);
    same(&vector(|x| x.cumlogsumexp(0).at(0), &[LOW, 0.0]), &[1.0, 0.0]);
}

#[test]
fn sorted_elements_have_the_derivative_of_the_element_that_they_are() {
    same(&vector(|x| x.sort(0).dot(&array([1.0, 2.0, 3.0])), &[1.0, 1.0, 0.0]), &[2.0, 3.0, 1.0]);
    same(&vector(|x| x.sort_descending(0).dot(&array([1.0, 2.0, 3.0])), &[1.0, 1.0, 2.0]), &[2.0, 3.0, 1.0]);
    same(&vector(|x| x.top_k(2).0.dot(&array([1.0, 10.0])), &[2.0, 2.0, 2.0]), &[1.0, 10.0, 0.0]);
    same(&vector(|x| x.sort_key_val(&(x * 2.0), 0).1.dot(&array([1.0, 10.0])), &[3.0, 3.0]), &[2.0, 20.0]);
    same(&vector(Array::median, &[1.0, 2.0, 3.0, 4.0]), &[0.0, 0.5, 0.5, 0.0]);
    same(&vector(Array::median, &[1.0, f64::NAN, 2.0]), &[0.0; 3]);
    same(&vector(|x| x.quantile(0.5), &[1.0, 2.0, 2.0, 5.0]), &[0.0, 0.5, 0.5, 0.0]);
    same(&vector(|x| x.unique().dot(&array([1.0, 10.0])), &[4.0, 3.0, 4.0]), &[10.0, 1.0, 0.0]);
}
