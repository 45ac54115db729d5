//! Copies of an array with other elements at the places that an index names.

use super::{
    item::Index,
    plan::{Places, Plan},
};
use crate::{
    array::Array,
    bind::or_raise,
    operand::Operand,
    prim::{extreme::Extreme, gather::gather, scatter::scatter_add, write},
};
use alloc::format;
use cotangent_tensor::{DType, Error, ErrorKind, Range, Shape, Tensor};

/// An array with an index, from [`Array::update`]: each method gives a copy of the array with the elements there changed
/// (JAX's `x.at[index]`).
///
/// The values are an array or a weak literal and are broadcast to the shape of [`Update::get`]; the dtype of the array
/// stays. Array and values may be differentiated, to any order. Where an index array names a place more than once:
///
/// | | value | derivative |
/// |---|---|---|
/// | [`set`](Update::set) | the last one written | 1 in that one, 0 in the array and in the earlier ones |
/// | [`add`](Update::add) | the sum of all | 1 in each |
/// | [`mul`](Update::mul) | the product of all | the product of the others, at zeros too |
/// | [`min`](Update::min), [`max`](Update::max) | the smallest, largest; NaN if there is one | shared equally between ties |
#[derive(Clone, Debug)]
pub struct Update<'a> {
    op: &'static str,
    x: &'a Array,
    index: Index,
}

impl<'a> Update<'a> {
    pub(super) fn new(x: &'a Array, index: Index) -> Update<'a> {
        Update { op: "update", x, index }
    }

    /// The same under the name of another operation, for error texts.
    pub(crate) fn named(op: &'static str, x: &'a Array, index: Index) -> Update<'a> {
        Update { op, x, index }
    }

    /// The elements as they are: [`Array::index`].
    ///
    /// # Panics
    /// As [`Array::index`].
    #[track_caller]
    pub fn get(&self) -> Array {
        or_raise(self.try_get())
    }

    /// [`Update::get`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::index`] panics.
    #[track_caller]
    pub fn try_get(&self) -> Result<Array, Error> {
        Ok(Plan::new(self.op, &self.x.shape(), &self.index)?.apply(self.x))
    }

    /// The array with these values in place of the elements. Where an index is repeated the last value stays.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([[1, 2], [3, 4]]);
    /// assert_eq!(x.update(s![0]).set(9).to_vec::<i32>()?, [9, 9, 3, 4]);
    /// assert_eq!(x.update(s![[0, 0], 1]).set(&array([7, 8])).to_vec::<i32>()?, [1, 8, 3, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::index`]; values that do not broadcast to the elements, or whose dtype the array does not hold.
    #[track_caller]
    pub fn set(&self, values: impl Operand) -> Array {
        or_raise(self.try_set(values))
    }

    /// [`Update::set`] with the error as a value.
    ///
    /// # Errors
    /// As [`Update::set`] panics.
    #[track_caller]
    pub fn try_set(&self, values: impl Operand) -> Result<Array, Error> {
        let (plan, values) = self.prepare(values)?;
        Ok(match plan.ranges() {
            Some(ranges) => set_ranges(self.x, ranges, &values),
            None => plan.places().change(self.x, &values, Places::set),
        })
    }

    /// The array with these values added to the elements. Where an index is repeated all of its values are added.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([1.0, 2.0]);
    /// assert_eq!(x.update(s![[1, 1, 0]]).add(&array([1.0, 2.0, 5.0])).to_vec::<f64>()?, [6.0, 5.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Update::set`]; a bool array.
    #[track_caller]
    pub fn add(&self, values: impl Operand) -> Array {
        or_raise(self.try_add(values))
    }

    /// [`Update::add`] with the error as a value.
    ///
    /// # Errors
    /// As [`Update::add`] panics.
    #[track_caller]
    pub fn try_add(&self, values: impl Operand) -> Result<Array, Error> {
        self.combine(values, |x, y| x + y, Places::add)
    }

    /// The array with the elements multiplied by these values. Where an index is repeated all of its values are factors.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([1.0, 2.0]);
    /// assert_eq!(x.update(s![[1, 1]]).mul(&array([3.0, 5.0])).to_vec::<f64>()?, [1.0, 30.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Update::set`]; a bool array.
    #[track_caller]
    pub fn mul(&self, values: impl Operand) -> Array {
        or_raise(self.try_mul(values))
    }

    /// [`Update::mul`] with the error as a value.
    ///
    /// # Errors
    /// As [`Update::mul`] panics.
    #[track_caller]
    pub fn try_mul(&self, values: impl Operand) -> Result<Array, Error> {
        self.combine(values, |x, y| x * y, Places::mul)
    }

    /// The array with the smaller of each element and its values. Ties share the derivative equally, the element that was
    /// there included.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([1.0, 2.0]);
    /// assert_eq!(x.update(s![..]).min(1.5).to_vec::<f64>()?, [1.0, 1.5]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Update::set`]; a bool array.
    #[track_caller]
    pub fn min(&self, values: impl Operand) -> Array {
        or_raise(self.try_min(values))
    }

