//! Parts brought together by index arrays: scattering, reductions over segments; and the places that are not zero.

use crate::{
    array::Array,
    bind::or_raise,
    index::{Index, Item, Slice, Update, nonzero},
    prim::{gather::integers, scatter::scatter_add},
    stack,
};
use alloc::{format, vec, vec::Vec};
use cotangent_tensor::{DType, Error, ErrorKind};

impl Array {
    /// This array with `updates` added to the parts of `axis` that `indices` name: the adjoint of [`Array::take`], added
    /// to this array. The updates are broadcast to the shape of `self.take(indices, axis)`; repeated indices add up;
    /// negative ones count from the end. Linear in both. [`Array::update`] has the general form.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1.0, 2.0, 3.0]);
    /// let y = x.scatter_add(&array([0, 0, 2]), &array([10.0, 20.0, 30.0]), 0);
    /// assert_eq!(y.to_vec::<f64>()?, [31.0, 2.0, 33.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, an index outside of it, indices that are no integers, updates that do not broadcast or
    /// whose dtype the array does not hold, a bool array.
    #[track_caller]
    pub fn scatter_add(&self, indices: &Array, updates: &Array, axis: isize) -> Array {
        or_raise(self.try_scatter_add(indices, updates, axis))
    }

    /// [`Array::scatter_add`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::scatter_add`] panics.
    #[track_caller]
    pub fn try_scatter_add(&self, indices: &Array, updates: &Array, axis: isize) -> Result<Array, Error> {
        let at = self.shape().axis("scatter_add", axis)?;
        integers("scatter_add", indices)?;
        let mut items = vec![Item::Slice(Slice::from(..)); at];
        items.push(Item::from(indices));
        Update::named("scatter_add", self, Index::from(items)).try_add(updates)
    }

    /// `out[k]` = the sum of the parts of this array whose segment is k, for k = 0 … `segments` − 1; 0 for a segment that
    /// has none. `ids` are integers of the shape of the leading axes of this array, in any order; a part whose segment does
    /// not exist is left out (as JAX; a negative one does not count from the end). Bools count as the integers 0 and 1.
    /// Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1.0, 2.0, 4.0]);
    /// assert_eq!(x.segment_sum(&array([1, 1, 0]), 3).to_vec::<f64>()?, [4.0, 3.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Ids that are no integers or have another shape than the leading axes.
    #[track_caller]
    pub fn segment_sum(&self, ids: &Array, segments: usize) -> Array {
        or_raise(self.try_segment_sum(ids, segments))
    }

    /// [`Array::segment_sum`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::segment_sum`] panics.
    #[track_caller]
    pub fn try_segment_sum(&self, ids: &Array, segments: usize) -> Result<Array, Error> {
        let slots = self.slots("segment_sum", ids, segments)?;
        let x = if self.dtype() == DType::Bool { &self.convert(DType::I32) } else { self };
        Ok(scatter_add(x, &slots, 0, segments + 1).range(0, 0, segments))
    }

    /// As [`Array::segment_sum`], the product: 1 for a segment that has no part. The derivative is the product of the other
    /// parts, at zeros too.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([2.0, 3.0, 4.0]);
    /// assert_eq!(x.segment_prod(&array([1, 1, 0]), 3).to_vec::<f64>()?, [4.0, 6.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::segment_sum`]; a bool array.
    #[track_caller]
    pub fn segment_prod(&self, ids: &Array, segments: usize) -> Array {
        or_raise(self.try_segment_prod(ids, segments))
    }

    /// [`Array::segment_prod`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::segment_prod`] panics.
    #[track_caller]
    pub fn try_segment_prod(&self, ids: &Array, segments: usize) -> Result<Array, Error> {
        self.segments("segment_prod", ids, segments, 1.0, |update, x| update.try_mul(x))
    }

    /// As [`Array::segment_sum`], the largest: −∞, or the smallest integer, for a segment that has no part. Ties share the
    /// derivative equally.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([2, 3, 4]);
    /// assert_eq!(x.segment_max(&array([1, 1, 0]), 2).to_vec::<i32>()?, [4, 3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::segment_sum`]; a bool array.
    #[track_caller]
    pub fn segment_max(&self, ids: &Array, segments: usize) -> Array {
        or_raise(self.try_segment_max(ids, segments))
    }

