//! The public interface through the prelude: every call that the design promises compiles and gives what it says.

use cotangent::prelude::*;
use std::collections::{BTreeMap, HashMap};

type AnyResult = Result<(), Box<dyn std::error::Error>>;

#[derive(Clone, Debug, PyTree)]
struct Params {
    w: Array,
    b: Array,
    #[pytree(skip)]
    name: String,
}

fn sigmoid(x: &Array) -> Array {
    0.5 * ((x / 2.0).tanh() + 1.0)
}

fn numbers(x: &Array) -> Vec<f64> {
    x.convert(DType::F64).to_vec().expect("converted")
}

#[track_caller]
fn near(x: &Array, want: &[f64]) {
    let got = numbers(x);
    let close = got.len() == want.len() && got.iter().zip(want).all(|(a, b)| (a - b).abs() <= 1e-6 * (1.0 + b.abs()));
    assert!(close, "{got:?}, not {want:?}");
}

#[test]
fn derivatives_of_tanh_and_of_a_cubic() {
    let grad_tanh = grad(Array::tanh);
    assert_eq!(grad_tanh(&2.0_f32.into()).to_string(), "0.070650816");
    assert_eq!(grad(grad(Array::tanh))(&2.0_f32.into()).to_string(), "-0.13621868");
    assert_eq!(grad(grad(grad(Array::tanh)))(&2.0_f32.into()).to_string(), "0.25265405");

    let f = |x: &Array| x.powi(3) + 2.0 * x.powi(2) - 3.0 * x + 1.0;
    let dfdx = grad(f);
    let d2fdx = grad(&dfdx);
    let d3fdx = grad(&d2fdx);
    let d4fdx = grad(&d3fdx);
    let one = array(1.0);
    assert_eq!([&dfdx, &d2fdx, &d3fdx, &d4fdx].map(|d| d(&one).to_string()), ["4.0", "10.0", "6.0", "0.0"]);
}

#[test]
fn a_logistic_regression_in_every_spelling() -> AnyResult {
    let inputs = array([[0.52_f32, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]]);
    let targets = array([true, true, false, true]);
    let z = Array::from_vec(vec![1.0_f64; 6], &[2, 3])?;
    assert_eq!((z.shape()[..].to_vec(), z.dtype(), z.to_vec::<f64>()?), (vec![2, 3], DType::F64, vec![1.0; 6]));
    let key = random::key_with_layout(0, KeyLayout::Original);
    let [_, w_key, b_key] = random::split_n(&key);
    let w = random::normal(&w_key, &[3], DType::F32);
    let b = random::normal(&b_key, &[], DType::F32);
    let predict = |w: &Array, b: &Array| sigmoid(&(inputs.dot(w) + b));
    let loss = |w: &Array, b: &Array| {
        let p = predict(w, b);
        let label_probs = &p * &targets + (1.0 - &p) * (1.0 - &targets);
        -label_probs.ln().sum()
    };
    let (dw, db) = ([-0.169_655_83, -0.877_464_4, -1.490_134_6], [-0.292_272_45]);
    near(&grad(&loss)(&w, &b), &dw);
    near(&grad_wrt(&loss, Arg::<1>)(&w, &b), &db);
    let (w_grad, b_grad) = grad_wrt(&loss, (Arg::<0>, Arg::<1>))(&w, &b);
    near(&w_grad, &dw);
    near(&b_grad, &db);
    assert!(format!("{w_grad:?}").starts_with("Array([-0.169655"), "{w_grad:?}");
    assert!(format!("{w_grad:?}").ends_with("], dtype=float32)"), "{w_grad:?}");
    let (value, (_, _)) = value_and_grad_wrt(&loss, (Arg::<0>, Arg::<1>))(&w, &b);
    assert_eq!(value.item::<f32>()?, loss(&w, &b).item::<f32>()?);

    let params = Params { w: w.clone(), b: b.clone(), name: "logistic".into() };
    let g: Params = grad(|p: &Params| loss(&p.w, &p.b))(&params);
    near(&g.w, &dw);
    assert_eq!(g.name, "logistic");
    let dict: BTreeMap<String, Array> = [("W".into(), w.clone()), ("b".into(), b.clone())].into();
    let g: BTreeMap<String, Array> = grad(|p: &BTreeMap<String, Array>| loss(&p["W"], &p["b"]))(&dict);
    near(&g["b"], &db);
    let hashed: HashMap<String, Array> = dict.clone().into_iter().collect();
    near(&grad(|p: &HashMap<String, Array>| loss(&p["W"], &p["b"]))(&hashed)["W"], &dw);
    check_grads(&loss, (&w, &b), CheckOptions::default().order(2))?;
    let fast = compile(value_and_grad(&loss));
    near(&fast(&w, &b).1, &dw);
    let h: Rows<Params, Params> = hessian(|p: &Params| loss(&p.w, &p.b))(&params);
    near(&h.row("w").b, &numbers(&h.row("b").w));
    Ok(())
}

