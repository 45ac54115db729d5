//! Draws and transforms: where a derivative flows, where it may not, and what is refused.

use cotangent::{
    Arg, Array, DType, ErrorKind, array, compile, grad, grad_wrt,
    random::{self, Choice, Key},
    vmap,
};

fn numbers(x: &Array) -> Vec<f64> {
    x.to_vec().unwrap()
}

fn key() -> Key {
    random::key(9)
}

#[test]
fn truncated_normal_moves_with_its_bounds() {
    let f = |low: &Array, high: &Array| (random::truncated_normal(&key(), low, high, &[2, 3]).powi(3)).sum();
    let (low, high) = (array([[-1.0], [0.5]]), array([2.0, 0.75, 3.0]));
    let (by_low, by_high) = grad_wrt(f, (Arg::<0>, Arg::<1>))(&low, &high);
    let h = 1e-6;
    let along = |low: &Array, high: &Array| f(low, high).item::<f64>().unwrap();
    let ones = (low.ones_like(), high.ones_like());
    let want_low = (along(&(&low + h * &ones.0), &high) - along(&(&low - h * &ones.0), &high)) / (2.0 * h);
    let want_high = (along(&low, &(&high + h * &ones.1)) - along(&low, &(&high - h * &ones.1))) / (2.0 * h);
    let sum = |x: &Array| x.sum().item::<f64>().unwrap();
    assert!((sum(&by_low) - want_low).abs() < 1e-7 * want_low.abs(), "{by_low:?}");
    assert!((sum(&by_high) - want_high).abs() < 1e-7 * want_high.abs(), "{by_high:?}");
}

#[test]
fn truncated_normal_stays_within_its_bounds() {
    for (low, high) in [(-1.0, 2.0), (9.0, 10.0), (f64::NEG_INFINITY, -3.0), (0.25, 0.25), (-40.0, f64::INFINITY)] {
        for dtype in [DType::F32, DType::F64] {
            let (a, b) = (array([low]).convert(dtype), array([high]).convert(dtype));
            let x = numbers(&random::truncated_normal(&key(), &a, &b, &[200]).convert(DType::F64));
            assert!(x.iter().all(|x| (low..=high).contains(x) && x.is_finite()), "[{low}, {high}]: {x:?}");
        }
    }
}

#[test]
fn draws_are_constants_of_formulas() {
    let cov = array([[2.0, 0.5], [0.5, 1.0]]);
    let by_mean = grad(move |m: &Array| random::multivariate_normal(&key(), m, &cov, &[3]).sum());
    assert_eq!(numbers(&by_mean(&array([0.0, 1.0]))), [3.0, 3.0]);
    let spread = |c: &Array| random::multivariate_normal(&key(), &array([0.0, 1.0]), c, &[3]).square().sum();
    let cov = array([[2.0, 0.5], [0.5, 1.0]]);
    let step = array([[1.0, 0.25], [0.25, -0.5]]);
    let number = |x: &Array| x.sum().item::<f64>().unwrap();
    let want = (number(&spread(&(&cov + 1e-6 * &step))) - number(&spread(&(&cov - 1e-6 * &step)))) / 2e-6;
    let got = number(&(grad(spread)(&cov) * &step));
    assert!((got - want).abs() < 1e-7 * want.abs(), "{got}, not {want}");
    let x = array([1.0, 2.0, 3.0]);
    let by_part = grad(|x: &Array| (random::shuffle(&key(), x, 0) * array([1.0, 10.0, 100.0])).sum());
    let mut slopes = numbers(&by_part(&x));
    slopes.sort_by(f64::total_cmp);
    assert_eq!(slopes, [1.0, 10.0, 100.0]);
    let how = Choice::new().weights(&array([0.0, 1.0, 0.0]));
    let twice = grad(move |x: &Array| random::choice(&key(), x, &[2], &how).sum());
    assert_eq!(numbers(&twice(&x)), [0.0, 2.0, 0.0]);
}

