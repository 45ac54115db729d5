//! What must pass and what must fail: JAX's verdicts, the holes of its checker, and planted errors of every kind.

use cotangent_autodiff::{Array, DType, array, custom_jvp, random};
use cotangent_checks::{CheckError, CheckOptions, Modes, check_grads, check_taylor};
use std::collections::BTreeMap;

type Unary = Box<dyn Fn(&Array) -> Array + Send + Sync>;

/// sin with `slope(x)` as its derivative.
fn sin_with(slope: fn(&Array) -> Array) -> Unary {
    custom_jvp(Array::sin, move |x: &Array| {
        let slope = slope(x);
        (x.sin(), move |dx: &Array| &slope * dx)
    })
}

fn verdict<T>(result: Result<T, CheckError>) -> &'static str {
    match result {
        Ok(_) => "pass",
        Err(CheckError::Wrong(_) | CheckError::Taylor { .. }) => "fail",
        Err(_) => "error",
    }
}

/// The verdict of one of JAX's cases.
fn judge(id: &str, x: &[f64], options: CheckOptions) -> &'static str {
    let x = Array::from_vec(x.to_vec(), &[x.len()]).expect("a vector");
    match id {
        "check_grads/sin_right" => verdict(check_grads(Array::sin, &x, options)),
        "check_grads/sin_cj_right" => verdict(check_grads(sin_with(Array::cos), &x, options)),
        "check_grads/sin_sign" => verdict(check_grads(sin_with(|x| -x.cos()), &x, options)),
        "check_grads/sin_2nd_detached" => verdict(check_grads(sin_with(|x| x.stop_gradient().cos()), &x, options)),
        "check_grads/tuple_out" => verdict(check_grads(|x: &Array| (x.sin(), x.powi(3)), &x, options)),
        "check_grads/mul_one_arg_missing" => {
            let product = custom_jvp(
                |x: &Array, y: &Array| x * y,
                |x: &Array, y: &Array| {
                    let slope = y.clone();
                    (x * y, move |dx: &Array, _: &Array| &slope * dx)
                },
            );
            verdict(check_grads(product, (&x.at(0), &x.at(1)), options))
        }
        other => panic!("{other} is not known: add it"),
    }
}

#[test]
fn the_verdicts_are_those_of_jax() {
    let text = include_str!("../../tests/data/check_grads.json");
    let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let mut verdicts = 0;
    for case in file["cases"].as_array().expect("cases") {
        let id = case["id"].as_str().expect("an id");
        let numbers = |a: &serde_json::Value| {
            a["data"].as_array().expect("data").iter().map(|x| x.as_f64().expect("a number")).collect::<Vec<_>>()
        };
        let x: Vec<f64> = case["args"].as_array().expect("args").iter().flat_map(numbers).collect();
        for (how, want) in case["verdict"].as_object().expect("verdicts") {
            let (order, modes) = how.strip_prefix("order").and_then(|h| h.split_once('/')).expect("orderN/modes");
            let modes = match modes {
                "fwd" => Modes::FORWARD,
                "rev" => Modes::REVERSE,
                "fwd+rev" => Modes::BOTH,
                other => panic!("modes {other} are not known"),
            };
            let options = CheckOptions::default().order(order.parse().expect("a number")).modes(modes);
            assert_eq!(judge(id, &x, options), want.as_str().expect("a verdict"), "{id} {how}");
            verdicts += 1;
        }
    }
    assert_eq!(verdicts, 54, "the file has six cases with nine verdicts each");
}

#[test]
fn a_zero_rule_is_found_in_four_hundred_elements_of_f32() {
    let zero = sin_with(|x| x.zeros_like());
    let x = random::normal(&random::key(0), &[400], DType::F32);
    assert_eq!(verdict(check_grads(&zero, &x, CheckOptions::default().modes(Modes::FORWARD))), "fail");
    let many = random::normal(&random::key(0), &[200_000], DType::F64);
    assert_eq!(verdict(check_grads(&zero, &many, CheckOptions::default().modes(Modes::FORWARD))), "fail");
}

#[test]
fn a_wrong_second_derivative_is_found_at_zero() {
    // A sin whose slope has the value of cos but says that its own slope is 7.
    let wrong = sin_with(|x| {
        let cos = custom_jvp(Array::cos, |x: &Array| (x.cos(), |dx: &Array| 7.0 * dx));
        cos(x)
    });
    let at_zero = array([0.0, 0.0]);
    assert_eq!(verdict(check_grads(&wrong, &at_zero, CheckOptions::default())), "pass");
    for modes in [Modes::FORWARD, Modes::REVERSE, Modes::BOTH] {
        assert_eq!(verdict(check_grads(&wrong, &at_zero, CheckOptions::default().order(2).modes(modes))), "fail");
    }
}

#[test]
fn f32_arguments_far_from_zero_are_checked_in_f64() {
    let x = array([1.0e5_f32, -3.0e4]);
    assert_eq!(verdict(check_grads(Array::sin, &x, CheckOptions::default().order(2))), "pass");
    assert_eq!(verdict(check_grads(sin_with(|x| x.cos() * 1.001), &x, CheckOptions::default())), "fail");
}

