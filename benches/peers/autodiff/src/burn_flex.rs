//! burn with its backend `flex` and its autodiff.

use crate::case::{self, AT, BATCH, Case, Data, LAYERS, STEPS, chain_size, logistic_sizes};
use burn::{
    backend::{Autodiff, Flex},
    tensor::{
        Tensor, TensorData,
        activation::{log_softmax, relu},
    },
};

type B = Autodiff<Flex>;

fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> Tensor<B, D> {
    Tensor::from_data(TensorData::new(values, shape), &Default::default())
}

fn numbers<const D: usize>(x: Tensor<Flex, D>) -> Vec<f64> {
    x.into_data().to_vec::<f32>().expect("f32").into_iter().map(f64::from).collect()
}

pub(crate) fn case(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    if let Some(n) = chain_size(name) {
        let x = tensor(data.f32("chain")[..n].to_vec(), [n]);
        let run = move || {
            let x = x.clone().require_grad();
            let t = (x.clone() * 1.3 + 0.2).tanh();
            let y = (t * (-(x.clone() * x.clone())).exp()).sum();
            let slope = x.grad(&y.backward()).expect("a gradient");
            (y.inner(), slope)
        };
        return case::case(run, |(y, slope)| [numbers(y), numbers(slope)].concat());
    }
    if let Some([n, d]) = logistic_sizes(name) {
        let x = tensor(data.f32(&format!("{name}-x")), [n, d]);
        let y = tensor(data.f32(&format!("{name}-y")), [n, 1]);
        let (w, b) = (tensor(data.f32(&format!("{name}-w")), [d, 1]), tensor(vec![0.1], [1, 1]));
        let run = move || {
            let (w, b) = (w.clone().require_grad(), b.clone().require_grad());
            let p = ((x.clone().matmul(w.clone()) + b.clone()) * 0.5).tanh() * 0.5 + 0.5;
            let q = (-p.clone() + 1.0) * (-y.clone() + 1.0);
            let value = -(p * y.clone() + q).log().sum();
            let gradients = value.backward();
            (value.inner(), w.grad(&gradients).expect("a gradient"), b.grad(&gradients).expect("a gradient"))
        };
        return case::case(run, |(value, w, b)| [numbers(value), numbers(w), numbers(b)].concat());
    }
    match name {
        "grad-tanh" => {
            let x = tensor(vec![AT[0]], [1]);
            let run = move || {
                let x = x.clone().require_grad();
                x.grad(&x.clone().tanh().backward()).expect("a gradient")
            };
            case::case(run, numbers)
        }
        "recurrence" => {
            let at = AT.map(|x| tensor(vec![x], [1]));
            let run = move || {
                let [x, a, b] = at.clone().map(Tensor::require_grad);
                let y = (0..STEPS).fold(x.clone(), |y, _| y.sin() * a.clone() + b.clone());
                let gradients = y.backward();
                [x, a, b].map(|x| x.grad(&gradients).expect("a gradient"))
            };
            case::case(run, |g| g.into_iter().flat_map(numbers).collect())
        }
        "mlp-relu" => network(data, relu),
        "mlp-tanh" => network(data, Tensor::tanh),
        _ => None,
    }
}

fn network(data: &Data, activation: fn(Tensor<B, 2>) -> Tensor<B, 2>) -> Option<Box<dyn Case>> {
    let (images, labels) = (tensor(data.f32("images"), [BATCH, 784]), tensor(data.f32("labels"), [BATCH, 10]));
    let layer = |(i, shape): (usize, &[usize; 2])| {
        (tensor(data.f32(&format!("mlp-w{i}")), *shape), tensor(data.f32(&format!("mlp-b{i}")), [1, shape[1]]))
    };
    let layers: Vec<_> = LAYERS.iter().enumerate().map(layer).collect();
    let run = move || {
        let p: Vec<_> = layers.iter().map(|(w, b)| (w.clone().require_grad(), b.clone().require_grad())).collect();
        let dense = |h: Tensor<B, 2>, i: usize| h.matmul(p[i].0.clone()) + p[i].1.clone();
        let h = activation(dense(images.clone(), 0));
        let logits = dense(activation(dense(h, 1)), 2);
        let value = -(log_softmax(logits, 1) * labels.clone()).sum() / BATCH as f32;
        let gradients = value.backward();
        let slope = |x: &Tensor<B, 2>| x.grad(&gradients).expect("a gradient");
        let slopes: Vec<_> = p.iter().flat_map(|(w, b)| [slope(w), slope(b)]).collect();
        (value.inner(), slopes)
    };
    case::case(run, |(value, slopes)| numbers(value).into_iter().chain(slopes.into_iter().flat_map(numbers)).collect())
}
