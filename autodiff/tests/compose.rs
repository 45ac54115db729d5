//! Transforms of transforms: no confusion of perturbations, any order of nesting, host control flow, long computations.

use cotangent_autodiff::{
    Array, DType, Tensor, array, compile, concat, grad, hessian, hvp, jacfwd, jacrev, jvp, linearize, stack,
    value_and_grad, vjp, vmap,
};

fn number(x: &Array) -> f64 {
    x.item().expect("a scalar")
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * want.abs().max(1.0), "{got:e}, not {want:e}");
}

/// Siskind and Pearlmutter, "Perturbation confusion and referential transparency" (2005).
#[test]
fn perturbations_are_not_confused() {
    let sum = |x: &Array| x * grad(|y: &Array| x + y)(&array(1.0));
    assert_eq!(number(&grad(sum)(&array(1.0))), 1.0);
    let product = |x: &Array| x * grad(|y: &Array| x * y)(&array(5.0));
    assert_eq!(number(&grad(product)(&array(3.0))), 6.0);
    let one = array(1.0);
    let forward = |x: &Array| x * jvp(|y: &Array| x + y, &one, &one).1;
    assert_eq!(number(&jvp(forward, &one, &one).1), 1.0);
    let mixed = |x: &Array| x * jvp(|y: &Array| x * y, &one, &one).1;
    assert_eq!(number(&grad(mixed)(&array(3.0))), 6.0);
    let other = |x: &Array| x * grad(|y: &Array| x * y)(&one);
    assert_eq!(number(&jvp(other, &array(3.0), &one).1), 6.0);
    // A derivative that does not depend on the inner variable is 0.
    let constant = |x: &Array| grad(|_: &Array| x.clone())(&array(1.0));
    assert_eq!(number(&grad(constant)(&array(2.0))), 0.0);
    // D f(x + y)|₀ of a derivative that is differentiated again (Manzyuk et al., arXiv:1211.4892).
    let shifted = |x: &Array| grad(|y: &Array| (x + y).sin().exp())(&array(0.0));
    let a = 0.7_f64;
    close(number(&grad(shifted)(&a.into())), a.sin().exp() * (a.cos().powi(2) - a.sin()));
}

#[test]
fn captured_arrays_are_constants() {
    let w = array([1.0, 2.0]);
    let f = |x: &Array| (x * &w).sum() + w.square().sum();
    assert_eq!(grad(f)(&array([3.0, 4.0])).to_vec::<f64>().expect("f64"), [1.0, 2.0]);
    let (y, dy) = jvp(|_: &Array| w.square().sum(), &array(1.0), &array(1.0));
    assert_eq!([number(&y), number(&dy)], [5.0, 0.0]);
}

#[test]
fn host_control_flow_follows_values_under_derivatives() {
    let piecewise = |x: &Array| if *x > 0.0 { x.sin() } else { x.square() };
    close(number(&grad(piecewise)(&array(2.0))), 2.0_f64.cos());
    assert_eq!(number(&grad(piecewise)(&array(-2.0))), -4.0);
    assert_eq!(number(&grad(grad(piecewise))(&array(-2.0))), 2.0);
    // Halve until below 1: the number of steps depends on the value.
    let halved = |x: &Array| {
        let mut y = x.clone();
        while y > 1.0 {
            y *= 0.5;
        }
        y.square()
    };
    assert_eq!(number(&grad(halved)(&array(5.0))), 2.0 * 5.0 / 64.0);
    assert_eq!(number(&jvp(halved, &array(5.0), &array(1.0)).1), 2.0 * 5.0 / 64.0);
    let steps = |x: &Array| (0..x.item::<i32>().expect("a scalar")).fold(x.clone(), |y, _| y * x);
    assert_eq!(number(&grad(steps)(&array(3.0))), 4.0 * 27.0);
}

