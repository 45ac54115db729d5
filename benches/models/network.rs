//! A multilayer perceptron and its losses.

use cotangent::prelude::*;

/// Weights and bias of each layer.
pub(crate) type Layers = Vec<(Array, Array)>;

pub(crate) fn normal(seed: u64, shape: &[usize]) -> Array {
    random::normal(&random::key(seed), shape, DType::F32)
}

pub(crate) fn layers(sizes: &[usize]) -> Layers {
    let layer = |(i, pair): (usize, &[usize])| {
        let scale = 1.0 / (pair[0] as f64).sqrt();
        (normal(i as u64, &[pair[0], pair[1]]) * scale, normal(100 + i as u64, &[pair[1]]) * 0.1)
    };
    sizes.windows(2).enumerate().map(layer).collect()
}

/// Images and one-hot labels.
pub(crate) fn images(n: usize) -> (Array, Array) {
    let labels = random::randint(&random::key(8), &[n], 0, 10, DType::I32);
    (normal(7, &[n, 784]), Array::eye(10, DType::F32).take(&labels, 0))
}

pub(crate) fn network(layers: &Layers, x: &Array, activation: fn(&Array) -> Array) -> Array {
    let (last, hidden) = layers.split_last().expect("a network has a layer");
    let h = hidden.iter().fold(x.clone(), |h, (w, b)| activation(&(h.dot(w) + b)));
    h.dot(&last.0) + &last.1
}

/// The mean cross-entropy of one-hot labels, the log-softmax written out.
pub(crate) fn cross_entropy(logits: &Array, labels: &Array) -> Array {
    let shifted = logits - logits.max_axes(-1).expand(-1).stop_gradient();
    let log_sum = shifted.exp().sum_axes(-1).ln().expand(-1);
    -((shifted - log_sum) * labels).sum() / logits.shape()[0] as f64
}

/// The loss of one example: what per-example gradients are of.
pub(crate) fn one(layers: &Layers, x: &Array, label: &Array) -> Array {
    cross_entropy(&network(layers, &x.expand(0), Array::tanh), &label.expand(0))
}

/// tanh(1.3x + .2)·exp(−x²), summed.
pub(crate) fn chain(x: &Array) -> Array {
    ((x * 1.3 + 0.2).tanh() * (-(x * x)).exp()).sum()
}

/// A chain of 2·`steps` operations.
pub(crate) fn long_chain(x: &Array, steps: usize) -> Array {
    (0..steps).fold(x.clone(), |y, _| &y.sin() * x)
}
