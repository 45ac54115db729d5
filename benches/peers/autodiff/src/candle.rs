//! candle: tensors that remember what they were made of, differentiated by `backward`.

use crate::case::{self, AT, BATCH, Case, Data, LAYERS, STEPS, chain_size, logistic_sizes};
use candle_core::{D, Device, Result, Tensor, Var};

fn var(values: &[f32], shape: &[usize]) -> Var {
    Var::from_slice(values, shape, &Device::Cpu).expect("the size of the shape")
}

fn tensor(values: &[f32], shape: &[usize]) -> Tensor {
    Tensor::from_slice(values, shape, &Device::Cpu).expect("the size of the shape")
}

fn numbers(all: Vec<Tensor>) -> Vec<f64> {
    let flat = |x: Tensor| x.flatten_all()?.to_vec1::<f32>();
    all.into_iter().flat_map(|x| flat(x).expect("f32")).map(f64::from).collect()
}

/// A loss of some variables: its value and its gradients, or the gradients alone.
fn gradient(vars: Vec<Var>, value: bool, loss: impl Fn(&[Var]) -> Result<Tensor> + 'static) -> Option<Box<dyn Case>> {
    let run = move || {
        let y = loss(&vars)?;
        let gradients = y.backward()?;
        let slopes = vars.iter().map(|v| gradients.get(v).expect("a gradient").clone());
        Ok::<_, candle_core::Error>(value.then_some(y).into_iter().chain(slopes).collect::<Vec<_>>())
    };
    case::case(move || run().expect("shapes fit"), numbers)
}

pub(crate) fn case(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    if let Some(n) = chain_size(name) {
        let x = var(&data.f32("chain")[..n], &[n]);
        return gradient(vec![x], true, |v| {
            let t = v[0].affine(1.3, 0.2)?.tanh()?;
            t.mul(&v[0].sqr()?.neg()?.exp()?)?.sum_all()
        });
    }
    if let Some([n, d]) = logistic_sizes(name) {
        let x = tensor(&data.f32(&format!("{name}-x")), &[n, d]);
        let y = tensor(&data.f32(&format!("{name}-y")), &[n, 1]);
        let vars = vec![var(&data.f32(&format!("{name}-w")), &[d, 1]), var(&[0.1], &[1, 1])];
        return gradient(vars, true, move |v| {
            let p = x.matmul(&v[0])?.broadcast_add(&v[1])?.affine(0.5, 0.0)?.tanh()?.affine(0.5, 0.5)?;
            p.mul(&y)?.add(&p.affine(-1.0, 1.0)?.mul(&y.affine(-1.0, 1.0)?)?)?.log()?.sum_all()?.neg()
        });
    }
    match name {
        "grad-tanh" => gradient(vec![var(&AT[..1], &[])], false, |v| v[0].tanh()),
        "recurrence" => {
            let vars = AT.map(|x| var(&[x], &[])).to_vec();
            gradient(vars, false, |v| {
                (0..STEPS).try_fold(v[0].as_tensor().clone(), |y, _| y.sin()?.mul(&v[1])?.add(&v[2]))
            })
        }
        "mlp-relu" => network(data, Tensor::relu),
        "mlp-tanh" => network(data, Tensor::tanh),
        _ => None,
    }
}

fn network(data: &Data, activation: fn(&Tensor) -> Result<Tensor>) -> Option<Box<dyn Case>> {
    let (images, labels) = (tensor(&data.f32("images"), &[BATCH, 784]), tensor(&data.f32("labels"), &[BATCH, 10]));
    let layer = |(i, shape): (usize, &[usize; 2])| {
        [var(&data.f32(&format!("mlp-w{i}")), shape), var(&data.f32(&format!("mlp-b{i}")), &shape[1..])]
    };
    let vars = LAYERS.iter().enumerate().flat_map(layer).collect();
    gradient(vars, true, move |v| {
        let dense = |h: &Tensor, i: usize| h.matmul(&v[2 * i])?.broadcast_add(&v[2 * i + 1]);
        let h = activation(&dense(&images, 0)?)?;
        let h = activation(&dense(&h, 1)?)?;
        let logits = dense(&h, 2)?;
        let shifted = logits.broadcast_sub(&logits.max_keepdim(D::Minus1)?.detach())?;
        let log_sum = shifted.exp()?.sum_keepdim(D::Minus1)?.log()?;
        shifted.broadcast_sub(&log_sum)?.mul(&labels)?.sum_all()?.affine(-1.0 / BATCH as f64, 0.0)
    })
}