#[test]
fn transforms_at_a_point_and_over_batches() {
    let f = |x: &Array| x.powi(3) + 2.0 * x;
    let (x, dx, v) = (array([1.0, 2.0]), array([1.0, 0.0]), array([1.0, 1.0]));
    let (y, dy) = jvp(f, &x, &dx);
    near(&y, &[3.0, 12.0]);
    near(&dy, &[5.0, 0.0]);
    let (y, pullback) = vjp(f, &x);
    near(&pullback(&y.full_like(1.0)), &[5.0, 14.0]);
    let (_, push) = linearize(f, &x);
    near(&push(&v), &[5.0, 14.0]);
    let sum = |x: &Array| f(x).sum();
    near(&hessian(sum)(&x), &[6.0, 0.0, 0.0, 12.0]);
    near(&jacfwd(f)(&x), &[5.0, 0.0, 0.0, 14.0]);
    near(&jacrev(f)(&x), &[5.0, 0.0, 0.0, 14.0]);
    near(&hvp(sum)(&x, &v), &[6.0, 12.0]);
    near(&linear_transpose(|x: &Array| 3.0 * x, &x)(&v), &[3.0, 3.0]);
    let loss_one = |w: &Array, x: &Array| (w * x).square().sum();
    near(&vmap(grad(loss_one))(&x, &v), &[2.0, 4.0]);
    let shared_w = vmap_wrt(grad(loss_one), Arg::<1>);
    near(&shared_w(&x, &array([[1.0, 0.0], [0.0, 2.0]])), &[2.0, 0.0, 0.0, 16.0]);
    let (_, pullback) = vjp(loss_one, (&x, &v));
    let (dw, dx) = pullback(&1.0.into());
    near(&dw, &[2.0, 4.0]);
    near(&dx, &[2.0, 8.0]);
}

#[test]
fn arguments_of_any_type_and_extra_outputs() {
    let p = Params { w: array([1.0, 2.0]), b: array(0.5), name: String::new() };
    let scaled = |p: &Params, xs: &[Array], scale: &f64| xs.iter().map(|x| x * &p.w * *scale).sum::<Array>().sum();
    let g: Params = grad(scaled)(&p, &[array([1.0, 1.0]), array([2.0, 3.0])], &2.0);
    near(&g.w, &[6.0, 8.0]);
    near(&g.b, &[0.0]);
    let with_aux = |p: &Params| (p.w.square().sum(), (p.w.clone(), Static("note")));
    let ((value, aux), g) = value_and_grad_aux(with_aux)(&p);
    near(&value, &[5.0]);
    near(&g.w, &[2.0, 4.0]);
    assert_eq!(aux.1, Static("note"));
    let (g, aux) = grad_aux(with_aux)(&p);
    near(&g.w, &[2.0, 4.0]);
    near(&aux.0, &[1.0, 2.0]);
    let (): () = grad_wrt(|x: &Array| x.sum(), ())(&p.w);
    let eight = |a: &Array, b: &Array, c: &Array, d: &Array, e: &Array, f: &Array, g: &Array, h: &Array| {
        (a * b * c * d * e * f * g * h).sum()
    };
    let x = array(2.0);
    let (dh, da) = grad_wrt(eight, (Arg::<7>, Arg::<0>))(&x, &x, &x, &x, &x, &x, &x, &x);
    near(&dh, &[128.0]);
    near(&da, &[128.0]);
    let t = Tree::Dict([("W".into(), Tree::List(vec![Tree::Leaf(x), Tree::None]))].into());
    let g: Tree = grad(|t: &Tree| t["W"][0].leaf().expect("a leaf").square())(&t);
    near(g["W"][0].leaf().expect("a leaf"), &[4.0]);
}

#[test]
fn literals_are_weak_on_both_sides() {
    for dtype in [DType::F32, DType::F64] {
        let x = array([0.5, -0.5]).convert(dtype);
        let mut a = (2.0 * 3.0 * &x).tanh() + (&x * 2.0).tanh() / 2 - 1.0 + (2 * &x) * (-0.5 * (&x * x.clone())).exp();
        a += 1.0;
        a *= &x;
        a -= x.clone();
        a /= 2.0;
        assert_eq!((a.dtype(), x.powf(2.5).maximum(0.0).maximum(&x).minimum(1).dtype()), (dtype, dtype));
    }
    let (small, wide) = (array([1, 2]), array([1_i64, 2]));
    assert_eq!(
        [(&small + 1).dtype(), (&small + 1.0).dtype(), (&wide + 1.0).dtype()],
        [DType::I32, DType::F32, DType::F64]
    );
    assert_eq!((&small * array(1.0_f32)).dtype(), DType::F32);
    let x = array(0.5);
    assert!(x > 0.0 && &x < 1.0 && x == 0.5);
    near(&x.gt(0.0).convert(DType::F64), &[1.0]);
}
