//! Reproducible test numbers, and comparisons of arrays by bits and within a bound.

use crate::{Array, DType};
use alloc::vec::Vec;

/// `SplitMix64` (Steele, Lea, Flood, doi:10.1145/2714064.2660195): any seed gives a good sequence.
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number between `low` and `high`, at least 0.02 away from every multiple of 1/2, where kinks and jumps are.
    pub(super) fn between(&mut self, (low, high): (f64, f64)) -> f64 {
        loop {
            let x = low + (high - low) * (self.bits() >> 11) as f64 / (1_u64 << 53) as f64;
            if (2.0 * x - libm_round(2.0 * x)).abs() > 0.04 {
                return x;
            }
        }
    }

    pub(super) fn array(&mut self, shape: &[usize], range: (f64, f64)) -> Array {
        let n = shape.iter().product();
        let values: Vec<f64> = (0..n).map(|_| self.between(range)).collect();
        Array::from_vec(values, shape).expect("as many values as the shape holds")
    }

    /// An array of the shape of `x` between −1 and 1: a direction.
    pub(super) fn like(&mut self, x: &Array) -> Array {
        self.array(&x.shape(), (-1.0, 1.0)).convert(x.dtype())
    }

    pub(super) fn like_all(&mut self, xs: &[Array]) -> Vec<Array> {
        xs.iter().map(|x| self.like(x)).collect()
    }
}

fn libm_round(x: f64) -> f64 {
    (x + 0.5).floor()
}

/// The elements as f64, whatever the dtype.
pub(super) fn elements(x: &Array) -> Vec<f64> {
    x.convert(DType::F64).to_vec().expect("converted to f64")
}

/// ⟨x, y⟩ over the leaves.
pub(super) fn inner(xs: &[Array], ys: &[Array]) -> f64 {
    xs.iter().zip(ys).flat_map(|(x, y)| elements(x).into_iter().zip(elements(y))).map(|(x, y)| x * y).sum()
}

/// The scale of an inner product: that of its terms.
pub(super) fn inner_scale(xs: &[Array], ys: &[Array]) -> f64 {
    xs.iter().zip(ys).flat_map(|(x, y)| elements(x).into_iter().zip(elements(y))).map(|(x, y)| (x * y).abs()).sum()
}

/// x + h·dx for every leaf.
pub(super) fn moved(xs: &[Array], h: f64, dxs: &[Array]) -> Vec<Array> {
    xs.iter().zip(dxs).map(|(x, dx)| x + dx * h).collect()
}

#[track_caller]
pub(super) fn assert_bits(what: &str, got: &Array, want: &Array) {
    let (a, b) = (got.to_tensor().expect("known"), want.to_tensor().expect("known"));
    assert!(a.same_bits(&b), "{what}: {got:?}, not {want:?}");
}

#[track_caller]
pub(super) fn assert_all_bits(what: &str, got: &[Array], want: &[Array]) {
    assert_eq!(got.len(), want.len(), "{what}");
    got.iter().zip(want).for_each(|(a, b)| assert_bits(what, a, b));
}

/// |got − want| ≤ bound·max(1, |want|) for every element; NaN equals NaN and infinities themselves.
#[track_caller]
pub(super) fn assert_close(what: &str, got: &Array, want: &Array, bound: f64) {
    assert_eq!((got.shape(), got.dtype()), (want.shape(), want.dtype()), "{what}");
    for (i, (a, b)) in elements(got).into_iter().zip(elements(want)).enumerate() {
        let same = a == b || (a.is_nan() && b.is_nan());
        assert!(same || (a - b).abs() <= bound * b.abs().max(1.0), "{what}: element {i} is {a:e}, not {b:e}");
    }
}

#[track_caller]
pub(super) fn assert_near(what: &str, got: f64, want: f64, bound: f64, scale: f64) {
    assert!((got - want).abs() <= bound * scale.max(1.0), "{what}: {got:e}, not {want:e}");
}
