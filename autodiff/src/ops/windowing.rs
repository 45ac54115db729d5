//! What convolutions and pooling share: one number for each axis, and how the axes are padded.

use crate::array::Array;
use alloc::{format, vec, vec::Vec};
use cotangent_tensor::{Error, ErrorKind, Padding, Window};

/// What stands before and behind the axes that windows slide along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WindowPadding {
    /// Nothing: every window lies within the axis.
    #[default]
    Valid,
    /// As much as gives ⌈n/stride⌉ windows on an axis of length n, the odd one behind.
    Same,
    /// (before, behind) for each axis, or one pair for all; negative numbers crop.
    Explicit(Vec<(isize, isize)>),
}

impl<const N: usize> From<[(isize, isize); N]> for WindowPadding {
    fn from(pairs: [(isize, isize); N]) -> WindowPadding {
        WindowPadding::Explicit(pairs.into())
    }
}
impl From<Vec<(isize, isize)>> for WindowPadding {
    fn from(pairs: Vec<(isize, isize)>) -> WindowPadding {
        WindowPadding::Explicit(pairs)
    }
}

#[track_caller]
fn refuse<T>(text: alloc::string::String) -> Result<T, Error> {
    Err(Error::new(ErrorKind::Argument, text))
}

/// A value for each of `axes` axes: as given, one for all, or the default where there is none.
#[track_caller]
pub(super) fn each<T: Copy>(op: &str, what: &str, given: &[T], default: T, axes: usize) -> Result<Vec<T>, Error> {
    match given {
        [] => Ok(vec![default; axes]),
        [one] => Ok(vec![*one; axes]),
        _ if given.len() == axes => Ok(given.into()),
        _ => refuse(format!("{op}: {} {what} for {axes} axes", given.len())),
    }
}

/// [`each`] of numbers that are at least 1.
#[track_caller]
pub(super) fn steps(op: &str, what: &str, given: &[usize], axes: usize) -> Result<Vec<usize>, Error> {
    if given.contains(&0) {
        return refuse(format!("{op}: {what} must be at least 1, got {given:?}"));
    }
    each(op, what, given, 1, axes)
}

impl WindowPadding {
    /// (before, behind) for axes of these lengths.
    #[track_caller]
    pub(super) fn pairs(&self, op: &str, windows: &[Window], lengths: &[usize]) -> Result<Vec<(isize, isize)>, Error> {
        let same = |(w, &n): (&Window, &usize)| {
            let last = (n.div_ceil(w.stride) * w.stride) as isize - w.stride as isize;
            let total = (last + w.span() as isize - n as isize).max(0);
            (total / 2, total - total / 2)
        };
        let pairs = match self {
            WindowPadding::Valid => vec![(0, 0); windows.len()],
            WindowPadding::Same => windows.iter().zip(lengths).map(same).collect(),
            WindowPadding::Explicit(pairs) => each(op, "pairs of padding", pairs, (0, 0), windows.len())?,
        };
        for (axis, (&(low, high), &n)) in pairs.iter().zip(lengths).enumerate() {
            if n as isize + low + high < 0 {
                return refuse(format!("{op}: padding {low}, {high} crops more than axis {axis} of length {n}"));
            }
        }
        Ok(pairs)
    }
}

/// Zeros around the last axes, and `dilations[i] − 1` between the elements of axis i.
#[track_caller]
pub(super) fn padded(x: &Array, pairs: &[(isize, isize)], dilations: &[usize]) -> Array {
    let whole = Padding { low: 0, high: 0, interior: 0 };
    let last = pairs.iter().zip(dilations).map(|(&(low, high), &d)| Padding { low, high, interior: d - 1 });
    x.pad_with(core::iter::repeat_n(whole, x.rank() - pairs.len()).chain(last).collect())
}
