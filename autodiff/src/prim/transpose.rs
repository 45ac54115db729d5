//! Permutation of axes: linear, and its own kind of transpose.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::{format, vec, vec::Vec};
use core::fmt;
use cotangent_tensor::{Error, ErrorKind, Shape, Tensor};

/// Axis i of the result is axis `0[i]` of the operand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Transpose(Shape);

impl fmt::Display for Transpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "transpose[{}]", self.0)
    }
}

impl Rules for Transpose {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: Shape::of(self.0.iter().map(|&i| xs[0].shape[i])), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].transpose(&self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (xs[0].permute(&self.0), dxs[0].map(|dx| dx.permute(&self.0)))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        xs[0].0.permute(&[0].into_iter().chain(self.0.iter().map(|&i| i + 1)).collect::<Vec<_>>())
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Transpose {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, _: &Type, _: &[Atom]) -> Array {
        let mut inverse = vec![0; self.0.rank()];
        for (i, &p) in self.0.iter().enumerate() {
            inverse[p] = i;
        }
        ct.permute(&inverse)
    }
}

impl Array {
    /// [`Array::transpose`] for a permutation that is known to be one.
    #[track_caller]
    pub(crate) fn permute(&self, permutation: &[usize]) -> Array {
        if permutation.iter().enumerate().all(|(i, &p)| i == p) {
            return self.clone();
        }
        bind(&Prim::Transpose(Transpose(Shape::of(permutation.iter().copied()))), [self])
    }

    /// The axes in reverse order; a matrix's transpose. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).t().to_vec::<i32>()?, [1, 3, 2, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn t(&self) -> Array {
        self.permute(&(0..self.rank()).rev().collect::<Vec<_>>())
    }

    /// Axis i of the result is axis `permutation[i]` of this array; negative axes count from the end. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).transpose(&[1, 0]).to_vec::<i32>()?, [1, 3, 2, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// `permutation` does not name every axis once.
    #[doc(alias = "permute")]
    #[track_caller]
    pub fn transpose(&self, permutation: &[isize]) -> Array {
        match self.try_transpose(permutation) {
            Ok(y) => y,
            Err(error) => raise(error),
        }
    }

    /// [`Array::transpose`] with the error as a value.
    ///
    /// # Errors
    /// `permutation` does not name every axis once.
    #[track_caller]
    pub fn try_transpose(&self, permutation: &[isize]) -> Result<Array, Error> {
        let shape = self.shape();
        if permutation.len() != shape.rank() {
            return Err(Error::new(
                ErrorKind::Index,
                format!("transpose: {permutation:?} does not name the {} axes of {shape}", shape.rank()),
            ));
        }
        cotangent_tensor::Axes::resolve("transpose", permutation, shape.rank())?;
        let axes: Vec<usize> =
            permutation.iter().map(|&axis| shape.axis("transpose", axis)).collect::<Result<_, _>>()?;
        Ok(self.permute(&axes))
    }
}
