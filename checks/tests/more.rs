//! Verdicts that the golden cases do not reach: structures, scale, vacuity, every seed, JAX's settings.

use cotangent_autodiff::{Array, DType, array, custom_jvp, random};
use cotangent_checks::{
    CheckError, CheckOptions, Kind, Modes, check_gradient, check_grads, check_jacobian, check_taylor,
    numerical_jacobian,
};
use cotangent_pytree::PyTree;

#[derive(Clone, Debug, PyTree)]
struct Params {
    w: Array,
    b: Array,
}

fn params() -> Params {
    Params { w: array([[0.5, -1.0], [0.2, 0.7]]), b: array([0.1_f32, 0.3]) }
}

#[test]
fn structs_and_tuples_of_mixed_dtypes_pass_to_order_three() {
    let f = |p: &Params, x: &(Array, Array)| (x.0.dot(&p.w).tanh() + p.b.convert(DType::F64), x.1.sin().sum());
    let x = (array([0.3, -0.4]), array(2.0));
    let report = check_grads(f, (&params(), &x), CheckOptions::default().order(3)).expect("right");
    let has = |input: &str| report.comparisons().iter().any(|c| c.input.starts_with(input));
    assert!(has("args[0].w[") && has("args[0].b[") && has("args[1][0][") && has("args[1][1]"), "{report}");
    assert!(report.comparisons().iter().any(|c| c.kind == Kind::Symmetry && c.order == 2));
    assert!(report.comparisons().iter().any(|c| c.kind == Kind::Adjoint && c.order == 3));
}

#[test]
fn a_missing_leaf_is_named() {
    let f = custom_jvp(
        |p: &Params| p.w.sum() * p.b.convert(DType::F64).sum(),
        |p: &Params| {
            let b = p.b.convert(DType::F64).sum();
            (p.w.sum() * &b, move |dp: &Params| dp.w.sum() * &b)
        },
    );
    let error = check_grads(f, &params(), CheckOptions::default()).expect_err("b is missing");
    assert!(matches!(&error, CheckError::Wrong(c) if c.input.starts_with("args[0].b[")), "{error}");
}

#[test]
fn wrong_derivatives_of_small_functions_are_found() {
    for scale in [1e-2, 1e-6, 1e-9] {
        let f = custom_jvp(
            move |x: &Array| x.sin() * scale,
            move |x: &Array| {
                let slope = x.cos() * -scale;
                (x.sin() * scale, move |dx: &Array| &slope * dx)
            },
        );
        assert!(check_grads(&f, &array([0.3, 1.0]), CheckOptions::default()).is_err());
        assert!(check_grads(f, &array([0.3_f32, 1.0]), CheckOptions::default()).is_err()); // wrong, or vacuous
    }
}

#[test]
fn a_rule_that_returns_another_value_is_found() {
    let f = custom_jvp(Array::sin, |x: &Array| {
        let slope = x.cos();
        (x.sin() + 0.01, move |dx: &Array| &slope * dx)
    });
    for modes in [Modes::FORWARD, Modes::REVERSE] {
        let result = check_grads(&f, &array([0.3]), CheckOptions::default().modes(modes));
        assert!(matches!(result, Err(CheckError::Value(_))));
    }
}

#[test]
fn points_near_a_kink_and_near_a_pole_are_no_false_alarms() {
    for distance in [1e-2, 1e-4, 1e-6] {
        let x = array([distance, -distance, 0.7]);
        check_grads(|x: &Array| x.maximum(0.0), &x, CheckOptions::default()).expect("right on both sides");
        check_grads(|x: &Array| x.abs().ln(), &x, CheckOptions::default().order(2)).expect("right");
    }
}

#[test]
fn scale_alone_raises_no_alarm() {
    check_grads(Array::sin, &array([1e5, -3e6, 1e8]), CheckOptions::default().order(2)).expect("right");
    check_grads(|x: &Array| x.sin() * 1e-3 + 1e6, &array([0.3]), CheckOptions::default()).expect("right");
    check_grads(|x: &Array| x.square().exp(), &array([0.0_f32, 2.5, -3.0]), CheckOptions::default().order(3))
        .expect("right");
}

#[test]
fn every_vacuous_check_is_an_error() {
    let vacuous = |result: Result<_, CheckError>| matches!(result, Err(CheckError::Vacuous(_)));
    let (x, options) = (array([0.3, 0.9]), CheckOptions::default);
    assert!(vacuous(check_grads(|_: &Array| array(1.0), &x, options())));
    assert!(vacuous(check_grads(Array::sin, &x, options().order(0))));
    assert!(vacuous(check_grads(Array::sin, &x, options().directions(0).every_entry(0))));
    assert!(vacuous(check_grads(Array::sin, &x, options().tolerance(1e3))));
    assert!(vacuous(check_grads(|x: &Array| x.slice(0, 0..0), &x, options())));
    assert!(matches!(check_grads(|x: &Array| x.gt(0.0), &x, options()), Err(CheckError::Integer { .. })));
    assert!(vacuous(check_grads(|x: &Array| x.square(), &array(0.0), options())));
    let flat = check_grads(|x: &Array| x.maximum(0.0).square(), &array(0.0), options().order(2));
    assert!(matches!(flat, Err(CheckError::Kink(_))), "the slope has a kink");
    // Zero at order 2 is an answer: the function is linear.
    check_grads(|x: &Array| x * 3.0, &x, options().order(3)).expect("linear");
}

