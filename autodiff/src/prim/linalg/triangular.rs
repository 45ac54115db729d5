//! Systems with a triangular matrix.

use super::{Linalg, square, transposed, which};
use crate::{
    array::Array,
    bind::{bind, or_raise},
    operand::promote,
    prim::{Prim, lin},
};
use alloc::{format, string::ToString};
use core::fmt;
use cotangent_kernels::linalg::{Diagonal, Triangle};
use cotangent_tensor::{DType, Error, ErrorKind, Shape, Tensor};

/// Which triangle, whether it is transposed, and whether its diagonal counts as ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Triangular {
    pub(crate) lower: bool,
    pub(crate) transposed: bool,
    pub(crate) unit: bool,
}

impl fmt::Display for Triangular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |yes, word| if yes { word } else { "" };
        let triangle = if self.lower { "lower" } else { "upper" };
        write!(
            f,
            "triangular_solve[{triangle}{}{}]",
            word(self.transposed, " transposed"),
            word(self.unit, " unit_diagonal")
        )
    }
}

impl Triangular {
    pub(crate) const LOWER: Triangular = Triangular { lower: true, transposed: false, unit: false };
    pub(crate) const UPPER: Triangular = Triangular { lower: false, transposed: false, unit: false };

    pub(crate) const fn transposed(self) -> Triangular {
        Triangular { transposed: !self.transposed, ..self }
    }

    /// op(T)⁻¹·b, for operands of one dtype with the same leading axes.
    #[track_caller]
    pub(crate) fn solve(self, t: &Array, b: &Array) -> Array {
        bind(&Prim::Linalg(Linalg::Triangular(self)), [t, b])
    }

    pub(super) fn eval(self, xs: &[&Tensor]) -> Tensor {
        let triangle = match (self.lower, self.transposed) {
            (true, false) => Triangle::Lower,
            (true, true) => Triangle::LowerTransposed,
            (false, false) => Triangle::Upper,
            (false, true) => Triangle::UpperTransposed,
        };
        xs[0].solve_triangular(xs[1], triangle, if self.unit { Diagonal::Unit } else { Diagonal::Stored })
    }

    /// dx = op(T)⁻¹·(db − op(dT)·x), of dT the part that is read.
    pub(super) fn jvp(self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let x = self.solve(xs[0], xs[1]);
        let moved = dxs[0].map(|dt| {
            let dt = self.part_read(dt);
            -(if self.transposed { transposed(&dt) } else { dt }).matmul(&x)
        });
        let dx = lin::sum(dxs[1].cloned(), moved).map(|right| self.solve(xs[0], &right));
        (x, dx)
    }

    fn part_read(self, dt: &Array) -> Array {
        let inwards = isize::from(self.unit);
        if self.lower { dt.tril(-inwards) } else { dt.triu(inwards) }
    }
}

/// The operands of a system A·x = b in one float dtype, as matrices with the same leading axes.
pub(super) struct System {
    pub(super) a: Array,
    pub(super) b: Array,
    /// Whether b was a vector, and so is x.
    vector: bool,
}

impl System {
    /// b is a vector if it has one axis, else matrices; the leading axes broadcast.
    #[track_caller]
    pub(super) fn new(op: &str, a: &Array, b: &Array) -> Result<System, Error> {
        let a = square(op, a)?;
        let vector = b.rank() == 1;
        let columns = if vector { b.expand(1) } else { b.clone() };
        let (left, right) = (a.shape(), columns.shape());
        let n = left[left.rank() - 1];
        let fits = right.rank() >= 2 && right[right.rank() - 2] == n;
        let leading = |shape: &Shape| shape[..shape.rank() - 2].to_vec();
        let batch = if fits { Shape::broadcast(&leading(&left), &leading(&right)) } else { None };
        let Some(batch) = batch else {
            let text = format!("{op}: cannot solve a system of {left} with right-hand sides {}", b.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        };
        let full = |x: &Array, shape: &Shape| {
            x.broadcast_to(&Shape::of(batch.iter().chain(&shape[shape.rank() - 2..]).copied()))
        };
        let dtype = DType::promote(a.dtype(), b.dtype()).to_float();
        let (a, b) = (full(&a, &left), full(&columns, &right));
        let (a, b) = promote(&a, &b, dtype);
        Ok(System { a: a.into_owned(), b: b.into_owned(), vector })
    }

    /// The solution as b stood: a vector beside a batch of matrices has one for each.
    pub(super) fn solution(&self, x: Array) -> Array {
        if self.vector { x.squeeze(-1) } else { x }
    }
}

/// The first matrix of which a diagonal element, where it can be read, is zero or NaN.
#[track_caller]
pub(super) fn check_diagonal(op: &str, t: &Array) -> Result<(), Error> {
    let Ok(values) = t.read(op) else { return Ok(()) };
    if let Some((matrix, row)) = values.unusable_pivot() {
        let text = format!("{op}: {} is singular (pivot {row})", which(values.shape(), matrix));
        return Err(Error::new(ErrorKind::Value, text));
    }
    Ok(())
}

/// How [`Array::triangular_solve`] reads its matrix. The default is the lower triangle as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TriangularOptions(Triangular);

impl Default for TriangularOptions {
    fn default() -> Self {
        TriangularOptions::lower()
    }
}

impl TriangularOptions {
    /// The lower triangle.
    pub const fn lower() -> Self {
        TriangularOptions(Triangular::LOWER)
    }

