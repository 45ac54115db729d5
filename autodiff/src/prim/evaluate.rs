//! The one place where primitives meet dtypes that have no kernels. Narrow floats and integers are computed in a wider
//! type and rounded or truncated once, at the result. Of complex numbers the elementwise functions are in the tensor layer;
//! what is linear over the reals is applied to both parts.

use super::{
    MultiPrim, Prim,
    compare::Compare,
    complex::{self, unsupported},
    lin::Lin,
};
use crate::{array::Type, bind::raise};
use alloc::vec::Vec;
use cotangent_kernels as kernels;
use cotangent_tensor::{ComplexZip, DType, Tensor};
use smallvec::SmallVec;

impl Prim {
    /// The result for known operands.
    #[inline]
    #[track_caller]
    pub(crate) fn eval(&self, xs: &[&Tensor]) -> Tensor {
        if xs.iter().all(|x| has_kernels(x.dtype())) { self.rules().eval(xs) } else { self.eval_without_kernels(xs) }
    }

    /// As `eval`, and may overwrite operands that nobody else holds.
    #[inline]
    #[track_caller]
    pub(crate) fn eval_owned(&self, xs: &mut [Tensor]) -> Tensor {
        if xs.iter().all(|x| has_kernels(x.dtype())) {
            return self.rules().eval_owned(xs);
        }
        self.eval_without_kernels(&xs.iter().collect::<SmallVec<[&Tensor; 4]>>())
    }

    #[cold]
    #[track_caller]
    fn eval_without_kernels(&self, xs: &[&Tensor]) -> Tensor {
        if self.takes_every_dtype() {
            return self.rules().eval(xs);
        }
        if let Some(x) = xs.iter().find(|x| x.dtype().is_complex()) {
            return self.eval_complex(xs).unwrap_or_else(|| raise(unsupported(self.rules(), x.dtype())));
        }
        let wide = widened(xs);
        let result = self.rules().eval(&wide.iter().collect::<SmallVec<[&Tensor; 4]>>());
        result.convert(self.rules().shape(&types(xs)).dtype)
    }

    /// `None` if the operation has no complex form.
    fn eval_complex(&self, xs: &[&Tensor]) -> Option<Tensor> {
        Some(match (self, xs) {
            (Prim::Unary(op), [x]) => x.map_complex(complex::map(*op)?),
            (Prim::Binary(op), [x, y]) => x.zip_complex(y, complex::zip(*op)?),
            (Prim::Lin(_), [c, x]) if c.is_one() => (*x).clone(),
            (Prim::Lin(_), [c, x]) => c.zip_complex(x, ComplexZip::Mul),
            (Prim::Lin(_), [c, x, d, y]) => {
                let product = |c, x| Prim::Lin(Lin).eval_complex(&[c, x]);
                product(*c, *x)?.zip_complex(&product(*d, *y)?, ComplexZip::Add)
            }
            (Prim::Compare(Compare::Equal), [x, y]) => x.equal_complex(y),
            (Prim::Compare(Compare::NotEqual), [x, y]) => {
                x.equal_complex(y).zip_any::<kernels::NotEqual>(&Tensor::from(true))
            }
            (Prim::Dot(dot), [x, y]) => x.contract_complex(y, &dot.0),
            // Sums of all kinds, by integers beside them that say where.
            (_, [_, rest @ ..]) if self.rules().linear().is_some() && rest.iter().all(|x| x.dtype().is_integer()) => {
                Tensor::by_parts(xs, |xs| self.rules().eval(xs))
            }
            _ => return None,
        })
    }

    /// Whether elements are only copied or taken apart, whatever they are.
    fn takes_every_dtype(&self) -> bool {
        #[cfg(feature = "fft")]
        if let Prim::Fft(_) = self {
            return true;
        }
        matches!(
            self,
            Prim::Transpose(_)
                | Prim::Reshape(_)
                | Prim::Broadcast(_)
                | Prim::Slice(_)
                | Prim::Pad(_)
                | Prim::Concat(_)
                | Prim::Gather(_)
                | Prim::Select(_)
                | Prim::Convert(_)
                | Prim::Complex(_)
                | Prim::Unary(super::unary::Unary::StopGradient)
        )
    }
}

impl MultiPrim {
    /// The results for known operands.
    #[track_caller]
    pub(crate) fn eval(&self, xs: &[&Tensor]) -> Vec<Tensor> {
        // The equations of a program meet their dtypes themselves.
        let program = matches!(self, MultiPrim::Call(_) | MultiPrim::Custom(_));
        if program || xs.iter().all(|x| has_kernels(x.dtype())) {
            return self.rules().eval(xs);
        }
        if let Some(x) = xs.iter().find(|x| x.dtype().is_complex()) {
            raise(unsupported(self.rules(), x.dtype()));
        }
        let wide = widened(xs);
        let results = self.rules().eval(&wide.iter().collect::<SmallVec<[&Tensor; 4]>>());
        results.iter().zip(self.rules().shape(&types(xs))).map(|(y, t)| y.convert(t.dtype)).collect()
    }
}

fn widened(xs: &[&Tensor]) -> SmallVec<[Tensor; 4]> {
    xs.iter().map(|x| x.convert(x.dtype().arithmetic())).collect()
}

fn types(xs: &[&Tensor]) -> SmallVec<[Type; 4]> {
    xs.iter().map(|x| Type { shape: x.shape().clone(), dtype: x.dtype() }).collect()
}

#[inline]
fn has_kernels(dtype: DType) -> bool {
    matches!(dtype, DType::Bool | DType::I32 | DType::I64 | DType::U64 | DType::F32 | DType::F64)
}
