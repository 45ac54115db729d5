//! Laws of the transforms over random programs: linearity, adjointness, agreement of the modes, and the same bits eager,
//! compiled and from any thread.

mod common;

use common::program::Recipe;
use cotangent_autodiff::{Array, compile, grad, jvp, linearize, stage, value_and_grad, vjp, vmap};
use quickcheck::{QuickCheck, TestResult};

fn bits(x: &Array) -> Vec<u64> {
    let values: Vec<f64> = x.to_vec().expect("f64");
    values.into_iter().map(f64::to_bits).collect()
}

fn all_bits(xs: &[Array]) -> Vec<Vec<u64>> {
    xs.iter().map(bits).collect()
}

/// Runs a law over random recipes; a recipe whose numbers leave the range where the law can be judged is drawn again.
fn law(cases: u64, f: fn(Recipe) -> TestResult) {
    QuickCheck::new().tests(cases).max_tests(20 * cases).quickcheck(f);
}

fn inner(xs: &[Array], ys: &[Array]) -> (f64, f64) {
    let products = xs.iter().zip(ys).map(|(x, y)| (x * y).to_vec::<f64>().expect("f64"));
    products.flatten().fold((0.0, 0.0), |(sum, scale), p: f64| (sum + p, scale + p.abs()))
}

/// Whether two sums agree, as their terms allow.
fn agree((a, scale_a): (f64, f64), (b, scale_b): (f64, f64)) -> TestResult {
    let scale = scale_a.max(scale_b);
    if !scale.is_finite() || scale > 1e60 {
        return TestResult::discard();
    }
    TestResult::from_bool((a - b).abs() <= 1e-10 * scale.max(1.0))
}

fn close(xs: &[Array], ys: &[Array]) -> TestResult {
    let values = |xs: &[Array]| xs.iter().flat_map(|x| x.to_vec::<f64>().expect("f64")).collect::<Vec<f64>>();
    let (x, y) = (values(xs), values(ys));
    let size = x.iter().chain(&y).fold(1.0, |m: f64, v| if v.is_nan() { f64::NAN } else { m.max(v.abs()) });
    if size.is_nan() || size >= 1e60 {
        return TestResult::discard();
    }
    TestResult::from_bool(x.iter().zip(&y).all(|(a, b)| (a - b).abs() <= 1e-10 * size))
}

#[test]
fn reverse_mode_is_the_adjoint_of_forward_mode() {
    law(400, |r| {
        if !r.is_tame() {
            return TestResult::discard();
        }
        let f = |xs: &Vec<Array>| r.run(xs);
        let (xs, dxs) = (r.inputs(), r.directions(1));
        let (y, dy) = jvp(f, &xs, &dxs);
        let ct = r.like(&y, 2);
        let (value, pullback) = vjp(f, &xs);
        assert_eq!(bits(&value), bits(&y));
        agree(inner(&[ct.clone()], &[dy]), inner(&pullback(&ct), &dxs))
    });
}

#[test]
fn derivatives_are_linear_in_tangents_and_cotangents() {
    law(300, |r| {
        if !r.is_tame() {
            return TestResult::discard();
        }
        let f = |xs: &Vec<Array>| r.run(xs);
        let (xs, u, v) = (r.inputs(), r.directions(3), r.directions(4));
        let combine = |u: &[Array], v: &[Array]| u.iter().zip(v).map(|(u, v)| u * 2.0 - v * 0.5).collect::<Vec<_>>();
        let push = |dxs: &Vec<Array>| [jvp(f, &xs, dxs).1].to_vec();
        let (du, dv) = (push(&u), push(&v));
        let forward = close(&push(&combine(&u, &v)), &combine(&du, &dv));
        if forward.is_failure() {
            return forward;
        }
        let (y, pullback) = vjp(f, &xs);
        let (a, b) = (r.like(&y, 5), r.like(&y, 6));
        let both = pullback(&(&a * 2.0 - &b * 0.5));
        close(&both, &combine(&pullback(&a), &pullback(&b)))
    });
}

#[test]
fn linearize_is_jvp_bit_for_bit() {
    law(300, |r| {
        let f = |xs: &Vec<Array>| r.run(xs);
        let (xs, dxs) = (r.inputs(), r.directions(7));
        let ((y, dy), (value, push)) = (jvp(f, &xs, &dxs), linearize(f, &xs));
        if dy.to_vec::<f64>().expect("f64").iter().any(|d| d.is_nan()) {
            return TestResult::discard(); // an absent tangent is 0, and 0·∞ is NaN only where it is computed
        }
        TestResult::from_bool(bits(&y) == bits(&value) && push(&dxs).to_vec::<f64>().ok() == dy.to_vec().ok())
    });
}