/// A parameter that the gradient is taken in is an error, with the name of the draw and the remedy; stopped, it is a number.
#[test]
fn parameters_that_depend_on_an_input_are_refused() {
    type Draw = fn(&Array) -> Array;
    let draws: [(&str, &str, Draw); 9] = [
        ("gamma", "a", |a| random::gamma(&key(), a, &[2])),
        ("log_gamma", "a", |a| random::log_gamma(&key(), a, &[2])),
        ("beta", "b", |b| random::beta(&key(), &array([1.0]), b, &[2])),
        ("dirichlet", "alpha", |a| random::dirichlet(&key(), a, &[])),
        ("chi_square", "df", |a| random::chi_square(&key(), a, &[2])),
        ("student_t", "df", |a| random::student_t(&key(), a, &[2])),
        ("poisson", "rate", |a| random::poisson(&key(), a, &[2], DType::I32).convert(DType::F64)),
        ("categorical", "logits", |a| random::categorical(&key(), a, 0, &[2]).convert(DType::F64)),
        ("choice", "weights", |a| random::choice(&key(), &array([1.0, 2.0]), &[2], &Choice::new().weights(a))),
    ];
    for (name, parameter, draw) in draws {
        let x = array([0.5, 0.75]);
        let panic = std::panic::catch_unwind(|| grad(move |x: &Array| draw(x).sum())(&x)).unwrap_err();
        let text = panic.downcast_ref::<String>().unwrap();
        let want =
            format!("{name}: draws have no derivative in {parameter}, which depends on the input of a transform");
        assert!(text.contains(&want) && text.contains("stop_gradient"), "{text}");
        let stopped = grad(move |x: &Array| (draw(&x.stop_gradient()) * x).sum())(&x);
        assert_eq!(stopped.shape(), x.shape(), "{name}");
    }
    let mapped = std::panic::catch_unwind(|| vmap(|a: &Array| random::gamma(&key(), a, &[]))(&array([1.0, 2.0])));
    assert!(
        mapped.unwrap_err().downcast_ref::<String>().unwrap().contains("gamma: a value under `vmap` cannot be read")
    );
}

#[test]
fn every_example_and_every_call_sees_the_same_draws() {
    let noise = numbers(&random::normal(&key(), &[2], DType::F64));
    let rows = vmap(|x: &Array| x + random::normal(&key(), &[2], DType::F64))(&array([0.0, 0.0]));
    assert_eq!(numbers(&rows), [noise.clone(), noise.clone()].concat());
    let compiled = compile(|x: &Array| x * random::gamma(&key(), &array([2.0]), &[1]));
    assert_eq!(numbers(&compiled(&array([1.0]))), numbers(&compiled(&array([1.0]))));
    let bounds = vmap(|b: &Array| random::truncated_normal(&key(), b, &(b + 1.0), &[2]))(&array([-1.0, 0.0]));
    assert_eq!(numbers(&bounds.at(1)), numbers(&random::truncated_normal(&key(), &array(0.0), &array(1.0), &[2])));
}

