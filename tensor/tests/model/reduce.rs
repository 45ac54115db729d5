//! Reductions against naive folds in f64: exact for whole numbers, within the bound of pairwise addition for others, and
//! the same bits for every layout.

use crate::common::{Choices, Model, same};
use cotangent_tensor::{Axes, DType, Reduction, Shape, Tensor};
use quickcheck::QuickCheck;

fn law(tests: u64, f: fn(u64) -> bool) {
    QuickCheck::new().tests(tests).max_tests(tests).quickcheck(f);
}

fn some_axes(choices: &mut Choices, rank: usize) -> Axes {
    Axes::of((0..rank).filter(|_| choices.below(2) == 0).collect::<Vec<_>>())
}

#[test]
fn reductions_of_whole_numbers_are_exact_over_any_axes_and_views() {
    law(3000, |seed| {
        let mut choices = Choices::new(seed);
        let shape = choices.shape(4, 5);
        let model = Model::build(&shape, |_| choices.whole());
        let (x, model) = (0..choices.below(4)).fold((model.tensor(), model), |(x, m), _| choices.view(&x, &m));
        let axes = some_axes(&mut choices, model.shape.len());
        for reduction in [Reduction::Sum, Reduction::Max, Reduction::Min] {
            same(&x.reduce(reduction, axes), &model.reduce(reduction, axes));
            assert!(x.reduce(reduction, axes).same_bits(&x.contiguous().reduce(reduction, axes)));
        }
        let integers = x.convert(DType::I32).reduce(Reduction::Sum, axes);
        same(&integers.convert(DType::F64), &model.reduce(Reduction::Sum, axes));
        true
    });
}

/// Products of powers of two are exact in any order.
#[test]
fn products_are_exact_over_any_axes_and_views() {
    law(1000, |seed| {
        let mut choices = Choices::new(seed);
        let shape = choices.shape(4, 5);
        let model = Model::build(&shape, |_| [1.0, -1.0, 2.0, 0.5][choices.below(4)]);
        let (x, model) = (0..choices.below(4)).fold((model.tensor(), model), |(x, m), _| choices.view(&x, &m));
        let axes = some_axes(&mut choices, model.shape.len());
        same(&x.reduce(Reduction::Prod, axes), &model.reduce(Reduction::Prod, axes));
        true
    });
    let many = Tensor::from_vec((0..202).map(|i| [4.0, 0.25, -1.0][i % 3]).collect(), &[202]).expect("a vector");
    assert_eq!(many.reduce(Reduction::Prod, Axes::of([0])).item::<f64>().expect("a scalar"), -4.0);
}

/// |error| ≤ (⌈log₂ n⌉ + 64 + 1)·ε·Σ|x| for chunks of at most 64 in order and the chunks pairwise (Higham, "Accuracy and
/// Stability of Numerical Algorithms", section 4.2).
#[test]
fn sums_keep_the_bound_of_pairwise_addition() {
    let mut choices = Choices::new(1);
    for n in [1, 2, 63, 64, 65, 1000, 4097, 100_003] {
        for width in [1, 3] {
            let wide: Vec<f32> = (0..n * width).map(|_| choices.real() as f32).collect();
            let x = Tensor::from_vec(wide.clone(), &[n, width]).expect("n rows");
            let got = x.reduce(Reduction::Sum, Axes::of([0])).to_vec::<f32>().expect("f32");
            for (column, got) in got.into_iter().enumerate() {
                let values = wide.iter().skip(column).step_by(width).map(|&x| f64::from(x));
                let (sum, size) = values.fold((0.0, 0.0), |(sum, size), x| (sum + x, size + x.abs()));
                let bound = ((n as f64).log2().ceil() + 65.0) * f64::from(f32::EPSILON) / 2.0 * size;
                assert!((f64::from(got) - sum).abs() <= bound, "{n} rows of {width}: {got} for {sum}");
            }
        }
    }
    // A sum in order would lose every term after 2²⁴.
    let ones = Tensor::full(&Shape::new(&[1 << 25]).expect("a vector"), 1.0_f32);
    assert_eq!(ones.reduce(Reduction::Sum, Axes::of([0])).item::<f32>().expect("a scalar"), 33_554_432.0);
}

/// An example has the same sum alone and in a batch: the order of additions depends on the reduced axes alone.
#[test]
fn a_batch_of_sums_has_the_bits_of_single_sums() {
    let mut choices = Choices::new(2);
    for (shape, axes) in
        [(vec![300], vec![0]), (vec![130, 7], vec![0]), (vec![7, 130], vec![1]), (vec![20, 9, 5], vec![0, 2])]
    {
        let examples: Vec<Tensor> = (0..3).map(|_| Model::build(&shape, |_| choices.real()).tensor()).collect();
        let flat: Vec<f64> = examples.iter().flat_map(|x| x.to_vec::<f64>().expect("f64")).collect();
        let whole: Vec<usize> = [3].iter().chain(&shape).copied().collect();
        let batch = Tensor::from_vec(flat, &whole).expect("three examples");
        let axes = Axes::of(axes);
        let sums = batch.reduce(Reduction::Sum, axes.shifted()).to_vec::<f64>().expect("f64");
        let single = examples.iter().flat_map(|x| x.reduce(Reduction::Sum, axes).to_vec::<f64>().expect("f64"));
        assert_eq!(sums.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), single.map(f64::to_bits).collect::<Vec<_>>());
    }
}

#[test]
fn nan_and_nothing() {
    let x = Tensor::from_vec(vec![1.0, f64::NAN, 2.0, 3.0, 4.0, 5.0], &[2, 3]).expect("six numbers");
    for reduction in [Reduction::Sum, Reduction::Prod, Reduction::Max, Reduction::Min] {
        for (axis, want) in [(0, vec![false, true, false]), (1, vec![true, false])] {
            let y = x.reduce(reduction, Axes::of([axis])).to_vec::<f64>().expect("f64");
            assert_eq!(y.iter().map(|x| x.is_nan()).collect::<Vec<_>>(), want);
        }
    }
    let none = Tensor::zeros(&Shape::new(&[0, 3]).expect("small"), DType::I32);
    let all = |r| none.reduce(r, Axes::of([0])).to_vec::<i32>().expect("i32");
    assert_eq!(
        (all(Reduction::Sum), all(Reduction::Max), all(Reduction::Min)),
        (vec![0; 3], vec![i32::MIN; 3], vec![i32::MAX; 3])
    );
}
