//! Products, gathering and scattering, padding and concatenation against naive loops over indices.

use crate::common::{Choices, Model, indices, same};
use cotangent_tensor::{Contraction, DType, Padding, Tensor, Window};
use quickcheck::QuickCheck;

fn law(tests: u64, f: fn(u64) -> bool) {
    QuickCheck::new().tests(tests).max_tests(tests).quickcheck(f);
}

/// Two operands with random batch and contracted axes at random places, behind random views.
#[test]
fn contractions_are_sums_over_loops() {
    law(1500, |seed| {
        let mut choices = Choices::new(seed);
        let mut groups = || (0..choices.below(3)).map(|_| choices.below(5)).collect::<Vec<usize>>();
        let (batch, sum, left, right) = (groups(), groups(), groups(), groups());
        let mut operand = |free: &[usize]| {
            let dims: Vec<usize> = batch.iter().chain(&sum).chain(free).copied().collect();
            let order = choices.permutation(dims.len());
            let shape: Vec<usize> = order.iter().map(|&i| dims[i]).collect();
            let place = |i: usize| order.iter().position(|&o| o == i).expect("a permutation");
            let (in_batch, summed): (Vec<_>, Vec<_>) =
                ((0..batch.len()).map(place).collect(), (batch.len()..batch.len() + sum.len()).map(place).collect());
            let model = Model::build(&shape, |_| choices.whole());
            (model, in_batch, summed)
        };
        let (x, batch_x, sum_x) = operand(&left);
        let (y, batch_y, sum_y) = operand(&right);
        let pairs = |a: &[usize], b: &[usize]| a.iter().copied().zip(b.iter().copied()).collect::<Vec<_>>();
        let axes = Contraction::new(&pairs(&batch_x, &batch_y), &pairs(&sum_x, &sum_y));
        if axes.batch.len() + left.len() + right.len() > cotangent_tensor::MAX_RANK {
            return true;
        }
        let want = x.contract(&y, &axes);
        same(&x.tensor().contract(&y.tensor(), &axes), &want);
        // The transposed layout in memory, and the reversed one that no kernel takes.
        let order: Vec<usize> = (0..x.shape.len()).rev().collect();
        let moved = x.transpose(&order).tensor().transpose(&order);
        same(&moved.contract(&y.tensor(), &axes), &want);
        let back: Vec<_> =
            y.shape.iter().map(|&n| cotangent_tensor::Range { start: n.saturating_sub(1), len: n, step: -1 }).collect();
        let reversed = y.slice(&back).tensor().slice(&back);
        same(&x.tensor().contract(&reversed, &axes), &want);
        for dtype in [DType::F32, DType::I32, DType::I64] {
            let z = x.tensor().convert(dtype).contract(&y.tensor().convert(dtype), &axes);
            assert_eq!(z.dtype(), dtype);
            same(&z.convert(DType::F64), &want);
        }
        true
    });
}

#[test]
fn large_products_cross_every_block_of_the_kernel() {
    let mut choices = Choices::new(3);
    for [m, k, n] in [[1, 700, 1], [65, 129, 33], [130, 70, 257], [3, 1000, 5], [300, 1, 300]] {
        let (x, y) = (Model::build(&[m, k], |_| choices.whole()), Model::build(&[k, n], |_| choices.whole()));
        let axes = Contraction::new(&[], &[(1, 0)]);
        let want: Vec<f64> =
            (0..m * n).map(|at| (0..k).map(|p| x.data[at / n * k + p] * y.data[p * n + at % n]).sum()).collect();
        for dtype in [DType::F64, DType::F32] {
            let got = x.tensor().convert(dtype).contract(&y.tensor().convert(dtype), &axes).convert(DType::F64);
            assert_eq!(got.to_vec::<f64>().expect("f64"), want, "{m}×{k}×{n}");
            let other = y.transpose(&[1, 0]).tensor().transpose(&[1, 0]).convert(dtype);
            assert_eq!(
                x.tensor().convert(dtype).contract(&other, &axes).convert(DType::F64).to_vec::<f64>().expect("f64"),
                want
            );
        }
    }
}

