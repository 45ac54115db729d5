//! Chains of views against an index model, and every operation on such views against the same on a copy.

use crate::common::{Choices, Model, same};
use cotangent_kernels as kernels;
use cotangent_tensor::{DType, Range, Shape, Tensor};
use quickcheck::QuickCheck;

/// A tensor that is a view after some steps, and its model.
fn chain(choices: &mut Choices) -> (Tensor, Model) {
    let shape = choices.shape(4, 4);
    let model = Model::build(&shape, |_| choices.whole());
    let steps = choices.below(7);
    (0..steps).fold((model.tensor(), model), |(x, model), _| choices.view(&x, &model))
}

fn law(tests: u64, f: fn(u64) -> bool) {
    QuickCheck::new().tests(tests).max_tests(tests).quickcheck(f);
}

#[test]
fn chains_of_views_show_the_elements_of_the_model() {
    law(4000, |seed| {
        let (x, model) = chain(&mut Choices::new(seed));
        same(&x, &model);
        same(&x.contiguous(), &model);
        assert_eq!(x.contiguous().as_slice::<f64>().map(<[f64]>::len), Some(model.data.len()));
        if let Some(slice) = x.as_slice::<f64>() {
            assert_eq!(slice, model.data);
        }
        assert!(x.same_bits(&model.tensor()));
        true
    });
}

#[test]
fn elementwise_operations_on_views_are_those_on_copies() {
    law(2000, |seed| {
        let mut choices = Choices::new(seed);
        let (x, model) = chain(&mut choices);
        let bits = |a: &Tensor, b: &Tensor| assert!(a.same_bits(b), "{a:?}, not {b:?} (seed {seed})");
        bits(&x.map_float::<kernels::Exp>(), &model.tensor().map_float::<kernels::Exp>());
        bits(&x.clone().map_number_owned::<kernels::Neg>(), &model.tensor().map_number::<kernels::Neg>());
        bits(&x.powi(3), &model.tensor().powi(3));
        bits(&x.convert(DType::F32), &model.tensor().convert(DType::F32));
        bits(&x.convert(DType::I32), &model.tensor().convert(DType::I32));
        // Against an operand that broadcasts: axes of length 1 or missing in front.
        let other: Vec<usize> = model.shape.iter().map(|&d| if choices.below(2) == 0 { 1 } else { d }).collect();
        let skip = choices.below(other.len() + 1);
        let small = Model::build(&other[skip..], |_| choices.whole());
        let y = small.tensor();
        let wide = small.broadcast_to(&model.shape);
        let zip = |f: fn(f64, f64) -> f64| Model {
            shape: model.shape.clone(),
            data: model.data.iter().zip(&wide.data).map(|(&a, &b)| f(a, b)).collect(),
        };
        same(&x.zip_number::<kernels::Sub>(&y), &zip(|a, b| a - b));
        same(&y.zip_number::<kernels::Sub>(&x), &zip(|a, b| b - a));
        same(&x.clone().zip_number_owned::<kernels::Sub>(y.clone()), &zip(|a, b| a - b));
        same(&x.contiguous().zip_number_owned::<kernels::Sub>(y.clone()), &zip(|a, b| a - b));
        same(&y.clone().zip_number_owned::<kernels::Sub>(x.contiguous()), &zip(|a, b| b - a));
        let mask = x.zip_number::<kernels::Less>(&y);
        let chosen = zip(|a, b| if a < b { a } else { b });
        same(&mask.select(&x, &y), &chosen);
        same(&x, &model); // owned forms wrote into nothing that others hold
        same(&y, &small);
        true
    });
}

#[test]
fn owned_operations_write_only_into_what_nobody_else_holds() {
    let x = Tensor::from_vec(vec![1.0, 2.0, 3.0], &[3]).expect("a vector");
    let held = x.clone();
    let sum = x.zip_number_owned::<kernels::Add>(Tensor::from(1.0));
    assert_eq!(sum.to_vec::<f64>().expect("f64"), [2.0, 3.0, 4.0]);
    assert_eq!(held.to_vec::<f64>().expect("f64"), [1.0, 2.0, 3.0]);
    let view = held.slice(&[Range { start: 0, len: 2, step: 1 }]);
    let doubled = held.zip_number_owned::<kernels::Mul>(Tensor::from(2.0));
    assert_eq!(doubled.to_vec::<f64>().expect("f64"), [2.0, 4.0, 6.0]);
    assert_eq!(view.to_vec::<f64>().expect("f64"), [1.0, 2.0]);
}

#[test]
fn views_make_no_copies() {
    let x = Tensor::from_vec((0..24).map(f64::from).collect(), &[2, 3, 4]).expect("24 numbers");
    let base = x.as_slice::<f64>().expect("contiguous").as_ptr_range();
    let inside = |t: &Tensor| t.as_slice::<f64>().is_some_and(|s| base.contains(&s.as_ptr()));
    assert!(inside(&x.transpose(&[0, 1, 2])));
    assert!(inside(&x.reshape(&Shape::new(&[6, 4]).expect("small")).expect("24")));
    let row = Range { start: 1, len: 1, step: 1 };
    let all = Range::all;
    assert!(inside(&x.slice(&[row, all(3), all(4)])));
    assert!(x.transpose(&[2, 1, 0]).as_slice::<f64>().is_none());
    let wide = Tensor::from(1.0).broadcast_to(&Shape::new(&[1 << 20, 1 << 20]).expect("addressable"));
    assert_eq!(wide.shape().size(), 1 << 40);
}

/// Sizes around the side of a tile, with axes before, between and behind, forwards and backwards.
#[test]
fn transposed_copies_put_every_element_in_its_place() {
    for rows in [1, 7, 8, 9, 24, 35] {
        for columns in [1, 8, 13, 16] {
            for order in [[2, 1, 0, 3], [3, 0, 1, 2], [0, 3, 2, 1], [1, 3, 0, 2]] {
                let shape = [rows, 2, 3, columns];
                let mut next = 0.0;
                let model = Model::build(&shape, |_| {
                    next += 1.0;
                    next
                });
                let moved = model.transpose(&order);
                same(&model.tensor().transpose(&order).contiguous(), &moved);
                let back: Vec<_> = moved.shape.iter().map(|&n| Range { start: n - 1, len: n, step: -1 }).collect();
                same(&model.tensor().transpose(&order).slice(&back).contiguous(), &moved.slice(&back));
            }
        }
    }
}