    /// [`Update::min`] with the error as a value.
    ///
    /// # Errors
    /// As [`Update::min`] panics.
    #[track_caller]
    pub fn try_min(&self, values: impl Operand) -> Result<Array, Error> {
        self.combine(values, |x, y| x.minimum(y), |p, x, y| Extreme::Min.scatter(x, y, &p.indices))
    }

    /// The array with the larger of each element and its values. Ties share the derivative equally, the element that was
    /// there included.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([1.0, 2.0]);
    /// assert_eq!(x.update(s![[0, 0]]).max(&array([3.0, 4.0])).to_vec::<f64>()?, [4.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Update::set`]; a bool array.
    #[track_caller]
    pub fn max(&self, values: impl Operand) -> Array {
        or_raise(self.try_max(values))
    }

    /// [`Update::max`] with the error as a value.
    ///
    /// # Errors
    /// As [`Update::max`] panics.
    #[track_caller]
    pub fn try_max(&self, values: impl Operand) -> Result<Array, Error> {
        self.combine(values, |x, y| x.maximum(y), |p, x, y| Extreme::Max.scatter(x, y, &p.indices))
    }

    /// Elements and values put together: one by one where no place is named twice, else by places.
    #[track_caller]
    fn combine(
        &self,
        values: impl Operand,
        once: fn(&Array, &Array) -> Array,
        by_places: fn(&Places, &Array, &Array) -> Array,
    ) -> Result<Array, Error> {
        if self.x.dtype() == DType::Bool {
            return Err(Error::new(ErrorKind::DType, format!("{}: a bool array has no numbers; `set` it", self.op)));
        }
        let (plan, values) = self.prepare(values)?;
        Ok(match plan.ranges() {
            Some(ranges) => set_ranges(self.x, ranges, &once(&plan.apply(self.x), &values)),
            None => plan.places().change(self.x, &values, by_places),
        })
    }

    /// The index made ready, and the values in the shape and dtype of the elements.
    #[track_caller]
    fn prepare(&self, values: impl Operand) -> Result<(Plan, Array), Error> {
        let (op, x) = (self.op, self.x);
        let plan = Plan::new(op, &x.shape(), &self.index)?;
        let values = values.beside(x);
        if x.dtype().promote(values.dtype()) != x.dtype() {
            let text = format!("{op}: values of {} do not fit an array of {}; convert one", values.dtype(), x.dtype());
            return Err(Error::new(ErrorKind::DType, text));
        }
        let from = values.shape();
        if Shape::broadcast(&from, &plan.result).is_none_or(|both| both != plan.result) {
            let text = format!("{op}: values of shape {from} do not broadcast to the {} elements", plan.result);
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let values = values.convert(x.dtype()).broadcast_to(&plan.result);
        Ok((plan, values))
    }
}

/// The array with values where ranges say.
#[track_caller]
pub(crate) fn set_ranges(x: &Array, ranges: &[Range], values: &Array) -> Array {
    let shape = x.shape();
    let part = Shape::of(ranges.iter().map(|r| r.len));
    if part == shape && ranges.iter().all(|r| r.step == 1) {
        return values.reshape_to(&shape);
    }
    let written = Array::full(&part, 1.0, DType::Bool).spread(ranges, &shape);
    written.select(&values.reshape_to(&part).spread(ranges, &shape), x)
}

impl Places {
    /// An array changed by a function of its three axes and those of the values.
    #[track_caller]
    pub(crate) fn change(&self, x: &Array, values: &Array, f: fn(&Places, &Array, &Array) -> Array) -> Array {
        let m = self.indices.shape()[0];
        if m * self.outer * self.inner == 0 {
            return x.clone();
        }
        let three = |x: &Array, length: usize| x.reshape_to(&Shape::of([self.outer, length, self.inner]));
        f(self, &three(x, self.length), &three(values, m)).reshape_to(&x.shape())
    }

    #[track_caller]
    fn add(&self, x: &Array, values: &Array) -> Array {
        x + scatter_add(values, &self.indices, 1, self.length)
    }

    #[track_caller]
    pub(crate) fn set(&self, x: &Array, values: &Array) -> Array {
        let (written, last) = self.last();
        written.select(&gather(values, &last, 1), x)
    }

    /// Values of one place are multiplied along the chain of writes to it, by doubling: after k rounds the last one holds
    /// the product of 2ᵏ. So the derivative needs no division.
    #[track_caller]
    fn mul(&self, x: &Array, values: &Array) -> Array {
        let m = self.indices.shape()[0];
        let mut previous = write::previous_writes(&self.indices, self.length);
        let mut product = values.clone();
        for _ in 0..m.next_power_of_two().trailing_zeros() {
            let chained = previous.ge(0);
            if chained.known().is_some_and(Tensor::is_zero) {
                break;
            }
            let before = previous.maximum(0);
            let factor = chained.expand(1).select(&gather(&product, &before, 1), product.literal(1.0));
            product *= factor;
            previous = chained.select(&gather(&previous, &before, 0), &previous);
        }
        let (written, last) = self.last();
        x * written.select(&gather(&product, &last, 1), product.literal(1.0))
    }

    /// Which places are written to, [length, 1], and the position of the last write, or any.
    #[track_caller]
    fn last(&self) -> (Array, Array) {
        let last = write::last_writes(&self.indices, self.length);
        (last.ge(0).expand(1), last.maximum(0))
    }
}
