//! A model of arrays that is too simple to be wrong: a shape, and a list of elements in row-major order.

use cotangent_tensor::{Axes, Contraction, Padding, Range, Reduction, Shape, Tensor};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f64>,
}

/// Every index of a shape in row-major order.
pub(crate) fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    shape.iter().fold(vec![vec![]], |all, &d| {
        all.iter().flat_map(|index| (0..d).map(move |i| index.iter().copied().chain([i]).collect())).collect()
    })
}

impl Model {
    pub(crate) fn build(shape: &[usize], mut f: impl FnMut(&[usize]) -> f64) -> Model {
        Model { shape: shape.to_vec(), data: indices(shape).iter().map(|index| f(index)).collect() }
    }

    pub(crate) fn at(&self, index: &[usize]) -> f64 {
        self.data[index.iter().zip(&self.shape).fold(0, |at, (i, d)| at * d + i)]
    }

    pub(crate) fn tensor(&self) -> Tensor {
        Tensor::from_vec(self.data.clone(), &self.shape).expect("as many elements as the shape holds")
    }

    pub(crate) fn transpose(&self, permutation: &[usize]) -> Model {
        let shape: Vec<usize> = permutation.iter().map(|&p| self.shape[p]).collect();
        Model::build(&shape, |index| {
            let mut from = vec![0; index.len()];
            permutation.iter().zip(index).for_each(|(&p, &i)| from[p] = i);
            self.at(&from)
        })
    }

    pub(crate) fn slice(&self, ranges: &[Range]) -> Model {
        let shape: Vec<usize> = ranges.iter().map(|r| r.len).collect();
        Model::build(&shape, |index| {
            let place = |(r, &i): (&Range, &usize)| (r.start as isize + r.step * i as isize) as usize;
            self.at(&ranges.iter().zip(index).map(place).collect::<Vec<_>>())
        })
    }

    pub(crate) fn broadcast_to(&self, shape: &[usize]) -> Model {
        let new = shape.len() - self.shape.len();
        Model::build(shape, |index| {
            let place = |(&i, &d): (&usize, &usize)| if d == 1 { 0 } else { i };
            self.at(&index[new..].iter().zip(&self.shape).map(place).collect::<Vec<_>>())
        })
    }

    pub(crate) fn reshape(&self, shape: &[usize]) -> Model {
        Model { shape: shape.to_vec(), data: self.data.clone() }
    }

    pub(crate) fn reduce(&self, reduction: Reduction, axes: Axes) -> Model {
        let kept: Vec<usize> = (0..self.shape.len()).filter(|&i| !axes.contains(i)).collect();
        let (empty, fold): (f64, fn(f64, f64) -> f64) = match reduction {
            Reduction::Sum => (0.0, |a, b| a + b),
            Reduction::Prod => (1.0, |a, b| a * b),
            Reduction::Max => (f64::NEG_INFINITY, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }),
            Reduction::Min => (f64::INFINITY, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }),
        };
        let shape: Vec<usize> = kept.iter().map(|&i| self.shape[i]).collect();
        let mut out = Model::build(&shape, |_| empty);
        for index in indices(&self.shape) {
            let place: Vec<usize> = kept.iter().map(|&i| index[i]).collect();
            let at = place.iter().zip(&shape).fold(0, |at, (i, d)| at * d + i);
            out.data[at] = fold(out.data[at], self.at(&index));
        }
        out
    }

    pub(crate) fn pad(&self, paddings: &[Padding]) -> Model {
        let shape: Vec<usize> = self
            .shape
            .iter()
            .zip(paddings)
            .map(|(&n, p)| {
                let inner = if n == 0 { 0 } else { n + (n - 1) * p.interior };
                (inner as isize + p.low + p.high).max(0) as usize
            })
            .collect();
        Model::build(&shape, |index| {
            let from: Option<Vec<usize>> = index
                .iter()
                .zip(paddings)
                .zip(&self.shape)
                .map(|((&i, p), &n)| {
                    let (at, step) = (i as isize - p.low, p.interior as isize + 1);
                    let stays = at >= 0 && at % step == 0 && at / step < n as isize;
                    stays.then_some((at / step) as usize)
                })
                .collect();
            from.map_or(0.0, |from| self.at(&from))
        })
    }

    pub(crate) fn contract(&self, other: &Model, axes: &Contraction) -> Model {
        let free = |side, rank| axes.free(side, rank).collect::<Vec<usize>>();
        let (left, right) = (free(0, self.shape.len()), free(1, other.shape.len()));
        let pairs = |p: &[(u8, u8)]| p.iter().map(|&(i, j)| (usize::from(i), usize::from(j))).collect::<Vec<_>>();
        let (batch, sum) = (pairs(&axes.batch), pairs(&axes.contract));
        let shape: Vec<usize> = batch
            .iter()
            .map(|&(i, _)| self.shape[i])
            .chain(left.iter().map(|&i| self.shape[i]))
            .chain(right.iter().map(|&j| other.shape[j]))
            .collect();
        let over: Vec<usize> = sum.iter().map(|&(i, _)| self.shape[i]).collect();
        Model::build(&shape, |index| {
            let (mut x, mut y) = (vec![0; self.shape.len()], vec![0; other.shape.len()]);
            for (&(i, j), &at) in batch.iter().zip(index) {
                (x[i], y[j]) = (at, at);
            }
            left.iter().zip(&index[batch.len()..]).for_each(|(&i, &at)| x[i] = at);
            right.iter().zip(&index[batch.len() + left.len()..]).for_each(|(&j, &at)| y[j] = at);
            let mut total = 0.0;
            for inner in indices(&over) {
                for (&(i, j), &at) in sum.iter().zip(&inner) {
                    (x[i], y[j]) = (at, at);
                }
                total += self.at(&x) * other.at(&y);
            }
            total
        })
    }
}

