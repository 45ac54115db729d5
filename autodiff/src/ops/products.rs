//! Products of NumPy's names, composed of the general contraction, reshapes and elementwise products.

use crate::{
    array::Array,
    bind::or_raise,
    prim::{dot, dot::move_to_front},
};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Axes, Contraction, DType, Error, ErrorKind, MAX_RANK, Shape};

/// Which axes [`Array::tensordot`] sums over: a number n (the last n of the left array with the first n of the right),
/// pairs `[(left, right), …]`, or the two lists `(left axes, right axes)`. Negative axes count from the end.
pub trait ContractedAxes {
    /// The pairs of axes of arrays of `left` and `right` axes.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or lists of different lengths; the text begins with `op`.
    fn pairs(self, op: &str, left: usize, right: usize) -> Result<Vec<(usize, usize)>, Error>;
}

impl ContractedAxes for usize {
    #[track_caller]
    fn pairs(self, op: &str, left: usize, right: usize) -> Result<Vec<(usize, usize)>, Error> {
        if self > left.min(right) {
            let text = format!("{op}: cannot sum over {self} axes of arrays of {left} and {right}");
            return Err(Error::new(ErrorKind::Index, text));
        }
        Ok((0..self).map(|i| (left - self + i, i)).collect())
    }
}
impl ContractedAxes for (&[isize], &[isize]) {
    #[track_caller]
    fn pairs(self, op: &str, left: usize, right: usize) -> Result<Vec<(usize, usize)>, Error> {
        let (xs, ys) = self;
        if xs.len() != ys.len() {
            let text = format!("{op}: {} axes on the left and {} on the right", xs.len(), ys.len());
            return Err(Error::new(ErrorKind::Index, text));
        }
        Axes::resolve(op, xs, left)?;
        Axes::resolve(op, ys, right)?;
        let index = |axis: isize, rank: usize| if axis < 0 { axis + rank as isize } else { axis } as usize;
        Ok(xs.iter().zip(ys).map(|(&x, &y)| (index(x, left), index(y, right))).collect())
    }
}
impl<const N: usize> ContractedAxes for ([isize; N], [isize; N]) {
    #[track_caller]
    fn pairs(self, op: &str, left: usize, right: usize) -> Result<Vec<(usize, usize)>, Error> {
        (&self.0[..], &self.1[..]).pairs(op, left, right)
    }
}
impl ContractedAxes for &[(isize, isize)] {
    #[track_caller]
    fn pairs(self, op: &str, left: usize, right: usize) -> Result<Vec<(usize, usize)>, Error> {
        let (xs, ys): (Vec<isize>, Vec<isize>) = self.iter().copied().unzip();
        (&xs[..], &ys[..]).pairs(op, left, right)
    }
}
impl<const N: usize> ContractedAxes for &[(isize, isize); N] {
    #[track_caller]
    fn pairs(self, op: &str, left: usize, right: usize) -> Result<Vec<(usize, usize)>, Error> {
        self[..].pairs(op, left, right)
    }
}

/// No products of two bool arrays.
#[track_caller]
pub(super) fn numbers(op: &str, dtype: DType) -> Result<(), Error> {
    if dtype != DType::Bool {
        return Ok(());
    }
    Err(Error::new(ErrorKind::DType, format!("{op}: two bool arrays have no products; convert one first")))
}

/// Products over chosen axes. All are bilinear: the derivative in each operand is the product with the other. The result
/// has the wider dtype of the two; two bool arrays are refused.
impl Array {
    /// NumPy's `tensordot`: the sum of products over axes that `axes` pairs. The result has the other axes of this array,
    /// then those of `other`.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.tensordot(&a, 2).item::<f64>()?, 30.0);
    /// assert_eq!(a.tensordot(&a, ([0, 1], [1, 0])).item::<f64>()?, 29.0);
    /// assert_eq!(a.tensordot(&a, &[(1, 0)]).to_vec::<f64>()?, [7.0, 10.0, 15.0, 22.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist or is named twice, lengths that differ, two bool arrays.
    #[track_caller]
    pub fn tensordot(&self, other: &Array, axes: impl ContractedAxes) -> Array {
        or_raise(self.try_tensordot(other, axes))
    }

    /// [`Array::tensordot`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, lengths that differ, two bool arrays.
    #[track_caller]
    pub fn try_tensordot(&self, other: &Array, axes: impl ContractedAxes) -> Result<Array, Error> {
        let pairs = axes.pairs("tensordot", self.rank(), other.rank())?;
        dot::checked("tensordot", self, other, &Contraction::new(&[], &pairs))
    }

