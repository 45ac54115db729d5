//! cotangent, eager and compiled.

#[allow(dead_code, reason = "the data are those of all libraries")]
#[path = "../../../models/bundle.rs"]
mod bundle;
#[allow(dead_code, reason = "the data are those of all libraries")]
#[path = "../../../models/gmm.rs"]
mod gmm;
#[allow(dead_code, reason = "the data are those of all libraries")]
#[path = "../../../models/network.rs"]
mod network;

use crate::case::{AT, BATCH, Case, Data, LAYERS, SMALL, STEPS, case, chain_size, logistic_sizes};
use cotangent::{
    prelude::*,
    pytree::{flatten, map, unflatten},
};
use network::{Layers, chain, cross_entropy, network as predict, one};

/// A function of one tree, as it is or compiled.
trait Mode {
    fn make<T, R>(f: impl Fn(&T) -> R + Send + Sync + 'static) -> Box<dyn Fn(&T) -> R + Send + Sync>
    where
        T: PyTree<Array> + Clone + Send + Sync + 'static,
        R: PyTree<Array> + Clone + Send + Sync + 'static;
}

struct Eager;

impl Mode for Eager {
    fn make<T, R>(f: impl Fn(&T) -> R + Send + Sync + 'static) -> Box<dyn Fn(&T) -> R + Send + Sync> {
        Box::new(f)
    }
}

struct Compiled;

impl Mode for Compiled {
    fn make<T, R>(f: impl Fn(&T) -> R + Send + Sync + 'static) -> Box<dyn Fn(&T) -> R + Send + Sync>
    where
        T: PyTree<Array> + Clone + Send + Sync + 'static,
        R: PyTree<Array> + Clone + Send + Sync + 'static,
    {
        compile(f)
    }
}

pub(crate) fn eager(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    gradients::<Eager>(name, data).or_else(|| adbench::<Eager>(name, data)).or_else(|| trees(name))
}

pub(crate) fn compiled(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    gradients::<Compiled>(name, data).or_else(|| adbench::<Compiled>(name, data))
}

fn workload<M: Mode, T, R>(f: impl Fn(&T) -> R + Send + Sync + 'static, at: T) -> Option<Box<dyn Case>>
where
    T: PyTree<Array> + Clone + Send + Sync + 'static,
    R: PyTree<Array> + Clone + Send + Sync + 'static,
{
    let f = M::make(f);
    case(move || f(&at), |result| numbers(&result))
}

fn numbers<R: PyTree<Array>>(result: &R) -> Vec<f64> {
    let (leaves, _) = flatten(result);
    leaves.iter().flat_map(|x| x.convert(DType::F64).to_vec::<f64>().expect("f64")).collect()
}

fn f32s(data: &Data, name: &str, shape: &[usize]) -> Array {
    Array::from_vec(data.f32(name), shape).expect("the size of the file")
}

fn f64s(data: &Data, name: &str, shape: &[usize]) -> Array {
    Array::from_vec(data.f64(name), shape).expect("the size of the file")
}

fn layers(data: &Data, name: &str, shapes: &[[usize; 2]]) -> Layers {
    let layer = |(i, shape): (usize, &[usize; 2])| {
        (f32s(data, &format!("{name}-w{i}"), shape), f32s(data, &format!("{name}-b{i}"), &shape[1..]))
    };
    shapes.iter().enumerate().map(layer).collect()
}

fn gradients<M: Mode>(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    if let Some(n) = chain_size(name) {
        let x = f32s(data, "chain", &[10_000_000]).slice(0, ..n) + 0.0; // a copy: no view of the longer one
        return workload::<M, _, _>(value_and_grad(chain), x);
    }
    if let Some([n, d]) = logistic_sizes(name) {
        let [x, y] = [f32s(data, &format!("{name}-x"), &[n, d]), f32s(data, &format!("{name}-y"), &[n])];
        let loss = move |(w, b): &(Array, Array)| {
            let p = 0.5 * ((x.dot(w) + b) / 2.0).tanh() + 0.5;
            -(&p * &y + (1.0 - &p) * (1.0 - &y)).ln().sum()
        };
        let w = f32s(data, &format!("{name}-w"), &[d]);
        return workload::<M, _, _>(value_and_grad(loss), (w, array(0.1_f32)));
    }
    let x = array(0.7_f32);
    match name {
        "grad-tanh" => return workload::<M, _, _>(grad(Array::tanh), x),
        "grad2-tanh" => return workload::<M, _, _>(grad(grad(Array::tanh)), x),
        "grad3-tanh" => return workload::<M, _, _>(grad(grad(grad(Array::tanh))), x),
        "recurrence" => {
            let f = |[x, a, b]: &[Array; 3]| (0..STEPS).fold(x.clone(), |y, _| a * y.sin() + b);
            return workload::<M, _, _>(grad(f), AT.map(Array::from));
        }
        "hessian" => {
            let inputs = f32s(data, "small-inputs", &[16, 8]);
            let (flat, unravel) = ravel(&layers(data, "small", &SMALL));
            let loss = move |flat: &Array| predict(&unravel(flat), &inputs, Array::tanh).square().sum();
            return workload::<M, _, _>(hessian(loss), flat);
        }
        _ => {}
    }
    let activation: fn(&Array) -> Array = match name {
        "mlp-relu" => |x| x.maximum(0.0),
        "mlp-tanh" | "mlp-hvp" | "mlp-each" => Array::tanh,
        _ => return None,
    };
    let (images, labels) = (f32s(data, "images", &[BATCH, 784]), f32s(data, "labels", &[BATCH, 10]));
    let p = layers(data, "mlp", &LAYERS);
    if name == "mlp-each" {
        let each = vmap_wrt(grad(one), (Arg::<1>, Arg::<2>));
        return workload::<M, _, _>(move |p: &Layers| each(p, &images, &labels), p);
    }
    let loss = move |p: &Layers| cross_entropy(&predict(p, &images, activation), &labels);
    if name == "mlp-hvp" {
        let product = hvp(loss);
        // Two arguments, though equal: what is known of a direction must not be used.
        return workload::<M, _, _>(move |(p, v): &(Layers, Layers)| product(p, v), (p.clone(), p));
    }
    workload::<M, _, _>(value_and_grad(loss), p)
}

fn adbench<M: Mode>(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    match name {
        "gmm" | "gmm-gradient" => {
            let mixture = gmm::Mixture {
                alphas: f64s(data, "gmm-alphas", &[25]),
                means: f64s(data, "gmm-means", &[25, 10]),
                factors: f64s(data, "gmm-factors", &[25, 55]),
            };
            let sample = gmm::Sample { points: f64s(data, "gmm-points", &[10_000, 10]), gamma: 1.0, m: 0.0 };
            let f = move |p: &gmm::Mixture| gmm::objective(p, &sample);
            if name == "gmm" {
                workload::<M, _, _>(f, mixture)
            } else {
                workload::<M, _, _>(value_and_grad(f), mixture)
            }
        }
        "ba" | "ba-jacobian" => {
            let scene = bundle::Scene {
                cameras: f64s(data, "ba-cameras", &[49, 11]),
                points: f64s(data, "ba-points", &[7776, 3]),
                weights: f64s(data, "ba-weights", &[31_843]),
            };
            let observed = bundle::Observed::new(49, 7776, &f64s(data, "ba-features", &[31_843, 2]));
            if name == "ba" {
                let f = move |s: &bundle::Scene| bundle::residuals(s, &observed);
                workload::<M, _, _>(f, scene)
            } else {
                // Rows of derivatives only: the residuals come with them, but are not compared here.
                let f = move |s: &bundle::Scene| bundle::jacobian(s, &observed).map(|(_, row)| row);
                workload::<M, _, _>(f, scene)
            }
        }
        _ => None,
    }
}

/// A list of 10⁴ numbers and nothing done to them: the tree alone, as others' timings are.
fn trees(name: &str) -> Option<Box<dyn Case>> {
    let tree: &Vec<f64> = Box::leak(Box::new((0..10_000).map(f64::from).collect()));
    match name {
        "tree-flatten" => case(|| flatten(tree).0, |leaves| leaves),
        "tree-unflatten" => case(|| unflatten(tree, tree.iter().copied()).expect("as many leaves"), |tree| tree),
        "tree-map" => case(|| map(tree, |x| x + 1.0), |tree| tree),
        _ => None,
    }
}
