//! smoke
use cotangent_autodiff::*;
#[test]
fn smoke() {
    println!("{}", grad(Array::tanh)(&2.0_f32.into()));
    println!("{}", grad(grad(Array::tanh))(&2.0_f32.into()));
    println!("{}", grad(grad(grad(Array::tanh)))(&2.0_f32.into()));
    let f = |x: &Array| x.powi(3) + 2.0 * x.powi(2) - 3.0 * x + 1.0;
    let d = grad(f);
    let d2 = grad(&d);
    let d3 = grad(&d2);
    let d4 = grad(&d3);
    let one = Array::from(1.0_f32);
    println!("{} {} {} {}", d(&one), d2(&one), d3(&one), d4(&one));
    let inputs = array([[0.52_f32, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]]);
    let targets = array([true, true, false, true]);
    let key = random::key_with_layout(0, random::KeyLayout::Original);
    let [_, w_key, b_key] = random::split_n(&key);
    let w = random::normal(&w_key, &[3], DType::F32);
    let b = random::normal(&b_key, &[], DType::F32);
    println!("{w:?} {b:?}");
    fn sigmoid(x: &Array) -> Array {
        0.5 * ((x / 2.0).tanh() + 1.0)
    }
    let predict = |w: &Array, b: &Array| sigmoid(&(inputs.dot(w) + b));
    let loss = |w: &Array, b: &Array| {
        let p = predict(w, b);
        let label_probs = &p * &targets + (1.0 - &p) * (1.0 - &targets);
        -label_probs.ln().sum()
    };
    println!("{}", loss(&w, &b));
    println!("{:?}", grad(&loss)(&w, &b));
    println!("{:?}", grad_wrt(&loss, Arg::<1>)(&w, &b));
    println!("{:?}", hessian_wrt(&loss, (Arg::<0>, Arg::<1>))(&w, &b));
    println!("{}", stage(value_and_grad(&loss), (&w, &b)));
    let c = compile(value_and_grad_wrt(&loss, (Arg::<0>, Arg::<1>)));
    println!("{:?}", c(&w, &b));
    println!("{:?}", jacrev(grad(&loss))(&w, &b));
    println!("{:?}", vmap(grad(grad(Array::tanh)))(&array([0.0, 1.0, 2.0])));
}
