//! What users read when something does not fit: the operation, the shapes or the leaf, the remedy, and their own line.

use cotangent_autodiff::{
    Arg, Array, DType, Error, ErrorKind, array, compile, concat, custom_jvp, grad, grad_wrt, hessian, jacfwd, jvp,
    linearize, stack, stage, try_concat, try_grad, try_grad_wrt, try_jvp, try_linearize, try_value_and_grad, try_vjp,
    vjp, vmap, vmap_wrt,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

/// The text of the panic.
#[track_caller]
fn text_of<T>(f: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    panic.downcast_ref::<String>().expect("a text").clone()
}

/// The panic has this text and ends with a line of this file.
#[track_caller]
fn refused<T>(f: impl FnOnce() -> T, want: &str) {
    let text = text_of(f);
    assert!(text.starts_with(want), "{text:?} does not begin with {want:?}");
    assert!(text.contains("errors.rs:"), "{text:?} does not name the line of the caller");
}

/// As [`refused`], and the place is this very line.
macro_rules! refused_here {
    ($e:expr, $want:expr) => {{
        let text = text_of(|| $e);
        assert!(text.starts_with($want), "{text:?} does not begin with {:?}", $want);
        let here = format!("errors.rs:{}:", line!());
        assert!(text.contains(&here), "{text:?} does not name {here}");
    }};
}

fn scalar() -> Array {
    array(1.0)
}

fn vector() -> Array {
    array([1.0, 2.0])
}

#[test]
fn gradients_need_a_scalar_float_output() {
    refused(
        || grad(|x: &Array| x.sin())(&vector()),
        "grad: the function must return a scalar, not shape [2]; reduce it",
    );
    refused(
        || grad(|x: &Array| x.reshape(&[1]))(&scalar()),
        "grad: the function must return a scalar, not shape [1]; reshape",
    );
    refused(|| grad(|x: &Array| x.convert(DType::I32))(&scalar()), "grad: the function must return a float, not int32");
    refused(|| grad(|x: &Array| x.gt(0.0))(&scalar()), "grad: the function must return a float, not bool");
    refused(|| hessian(Array::sin)(&vector()), "hessian: the function must return a scalar, not shape [2]");
    refused(|| jacfwd(|x: &Array| (x.sin(), x.gt(0.0)))(&scalar()), "jacfwd: leaf `[1]` is bool");
}

#[test]
fn differentiated_leaves_are_floats() {
    type Pair = (Array, Vec<Array>);
    let total = |p: &Pair| &p.0 + &p.1[0];
    let p: Pair = (scalar(), vec![scalar(), array(3)]);
    refused(
        || grad(total)(&p),
        "grad: leaf `[1][1]` is int32, and only floats have derivatives; write 3.0 instead of 3",
    );
    refused(|| grad(Array::sin)(&array(true)), "grad: the argument is bool");
    refused(|| grad_wrt(|x: &Array, n: &Array| x * n, Arg::<1>)(&scalar(), &array(2)), "grad: the argument is int32");
    refused(|| jvp(Array::sin, &array(1), &array(1)), "jvp: the argument is int32");
    refused(|| vjp(Array::sin, &array(1)), "vjp: the argument is int32");
    refused(|| linearize(Array::sin, &array(1)), "linearize: the argument is int32");
    refused(|| jacfwd(Array::sin)(&array([1, 2])), "jacfwd: the argument is int32");
}

#[test]
fn the_line_of_the_transform_is_named() {
    refused_here!(grad(|x: &Array| x.sin())(&vector()), "grad:");
    refused_here!(jvp(Array::sin, &scalar(), &vector()), "jvp:");
    refused_here!(vjp(Array::sin, &array(1)), "vjp:");
    refused_here!(vmap(Array::sin)(&scalar()), "vmap:");
    refused_here!(&vector() + &array([1.0, 2.0, 3.0]), "add:");
    refused_here!(vector() * array([1.0, 2.0, 3.0]), "mul:");
    refused_here!(vector().take(&array(7), 0), "take:");
    refused_here!(vector().dot(&array([1.0, 2.0, 3.0])), "dot:");
    refused_here!(vector().reshape(&[3]), "reshape:");
    refused_here!(vector().sum_axes(1), "sum:");
    refused_here!(vector().slice(0, 1..5), "slice:");
    refused_here!(vector().at(2), "at:");
    refused_here!(concat(&[&vector(), &scalar()], 0), "concat:");
    refused_here!(stack(&[&vector(), &scalar()], 0), "stack:");
    refused_here!(vector().broadcast_to(&[3]), "broadcast_to:");
    refused_here!(vector().pad(&[]), "pad:");
    refused_here!(array([true]).exp(), "exp:");
}

#[test]
fn tangents_and_cotangents_fit() {
    let two = |x: &Vec<Array>| x[0].clone();
    refused(|| jvp(Array::sin, &vector(), &scalar()), "jvp: the tangent has type f64[], but f64[2] is needed");
    refused(|| jvp(Array::sin, &array(1.0_f32), &scalar()), "jvp: the tangent has type f64[], but f32[] is needed");
    refused(
        || jvp(two, &vec![vector(), scalar()], &vec![vector(), vector()]),
        "jvp: the tangent has type f64[2] at `[1]`, but f64[] is needed",
    );
    refused(
        || jvp(two, &vec![vector(), scalar()], &vec![vector()]),
        "jvp: the tangent has structure [*], but [*, *] is needed",
    );
    let (_, pullback) = vjp(two, &vec![vector()]);
    refused(|| pullback(&scalar()), "vjp: the cotangent has type f64[], but f64[2] is needed");
    let (_, push) = linearize(two, &vec![vector()]);
    refused(|| push(&vec![scalar()]), "linearize: the tangent has type f64[] at `[0]`, but f64[2] is needed");
    let (_, pullback) = vjp(|x: &Array| vec![x.clone(), x.sin()], &scalar());
    refused(|| pullback(&vec![scalar()]), "vjp: the cotangent has structure [*], but [*, *] is needed");
}

/// A value that the function under the transform put aside.
fn escaped(run: impl FnOnce(&Mutex<Array>)) -> Array {
    let slot = Mutex::new(scalar());
    run(&slot);
    slot.into_inner().expect("no panic")
}

fn put(slot: &Mutex<Array>, x: &Array) -> Array {
    *slot.lock().expect("no panic") = x.clone();
    x * 2.0
}

#[test]
fn an_escaped_value_is_refused_by_the_name_of_its_transform() {
    let leaks: [(&str, Array); 6] = [
        ("grad", escaped(|s| drop(grad(|x: &Array| put(s, x))(&scalar())))),
        ("vjp", escaped(|s| drop(vjp(|x: &Array| put(s, x), &scalar())))),
        ("jvp", escaped(|s| drop(jvp(|x: &Array| put(s, x), &scalar(), &scalar())))),
        ("vmap", escaped(|s| drop(vmap(|x: &Array| put(s, x))(&vector())))),
        ("compile", escaped(|s| drop(compile(|x: &Array| put(s, x))(&scalar())))),
        ("stage", escaped(|s| drop(stage(|x: &Array| put(s, x), &scalar())))),
    ];
    for (transform, leak) in &leaks {
        let want = format!("{transform}: a value escaped from the function under `{transform}`");
        refused(|| leak + 1.0, &want);
        refused(|| leak + leak, &want);
        refused(|| leak.clone() * &scalar(), &want);
        refused(|| leak.sin(), &want);
        refused(|| leak.expand(0).sum(), &want);
        refused(|| leak.gt(0.0), &want);
        refused(|| *leak > 0.0, &want);
        refused(|| *leak <= 0.0, &want);
        refused(|| *leak == 0.0, &want);
        refused(|| *leak != 0.0, &want);
        refused(|| leak.reshape(&[1]), &want);
        refused(|| concat(&[&leak.expand(0), &vector()], 0), &want);
        // Found inside of a rule, which does not know the line.
        assert!(text_of(|| grad(|x: &Array| x * leak)(&scalar())).starts_with(&want));
        assert!(text_of(|| compile(|x: &Array| x * leak)(&scalar())).starts_with(&want));
        let error = leak.item::<f64>().unwrap_err();
        assert!(error.to_string().starts_with(&want) && error.kind() == ErrorKind::Transform, "{error}");
        assert!(format!("{leak:?}").starts_with(&format!("Traced({transform}")), "{leak:?}");
    }
}

#[test]
fn a_transform_that_panicked_leaves_nothing_open() {
    let slot = Mutex::new(scalar());
    let stop = |x: &Array| -> Array {
        *slot.lock().expect("no panic") = x.clone();
        panic!("stop {}", x.rank())
    };
    assert_eq!(text_of(|| grad(stop)(&scalar())), "stop 0");
    let leak = slot.lock().expect("no panic").clone();
    refused(|| leak.sin(), "grad: a value escaped");
}

#[test]
fn a_value_stays_on_the_thread_of_its_transform() {
    let elsewhere = |x: &Array| -> Array {
        let text = std::thread::scope(|s| s.spawn(|| text_of(|| x.sin())).join().expect("no panic"));
        panic!("{text}")
    };
    for text in [
        text_of(|| grad(elsewhere)(&scalar())),
        text_of(|| compile(elsewhere)(&scalar())),
        text_of(|| vmap(elsewhere)(&vector())),
        text_of(|| jvp(elsewhere, &scalar(), &scalar())),
    ] {
        assert!(text.contains("was used on another thread; run the transform as a whole on each thread"), "{text}");
        assert!(text.contains("errors.rs:"), "{text}");
    }
}

#[test]
fn values_without_one_number_cannot_be_read() {
    let branch = |x: &Array| if *x > 0.0 { x.sin() } else { x.clone() };
    refused(
        || vmap(branch)(&vector()),
        "comparison: a value under `vmap` cannot be read: every example has its own value; use `select`",
    );
    refused(
        || compile(branch)(&scalar()),
        "comparison: a value under `compile` cannot be read: the value is not known while",
    );
    refused(|| compile(grad(branch))(&scalar()), "comparison: a value under `compile` cannot be read");
    refused(|| vmap(grad(branch))(&vector()), "comparison: a value under `vmap` cannot be read");
    let item = |x: &Array| Array::from(x.item::<f64>().unwrap_or_else(|e| panic!("{e}")));
    refused(|| vmap(item)(&vector()), "item: a value under `vmap` cannot be read");
    refused(|| stage(item, &scalar()), "item: a value under `stage` cannot be read");
    refused(|| vector() > 0.0, "item: needs one element, not shape [2]");
}

#[test]
fn vmap_needs_axes_of_one_length() {
    refused(|| vmap(Array::sin)(&scalar()), "vmap: leaf `[0]` is a scalar, it has no axis to map over");
    refused(|| vmap(|x: &Array, _: &Array| x.clone())(&vector(), &scalar()), "vmap: leaf `[1]` is a scalar");
    let three = array([1.0, 2.0, 3.0]);
    refused(
        || vmap(|x: &Array, y: &Array| x * y)(&vector(), &three),
        "vmap: the mapped axes differ in length: 2 in leaf `[0]`, 3 in leaf `[1]`",
    );
    refused(
        || vmap(|x: &Vec<Array>| x.len().min(1) as i32 * Array::from(1))(&vec![]),
        "vmap: there is no array to map over",
    );
    refused(
        || vmap_wrt(|x: &Array, y: &Array| x * y, Arg::<1>)(&scalar(), &scalar()),
        "vmap: the argument is a scalar",
    );
}

#[test]
#[allow(clippy::reversed_empty_ranges, reason = "the mistake under test")]
fn operations_name_the_shapes_that_do_not_fit() {
    let (two, three) = (vector(), array([1.0, 2.0, 3.0]));
    let (wide, tall) = (Array::zeros(&[3, 4], DType::F64), Array::zeros(&[5, 2], DType::F64));
    refused(|| &two + &three, "add: cannot broadcast [2] with [3]: 2 != 3");
    refused(|| two.maximum(&three), "maximum: cannot broadcast [2] with [3]: 2 != 3");
    refused(|| two.lt(&three), "lt: cannot broadcast [2] with [3]: 2 != 3");
    refused(|| wide.dot(&tall), "dot: cannot contract [3, 4] with [5, 2]: 4 != 5");
    refused(|| wide.matmul(&tall), "matmul: cannot contract [3, 4] with [5, 2]: 4 != 5");
    refused(|| wide.matmul(&scalar()), "matmul: needs axes to sum over, got [3, 4] and []");
    refused(
        || wide.expand(0).matmul(&tall.broadcast_to(&[2, 5, 2])),
        "matmul: cannot contract [2, 3, 4] with [2, 5, 2]: 4 != 5",
    );
    let (a, b) = (Array::zeros(&[2, 3, 4], DType::F64), Array::zeros(&[3, 4, 2], DType::F64));
    refused(|| a.matmul(&b), "matmul: cannot broadcast the batch axes of [2, 3, 4] with those of [3, 4, 2]");
    refused(|| a.tensordot(&b, &[(0, 0)]), "tensordot: cannot contract [2, 3, 4] with [3, 4, 2]: 2 != 3");
    refused(|| a.tensordot(&b, &[(3, 0)]), "tensordot: axis 3 does not exist in 3 dimensions");
    refused(|| a.tensordot(&b, &[(0, 2), (0, 2)]), "tensordot: axis 0 is named twice");
    refused(|| wide.reshape(&[5]), "reshape: [3, 4] has 12 elements, [5] has 5");
    refused(|| wide.sum_axes([0, 0]), "sum: axis 0 is named twice in [0, 0]");
    refused(|| wide.max_axes(2), "max: axis 2 does not exist in 2 dimensions");
    refused(|| Array::zeros(&[0], DType::F64).max(), "max: no elements in [0]");
    refused(|| wide.transpose(&[0]), "transpose: [0] does not name the 2 axes of [3, 4]");
    refused(|| wide.transpose(&[0, -2]), "transpose: axis -2 is named twice in [0, -2]");
    refused(|| wide.squeeze(0), "squeeze: axis 0 of [3, 4] has length 3, not 1");
    refused(|| wide.slice(0, 2..1), "slice: 2..1 step 1 does not fit axis 0 of [3, 4]");
    refused(|| wide.slice_step(1, .., 0), "slice: 0..4 step 0 does not fit axis 1");
    refused(|| scalar().at(0), "at: index 0 is outside of the first axis of []");
    refused(|| concat(&[], 0), "concat: needs at least one array");
    refused(|| concat(&[&wide, &tall], 0), "concat: [5, 2] does not go behind [3, 4] along axis 0");
    refused(|| two.select(&two, 0.0), "select: the mask must be bool, not float64");
    refused(|| two.gt(0.0).select(&three, 0.0), "select: cannot broadcast [2] with [3]");
    refused(
        || Array::zeros(&[1; 13], DType::F64),
        "shape: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] has 13 axes, more than 12",
    );
    refused(
        || Array::from_vec(vec![1.0], &[2]).unwrap_or_else(|e| panic!("{e}")),
        "from_vec: 1 values do not fill shape [2]",
    );
}

#[test]
fn indices_stay_inside_eager_mapped_and_compiled() {
    let (x, far) = (array([[1.0, 2.0], [3.0, 4.0]]), array([0, 2]));
    refused(|| x.take(&far, 0), "take: index 2 is outside of an axis of length 2");
    refused(|| x.take(&array(-3), 0), "take: index -3 is outside of an axis of length 2");
    refused(|| x.take(&array(0.0), 0), "take: indices must be integers, not float64");
    // Rules are reached through a table, where the line of the caller is lost.
    let mapped = |x: &Array, i: &Array| x.take(i, 0);
    for far in [array([0, 2]), array([0, -3]), array([2, 0]), array([-3, 0])] {
        let text = text_of(|| vmap(mapped)(&x, &far));
        assert!(text.contains("is outside of an axis of length 2"), "{text}");
        // Not known while recorded: found when the program runs.
        let text = text_of(|| compile(vmap(mapped))(&x, &far));
        assert!(text.contains("is outside of an axis"), "{text}");
        let text = text_of(|| compile(mapped)(&x, &far));
        assert!(text.contains("is outside of an axis of length 2"), "{text}");
    }
    assert_eq!(vmap(mapped)(&x, &array([-1, -2])).to_vec::<f64>().expect("f64"), [2.0, 3.0]);
}

#[test]
fn rules_of_the_user_must_be_linear() {
    let bent = custom_jvp(Array::sin, |x: &Array| (x.sin(), |dx: &Array| dx * dx));
    let text = text_of(|| grad(bent)(&scalar()));
    assert!(text.contains("mul was applied to a tangent, in which it is not linear"), "{text}");
    let affine = custom_jvp(
        |x: &Array| concat(&[x, x], 0),
        |x: &Array| (concat(&[x, x], 0), |dx: &Array| concat(&[dx, &array([1.0])], 0)),
    );
    let text = text_of(|| grad(|x: &Array| affine(x).sum())(&array([1.0])));
    assert!(text.contains("not linear"), "{text}");
    let capturing = grad(|w: &Array| {
        let (w, v) = (w.clone(), w.clone());
        let rule = move |x: &Array| {
            let v = v.clone();
            (x * &v, move |dx: &Array| dx * &v)
        };
        custom_jvp(move |x: &Array| x * &w, rule)(&scalar())
    });
    let text = text_of(|| capturing(&scalar()));
    assert!(text.starts_with("custom_jvp: the function captured a value that another transform follows"), "{text}");
}

#[test]
fn try_forms_return_the_text_that_the_short_forms_panic_with() {
    #[track_caller]
    fn twins<T, U>(short: impl FnOnce() -> T, long: impl FnOnce() -> Result<U, Error>) {
        let text = text_of(short);
        let error = long().err().expect("an error");
        let bare = text.rsplit_once(" (at ").expect("a place").0;
        assert_eq!(bare, error.text());
        assert!(error.location().file().ends_with("errors.rs"), "{error}");
    }
    let (x, n, v) = (scalar(), array(1), vector());
    let (y, three) = (vector(), array([1.0, 2.0, 3.0]));
    let wide = |x: &Array| x.broadcast_to(&[2]);
    twins(|| grad(wide)(&x), || try_grad(wide)(&x));
    twins(|| grad(Array::sin)(&n), || try_grad_wrt(Array::sin, Arg::<0>)(&n));
    twins(|| cotangent_autodiff::value_and_grad(wide)(&x), || try_value_and_grad(wide)(&x));
    twins(|| jvp(Array::sin, &x, &v), || try_jvp(Array::sin, &x, &v));
    twins(|| vjp(Array::sin, &n), || try_vjp(Array::sin, &n));
    twins(|| linearize(Array::sin, &n), || try_linearize(Array::sin, &n));
    twins(|| &y + &three, || y.try_add(&three));
    twins(|| &y - &three, || y.try_sub(&three));
    twins(|| &y * &three, || y.try_mul(&three));
    twins(|| &y / &three, || y.try_div(&three));
    twins(|| y.maximum(&three), || y.try_maximum(&three));
    twins(|| y.minimum(&three), || y.try_minimum(&three));
    twins(|| y.powf(&three), || y.try_powf(&three));
    twins(|| n.powi(-1), || n.try_powi(-1));
    twins(|| y.dot(&three), || y.try_dot(&three));
    twins(|| y.matmul(&three), || y.try_matmul(&three));
    twins(|| y.tensordot(&three, &[(0, 0)]), || y.try_tensordot(&three, &[(0, 0)]));
    twins(|| y.reshape(&[3]), || y.try_reshape(&[3]));
    twins(|| y.broadcast_to(&[3]), || y.try_broadcast_to(&[3]));
    twins(|| y.transpose(&[1]), || y.try_transpose(&[1]));
    twins(|| y.slice_step(0, 3.., 1), || y.try_slice_step(0, 3.., 1));
    twins(|| y.take(&array(2), 0), || y.try_take(&array(2), 0));
    twins(|| y.select(&y, 0.0), || y.try_select(&y, 0.0));
    twins(|| y.sum_axes(3), || y.try_sum_axes(3));
    twins(|| y.mean_axes(3), || y.try_mean_axes(3));
    twins(|| y.max_axes(3), || y.try_max_axes(3));
    twins(|| y.min_axes(3), || y.try_min_axes(3));
    twins(|| concat(&[&y, &x], 0), || try_concat(&[&y, &x], 0));
}

#[test]
fn a_recording_that_panicked_closes_its_tape() {
    let escaped = Mutex::new(None);
    let result = catch_unwind(AssertUnwindSafe(|| {
        compile(|x: &Array| {
            *escaped.lock().expect("no panic holds it") = Some(x.clone());
            let _ = x.item::<f64>().expect("not readable");
            x.clone()
        })(&array(1.0))
    }));
    assert!(result.is_err());
    let escaped = escaped.into_inner().expect("no panic holds it").expect("the function ran");
    let error = escaped.item::<f64>().expect_err("it escaped").to_string();
    assert!(error.contains("escaped from the function under `compile`"), "{error}");
}
