//! Powers, norms and ranks of matrices, and least squares.

use crate::{
    array::Array,
    bind::or_raise,
    prim::linalg::{matrices, square},
};
use alloc::format;
use cotangent_tensor::{DType, Error, ErrorKind};

impl Array {
    /// Each matrix to a whole power by repeated squaring; a negative one is a power of the inverse, the power 0 the
    /// identity.
    ///
    /// Shape […, n, n] to itself.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[1.0, 1.0], [0.0, 1.0]]);
    /// assert_eq!(a.matrix_power(5).to_vec::<f64>()?, [1.0, 5.0, 0.0, 1.0]);
    /// assert_eq!(a.matrix_power(-2).to_vec::<f64>()?, [1.0, -2.0, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices; a negative power of a matrix known to be singular.
    #[track_caller]
    pub fn matrix_power(&self, n: i32) -> Array {
        or_raise(self.try_matrix_power(n))
    }

    /// [`Array::matrix_power`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices; a negative power of a matrix known to be singular.
    #[track_caller]
    pub fn try_matrix_power(&self, n: i32) -> Result<Array, Error> {
        let a = square("matrix_power", self)?;
        let shape = a.shape();
        let mut power = if n < 0 { a.try_inv()? } else { a };
        let (mut left, mut result) = (n.unsigned_abs(), None::<Array>);
        while left > 0 {
            if left % 2 == 1 {
                result = Some(result.map_or_else(|| power.clone(), |r| r.matmul(&power)));
            }
            left /= 2;
            if left > 0 {
                power = power.matmul(&power);
            }
        }
        Ok(result.unwrap_or_else(|| Array::eye(shape[shape.rank() - 1], power.dtype()).broadcast_to(&shape)))
    }

    /// The x of least norm among those for which ‖A·x − b‖ is least, for each matrix A of this array: A⁺·b, with the
    /// Moore–Penrose inverse of [`Array::pinv`] and its derivative.
    ///
    /// This array has shape […, m, n]; b is a vector `[m]` or matrices […, m, k], whose leading axes broadcast.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]]);
    /// let x = a.lstsq(&array([1.0, 3.0, 4.0]));
    /// assert!((x - array([2.0, 2.0])).abs().max() < 1e-14);
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes, right-hand sides that do not fit.
    #[track_caller]
    pub fn lstsq(&self, b: &Array) -> Array {
        or_raise(self.try_lstsq(b))
    }

    /// [`Array::lstsq`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes, right-hand sides that do not fit.
    #[track_caller]
    pub fn try_lstsq(&self, b: &Array) -> Result<Array, Error> {
        let a = matrices("lstsq", self)?;
        let (left, right) = (a.shape(), b.shape());
        let rows = if right.rank() < 2 { right.first() } else { right.get(right.rank() - 2) };
        if rows != Some(&left[left.rank() - 2]) {
            let text = format!("lstsq: cannot solve a system of {left} with right-hand sides {right}");
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let dtype = a.dtype().promote(b.dtype()).to_float();
        a.convert(dtype).try_pinv()?.try_matmul(&b.convert(dtype))
    }

    /// The Frobenius norm of each matrix, √Σ aᵢⱼ². Derivative A/‖A‖; NaN at the zero matrix, as in JAX.
    ///
    /// Shape […, m, n] to […].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [2.0, 4.0]]).frobenius_norm().item::<f64>()?, 5.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn frobenius_norm(&self) -> Array {
        or_raise(self.try_frobenius_norm())
    }

    /// [`Array::frobenius_norm`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_frobenius_norm(&self) -> Result<Array, Error> {
        matrices("frobenius_norm", self)?.try_norm_axes(2.0, [-2, -1])
    }

    /// The nuclear norm of each matrix: the sum of its singular values. Derivative U·Vᵀ, also where singular values are
    /// equal.
    ///
    /// Shape […, m, n] to […].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[0.0, 3.0], [-4.0, 0.0]]).nuclear_norm().item::<f64>()?, 7.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn nuclear_norm(&self) -> Array {
        or_raise(self.try_nuclear_norm())
    }

    /// [`Array::nuclear_norm`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_nuclear_norm(&self) -> Result<Array, Error> {
        Ok(matrices("nuclear_norm", self)?.try_svdvals()?.sum_axes(-1))
    }

    /// The spectral norm of each matrix: its largest singular value. Derivative u·vᵀ of the first pair of singular
    /// vectors.
    ///
    /// Shape […, m, n], neither 0, to […].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[0.0, 3.0], [-4.0, 0.0]]).spectral_norm().item::<f64>()?, 4.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes, matrices without elements.
    #[track_caller]
    pub fn spectral_norm(&self) -> Array {
        or_raise(self.try_spectral_norm())
    }

    /// [`Array::spectral_norm`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes, matrices without elements.
    #[track_caller]
    pub fn try_spectral_norm(&self) -> Result<Array, Error> {
        let s = matrices("spectral_norm", self)?.try_svdvals()?;
        extreme("spectral_norm", &s, self).map(|[largest, _]| largest)
    }

    /// The condition of each matrix in the spectral norm: its largest singular value by its smallest; ∞ for one without
    /// full rank.
    ///
    /// Shape […, m, n], neither 0, to […].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[0.0, 3.0], [-12.0, 0.0]]).cond().item::<f64>()?, 4.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes, matrices without elements.
    #[doc(alias = "condition number")]
    #[track_caller]
    pub fn cond(&self) -> Array {
        or_raise(self.try_cond())
    }

    /// [`Array::cond`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes, matrices without elements.
    #[track_caller]
    pub fn try_cond(&self) -> Result<Array, Error> {
        let s = matrices("cond", self)?.try_svdvals()?;
        extreme("cond", &s, self).map(|[largest, smallest]| largest / smallest)
    }

    /// The rank of each matrix as int32: how many singular values are greater than max(m, n)·ε times the largest. It
    /// has no derivative.
    ///
    /// Shape […, m, n] to […].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [2.0, 4.0]]).matrix_rank().item::<i32>()?, 1);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn matrix_rank(&self) -> Array {
        or_raise(self.try_matrix_rank())
    }

    /// [`Array::matrix_rank`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_matrix_rank(&self) -> Result<Array, Error> {
        let a = matrices("matrix_rank", self)?;
        let [.., m, n] = a.shape()[..] else { unreachable!("matrices have two axes") };
        let s = a.try_svdvals()?;
        let epsilon = if s.dtype() == DType::F32 { f64::from(f32::EPSILON) } else { f64::EPSILON };
        let least = s.slice(-1, ..m.min(n).min(1)) * (m.max(n) as f64 * epsilon);
        Ok(s.gt(&least).convert(DType::I32).sum_axes(-1))
    }
}

/// The largest and the smallest singular value of each matrix.
#[track_caller]
fn extreme(op: &str, s: &Array, a: &Array) -> Result<[Array; 2], Error> {
    let k = s.shape()[s.rank() - 1];
    if k == 0 {
        return Err(Error::new(
            ErrorKind::Shape,
            format!("{op}: needs matrices with elements, not shape {}", a.shape()),
        ));
    }
    Ok([0, k - 1].map(|i| s.slice(-1, i..=i).squeeze(-1)))
}