    /// [`Array::segment_max`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::segment_max`] panics.
    #[track_caller]
    pub fn try_segment_max(&self, ids: &Array, segments: usize) -> Result<Array, Error> {
        self.segments("segment_max", ids, segments, f64::NEG_INFINITY, |update, x| update.try_max(x))
    }

    /// As [`Array::segment_sum`], the smallest: ∞, or the largest integer, for a segment that has no part. Ties share the
    /// derivative equally.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([2, 3, 4]);
    /// assert_eq!(x.segment_min(&array([1, 1, 0]), 2).to_vec::<i32>()?, [4, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::segment_sum`]; a bool array.
    #[track_caller]
    pub fn segment_min(&self, ids: &Array, segments: usize) -> Array {
        or_raise(self.try_segment_min(ids, segments))
    }

    /// [`Array::segment_min`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::segment_min`] panics.
    #[track_caller]
    pub fn try_segment_min(&self, ids: &Array, segments: usize) -> Result<Array, Error> {
        self.segments("segment_min", ids, segments, f64::INFINITY, |update, x| update.try_min(x))
    }

    /// Segments that begin with `first`, and take in their parts.
    #[track_caller]
    fn segments(
        &self,
        op: &'static str,
        ids: &Array,
        segments: usize,
        first: f64,
        put: fn(&Update<'_>, &Array) -> Result<Array, Error>,
    ) -> Result<Array, Error> {
        let slots = self.slots(op, ids, segments)?;
        let shape = [&[segments + 1], &self.shape()[ids.rank()..]].concat();
        let empty = Array::full(&shape, first, self.dtype());
        let filled = put(&Update::named(op, &empty, Index::new([Item::Array(slots)])), self)?;
        Ok(filled.range(0, 0, segments))
    }

    /// The ids, and one more segment for the parts that are left out.
    #[track_caller]
    fn slots(&self, op: &str, ids: &Array, segments: usize) -> Result<Array, Error> {
        integers(op, ids)?;
        let (shape, leading) = (self.shape(), ids.shape());
        if shape.get(..leading.rank()) != Some(&leading) {
            let text = format!("{op}: ids of shape {leading} do not name the leading axes of {shape}");
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let (ids, none) = (ids.convert(DType::I64), Array::from(segments as i64));
        let below = ids.lt(0).select(&none, &ids);
        Ok(below.minimum(&none))
    }

    /// The indices of the elements that are not 0 (`false`), in row-major order: one int64 vector for each axis, as an
    /// [`index`](Array::index) takes them. Reads the values, so it does not work under `vmap` or `compile`; no derivative
    /// flows through it.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let at = array([[0.0, 2.0], [3.0, 0.0]]).nonzero();
    /// assert_eq!((at[0].to_vec::<i64>()?, at[1].to_vec::<i64>()?), (vec![0, 1], vec![1, 0]));
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A value under `vmap` or `compile`.
    #[doc(alias = "where")]
    #[track_caller]
    pub fn nonzero(&self) -> Vec<Array> {
        or_raise(self.try_nonzero())
    }

    /// [`Array::nonzero`] with the error as a value.
    ///
    /// # Errors
    /// A value under `vmap` or `compile`.
    #[track_caller]
    pub fn try_nonzero(&self) -> Result<Vec<Array>, Error> {
        nonzero("nonzero", self)
    }

    /// [`Array::nonzero`] as one int64 array: a row of indices for each element that is not 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let at = array([[0.0, 2.0], [3.0, 0.0]]).argwhere();
    /// assert_eq!(at.to_vec::<i64>()?, [0, 1, 1, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A value under `vmap` or `compile`.
    #[track_caller]
    pub fn argwhere(&self) -> Array {
        or_raise(self.try_argwhere())
    }

    /// [`Array::argwhere`] with the error as a value.
    ///
    /// # Errors
    /// A value under `vmap` or `compile`.
    #[track_caller]
    pub fn try_argwhere(&self) -> Result<Array, Error> {
        if self.rank() == 0 {
            let is = self.read("argwhere")?.convert(DType::Bool).item::<bool>()?;
            return Array::from_vec(Vec::<i64>::new(), &[usize::from(is), 0]);
        }
        let axes = nonzero("argwhere", self)?;
        Ok(stack(&axes.iter().collect::<Vec<_>>(), 1))
    }
}
