//! num-dual: forward mode with the number of directions in the type.

use crate::case::{self, AT, Case, Data, STEPS};
use nalgebra::{OVector, SVector, U15};
use num_dual::{DualNum, DualVec, first_derivative, gradient, jacobian, second_derivative, third_derivative};
use std::hint::black_box;

pub(crate) fn case(name: &str, data: &Data) -> Option<Box<dyn Case>> {
    let one = |x: f64| vec![x];
    match name {
        "grad-tanh" => case::case(|| first_derivative(|x| x.tanh(), black_box(f64::from(AT[0]))).1, one),
        "grad2-tanh" => case::case(|| second_derivative(|x| x.tanh(), black_box(f64::from(AT[0]))).2, one),
        "grad3-tanh" => case::case(|| third_derivative(|x| x.tanh(), black_box(f64::from(AT[0]))).3, one),
        "recurrence" => {
            let run = || {
                let at = SVector::<f32, 3>::from(black_box(AT));
                gradient(|v| (0..STEPS).fold(v[0], |y, _| v[1] * y.sin() + v[2]), &at).1
            };
            case::case(run, |g| g.iter().map(|x| f64::from(*x)).collect())
        }
        "ba" | "ba-jacobian" => bundle(name == "ba", data),
        _ => None,
    }
}

fn bundle(value: bool, data: &Data) -> Option<Box<dyn Case>> {
    let [cameras, points] = [data.f64("ba-cameras"), data.f64("ba-points")];
    let [weights, features] = [data.f64("ba-weights"), data.f64("ba-features")];
    let p = weights.len();
    let at = move |k: usize| {
        let mut block = [0.0; 15];
        block[..11].copy_from_slice(&cameras[11 * (k % 49)..][..11]);
        block[11..14].copy_from_slice(&points[3 * (k % 7776)..][..3]);
        block[14] = weights[k];
        (block, [features[2 * k], features[2 * k + 1]])
    };
    if value {
        let run = move || (0..p).map(&at).map(|(block, f)| residual(&block, f)).collect::<Vec<_>>();
        return case::case(run, |rows| (0..2).flat_map(|i| rows.iter().map(move |r| r[i])).collect());
    }
    let run = move || {
        let block = |k: usize| {
            let (block, f) = at(k);
            let residual = |v: OVector<DualVec<f64, U15>, U15>| {
                SVector::<_, 2>::from(residual(v.as_slice().try_into().expect("15"), f))
            };
            jacobian(residual, &SVector::from(block)).1
        };
        (0..p).map(block).collect::<Vec<_>>()
    };
    case::case(run, |blocks| {
        let columns = |i: usize| (0..15).map(move |j| (i, j));
        (0..2).flat_map(columns).flat_map(|(i, j)| blocks.iter().map(move |b| b[(i, j)])).collect()
    })
}

/// ADBench's residual of one observation.
fn residual<T: DualNum<Primitive = f64> + Clone>(v: &[T; 15], feature: [f64; 2]) -> [T; 2] {
    let c = |i: usize| v[i].clone();
    let d = [c(11) - c(3), c(12) - c(4), c(13) - c(5)];
    let squared = c(0) * c(0) + c(1) * c(1) + c(2) * c(2);
    let angle = squared.sqrt();
    let (sin, cos) = angle.sin_cos();
    let first = sin / angle;
    let along = c(0) * d[0].clone() + c(1) * d[1].clone() + c(2) * d[2].clone();
    let second = (-cos.clone() + 1.0) / squared * along;
    let turned = |i: usize| {
        let (j, k) = ((i + 1) % 3, (i + 2) % 3);
        let cross = c(j) * d[k].clone() - c(k) * d[j].clone();
        d[i].clone() * cos.clone() + cross * first.clone() + c(i) * second.clone()
    };
    let (x, y, z) = (turned(0), turned(1), turned(2));
    let (x, y) = (x / z.clone(), y / z);
    let s = x.clone() * x.clone() + y.clone() * y.clone();
    let scale = c(6) * (c(9) * s.clone() + c(10) * s.clone() * s + 1.0);
    [c(14) * (x * scale.clone() + c(7) - feature[0]), c(14) * (y * scale + c(8) - feature[1])]
}