#[track_caller]
pub(crate) fn same(got: &Tensor, want: &Model) {
    assert_eq!(got.shape()[..], want.shape[..]);
    let got = got.to_vec::<f64>().expect("f64");
    let equal = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
    assert!(got.iter().zip(&want.data).all(equal), "{got:?}, not {:?}", want.data);
}

/// A sequence of choices from a seed (Steele, Lea, Flood: `SplitMix64`).
pub(crate) struct Choices(u64);

impl Choices {
    pub(crate) fn new(seed: u64) -> Choices {
        Choices(seed)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    /// A small whole number, exact in every float type.
    pub(crate) fn whole(&mut self) -> f64 {
        self.below(17) as f64 - 8.0
    }

    /// A number between −1 and 1.
    pub(crate) fn real(&mut self) -> f64 {
        self.below(1 << 53) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    pub(crate) fn shape(&mut self, max_rank: usize, max_dim: usize) -> Vec<usize> {
        let rank = self.below(max_rank + 1);
        (0..rank).map(|_| self.below(max_dim + 1)).collect()
    }

    pub(crate) fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        (1..n).rev().for_each(|i| all.swap(i, self.below(i + 1)));
        all
    }

    /// A view step: the same one of a tensor and of its model.
    pub(crate) fn view(&mut self, x: &Tensor, model: &Model) -> (Tensor, Model) {
        let rank = model.shape.len();
        match self.below(4) {
            0 => {
                let p = self.permutation(rank);
                (x.transpose(&p), model.transpose(&p))
            }
            1 => {
                let ranges: Vec<Range> = model.shape.iter().map(|&n| self.range(n)).collect();
                (x.slice(&ranges), model.slice(&ranges))
            }
            2 => {
                let front = if rank < 4 { self.below(2) } else { 0 };
                let mut shape: Vec<usize> = (0..front).map(|_| self.below(3)).collect();
                shape.extend(model.shape.iter().map(|&d| if d == 1 { self.below(4) } else { d }));
                let to = Shape::new(&shape).expect("a small shape");
                (x.broadcast_to(&to), model.broadcast_to(&shape))
            }
            _ => {
                let shape = self.regroup(&model.shape);
                let to = Shape::new(&shape).expect("a small shape");
                (x.reshape(&to).expect("the same size"), model.reshape(&shape))
            }
        }
    }

    /// Any range on an axis of length n, backwards too.
    fn range(&mut self, n: usize) -> Range {
        if n == 0 || self.below(8) == 0 {
            return Range { start: self.below(n + 1), len: 0, step: 1 };
        }
        let start = self.below(n);
        let step = 1 + self.below(2) as isize;
        if self.below(3) == 0 {
            return Range { start, len: 1 + self.below(start / step as usize + 1), step: -step };
        }
        Range { start, len: 1 + self.below((n - 1 - start) / step as usize + 1), step }
    }

    /// Another shape of the same size: neighbours merged, axes of length 1 put in or taken out, an axis split.
    fn regroup(&mut self, shape: &[usize]) -> Vec<usize> {
        let mut out = shape.to_vec();
        let at = self.below(out.len() + 1);
        match self.below(4) {
            0 if out.len() >= 2 => {
                let i = at.min(out.len() - 2);
                let merged = out[i] * out[i + 1];
                out.splice(i..i + 2, [merged]);
            }
            1 if out.len() < 5 => out.insert(at, 1),
            2 => out.retain(|&d| d != 1),
            _ => {
                if let Some(i) = out.iter().position(|&d| d > 2 && d % 2 == 0) {
                    let half = out[i] / 2;
                    out.splice(i..=i, [half, 2]);
                }
            }
        }
        out
    }
}
