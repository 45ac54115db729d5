//! Shapes and sets of axes: small values on the stack, never on the heap.

use crate::error::{Error, ErrorKind};
use alloc::format;
use core::{fmt, ops::Deref};

/// The largest number of axes. With the axes that nested `vmap`s add: two fewer for code under two of them. The windows of a
/// three-dimensional convolution have eight or nine.
pub const MAX_RANK: usize = 12;

/// The lengths of an array's axes, outermost first. Dereferences to `&[usize]`; at most [`MAX_RANK`] axes.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Shape(heapless::Vec<usize, MAX_RANK, u8>);

impl Shape {
    /// The shape of a scalar.
    pub const SCALAR: Shape = Shape(heapless::Vec::new());

    /// A shape with these axes.
    ///
    /// # Errors
    /// More than [`MAX_RANK`] axes, or more elements than memory can address.
    #[track_caller]
    pub fn new(dims: &[usize]) -> Result<Shape, Error> {
        let too_large = || {
            dims.iter().try_fold(1_usize, |n, &d| n.checked_mul(d.max(1))).is_none_or(|n| n > isize::MAX as usize / 16)
        };
        match heapless::Vec::from_slice(dims) {
            Ok(dims) if !too_large() => Ok(Shape(dims)),
            Ok(_) => {
                Err(Error::new(ErrorKind::Shape, format!("shape: {dims:?} has more elements than memory can address")))
            }
            Err(_) => Err(Error::new(
                ErrorKind::Shape,
                format!("shape: {dims:?} has {} axes, more than {MAX_RANK}", dims.len()),
            )),
        }
    }

    /// A shape from axes that are known to be few enough.
    ///
    /// # Panics
    /// As [`Shape::new`] errs.
    #[track_caller]
    pub fn of(dims: impl IntoIterator<Item = usize>) -> Shape {
        let mut shape = Shape::SCALAR;
        for d in dims {
            shape = shape.push(d);
        }
        shape
    }

    #[track_caller]
    fn push(mut self, dim: usize) -> Shape {
        if self.0.push(dim).is_err() {
            let error =
                Error::new(ErrorKind::Shape, format!("shape: more than {MAX_RANK} axes ({self:?} and one of {dim})"));
            panic!("{error}");
        }
        self
    }

    /// The number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        self.iter().product()
    }

    /// The number of axes.
    #[inline]
    pub fn rank(&self) -> usize {
        self.0.len()
    }

    /// The shape with an axis of length `n` in front: that of a batch.
    #[track_caller]
    pub fn with_front(&self, n: usize) -> Shape {
        Shape::of([n].into_iter().chain(self.iter().copied()))
    }

    /// The shape without its first axis.
    pub fn tail(&self) -> Shape {
        Shape::of(self[1..].iter().copied())
    }

    /// The shape in which two operands meet under NumPy's broadcasting, if there is one.
    ///
    /// ```
    /// use cotangent_tensor::Shape;
    /// let s = |d: &[usize]| Shape::new(d).unwrap();
    /// assert_eq!(Shape::broadcast(&s(&[2, 1]), &s(&[3])), Some(s(&[2, 3])));
    /// assert_eq!(Shape::broadcast(&s(&[2]), &s(&[3])), None);
    /// ```
    pub fn broadcast(a: &[usize], b: &[usize]) -> Option<Shape> {
        let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        let mut out = Shape(heapless::Vec::from_slice(long).ok()?);
        let skip = long.len() - short.len();
        for (x, &y) in out.0[skip..].iter_mut().zip(short) {
            if *x == 1 {
                *x = y;
            } else if y != 1 && y != *x {
                return None;
            }
        }
        Some(out)
    }

    /// The shape without `axes`.
    pub fn without(&self, axes: Axes) -> Shape {
        Shape::of(self.iter().enumerate().filter(|&(i, _)| !axes.contains(i)).map(|(_, &d)| d))
    }

    /// The lengths, to be changed in place.
    pub fn dims_mut(&mut self) -> &mut [usize] {
        &mut self.0
    }
}

impl Deref for Shape {
    type Target = [usize];
    #[inline]
    fn deref(&self) -> &[usize] {
        &self.0
    }
}
impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0[..], f)
    }
}
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0[..], f)
    }
}
impl PartialEq<[usize]> for Shape {
    fn eq(&self, other: &[usize]) -> bool {
        self.0[..] == *other
    }
}
impl PartialEq<&[usize]> for Shape {
    fn eq(&self, other: &&[usize]) -> bool {
        self.0[..] == **other
    }
}
impl<const N: usize> PartialEq<[usize; N]> for Shape {
    fn eq(&self, other: &[usize; N]) -> bool {
        self.0[..] == other[..]
    }
}
impl<const N: usize> PartialEq<&[usize; N]> for Shape {
    fn eq(&self, other: &&[usize; N]) -> bool {
        self.0[..] == other[..]
    }
}

/// A set of axes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Axes(u16);

impl Axes {
    /// No axis.
    pub const NONE: Axes = Axes(0);

    /// All axes below `rank`.
    #[inline]
    pub const fn all(rank: usize) -> Axes {
        Axes((1 << rank) - 1)
    }

    /// These axes.
    pub fn of(axes: impl IntoIterator<Item = usize>) -> Axes {
        Axes(axes.into_iter().fold(0, |set, axis| set | 1 << axis))
    }

    /// Axes of an array of `rank` axes, negative ones counted from the end.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice; the text begins with `op`.
    #[track_caller]
    pub fn resolve(op: &str, axes: &[isize], rank: usize) -> Result<Axes, Error> {
        let mut set = Axes::NONE;
        for &axis in axes {
            let i = resolve_axis(op, axis, rank)?;
            if set.contains(i) {
                return Err(Error::new(ErrorKind::Index, format!("{op}: axis {axis} is named twice in {axes:?}")));
            }
            set.0 |= 1 << i;
        }
        Ok(set)
    }

    /// Whether `axis` is in the set.
    #[inline]
    pub const fn contains(self, axis: usize) -> bool {
        self.0 >> axis & 1 == 1
    }

    /// The number of axes in the set.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The axes in growing order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = usize> {
        (0..MAX_RANK).filter(move |&i| self.contains(i))
    }

    /// Every axis moved up by one: the same axes of a batch.
    pub const fn shifted(self) -> Axes {
        Axes(self.0 << 1)
    }
}

impl fmt::Debug for Axes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// `axis` of an array of `rank` axes as an index, a negative one counted from the end.
#[track_caller]
pub(crate) fn resolve_axis(op: &str, axis: isize, rank: usize) -> Result<usize, Error> {
    let i = if axis < 0 { axis + rank as isize } else { axis };
    if (0..rank as isize).contains(&i) {
        Ok(i as usize)
    } else {
        Err(Error::new(ErrorKind::Index, format!("{op}: axis {axis} does not exist in {rank} dimensions")))
    }
}

impl Shape {
    /// `axis` of this shape as an index, a negative one counted from the end.
    ///
    /// # Errors
    /// An axis that does not exist; the text begins with `op`.
    #[track_caller]
    pub fn axis(&self, op: &str, axis: isize) -> Result<usize, Error> {
        resolve_axis(op, axis, self.rank())
    }
}