#[test]
fn a_factor_of_a_thousandth_in_one_component_is_found() {
    for dtype in [DType::F32, DType::F64] {
        let scales = |x: &Array| Array::iota(400, DType::I64).eq(237).select(&x.full_like(1.001), 1.0);
        let one_off = custom_jvp(
            |x: &Array| x.sin().sum(),
            move |x: &Array| {
                let slope = x.cos() * scales(x);
                (x.sin().sum(), move |dx: &Array| (&slope * dx).sum())
            },
        );
        let x = random::uniform(&random::key(3), &[400], dtype);
        let error = check_grads(one_off, &x, CheckOptions::default()).expect_err("one entry is off");
        assert!(error.to_string().contains("args[0][237]"), "{error}");
    }
}

#[test]
fn a_millionth_is_found_in_f64() {
    let x = array([0.3, -0.8]);
    assert_eq!(verdict(check_grads(sin_with(|x| x.cos() * (1.0 + 3e-6)), &x, CheckOptions::default())), "fail");
}

#[test]
fn a_kink_is_called_a_kink() {
    for f in [Array::abs, (|x| x.maximum(0.0)) as fn(&Array) -> Array] {
        let error = check_grads(f, &array([0.0, 1.0]), CheckOptions::default()).expect_err("a kink at 0");
        assert!(matches!(error, CheckError::Kink(_)), "{error}");
    }
    // A minimum and an inflection are none.
    assert_eq!(verdict(check_grads(|x: &Array| x.square(), &array(0.0), CheckOptions::default().order(3))), "pass");
    assert_eq!(verdict(check_grads(|x: &Array| x.powi(3), &array(0.0), CheckOptions::default().order(3))), "pass");
}

#[test]
fn a_check_that_would_say_nothing_is_refused() {
    let options = CheckOptions::default;
    assert!(matches!(check_grads(Array::sin, &Array::zeros(&[0], DType::F64), options()), Err(CheckError::Vacuous(_))));
    assert!(matches!(check_grads(|x: &Array| x.gt(0.0), &array([1.0]), options()), Err(CheckError::Integer { .. })));
    let error =
        check_grads(|p: &(Array, Array)| &p.0 * &p.1, &(array(1.0), array(2)), options()).expect_err("an integer");
    assert!(error.to_string().contains("args[0][1] is int32"), "{error}");
    assert!(matches!(check_grads(Array::floor, &array([0.5, 1.5]), options()), Err(CheckError::Vacuous(_))));
}

#[test]
fn reports_name_leaves_by_path() {
    let loss = |p: &BTreeMap<String, Array>, b: &Array| (p["w"].sin() * b).sum();
    let p: BTreeMap<String, Array> = [("w".into(), array([0.1, 0.2]))].into();
    let report = check_grads(loss, (&p, &array(3.0)), CheckOptions::default().order(2)).expect("right");
    assert!(report.comparisons().iter().any(|c| c.input.starts_with("args[0][\"w\"][")), "{report:?}");
    assert!(report.entries() > 20 && report.worst().expect("some").ratio() < 1.0);
}

#[test]
fn right_functions_pass_with_every_seed() {
    let net = |x: &Array| (x.tanh() * x.exp()).sum() / (x.square().sum() + 1.0);
    for seed in 0..300 {
        let options = CheckOptions::default().order(2).seed(seed).directions(1);
        let x = random::normal(&random::key(seed), &[3], DType::F64);
        check_grads(net, &x, options.clone()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        check_grads(net, &x.convert(DType::F32), options).unwrap_or_else(|error| panic!("seed {seed}, f32: {error}"));
    }
}

#[test]
fn the_taylor_test_tells_right_from_wrong() {
    let x = array([0.3, -0.8, 1.2]);
    let options = || CheckOptions::default().order(2);
    assert_eq!(verdict(check_taylor(|x: &Array| (x.sin() * x).sum(), &x, options())), "pass");
    let wrong = sin_with(|x| x.cos() * 1.01);
    assert_eq!(verdict(check_taylor(|x: &Array| wrong(x).sum(), &x, options())), "fail");
    let detached = sin_with(|x| x.stop_gradient().cos());
    assert_eq!(verdict(check_taylor(|x: &Array| detached(x).sum(), &x, CheckOptions::default())), "pass");
    assert_eq!(verdict(check_taylor(|x: &Array| detached(x).sum(), &x, options())), "fail");
}

#[test]
fn an_error_can_become_the_error_of_the_library() {
    let result: Result<(), cotangent_autodiff::Error> =
        check_grads(sin_with(|x| -x.cos()), &array(0.4), CheckOptions::default()).map(|_| ()).map_err(Into::into);
    let text = result.expect_err("wrong").to_string();
    assert!(text.contains("check: wrong derivative: order 1, forward, f, d output / d args[0]: derivative"), "{text}");
}
