//! Zeros around and between elements: linear; its transpose is a slice.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::bind,
    program::Atom,
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_tensor::{Padding, Range, Shape, Tensor};

/// One padding for each axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pad(Vec<Padding>);

impl fmt::Display for Pad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pad[")?;
        for (i, p) in self.0.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            write!(f, "{comma}{},{},{}", p.low, p.high, p.interior)?;
        }
        f.write_str("]")
    }
}

impl Rules for Pad {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: Shape::of(xs[0].shape.iter().zip(&self.0).map(|(&n, p)| p.length(n))), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].pad(&self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (xs[0].pad_with(self.0.clone()), dxs[0].map(|dx| dx.pad_with(self.0.clone())))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        let whole = Padding { low: 0, high: 0, interior: 0 };
        xs[0].0.pad_with([whole].into_iter().chain(self.0.iter().copied()).collect())
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Pad {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        // Crops become zeros and zeros crops: pad by the negative amounts, then take every (interior + 1)-th element.
        let uncropped =
            ct.pad_with(self.0.iter().map(|p| Padding { low: -p.low, high: -p.high, interior: 0 }).collect());
        let ranges =
            self.0.iter().zip(of.shape.iter()).map(|(p, &n)| Range { start: 0, len: n, step: p.interior as isize + 1 });
        uncropped.slice_ranges(ranges.collect())
    }
}

impl Array {
    /// Padding by one amount for each axis.
    #[track_caller]
    pub(crate) fn pad_with(&self, paddings: Vec<Padding>) -> Array {
        if paddings.iter().all(|p| (p.low, p.high, p.interior) == (0, 0, 0)) {
            return self.clone();
        }
        bind(&Prim::Pad(Pad(paddings)), [self])
    }
}
