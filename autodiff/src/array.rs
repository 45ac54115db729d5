//! The [`Array`]: a known tensor, or a value that a transform follows.

use crate::{
    program::Tape,
    scope::{Level, Scope},
};
use alloc::{format, sync::Arc, vec::Vec};
use core::fmt;
use cotangent_tensor::{Complex, DType, Element, Error, ErrorKind, Literal, Scalar, Shape, Tensor, bf16, f16};

/// A differentiable n-d array. Shape and dtype are known at run time; clones are O(1) and share the elements.
///
/// Outside of transforms an `Array` holds numbers. In a function under `grad`, `vmap`, `compile`, … it may be a value that
/// the transform follows; the code is the same.
///
/// ```
/// use cotangent_autodiff::{array, grad, Array};
/// let f = |x: &Array| (x * x).sum();
/// assert_eq!(grad(f)(&array([1.0, 2.0, 3.0])).to_vec::<f64>()?, [2.0, 4.0, 6.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
#[derive(Clone)]
pub struct Array(pub(crate) Repr);

/// What an array is to the transforms. Only [`crate::bind`] and this file look at it.
#[derive(Clone)]
pub(crate) enum Repr {
    Known(Tensor),
    Dual(Arc<Dual>),
    Batched(Arc<Batched>),
    /// A variable of a tape.
    Staged(u32, Arc<Tape>),
}

/// A primal with its tangent.
pub(crate) struct Dual {
    pub(crate) scope: Arc<Scope>,
    pub(crate) x: Array,
    pub(crate) dx: Array,
}

/// One of `x.shape()[0]` examples, the mapped axis in front.
pub(crate) struct Batched {
    pub(crate) scope: Arc<Scope>,
    pub(crate) x: Array,
}

/// The type of an array as programs know it: shape and dtype.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Type {
    /// The shape.
    pub shape: Shape,
    /// The dtype.
    pub dtype: DType,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.dtype.short_name(), self.shape)
    }
}

/// The array that nested Rust arrays spell out; unsuffixed literals give f64 and i32.
///
/// ```
/// use cotangent_autodiff::array;
/// let x = array([[0.52_f32, 1.12], [0.88, -1.08]]);
/// assert_eq!(x.shape(), [2, 2]);
/// ```
///
/// # Panics
/// More axes than [`cotangent_tensor::MAX_RANK`].
#[track_caller]
pub fn array<T: Literal>(values: T) -> Array {
    Array::from(Tensor::literal(values))
}

impl Array {
    /// The array with these elements in row-major order.
    ///
    /// # Errors
    /// The number of elements is not that of `shape`, or the shape is impossible.
    #[track_caller]
    pub fn from_vec<T: Element>(values: Vec<T>, shape: &[usize]) -> Result<Array, Error> {
        Tensor::from_vec(values, shape).map(Array::from)
    }

    /// A scalar of this array's dtype: what a weak literal becomes.
    #[inline]
    #[track_caller]
    pub(crate) fn literal(&self, value: f64) -> Array {
        Tensor::scalar(Scalar::from_f64(self.dtype(), value)).into()
    }

    /// The shape.
    ///
    /// # Panics
    /// A value that escaped from `compile`.
    #[track_caller]
    pub fn shape(&self) -> Shape {
        match &self.0 {
            Repr::Known(t) => t.shape().clone(),
            Repr::Dual(d) => d.x.shape(),
            Repr::Batched(b) => b.x.shape().tail(),
            Repr::Staged(var, tape) => tape.type_of(*var).shape,
        }
    }

    /// The number of axes.
    #[track_caller]
    pub fn rank(&self) -> usize {
        match &self.0 {
            Repr::Known(t) => t.shape().rank(),
            Repr::Dual(d) => d.x.rank(),
            Repr::Batched(b) => b.x.rank() - 1,
            Repr::Staged(var, tape) => tape.rank(*var),
        }
    }

    /// The dtype.
    #[track_caller]
    pub fn dtype(&self) -> DType {
        match &self.0 {
            Repr::Known(t) => t.dtype(),
            Repr::Dual(d) => d.x.dtype(),
            Repr::Batched(b) => b.x.dtype(),
            Repr::Staged(var, tape) => tape.dtype(*var),
        }
    }

    /// Shape and dtype together.
    #[track_caller]
    pub(crate) fn type_of(&self) -> Type {
        match &self.0 {
            Repr::Staged(var, tape) => tape.type_of(*var),
            Repr::Known(_) | Repr::Dual(_) | Repr::Batched(_) => Type { shape: self.shape(), dtype: self.dtype() },
        }
    }

    /// Whether this is the type of the array, without copying a shape if it is known.
    #[inline]
    #[track_caller]
    pub(crate) fn is_of(&self, t: &Type) -> bool {
        match &self.0 {
            Repr::Known(x) => *x.shape() == t.shape && x.dtype() == t.dtype,
            Repr::Dual(_) | Repr::Batched(_) | Repr::Staged(..) => self.type_of() == *t,
        }
    }

    /// Whether two arrays have one shape, without copying it where it can be borrowed.
    #[inline]
    #[track_caller]
    pub(crate) fn same_shape(&self, other: &Array) -> bool {
        match other.shape_ref() {
            Some(shape) => self.has_shape(shape),
            None => self.has_shape(&other.shape()),
        }
    }

    /// The shape, if a known value at the bottom has it.
    #[inline]
    fn shape_ref(&self) -> Option<&Shape> {
        let mut at = self;
        loop {
            match &at.0 {
                Repr::Known(t) => return Some(t.shape()),
                Repr::Dual(d) => at = &d.x,
                Repr::Batched(_) | Repr::Staged(..) => return None,
            }
        }
    }

