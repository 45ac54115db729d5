//! Sliding windows over the last axes, and the sum of overlapping windows: both linear, each the transpose of the other.
//!
//! All that convolutions and pooling need beside products: a convolution is a contraction of the windows with the kernel.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::bind,
    program::Atom,
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_tensor::{Shape, Tensor, Window};

/// One window for each of the last axes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Windows {
    /// […, lengths] to […, numbers of windows, their sizes].
    Open(Vec<Window>),
    /// Back to axes of these lengths: every window is added to its place.
    Fold(Vec<Window>, Vec<usize>),
}

impl fmt::Display for Windows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, windows) = match self {
            Windows::Open(windows) => ("windows", windows),
            Windows::Fold(windows, _) => ("fold", windows),
        };
        let axis = |pick: fn(&Window) -> usize| windows.iter().map(pick).collect::<Vec<_>>();
        let (sizes, strides, dilations) = (axis(|w| w.size), axis(|w| w.stride), axis(|w| w.dilation));
        write!(f, "{name}[sizes={sizes:?} strides={strides:?} dilations={dilations:?}")?;
        match self {
            Windows::Open(_) => f.write_str("]"),
            Windows::Fold(_, lengths) => write!(f, " lengths={lengths:?}]"),
        }
    }
}

/// The windows over the last axes of `x`.
#[track_caller]
pub(crate) fn windows(x: &Array, windows: Vec<Window>) -> Array {
    bind(&Prim::Windows(Windows::Open(windows)), [x])
}

/// The sum of windows, each in its place on axes of these lengths.
#[track_caller]
pub(crate) fn fold(x: &Array, windows: Vec<Window>, lengths: Vec<usize>) -> Array {
    bind(&Prim::Windows(Windows::Fold(windows, lengths)), [x])
}

impl Rules for Windows {
    fn shape(&self, xs: &[Type]) -> Type {
        let from = &xs[0].shape;
        let shape = match self {
            Windows::Open(windows) => {
                let (leading, slid) = from.split_at(from.rank() - windows.len());
                let counts = slid.iter().zip(windows).map(|(&n, w)| w.count(n));
                Shape::of(leading.iter().copied().chain(counts).chain(windows.iter().map(|w| w.size)))
            }
            Windows::Fold(windows, lengths) => {
                Shape::of(from[..from.rank() - 2 * windows.len()].iter().chain(lengths).copied())
            }
        };
        Type { shape, dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match self {
            Windows::Open(windows) => xs[0].windows(windows),
            Windows::Fold(windows, lengths) => xs[0].fold(windows, lengths),
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let apply = |x: &Array| bind(&Prim::Windows(self.clone()), [x]);
        (apply(xs[0]), dxs[0].map(apply))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        // They concern the last axes alone.
        bind(&Prim::Windows(self.clone()), [xs[0].0])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Windows {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        match self {
            Windows::Open(open) => {
                let lengths = of.shape[of.shape.rank() - open.len()..].to_vec();
                fold(ct, open.clone(), lengths)
            }
            Windows::Fold(open, _) => windows(ct, open.clone()),
        }
    }
}