#[test]
fn jax_settings_and_fixed_steps_give_the_same_verdicts() {
    let sin = |factor: f64| {
        custom_jvp(Array::sin, move |x: &Array| {
            let slope = x.cos() * factor;
            (x.sin(), move |dx: &Array| &slope * dx)
        })
    };
    for x in [array([0.3, -0.8]), array([0.3_f32, -0.8])] {
        for options in [CheckOptions::default().jax_compatible(), CheckOptions::default().step(1e-4).tolerance(1e-3)] {
            check_grads(sin(1.0), &x, options.clone()).expect("right");
            assert!(matches!(check_grads(sin(1.01), &x, options.clone()), Err(CheckError::Wrong(_))));
            assert!(matches!(check_grads(Array::abs, &array([0.0]), options), Err(CheckError::Kink(_))));
        }
    }
}

#[test]
fn large_inputs_are_projected_and_rerun() {
    let one_off = |n: usize| {
        custom_jvp(Array::sin, move |x: &Array| {
            let slope = x.cos() * Array::iota(n, DType::I64).eq(7).select(&x.full_like(1.001), 1.0);
            (x.sin(), move |dx: &Array| &slope * dx)
        })
    };
    let x = |n: usize| random::uniform(&random::key(1), &[n], DType::F32);
    let error = check_grads(one_off(900), &x(900), CheckOptions::default()).expect_err("rerun");
    assert_eq!(error.comparison().expect("a comparison").input, "args[0][7]");
    let error = check_grads(one_off(20_000), &x(20_000), CheckOptions::default()).expect_err("projected");
    assert_eq!(error.comparison().expect("a comparison").output, "output[7]");
}

#[test]
fn no_seed_raises_a_false_alarm() {
    let net = |x: &Array| (x.tanh() * x.exp()).sum() / (x.square().sum() + 1.0);
    let softmax = |x: &Array| {
        let e = (x * 1.7 + 0.3).sigmoid().exp();
        ((&e / e.sum()).ln() * x.cos()).sum()
    };
    for seed in 0..1000 {
        let options = CheckOptions::default().order(2).seed(seed);
        let x = random::normal(&random::key(seed), &[3], DType::F64);
        for x in [x.convert(DType::F32), x] {
            check_grads(net, &x, options.clone()).unwrap_or_else(|error| panic!("{error}"));
            check_grads(softmax, &x, options.clone()).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}

#[test]
fn plain_functions() {
    let f = |x: &[f64]| vec![x[0].sin() * x[1], x[1].powi(3)];
    let j = |k: f64| move |x: &[f64]| vec![vec![x[0].cos() * x[1], k * x[0].sin()], vec![0.0, 3.0 * x[1].powi(2)]];
    let x = [0.4, 2.0];
    check_jacobian(f, j(1.0), &x, CheckOptions::default()).expect("right");
    let error = check_jacobian(f, j(1.0 + 1e-6), &x, CheckOptions::default()).expect_err("a millionth");
    assert!(matches!(&error, CheckError::Wrong(c) if c.input == "x[1]" && c.output == "f[0]"), "{error}");
    let short = check_gradient(|x| x[0], |_| vec![1.0], &x, CheckOptions::default());
    assert!(matches!(short, Err(CheckError::Structure(_))));
    let truth = j(1.0)(&x);
    for (row, want) in numerical_jacobian(f, &x).iter().zip(&truth) {
        row.iter().zip(want).for_each(|(a, b)| assert!((a - b).abs() < 1e-10, "{a} {b}"));
    }
    assert!(numerical_jacobian(f, &x).len() == 2 && numerical_jacobian(|_| vec![], &x).is_empty());
}

#[test]
fn taylor_slopes_of_vector_outputs_in_both_precisions() {
    for x in [array([0.3, -0.8]), array([0.3_f32, -0.8])] {
        let report =
            check_taylor(|x: &Array| (x.exp(), x.sin().sum()), &x, CheckOptions::default().order(2)).expect("right");
        let off =
            |s: &cotangent_checks::TaylorSlope| s.slope.is_none_or(|slope| (slope - s.degree as f64 - 1.0).abs() > 0.2);
        assert!(report.slopes.len() == 8 && !report.slopes.iter().any(off), "{report}");
    }
    check_taylor(|x: &Array| x * 3.0, &array([1.0]), CheckOptions::default().order(2)).expect("exact");
}