#[test]
fn impossible_draws_say_why() {
    let text = |result: Result<Array, cotangent::Error>, kind: ErrorKind| {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.location().file().ends_with("transforms.rs"), "{error}");
        error.text().to_owned()
    };
    let key = &key();
    let one = &array([1.0]);
    assert_eq!(
        text(random::try_gamma(key, &array([1.0, -2.0]), &[2]), ErrorKind::Argument),
        "gamma: a must be positive (or 0) and finite, not -2"
    );
    assert_eq!(
        text(random::try_gamma(key, &array([1.0, 2.0]), &[3]), ErrorKind::Shape),
        "gamma: a of shape [2] does not broadcast to [3]"
    );
    assert_eq!(
        text(random::try_log_gamma(key, &array([1, 2]), &[2]), ErrorKind::DType),
        "log_gamma: draws from parameters in float32 or float64, not int32"
    );
    assert_eq!(
        text(random::try_beta(key, one, &array([f64::NAN]), &[1]), ErrorKind::Argument),
        "beta: b must be positive and finite, not NaN"
    );
    assert_eq!(
        text(random::try_dirichlet(key, &Array::from(1.0), &[2]), ErrorKind::Shape),
        "dirichlet: alpha needs a last axis that is not empty, not shape []"
    );
    assert_eq!(
        text(random::try_student_t(key, &array([0.0]), &[1]), ErrorKind::Argument),
        "student_t: df must be positive and finite, not 0"
    );
    let axes = [1; cotangent::MAX_RANK + 1];
    assert!(text(random::try_chi_square(key, one, &axes), ErrorKind::Shape).contains("axes, more than"));
    assert_eq!(
        text(random::try_poisson(key, &array([1e10]), &[1], DType::I64), ErrorKind::Argument),
        "poisson: rate must be between 0 and 2^31, not 10000000000"
    );
    assert_eq!(
        text(random::try_poisson(key, one, &[1], DType::F32), ErrorKind::DType),
        "poisson: draws int32 or int64, not float32"
    );
    assert_eq!(
        text(random::try_bernoulli_each(key, &array([1.5]), &[1]), ErrorKind::Argument),
        "bernoulli_each: p must be between 0 and 1, not 1.5"
    );
    assert_eq!(
        text(random::try_categorical(key, &array([f64::NAN]), 0, &[1]), ErrorKind::Argument),
        "categorical: logits must be numbers, not NaN"
    );
    assert!(text(random::try_categorical(key, one, 1, &[1]), ErrorKind::Index).starts_with("categorical: "));
    assert_eq!(
        text(random::try_categorical(key, &Array::zeros(&[2, 3], DType::F64), 1, &[]), ErrorKind::Shape),
        "categorical: draws of shape [] from logits [2, 3] along axis 1"
    );
    let once = Choice::new().without_replacement();
    assert_eq!(
        text(random::try_choice(key, &array([1.0, 2.0]), &[3], &once), ErrorKind::Argument),
        "choice: 3 draws from 2 without replacement"
    );
    assert_eq!(
        text(random::try_choice(key, &Array::zeros(&[0], DType::F64), &[1], &Choice::new()), ErrorKind::Argument),
        "choice: 1 draws from 0"
    );
    assert_eq!(
        text(random::try_choice(key, &array([1.0, 2.0]), &[1], &Choice::new().weights(one)), ErrorKind::Shape),
        "choice: weights of shape [1] for 2 to draw from"
    );
    assert_eq!(
        text(random::try_choice(key, &array([1, 2]), &[2], &once.weights(&array([1.0, 0.0]))), ErrorKind::Argument),
        "choice: 2 draws, but 1 weights above 0"
    );
    assert!(text(random::try_shuffle(key, one, 1), ErrorKind::Index).starts_with("shuffle: "));
    assert_eq!(
        text(random::try_truncated_normal(key, &array([2.0]), one, &[1]), ErrorKind::Argument),
        "truncated_normal: lower is above upper, or NaN"
    );
    assert_eq!(
        text(random::try_truncated_normal(key, &array([0.0, 0.5]), one, &[1]), ErrorKind::Shape),
        "truncated_normal: lower of batch shape [2] does not broadcast to [1]"
    );
    assert_eq!(
        text(random::try_multivariate_normal(key, one, &Array::eye(2, DType::F64), &[1]), ErrorKind::Shape),
        "multivariate_normal: a mean of shape [1] with a covariance of shape [2, 2]"
    );
    let indefinite = random::try_multivariate_normal(key, one, &array([[-1.0]]), &[]);
    assert!(text(indefinite, ErrorKind::Value).contains("not positive definite"));
}