/// Inputs at the edges of the range too: zeros of both signs, infinities, NaN, huge and subnormal numbers.
#[test]
fn compiled_programs_have_the_bits_of_eager_ones() {
    law(500, |r| {
        let f = |xs: &Vec<Array>| r.run(xs);
        for xs in [r.inputs(), r.edges()] {
            let fast = compile(f);
            let want = f(&xs);
            if !same(&[fast(&xs)], &[want.clone()]) || !same(&[fast(&xs)], &[want]) {
                return TestResult::failed();
            }
            let scalar = |xs: &Vec<Array>| r.run(xs).sum();
            let ((v, g), (w, h)) = (value_and_grad(scalar)(&xs), compile(value_and_grad(scalar))(&xs));
            if !same(&[v], &[w]) || !same(&g, &h) {
                return TestResult::failed();
            }
        }
        TestResult::passed()
    });
}

/// Shared equations add their cotangents in another order, so these agree up to rounding.
#[test]
fn the_gradient_of_a_compiled_program_is_the_gradient() {
    law(300, |r| {
        if !r.is_tame() {
            return TestResult::discard();
        }
        let scalar = |xs: &Vec<Array>| r.run(xs).sum();
        let xs = r.inputs();
        close(&grad(compile(scalar))(&xs), &grad(scalar)(&xs))
    });
}

/// The same bits; a NaN is a NaN, since IEEE 754 leaves its sign and payload open.
fn same(xs: &[Array], ys: &[Array]) -> bool {
    let equal = |(x, y): (&u64, &u64)| x == y || (f64::from_bits(*x).is_nan() && f64::from_bits(*y).is_nan());
    xs.len() == ys.len()
        && all_bits(xs).iter().zip(&all_bits(ys)).all(|(x, y)| x.len() == y.len() && x.iter().zip(y).all(equal))
}

#[test]
fn threads_do_not_change_a_bit() {
    law(60, |r| {
        let scalar = |xs: &Vec<Array>| r.run(xs).sum();
        let fast = compile(grad(scalar));
        let xs = r.inputs();
        let want = grad(scalar)(&xs);
        let runs = std::thread::scope(|s| {
            let threads: Vec<_> = (0..4).map(|_| s.spawn(|| [grad(scalar)(&xs), fast(&xs), fast(&xs)])).collect();
            threads.into_iter().flat_map(|t| t.join().expect("no panic")).collect::<Vec<_>>()
        });
        TestResult::from_bool(runs.iter().all(|run| same(run, &want)))
    });
}

#[test]
fn vmap_of_a_random_program_is_the_loop() {
    law(300, |r| {
        if !r.is_tame() {
            return TestResult::discard();
        }
        let f = |xs: &Vec<Array>| r.run(xs).sum();
        let (a, b) = (r.inputs(), r.directions(8));
        let batch: Vec<Array> = a.iter().zip(&b).map(|(a, b)| cotangent_autodiff::stack(&[a, b], 0)).collect();
        let slopes = vmap(grad(f))(&batch);
        let (at_a, at_b) = (grad(f)(&a), grad(f)(&b));
        let first: Vec<Array> = slopes.iter().map(|g| g.at(0)).collect();
        let second: Vec<Array> = slopes.iter().map(|g| g.at(1)).collect();
        let (first, second) = (close(&first, &at_a), close(&second, &at_b));
        if first.is_failure() { first } else { second }
    });
}

#[test]
fn the_second_derivative_is_symmetric() {
    law(200, |r| {
        if !r.is_tame() {
            return TestResult::discard();
        }
        let f = |xs: &Vec<Array>| r.run(xs).sum();
        let (xs, u, v) = (r.inputs(), r.directions(9), r.directions(10));
        let hvp = |v: &Vec<Array>| jvp(grad(f), &xs, v).1;
        agree(inner(&hvp(&u), &v), inner(&hvp(&v), &u))
    });
}

#[test]
fn recorded_programs_obey_the_grammar() {
    law(200, |r| {
        let f = |xs: &Vec<Array>| r.run(xs).sum();
        let xs = r.inputs();
        let programs = [stage(f, &xs), stage(grad(f), &xs), stage(|xs: &Vec<Array>| jvp(grad(f), xs, xs), &xs)];
        TestResult::from_bool(programs.iter().all(|p| p.check().is_ok()))
    });
}