    /// The upper triangle.
    pub const fn upper() -> Self {
        TriangularOptions(Triangular::UPPER)
    }

    /// The triangle that is read, transposed.
    #[must_use]
    pub const fn transposed(self) -> Self {
        TriangularOptions(self.0.transposed())
    }

    /// Ones on the diagonal, whatever stands there.
    #[must_use]
    pub const fn unit_diagonal(self) -> Self {
        TriangularOptions(Triangular { unit: true, ..self.0 })
    }
}

impl fmt::Display for TriangularOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_string())
    }
}

impl Array {
    /// Solves op(T)·x = b by substitution, T the lower or upper triangle of this matrix, op nothing or the transpose.
    /// The other triangle is not read and has derivative zero; so has the diagonal if it counts as ones.
    ///
    /// This array has shape […, n, n]; b is a vector `[n]` or matrices […, n, k], whose leading axes broadcast.
    /// Derivative dx = op(T)⁻¹·(db − op(dT)·x). Backward stable row by row.
    ///
    /// A zero or NaN on the diagonal is an error where it can be read; under `vmap` and `compile` the solution is NaN.
    ///
    /// ```
    /// use cotangent_autodiff::{array, TriangularOptions};
    /// let t = array([[2.0, 9.0], [1.0, 4.0]]);
    /// let x = t.triangular_solve(&array([2.0, 9.0]), TriangularOptions::lower());
    /// assert_eq!(x.to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices, right-hand sides that do not fit, a known zero on the diagonal.
    #[doc(alias = "solve_triangular")]
    #[track_caller]
    pub fn triangular_solve(&self, b: &Array, options: TriangularOptions) -> Array {
        or_raise(self.try_triangular_solve(b, options))
    }

    /// [`Array::triangular_solve`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices, right-hand sides that do not fit, a known zero on the diagonal ([`ErrorKind::Value`]).
    #[track_caller]
    pub fn try_triangular_solve(&self, b: &Array, options: TriangularOptions) -> Result<Array, Error> {
        let system = System::new("triangular_solve", self, b)?;
        if !options.0.unit {
            check_diagonal("triangular_solve", &system.a)?;
        }
        Ok(system.solution(options.0.solve(&system.a, &system.b)))
    }

    /// Solves A·x = b where this matrix is the lower Cholesky factor L of A = L·Lᵀ (see [`Array::cholesky`]): two
    /// triangular systems. Only the lower triangle is read. Shapes and derivative as [`Array::triangular_solve`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[4.0, 2.0], [2.0, 5.0]]);
    /// let x = a.cholesky().cho_solve(&array([8.0, 12.0]));
    /// assert_eq!(x.to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::triangular_solve`].
    #[track_caller]
    pub fn cho_solve(&self, b: &Array) -> Array {
        or_raise(self.try_cho_solve(b))
    }

    /// [`Array::cho_solve`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::try_triangular_solve`].
    #[track_caller]
    pub fn try_cho_solve(&self, b: &Array) -> Result<Array, Error> {
        let system = System::new("cho_solve", self, b)?;
        check_diagonal("cho_solve", &system.a)?;
        let y = Triangular::LOWER.solve(&system.a, &system.b);
        Ok(system.solution(Triangular::LOWER.transposed().solve(&system.a, &y)))
    }
}