/// sin: the derivatives are known to every order.
#[test]
fn mixed_modes_to_order_four_have_closed_forms() {
    let (x, one) = (0.6_f64, array(1.0));
    let push = |f: &(dyn Fn(&Array) -> Array + Send + Sync), x: &Array| jvp(|x: &Array| f(x), x, &array(1.0)).1;
    let pull = |f: &(dyn Fn(&Array) -> Array + Send + Sync), x: &Array| vjp(|x: &Array| f(x), x).1(&array(1.0));
    let first = move |x: &Array| push(&Array::sin, x);
    let second = move |x: &Array| pull(&first, x);
    let third = move |x: &Array| push(&second, x);
    let fourth = move |x: &Array| pull(&third, x);
    for (got, want) in [first(&x.into()), second(&x.into()), third(&x.into()), fourth(&x.into())].iter().zip([
        x.cos(),
        -x.sin(),
        -x.cos(),
        x.sin(),
    ]) {
        close(number(got), want);
    }
    let nested = grad(grad(grad(grad(Array::sin))));
    close(number(&nested(&x.into())), x.sin());
    close(number(&compile(&nested)(&x.into())), x.sin());
    close(number(&compile(grad(compile(grad(compile(grad(compile(grad(Array::sin))))))))(&x.into())), x.sin());
    let rows = vmap(grad(grad(vmap_safe)))(&array([0.1, x]));
    close(rows.to_vec::<f64>().expect("f64")[1], -x.sin());
    let (_, push_twice) = linearize(grad(Array::sin), &array(x));
    close(number(&push_twice(&one)), -x.sin());
}

fn vmap_safe(x: &Array) -> Array {
    vmap(Array::sin)(&x.expand(0)).at(0)
}

#[test]
fn jacobians_by_both_modes_and_hessians_agree_with_formulas() {
    let x = array([0.3, -1.2, 2.0]);
    let f = |x: &Array| stack(&[&(x.at(0) * x.at(1)), &x.square().sum()], 0);
    let want = [-1.2, 0.3, 0.0, 0.6, -2.4, 4.0];
    assert_eq!(jacfwd(f)(&x).to_vec::<f64>().expect("f64"), want);
    assert_eq!(jacrev(f)(&x).to_vec::<f64>().expect("f64"), want);
    // ∇²(x₀x₁x₂) has the other factor off the diagonal.
    let cubic = |x: &Array| x.at(0) * x.at(1) * x.at(2);
    let want = [0.0, 2.0, -1.2, 2.0, 0.0, 0.3, -1.2, 0.3, 0.0];
    assert_eq!(hessian(cubic)(&x).to_vec::<f64>().expect("f64"), want);
    assert_eq!(jacrev(jacfwd(cubic))(&x).to_vec::<f64>().expect("f64"), want);
    assert_eq!(jacfwd(jacfwd(cubic))(&x).to_vec::<f64>().expect("f64"), want);
    assert_eq!(jacrev(jacrev(cubic))(&x).to_vec::<f64>().expect("f64"), want);
    let v = array([1.0, 0.0, -1.0]);
    assert_eq!(hvp(cubic)(&x, &v).to_vec::<f64>().expect("f64"), [1.2, 1.7, -1.2]);
    let third = jacfwd(hessian(cubic))(&x);
    assert_eq!(third.shape(), [3, 3, 3]);
    let ones = third.to_vec::<f64>().expect("f64").iter().filter(|&&d| d == 1.0).count();
    assert_eq!((ones, number(&third.sum())), (6, 6.0));
}

#[test]
fn transforms_meet_in_every_order() {
    let f = |x: &Array| (x.sin() * x).sum();
    let slope = |x: f64| x.sin() + x * x.cos();
    let rows = array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]);
    let want: Vec<f64> = rows.to_vec::<f64>().expect("f64").into_iter().map(slope).collect();
    let check = |got: Array| got.to_vec::<f64>().expect("f64").iter().zip(&want).for_each(|(&a, &b)| close(a, b));
    check(vmap(grad(f))(&rows));
    check(grad(|rows: &Array| vmap(f)(rows).sum())(&rows));
    check(compile(vmap(grad(f)))(&rows));
    check(vmap(compile(grad(f)))(&rows));
    check(vmap(grad(compile(f)))(&rows));
    check(grad(compile(|rows: &Array| vmap(f)(rows).sum()))(&rows));
    check(compile(grad(|rows: &Array| vmap(compile(f))(rows).sum()))(&rows));
    check(compile(|rows: &Array| value_and_grad(|r: &Array| vmap(f)(r).sum())(rows).1)(&rows));
}

/// Everything over a chain is a loop: no step recurses, so a stack of 256 KiB holds any length.
fn on_a_small_stack(f: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(256 << 10).spawn(f).expect("a thread").join().expect("no panic");
}