    /// NumPy's `vdot`: Σ x̄ᵢyᵢ (of real arrays Σ xᵢyᵢ) over all elements in row-major order, whatever the shapes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 4.0]]).vdot(&array([1.0, 1.0, 1.0, -1.0])).item::<f64>()?, 2.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Different numbers of elements, two bool arrays.
    #[track_caller]
    pub fn vdot(&self, other: &Array) -> Array {
        or_raise(self.try_vdot(other))
    }

    /// [`Array::vdot`] with the error as a value.
    ///
    /// # Errors
    /// Different numbers of elements, two bool arrays.
    #[track_caller]
    pub fn try_vdot(&self, other: &Array) -> Result<Array, Error> {
        let (left, right) = (self.shape(), other.shape());
        if left.size() != right.size() {
            let text = format!("vdot: {left} has {} elements, {right} has {}", left.size(), right.size());
            return Err(Error::new(ErrorKind::Shape, text));
        }
        dot::checked("vdot", &self.ravel().conj(), &other.ravel(), &Contraction::new(&[], &[(0, 0)]))
    }

    /// NumPy's `inner`: the sum of products over the last axes of both; with a scalar the elementwise product.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.inner(&a).to_vec::<f64>()?, [5.0, 11.0, 11.0, 25.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Last axes of different lengths, two bool arrays.
    #[track_caller]
    pub fn inner(&self, other: &Array) -> Array {
        or_raise(self.try_inner(other))
    }

    /// [`Array::inner`] with the error as a value.
    ///
    /// # Errors
    /// Last axes of different lengths, two bool arrays.
    #[track_caller]
    pub fn try_inner(&self, other: &Array) -> Result<Array, Error> {
        let (left, right) = (self.rank(), other.rank());
        numbers("inner", self.dtype().promote(other.dtype()))?;
        if left == 0 || right == 0 {
            return self.try_mul(other);
        }
        dot::checked("inner", self, other, &Contraction::new(&[], &[(left - 1, right - 1)]))
    }

    /// NumPy's `outer`: xᵢyⱼ over the elements of both in row-major order, a matrix.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0]).outer(&array([3.0, 4.0])).to_vec::<f64>()?, [3.0, 4.0, 6.0, 8.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Two bool arrays.
    #[track_caller]
    pub fn outer(&self, other: &Array) -> Array {
        or_raise(self.try_outer(other))
    }

    /// [`Array::outer`] with the error as a value.
    ///
    /// # Errors
    /// Two bool arrays.
    #[track_caller]
    pub fn try_outer(&self, other: &Array) -> Result<Array, Error> {
        dot::checked("outer", &self.ravel(), &other.ravel(), &Contraction::new(&[], &[]))
    }

    /// The Kronecker product: every element of this array times the whole of `other`, as blocks. Axis i has the product of
    /// the two lengths; the shorter shape is filled up with leading axes of length 1, as NumPy's `kron`.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let z = array([1.0, 10.0]).kron(&array([1.0, 2.0]));
    /// assert_eq!(z.to_vec::<f64>()?, [1.0, 2.0, 10.0, 20.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Two bool arrays, or so many axes that blocks and elements together have more than [`MAX_RANK`].
    #[track_caller]
    pub fn kron(&self, other: &Array) -> Array {
        or_raise(self.try_kron(other))
    }

