//! The automatic differentiation layer: what one operation costs, and whole gradients, eager and compiled.
//!
//! `cargo bench --bench autodiff`; `RESULTS.md` says how the figures stand to peers and to the limits of the machine.

#[path = "models/bundle.rs"]
mod bundle;
#[path = "models/gmm.rs"]
mod gmm;
#[path = "models/network.rs"]
mod network;

use cotangent::prelude::*;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use network::{Layers, chain, cross_entropy, images, layers, long_chain, network, normal, one};
use std::{hint::black_box, time::Duration};

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn group<'a>(c: &'a mut Criterion, name: &str) -> Group<'a> {
    let mut g = c.benchmark_group(name);
    g.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    g
}

/// grad, grad² and grad³ of tanh at one point; one eager operation; one operation of a long chain under grad.
fn scalars(c: &mut Criterion) {
    let mut g = group(c, "scalar");
    let x = Array::from(0.7_f32);
    g.bench_function("eager mul", |b| b.iter(|| black_box(&x) * black_box(&x)));
    g.bench_function("eager sin", |b| b.iter(|| black_box(&x).sin()));
    let (first, second, third) = (grad(Array::tanh), grad(grad(Array::tanh)), grad(grad(grad(Array::tanh))));
    let compiled = compile(&third);
    g.bench_function("grad tanh", |b| b.iter(|| first(black_box(&x))));
    g.bench_function("grad2 tanh", |b| b.iter(|| second(black_box(&x))));
    g.bench_function("grad3 tanh", |b| b.iter(|| third(black_box(&x))));
    g.bench_function("grad3 tanh, compiled", |b| b.iter(|| compiled(black_box(&x))));
    for steps in [1_000, 500_000] {
        let slope = grad(move |x: &Array| long_chain(x, steps));
        g.throughput(Throughput::Elements(2 * steps as u64));
        g.bench_function(format!("grad of a chain of {} operations", 2 * steps), |b| b.iter(|| slope(black_box(&x))));
    }
    g.finish();
}

/// x ← a sin x + b, 1000 steps, gradient in x, a and b, as a plain Rust loop.
fn recurrence(c: &mut Criterion) {
    let mut g = group(c, "recurrence");
    let f = |x: &Array, a: &Array, b: &Array| (0..1000).fold(x.clone(), |y, _| a * y.sin() + b);
    let slope = grad_wrt(f, (Arg::<0>, Arg::<1>, Arg::<2>));
    let (x, a, b) = (array(0.7_f32), array(0.9_f32), array(0.1_f32));
    g.bench_function("1000 steps", |bench| bench.iter(|| slope(black_box(&x), &a, &b)));
    g.finish();
}

/// Σ tanh(ax + b)·exp(−x²): value and gradient in x.
fn elementwise(c: &mut Criterion) {
    let mut g = group(c, "sum tanh(ax+b) exp(-x^2)");
    for n in [100_000_usize, 10_000_000] {
        let x = normal(1, &[n]);
        let (eager, compiled) = (value_and_grad(chain), compile(value_and_grad(chain)));
        g.throughput(Throughput::Elements(n as u64));
        g.bench_function(format!("eager {n}"), |b| b.iter(|| eager(black_box(&x))));
        g.bench_function(format!("compiled {n}"), |b| b.iter(|| compiled(black_box(&x))));
    }
    g.finish();
}

/// Logistic regression, value and gradient in the weights and the bias.
fn logistic(c: &mut Criterion) {
    let mut g = group(c, "logistic regression");
    for (n, d) in [(4_usize, 3_usize), (10_000, 256), (100_000, 64)] {
        let (x, w, b) = (normal(1, &[n, d]), normal(2, &[d]) * 0.1, array(0.1_f32));
        let y = normal(3, &[n]).gt(0.0).convert(DType::F32);
        let loss = |w: &Array, b: &Array| {
            let p = 0.5 * ((x.dot(w) + b) / 2.0).tanh() + 0.5;
            -(&p * &y + (1.0 - &p) * (1.0 - &y)).ln().sum()
        };
        let slopes = value_and_grad_wrt(loss, (Arg::<0>, Arg::<1>));
        let compiled = compile(&slopes);
        g.bench_function(format!("eager {n}x{d}"), |bench| bench.iter(|| slopes(black_box(&w), &b)));
        g.bench_function(format!("compiled {n}x{d}"), |bench| bench.iter(|| compiled(black_box(&w), &b)));
    }
    g.finish();
}

fn relu(x: &Array) -> Array {
    x.maximum(0.0)
}