#[test]
fn gather_takes_and_scatter_adds_where_indices_say() {
    law(1500, |seed| {
        let mut choices = Choices::new(seed);
        let mut shape = choices.shape(3, 4);
        let axis = choices.below(shape.len() + 1);
        shape.insert(axis, 1 + choices.below(4));
        let n = shape[axis];
        let taken = choices.shape(2, 3);
        let at = Model::build(&taken, |_| choices.below(2 * n) as f64 - n as f64); // from −n to n − 1
        let model = Model::build(&shape, |_| choices.whole());
        let resolved = |index: &[usize]| {
            let i = at.at(index);
            (if i < 0.0 { i + n as f64 } else { i }) as usize
        };
        let out: Vec<usize> = shape[..axis].iter().chain(&taken).chain(&shape[axis + 1..]).copied().collect();
        let from = |index: &[usize]| {
            let k = axis + taken.len();
            index[..axis]
                .iter()
                .copied()
                .chain([resolved(&index[axis..k])])
                .chain(index[k..].iter().copied())
                .collect::<Vec<_>>()
        };
        let dtype = [DType::I32, DType::I64][choices.below(2)];
        let indices_of = at.tensor().convert(dtype);
        let got = model.tensor().gather(axis, &indices_of).expect("indices inside");
        same(&got, &Model::build(&out, |index| model.at(&from(index))));
        let parts = Model::build(&out, |_| choices.whole());
        let mut want = Model::build(&shape, |_| 0.0);
        for index in indices(&out) {
            let place = from(&index).iter().zip(&shape).fold(0, |at, (i, d)| at * d + i);
            want.data[place] += parts.at(&index);
        }
        same(&parts.tensor().scatter_add(axis, &indices_of, n).expect("indices inside"), &want);
        true
    });
}

#[test]
fn indices_outside_are_refused() {
    let x = Tensor::iota(3, DType::F64);
    for i in [3_i64, -4, i64::MAX, i64::MIN] {
        let error = x.gather(0, &Tensor::literal([0, i])).expect_err("an index outside");
        assert!(error.text() == format!("take: index {i} is outside of an axis of length 3"), "{error}");
        assert!(error.location().file().ends_with("structure.rs"), "{error}");
    }
    assert!(
        Tensor::zeros(x.shape(), DType::F64)
            .slice(&[cotangent_tensor::Range { start: 0, len: 0, step: 1 }])
            .gather(0, &Tensor::literal([0]))
            .is_err()
    );
    let text = x.gather(0, &Tensor::literal([1.0])).expect_err("no integers").to_string();
    assert!(text.starts_with("take: indices must be integers, not float64"), "{text}");
}

#[test]
fn padding_goes_around_and_between_and_crops() {
    law(3000, |seed| {
        let mut choices = Choices::new(seed);
        let shape = choices.shape(3, 5);
        let model = Model::build(&shape, |_| choices.whole());
        let (x, model) = (0..choices.below(3)).fold((model.tensor(), model), |(x, m), _| choices.view(&x, &m));
        let paddings: Vec<Padding> = model
            .shape
            .iter()
            .map(|_| Padding {
                low: choices.below(9) as isize - 5,
                high: choices.below(9) as isize - 5,
                interior: choices.below(3),
            })
            .collect();
        same(&x.pad(&paddings), &model.pad(&paddings));
        true
    });
}

#[test]
fn concatenation_puts_one_behind_the_other() {
    law(1500, |seed| {
        let mut choices = Choices::new(seed);
        let mut shape = choices.shape(3, 4);
        let axis = choices.below(shape.len() + 1);
        shape.insert(axis, 0);
        let parts: Vec<Model> = (0..=choices.below(4))
            .map(|_| {
                shape[axis] = choices.below(4);
                Model::build(&shape, |_| choices.whole())
            })
            .collect();
        // Behind a transposed layout, so that rows do not lie together.
        let order: Vec<usize> = (0..shape.len()).rev().collect();
        let tensors: Vec<Tensor> = parts.iter().map(|p| p.transpose(&order).tensor().transpose(&order)).collect();
        shape[axis] = parts.iter().map(|p| p.shape[axis]).sum();
        let want = Model::build(&shape, |index| {
            let mut index = index.to_vec();
            for part in &parts {
                if index[axis] < part.shape[axis] {
                    return part.at(&index);
                }
                index[axis] -= part.shape[axis];
            }
            unreachable!("the index lies in a part")
        });
        same(&Tensor::concat(&tensors.iter().collect::<Vec<_>>(), axis), &want);
        true
    });
}