    /// [`Array::kron`] with the error as a value.
    ///
    /// # Errors
    /// Two bool arrays, or so many axes that blocks and elements together have more than [`MAX_RANK`].
    #[track_caller]
    pub fn try_kron(&self, other: &Array) -> Result<Array, Error> {
        let rank = self.rank().max(other.rank());
        if 2 * rank > MAX_RANK {
            let text = format!("kron: {} with {} needs more than {MAX_RANK} axes", self.shape(), other.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let filled = |x: &Array| {
            let shape = x.shape();
            Shape::of(core::iter::repeat_n(1, rank - shape.rank()).chain(shape.iter().copied()))
        };
        let (left, right) = (filled(self), filled(other));
        let z = dot::checked("kron", &self.reshape_to(&left), &other.reshape_to(&right), &Contraction::new(&[], &[]))?;
        let blocks = z.permute(&(0..rank).flat_map(|i| [i, rank + i]).collect::<Vec<_>>());
        Ok(blocks.reshape_to(&Shape::of(left.iter().zip(right.iter()).map(|(a, b)| a * b))))
    }

    /// The cross product of 3-vectors along `axis` (negative: from the end); the other axes broadcast.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let z = array([1.0, 0.0, 0.0]).cross(&array([0.0, 1.0, 0.0]), -1);
    /// assert_eq!(z.to_vec::<f64>()?, [0.0, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist or has another length than 3, shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn cross(&self, other: &Array, axis: isize) -> Array {
        or_raise(self.try_cross(other, axis))
    }

    /// [`Array::cross`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or has another length than 3, shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_cross(&self, other: &Array, axis: isize) -> Result<Array, Error> {
        numbers("cross", self.dtype().promote(other.dtype()))?;
        let in_front = |x: &Array| {
            let shape = x.shape();
            let at = shape.axis("cross", axis)?;
            if shape[at] != 3 {
                let text = format!("cross: axis {axis} of {shape} has length {}, not 3", shape[at]);
                return Err(Error::new(ErrorKind::Shape, text));
            }
            Ok(move_to_front(x, at))
        };
        let (x, y) = (in_front(self)?, in_front(other)?);
        if Shape::broadcast(&x.shape()[1..], &y.shape()[1..]).is_none() {
            let text = format!("cross: cannot broadcast {} with {}", self.shape(), other.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let component = |i: usize| {
            let (j, k) = ((i + 1) % 3, (i + 2) % 3);
            x.at(j) * y.at(k) - x.at(k) * y.at(j)
        };
        let parts = [component(0), component(1), component(2)];
        let rank = parts[0].rank() + 1;
        // From the end, as both operands count; a positive axis of the longer one.
        let at = if axis < 0 { axis } else { axis + (rank - self.rank().max(other.rank())) as isize };
        Ok(crate::stack(&[&parts[0], &parts[1], &parts[2]], at))
    }

    /// The product of matrices in the last two axes with vectors in the last axis of `other`; the axes before broadcast.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let m = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(m.matvec(&array([[1.0, 0.0], [1.0, 1.0]])).to_vec::<f64>()?, [1.0, 3.0, 3.0, 7.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Lengths that differ, axes that do not broadcast or are too few, two bool arrays.
    #[track_caller]
    pub fn matvec(&self, other: &Array) -> Array {
        or_raise(self.try_matvec(other))
    }

    /// [`Array::matvec`] with the error as a value.
    ///
    /// # Errors
    /// Lengths that differ, axes that do not broadcast or are too few, two bool arrays.
    #[track_caller]
    pub fn try_matvec(&self, other: &Array) -> Result<Array, Error> {
        paired("matvec", (self, 2, 1), (other, 1, 1))?;
        Ok(dot::matmul("matvec", self, &other.expand(-1))?.squeeze(-1))
    }

    /// The product of vectors in the last axis with matrices in the last two axes of `other`; the axes before broadcast.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let m = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(array([1.0, -1.0]).vecmat(&m).to_vec::<f64>()?, [-2.0, -2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Lengths that differ, axes that do not broadcast or are too few, two bool arrays.
    #[track_caller]
    pub fn vecmat(&self, other: &Array) -> Array {
        or_raise(self.try_vecmat(other))
    }

    /// [`Array::vecmat`] with the error as a value.
    ///
    /// # Errors
    /// Lengths that differ, axes that do not broadcast or are too few, two bool arrays.
    #[track_caller]
    pub fn try_vecmat(&self, other: &Array) -> Result<Array, Error> {
        paired("vecmat", (self, 1, 1), (other, 2, 2))?;
        Ok(dot::matmul("vecmat", &self.expand(-2), other)?.squeeze(-2))
    }

    /// The sum of products over the last axes of both, the axes before broadcast: the rows' inner products of two batches.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let rows = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(rows.vecdot(&rows).to_vec::<f64>()?, [5.0, 25.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Lengths that differ, axes that do not broadcast or are too few, two bool arrays.
    #[track_caller]
    pub fn vecdot(&self, other: &Array) -> Array {
        or_raise(self.try_vecdot(other))
    }

    /// [`Array::vecdot`] with the error as a value.
    ///
    /// # Errors
    /// Lengths that differ, axes that do not broadcast or are too few, two bool arrays.
    #[track_caller]
    pub fn try_vecdot(&self, other: &Array) -> Result<Array, Error> {
        paired("vecdot", (self, 1, 1), (other, 1, 1))?;
        Ok(dot::matmul("vecdot", &self.expand(-2), &other.expand(-1))?.squeeze(-1).squeeze(-1))
    }
}

/// Operands, each with the number of axes that it needs and the place from the end of the axis that is summed over.
#[track_caller]
fn paired(op: &str, x: (&Array, usize, usize), y: (&Array, usize, usize)) -> Result<(), Error> {
    for (z, least, _) in [x, y] {
        if z.rank() < least {
            return Err(Error::new(ErrorKind::Shape, format!("{op}: needs at least {least} axes, got {}", z.shape())));
        }
    }
    let (left, right) = (x.0.shape(), y.0.shape());
    let (m, n) = (left[left.rank() - x.2], right[right.rank() - y.2]);
    if m == n {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Shape, format!("{op}: cannot contract {left} with {right}: {m} != {n}")))
}