fn chain(length: usize) -> impl Fn(&Array) -> Array + Send + Sync {
    move |x| (0..length).fold(x.clone(), |y, _| y * 1.000_000_1)
}

#[test]
fn a_chain_of_a_million_operations_needs_no_deep_stack() {
    on_a_small_stack(|| {
        let n = 1_000_000;
        let (x, want) = (array(1.0), 1.000_000_1_f64.powi(n));
        let near = |got: &Array| assert!((number(got) / want - 1.0).abs() < 1e-9);
        near(&grad(chain(n as usize))(&x));
        let (y, pullback) = vjp(chain(n as usize), &x);
        near(&y);
        near(&pullback(&array(1.0)));
        near(&pullback(&array(1.0)));
        drop(pullback);
        let (_, unused) = vjp(chain(n as usize), &x);
        drop(unused);
        let (_, push) = linearize(chain(n as usize), &x);
        near(&push(&array(1.0)));
    });
}

#[test]
fn long_chains_nest_and_compile_on_a_small_stack() {
    on_a_small_stack(|| {
        let n = 50_000; // times four operations; the slopes stay near 1, so that nothing underflows
        let bent = move |x: &Array| (0..n).fold(x.clone(), |y, _| &y + 1e-6 * y.sin());
        let once = number(&grad(bent)(&array(0.5)));
        let (_, pushed) = jvp(bent, &array(0.5), &array(1.0));
        assert!((once - number(&pushed)).abs() <= 1e-9 * once.abs());
        let twice = grad(grad(bent))(&array(0.5));
        let h = 1e-4;
        let difference = (number(&grad(bent)(&array(0.5 + h))) - number(&grad(bent)(&array(0.5 - h)))) / (2.0 * h);
        assert!((number(&twice) - difference).abs() < 1e-7, "{twice} against {difference}");
        let fast = compile(grad(bent));
        assert_eq!(number(&fast(&array(0.5))), once);
        assert_eq!(number(&fast(&array(0.5))), once);
        drop(fast);
        let vector = |x: &Array| (0..n).fold(x.clone(), |y, _| y * 0.999_99).sum();
        assert_eq!(grad(vector)(&array([1.0, 2.0])).shape(), [2]);
    });
}

#[test]
fn long_chains_of_every_kind_of_value_are_dropped_on_a_small_stack() {
    on_a_small_stack(|| {
        let n = 100_000;
        // Views of views, and a tape whose every equation is a boxed call.
        let moved = move |x: &Array| (0..n).fold(x.clone(), |y, _| y.t().reshape(&[2, 2])).sum();
        assert_eq!(grad(moved)(&array([[1.0, 2.0], [3.0, 4.0]])).to_vec::<f64>().expect("f64"), [1.0; 4]);
        let many = vmap(move |x: &Array| (0..n).fold(x.clone(), |y, _| y + 1.0))(&array([0.0, 1.0]));
        assert_eq!(many.to_vec::<f64>().expect("f64"), [f64::from(n), f64::from(n + 1)]);
    });
}

#[test]
fn wide_functions_with_many_leaves() {
    let leaves: Vec<Array> = (0..10_000).map(|i| array(f64::from(i))).collect();
    let slopes = grad(|xs: &Vec<Array>| {
        concat(&xs.iter().map(Array::ravel).collect::<Vec<_>>().iter().collect::<Vec<_>>(), 0).square().sum()
    })(&leaves);
    assert!(slopes.iter().enumerate().all(|(i, g)| number(g) == 2.0 * i as f64));
}

#[test]
fn values_and_transforms_are_send_and_sync() {
    fn shareable<T: Send + Sync>(_: &T) {}
    let f = |x: &Array| x.sin().sum();
    let x = array([1.0, 2.0]);
    shareable(&x);
    shareable(&Tensor::from(1.0));
    shareable(&DType::F32);
    shareable(&grad(f));
    shareable(&value_and_grad(f));
    shareable(&vmap(grad(f)));
    shareable(&compile(f));
    shareable(&jacfwd(f));
    shareable(&hessian(f));
    shareable(&hvp(f));
    shareable(&vjp(f, &x).1);
    shareable(&linearize(f, &x).1);
    shareable(&cotangent_autodiff::stage(f, &x));
}