/// The MLP 784-256-256-10 on a batch of 128.
fn mlp(c: &mut Criterion) {
    let mut g = group(c, "MLP 784-256-256-10, batch 128");
    let (p, (x, labels)) = (layers(&[784, 256, 256, 10]), images(128));
    for (name, activation) in [("relu", relu as fn(&Array) -> Array), ("tanh", Array::tanh)] {
        let loss = |p: &Layers| cross_entropy(&network(p, &x, activation), &labels);
        let slopes = value_and_grad(loss);
        let compiled = compile(&slopes);
        g.bench_function(format!("{name} eager"), |b| b.iter(|| slopes(black_box(&p))));
        g.bench_function(format!("{name} compiled"), |b| b.iter(|| compiled(black_box(&p))));
        if name == "tanh" {
            let product = compile(hvp(loss));
            g.bench_function("Hessian-vector product, compiled", |b| b.iter(|| product(black_box(&p), &p)));
        }
    }
    let each = vmap_wrt(grad(one), (Arg::<1>, Arg::<2>));
    g.bench_function("per-example gradients", |b| b.iter(|| each(black_box(&p), &x, &labels)));
    g.finish();
}

/// The dense Hessian of an MLP of 212 parameters.
fn dense_hessian(c: &mut Criterion) {
    let mut g = group(c, "Hessian of 212 parameters");
    let (p, x) = (layers(&[8, 12, 8]), normal(7, &[16, 8]));
    let (flat, unravel) = ravel(&p);
    let h = hessian(|flat: &Array| network(&unravel(flat), &x, Array::tanh).square().sum());
    let compiled = compile(&h);
    g.bench_function("eager", |b| b.iter(|| h(black_box(&flat))));
    g.bench_function("compiled", |b| b.iter(|| compiled(black_box(&flat))));
    g.finish();
}

/// ADBench's Gaussian mixture (10⁴ points in 10 dimensions, 25 components) and bundle adjustment (the sizes of `ba1`).
fn adbench(c: &mut Criterion) {
    let mut g = group(c, "ADBench");
    let (mixture, sample) = gmm::drawn(10_000, 10, 25);
    let f = |p: &gmm::Mixture| gmm::objective(p, &sample);
    let (value, slopes) = (compile(f), value_and_grad(f));
    let compiled = compile(&slopes);
    g.bench_function("GMM eager", |b| b.iter(|| f(black_box(&mixture))));
    g.bench_function("GMM compiled", |b| b.iter(|| value(black_box(&mixture))));
    g.bench_function("GMM gradient eager", |b| b.iter(|| slopes(black_box(&mixture))));
    g.bench_function("GMM gradient compiled", |b| b.iter(|| compiled(black_box(&mixture))));
    let (scene, observed) = bundle::drawn(49, 7776, 31_843);
    let residuals = |s: &bundle::Scene| (bundle::residuals(s, &observed), bundle::weight_errors(&s.weights));
    let jacobian = |s: &bundle::Scene| (bundle::jacobian(s, &observed), vmap(grad(bundle::weight_errors))(&s.weights));
    let (value, compiled) = (compile(residuals), compile(jacobian));
    g.bench_function("BA eager", |b| b.iter(|| residuals(black_box(&scene))));
    g.bench_function("BA compiled", |b| b.iter(|| value(black_box(&scene))));
    g.bench_function("BA Jacobian eager", |b| b.iter(|| jacobian(black_box(&scene))));
    g.bench_function("BA Jacobian compiled", |b| b.iter(|| compiled(black_box(&scene))));
    g.finish();
}

/// Time against size: of the arrays, of the program, of the tree. `Throughput` is in elements, operations, leaves.
fn growth(c: &mut Criterion) {
    let mut g = group(c, "growth");
    g.warm_up_time(Duration::from_millis(50)).measurement_time(Duration::from_millis(300));
    let slopes = value_and_grad(chain);
    let (value, compiled) = (compile(chain), compile(&slopes));
    for n in (2..=7).map(|power| 10_usize.pow(power)) {
        let x = normal(1, &[n]);
        g.throughput(Throughput::Elements(n as u64));
        g.bench_function(format!("{n} elements, value eager"), |b| b.iter(|| chain(black_box(&x))));
        g.bench_function(format!("{n} elements, value compiled"), |b| b.iter(|| value(black_box(&x))));
        g.bench_function(format!("{n} elements, gradient eager"), |b| b.iter(|| slopes(black_box(&x))));
        g.bench_function(format!("{n} elements, gradient compiled"), |b| b.iter(|| compiled(black_box(&x))));
    }
    let x = Array::from(0.7_f32);
    for n in (1..=6).map(|power| 10_usize.pow(power)) {
        let slope = grad(move |x: &Array| long_chain(x, n / 2));
        g.throughput(Throughput::Elements(n as u64));
        g.bench_function(format!("{n} operations"), |b| b.iter(|| slope(black_box(&x))));
    }
    let slope = grad(|leaves: &Vec<Array>| leaves.iter().map(Array::sin).reduce(|a, b| a + b).expect("a leaf"));
    for n in (0..=4).map(|power| 10_usize.pow(power)) {
        let leaves: Vec<Array> = (0..n).map(|i| Array::from(i as f32)).collect();
        g.throughput(Throughput::Elements(n as u64));
        g.bench_function(format!("{n} leaves"), |b| b.iter(|| slope(black_box(&leaves))));
    }
    g.finish();
}

criterion_group!(benches, scalars, recurrence, elementwise, logistic, mlp, dense_hessian, adbench, growth);
criterion_main!(benches);