    /// Whether this is the shape of the array.
    #[inline]
    #[track_caller]
    pub(crate) fn has_shape(&self, shape: &Shape) -> bool {
        match &self.0 {
            Repr::Known(t) => t.shape() == shape,
            Repr::Dual(d) => d.x.has_shape(shape),
            Repr::Batched(_) => self.shape() == *shape,
            Repr::Staged(var, tape) => tape.has_shape(*var, shape),
        }
    }

    /// The only element, converted to `T` as by `as`.
    ///
    /// # Errors
    /// Not one element; under `vmap` or `compile` there is no one value to read.
    #[track_caller]
    pub fn item<T: Element>(&self) -> Result<T, Error> {
        self.read("item")?.item()
    }

    /// The elements in row-major order.
    ///
    /// # Errors
    /// `T` is not the dtype; under `vmap` or `compile` there are no values to read.
    #[track_caller]
    pub fn to_vec<T: Element>(&self) -> Result<Vec<T>, Error> {
        self.read("to_vec")?.to_vec()
    }

    /// The numbers of this array. Under `grad`, `jvp`, … those of the primal.
    ///
    /// # Errors
    /// Under `vmap` or `compile` there are none.
    #[track_caller]
    pub fn to_tensor(&self) -> Result<Tensor, Error> {
        self.read("to_tensor").cloned()
    }

    /// The known values at the bottom of all duals.
    #[track_caller]
    pub(crate) fn read(&self, op: &str) -> Result<&Tensor, Error> {
        let mut at = self;
        loop {
            match &at.0 {
                Repr::Known(t) => return Ok(t),
                Repr::Dual(d) => {
                    d.scope.check()?;
                    at = &d.x;
                }
                Repr::Batched(b) => {
                    b.scope.check()?;
                    return Err(unreadable(
                        op,
                        b.scope.transform,
                        "every example has its own value; use `select` instead of host control flow",
                    ));
                }
                Repr::Staged(_, tape) => {
                    tape.scope().check()?;
                    return Err(unreadable(
                        op,
                        tape.scope().transform,
                        "the value is not known while the function is recorded; use `select` instead of host control flow",
                    ));
                }
            }
        }
    }

    #[inline]
    pub(crate) fn known(&self) -> Option<&Tensor> {
        if let Repr::Known(t) = &self.0 { Some(t) } else { None }
    }

    #[inline]
    pub(crate) fn level(&self) -> Level {
        match &self.0 {
            Repr::Known(_) => 0,
            Repr::Dual(d) => d.scope.level,
            Repr::Batched(b) => b.scope.level,
            Repr::Staged(_, tape) => tape.scope().level,
        }
    }

    /// Primal and tangent at `level`; no tangent if the value does not depend on that transform's input.
    #[inline]
    pub(crate) fn dual_at(&self, level: Level) -> (&Array, Option<&Array>) {
        match &self.0 {
            Repr::Dual(d) if d.scope.level == level => (&d.x, Some(&d.dx)),
            _ => (self, None),
        }
    }

    /// The examples at `level` with the mapped axis in front, or the value that all examples share.
    #[inline]
    pub(crate) fn batched_at(&self, level: Level) -> (&Array, bool) {
        match &self.0 {
            Repr::Batched(b) if b.scope.level == level => (&b.x, true),
            _ => (self, false),
        }
    }

    /// Whether this is the known number 1 repeated, which a product may skip.
    #[inline]
    pub(crate) fn is_ones(&self) -> bool {
        self.known().is_some_and(Tensor::is_ones)
    }

    /// Whether this is the known number 1, which a product may skip.
    #[inline]
    pub(crate) fn is_one(&self) -> bool {
        self.known().is_some_and(Tensor::is_one)
    }
}

#[cold]
#[track_caller]
fn unreadable(op: &str, transform: &str, why: &str) -> Error {
    Error::new(ErrorKind::Transform, format!("{op}: a value under `{transform}` cannot be read: {why}"))
}

impl From<Tensor> for Array {
    #[inline]
    fn from(t: Tensor) -> Array {
        Array(Repr::Known(t))
    }
}
macro_rules! from_scalar {
    ($($T:ty)*) => { $(
        impl From<$T> for Array {
            #[inline]
            fn from(x: $T) -> Array {
                Array(Repr::Known(Tensor::from(x)))
            }
        }
    )* };
}
from_scalar!(bool i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64 Complex<f32> Complex<f64>);

/// As JAX prints: `[1. 2. 3.]`, `0.070650816`. A traced value prints its transform and type.
impl fmt::Display for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Known(t) => fmt::Display::fmt(t, f),
            Repr::Dual(_) | Repr::Batched(_) | Repr::Staged(..) => fmt::Debug::fmt(self, f),
        }
    }
}
/// As JAX prints: `Array([1., 2., 3.], dtype=float32)`.
impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Known(t) => fmt::Debug::fmt(t, f),
            Repr::Dual(d) => write!(f, "Traced({}, {}, primal={:?})", d.scope.transform, self.type_of(), d.x),
            Repr::Batched(b) => write!(f, "Traced({}, {})", b.scope.transform, self.type_of()),
            Repr::Staged(_, tape) if tape.scope().is_closed() => {
                write!(f, "Traced({}, escaped)", tape.scope().transform)
            }
            Repr::Staged(var, tape) => {
                write!(f, "Traced({}, {}, variable {var})", tape.scope().transform, self.type_of())
            }
        }
    }
}