/// Which write came last, which before, and the largest and smallest of all, against a loop over the writes.
#[test]
fn repeated_writes_are_followed_in_their_order() {
    law(300, |seed| {
        let mut choices = Choices::new(seed);
        let (outer, n, m, inner) = (choices.below(3), 1 + choices.below(4), choices.below(6), choices.below(3));
        let at: Vec<usize> = (0..m).map(|_| choices.below(n)).collect();
        let signed = at.iter().map(|&i| if choices.below(2) == 0 { i as i64 } else { i as i64 - n as i64 }).collect();
        let indices = Tensor::from_vec::<i64>(signed, &[m]).expect("a vector");
        let position = |k: Option<usize>| k.map_or(-1, |k| k as i64);
        let last: Vec<i64> = (0..n).map(|i| position(at.iter().rposition(|&j| j == i))).collect();
        assert_eq!(indices.last_writes(n).expect("within").to_vec::<i64>().expect("int64"), last);
        let previous: Vec<i64> = (0..m).map(|k| position(at[..k].iter().rposition(|&j| j == at[k]))).collect();
        assert_eq!(indices.previous_writes(n).expect("within").to_vec::<i64>().expect("int64"), previous);
        let x = Model::build(&[outer, n, inner], |_| choices.whole());
        let updates = Model::build(&[outer, m, inner], |_| choices.whole());
        for (largest, better) in [(true, f64::max as fn(f64, f64) -> f64), (false, f64::min)] {
            let want = Model::build(&x.shape, |i| {
                let writes = (0..m).filter(|&k| at[k] == i[1]).map(|k| updates.at(&[i[0], k, i[2]]));
                writes.fold(x.at(i), better)
            });
            same(&x.tensor().scatter_extreme(&indices, &updates.tensor(), largest).expect("within"), &want);
        }
        let outside = Tensor::from_vec(vec![0, n as i32], &[2]).expect("a vector");
        outside.last_writes(n).is_err() && outside.previous_writes(n).is_err()
    });
}

/// The contraction of windows with a kernel, or with what has their places, has the bits of that of their copy.
#[test]
fn contractions_of_windows_are_those_of_their_copies() {
    law(600, |seed| {
        let mut choices = Choices::new(seed);
        let (d, leading) = (1 + choices.below(2), 1 + choices.below(2));
        let windows: Vec<Window> = (0..d)
            .map(|_| Window {
                size: 1 + choices.below(4),
                stride: 1 + choices.below(2),
                dilation: 1 + choices.below(2),
            })
            .collect();
        let channels = 1 + choices.below(4);
        let lengths = windows.iter().map(|w| w.span() + choices.below(if d == 1 { 60 } else { 22 }));
        let lengths: Vec<usize> = lengths.collect();
        let shape: Vec<usize> = (0..leading).map(|_| 1 + choices.below(3)).chain([channels]).chain(lengths).collect();
        let x = Model::build(&shape, |_| choices.real()).tensor();
        let open = x.windows(&windows);
        let (copy, rank) = (open.contiguous(), open.shape().rank());
        let rows = 1 + choices.below(8);
        let window: Vec<usize> = [leading].into_iter().chain(rank - d..rank).collect();
        let places: Vec<usize> = (0..leading).chain(leading + 1..rank - d).collect();
        for summed in [&window, &places] {
            let dims = [rows].into_iter().chain(summed.iter().map(|&i| open.shape()[i])).collect::<Vec<_>>();
            let w = Model::build(&dims, |_| choices.real()).tensor();
            let pairs: Vec<(usize, usize)> = summed.iter().enumerate().map(|(i, &axis)| (1 + i, axis)).collect();
            let axes = Contraction::new(&[], &pairs);
            for dtype in [DType::F64, DType::F32, DType::I32] {
                let (w, open, copy) = (w.convert(dtype), x.convert(dtype).windows(&windows), copy.convert(dtype));
                assert!(
                    w.contract(&open, &axes).same_bits(&w.contract(&copy, &axes)),
                    "{shape:?} {windows:?} {axes:?}"
                );
            }
            // With a batch axis, as of groups.
            let batched = [open.shape()[0]].into_iter().chain(dims).collect::<Vec<_>>();
            let w = Model::build(&batched, |_| choices.real()).tensor();
            if summed.contains(&0) {
                continue;
            }
            let pairs: Vec<(usize, usize)> = pairs.iter().map(|&(i, j)| (i + 1, j)).collect();
            let axes = Contraction::new(&[(0, 0)], &pairs);
            assert!(w.contract(&open, &axes).same_bits(&w.contract(&copy, &axes)), "{shape:?} {windows:?} {axes:?}");
        }
        true
    });
}
