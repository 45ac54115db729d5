//! What an index is made of, and the macro that writes it.

use crate::array::{Array, array};
use alloc::vec::Vec;
use core::ops::{Bound, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};
use cotangent_tensor::Literal;

/// An index of an array: one [`Item`] for each axis, as [`s!`](crate::s) writes it.
#[derive(Clone, Debug)]
pub struct Index(pub(super) Vec<Item>);

impl Index {
    /// The index with these items.
    pub fn new<const N: usize>(items: [Item; N]) -> Index {
        Index(items.into())
    }
}

/// A list of items, for indices whose length is known at run time only.
impl From<Vec<Item>> for Index {
    fn from(items: Vec<Item>) -> Index {
        Index(items)
    }
}

/// One part of an [`Index`]. Made by `From` of what [`s!`](crate::s) takes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Item {
    /// One element of an axis, which goes.
    At(isize),
    /// A part of an axis.
    Slice(Slice),
    /// As many whole axes as are left.
    Ellipsis,
    /// A new axis of length 1.
    NewAxis,
    /// An array of integers, or a mask.
    Array(Array),
}

/// A range of an axis with a step: `1..;2` in [`s!`](crate::s).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub(super) start: isize,
    pub(super) end: Bound<isize>,
    pub(super) step: isize,
}

impl Slice {
    /// The range with another step.
    #[must_use]
    pub fn step(self, step: isize) -> Slice {
        Slice { step, ..self }
    }
}

impl From<Slice> for Item {
    fn from(slice: Slice) -> Item {
        Item::Slice(slice)
    }
}

/// Puts an axis of length 1 into the result of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAxis;

/// Stands for as many whole axes as are left; [`s!`](crate::s) also takes `...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ellipsis;

impl From<NewAxis> for Item {
    fn from(_: NewAxis) -> Item {
        Item::NewAxis
    }
}
impl From<Ellipsis> for Item {
    fn from(_: Ellipsis) -> Item {
        Item::Ellipsis
    }
}
impl From<&Array> for Item {
    fn from(x: &Array) -> Item {
        Item::Array(x.clone())
    }
}
impl From<Array> for Item {
    fn from(x: Array) -> Item {
        Item::Array(x)
    }
}
/// Nested arrays of integers or bools.
impl<T, const N: usize> From<[T; N]> for Item
where
    [T; N]: Literal,
{
    #[track_caller]
    fn from(values: [T; N]) -> Item {
        Item::Array(array(values))
    }
}
impl From<RangeFull> for Slice {
    fn from(_: RangeFull) -> Slice {
        Slice { start: 0, end: Bound::Unbounded, step: 1 }
    }
}
impl From<RangeFull> for Item {
    fn from(range: RangeFull) -> Item {
        Item::Slice(range.into())
    }
}

/// Three types of integers: literals are `i32`, lengths `usize`, places from the end `isize`.
macro_rules! integers {
    ($($T:ident)*) => { $(
        impl From<$T> for Item {
            fn from(i: $T) -> Item { Item::At(i as isize) }
        }
        integers!(@ $T Range, r => r.start, Bound::Excluded(r.end as isize));
        integers!(@ $T RangeFrom, r => r.start, Bound::Unbounded);
        integers!(@ $T RangeTo, r => 0, Bound::Excluded(r.end as isize));
        integers!(@ $T RangeInclusive, r => *r.start(), Bound::Included(*r.end() as isize));
        integers!(@ $T RangeToInclusive, r => 0, Bound::Included(r.end as isize));
    )* };
    (@ $T:ident $R:ident, $r:ident => $start:expr, $end:expr) => {
        impl From<$R<$T>> for Slice {
            fn from($r: $R<$T>) -> Slice { Slice { start: $start as isize, end: $end, step: 1 } }
        }
        impl From<$R<$T>> for Item {
            fn from(range: $R<$T>) -> Item { Item::Slice(range.into()) }
        }
    };
}
integers!(isize usize i32);

/// An [`Index`](crate::index::Index), written as NumPy's: `s![1.., ..;2, -1, ..., NewAxis, &indices]`. The parts are those
/// that [`crate::index`] lists.
///
/// ```
/// use cotangent_autodiff::{array, s};
/// let x = array([[1, 2, 3, 4], [5, 6, 7, 8]]);
/// assert_eq!(x.index(s![.., 1..-1]).to_vec::<i32>()?, [2, 3, 6, 7]);
/// assert_eq!(x.index(s![-1, ..;2]).to_vec::<i32>()?, [5, 7]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
#[macro_export]
macro_rules! s {
    (@ [$($items:expr,)*]) => { $crate::index::Index::new([$($items),*]) };
    (@ [$($items:expr,)*] ... $(, $($rest:tt)*)?) => {
        $crate::s!(@ [$($items,)* $crate::index::Item::Ellipsis,] $($($rest)*)?)
    };
    (@ [$($items:expr,)*] $range:expr; $step:expr $(, $($rest:tt)*)?) => {
        $crate::s!(@ [$($items,)* $crate::index::Item::Slice($crate::index::Slice::from($range).step($step)),] $($($rest)*)?)
    };
    (@ [$($items:expr,)*] $item:expr $(, $($rest:tt)*)?) => {
        $crate::s!(@ [$($items,)* $crate::index::Item::from($item),] $($($rest)*)?)
    };
    ($($index:tt)*) => { $crate::s!(@ [] $($index)*) };
}
