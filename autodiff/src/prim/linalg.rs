//! Linear algebra over the last two axes; the axes before them count matrices. So a batch is one more axis in front,
//! and every operation here has the same batching rule.
//!
//! Operations with one result are [`Linalg`], those with several [`Factor`]. Each file holds the derivatives of a few
//! of them, written in products and triangular systems, so that every order follows.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::bind_all,
    program::Atom,
};
use alloc::{format, vec::Vec};
use core::fmt;
use cotangent_tensor::{Error, ErrorKind, Shape, Tensor};
use smallvec::SmallVec;

mod cholesky;
mod determinant;
mod eigen;
mod expm;
mod factor;
mod lu;
mod pinv;
mod qr;
mod svd;
mod triangular;

pub(crate) use factor::Factor;
pub(crate) use lu::inverse;
pub(crate) use triangular::Triangular;
pub use triangular::TriangularOptions;

/// An operation with one result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Linalg {
    /// Of a symmetric matrix.
    Cholesky,
    /// Operands: a matrix, right-hand sides.
    Triangular(Triangular),
    /// Operands: a matrix A, its packed LU factors and their permutation, which count as constants, and right-hand
    /// sides.
    LuSolve {
        transposed: bool,
    },
    Det,
    Cofactors,
    /// The Moore–Penrose inverse.
    Pinv,
    /// Operands: a matrix, and the directions of a derivative.
    Expm,
}

impl fmt::Display for Linalg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Linalg::Cholesky => f.write_str("cholesky"),
            Linalg::Triangular(t) => write!(f, "{t}"),
            Linalg::LuSolve { transposed: false } => f.write_str("lu_solve"),
            Linalg::LuSolve { transposed: true } => f.write_str("lu_solve[transposed]"),
            Linalg::Det => f.write_str("det"),
            Linalg::Cofactors => f.write_str("cofactors"),
            Linalg::Pinv => f.write_str("pinv"),
            Linalg::Expm => f.write_str("expm"),
        }
    }
}

impl Rules for Linalg {
    fn shape(&self, xs: &[Type]) -> Type {
        let [.., m, n] = xs[0].shape[..] else { unreachable!("the method checks that there are matrices") };
        let of = |axes: &[usize]| Type { shape: behind(&xs[0].shape, axes), dtype: xs[0].dtype };
        match self {
            Linalg::Cholesky | Linalg::Cofactors | Linalg::Expm => xs[0].clone(),
            Linalg::Triangular(_) => xs[1].clone(),
            Linalg::LuSolve { .. } => xs[3].clone(),
            Linalg::Det => of(&[]),
            Linalg::Pinv => of(&[n, m]),
        }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match self {
            Linalg::Cholesky => xs[0].cholesky(),
            Linalg::Triangular(t) => t.eval(xs),
            Linalg::LuSolve { transposed } => xs[1].lu_solve(xs[2], xs[3], *transposed),
            Linalg::Det => xs[0].det(),
            Linalg::Cofactors => xs[0].cofactors(),
            Linalg::Pinv => xs[0].pinv(),
            Linalg::Expm => xs[0].expm(&xs[1..]),
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        match self {
            Linalg::Cholesky => cholesky::jvp(xs[0], dxs[0]),
            Linalg::Triangular(t) => t.jvp(xs, dxs),
            Linalg::LuSolve { transposed } => lu::jvp_solve(*transposed, xs, dxs),
            Linalg::Det => determinant::jvp_det(xs[0], dxs[0]),
            Linalg::Cofactors => determinant::jvp_cofactors(xs[0], dxs[0]),
            Linalg::Pinv => pinv::jvp(xs[0], dxs[0]),
            Linalg::Expm => expm::jvp(xs, dxs),
        }
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        if let (Linalg::Triangular(_) | Linalg::LuSolve { .. }, Some(((b, true), matrices))) = (self, xs.split_last())
            && matrices.iter().all(|(_, mapped)| !mapped)
        {
            return solve_side_by_side(*self, &matrices.iter().map(|&(x, _)| x).collect::<Vec<_>>(), b);
        }
        let each: SmallVec<[Array; 4]> = xs.iter().map(|&x| for_each_example(n, x)).collect();
        bind_all(&Prim::Linalg(*self), &each.iter().collect::<SmallVec<[_; 4]>>())
    }

    fn linear(&self) -> Option<&dyn Linear> {
        matches!(self, Linalg::Triangular(_) | Linalg::LuSolve { .. } | Linalg::Expm).then_some(self)
    }
}

/// Systems are linear in their right-hand sides, the last operand; a derivative of the exponential in each direction.
impl Linear for Linalg {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        let variables = operands.iter().filter(|&&x| x == Role::Variable).count();
        let place = match self {
            Linalg::Expm => operands[0] != Role::Variable,
            _ => operands.last() == Some(&Role::Variable),
        };
        variables == 1 && place
    }

    fn transpose(&self, ct: &Array, i: usize, _: &Type, xs: &[Atom]) -> Array {
        let known = |atom: &Atom| match atom {
            Atom::Const(c) => c.clone(),
            Atom::Var(_) => unreachable!("the other operands of a linear equation are known"),
        };
        let transposed = match self {
            Linalg::Triangular(t) => Linalg::Triangular(t.transposed()),
            Linalg::LuSolve { transposed } => Linalg::LuSolve { transposed: !transposed },
            _ => return expm::transpose(ct, i, xs, known),
        };
        let operands: Vec<Array> = xs[..i].iter().map(known).chain([ct.clone()]).collect();
        bind_all(&Prim::Linalg(transposed), &operands.iter().collect::<Vec<_>>())
    }
}

/// An operand with the mapped axis in front: repeated, if the examples share it.
pub(crate) fn for_each_example(n: usize, (x, mapped): (&Array, bool)) -> Array {
    if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) }
}

/// One matrix for all examples: their right-hand sides become columns side by side, so that it is read once.
fn solve_side_by_side(op: Linalg, matrices: &[&Array], b: &Array) -> Array {
    // [examples, …, n, k] to […, n, examples, k]
    let rank = b.rank();
    let order: Vec<usize> = (1..rank - 1).chain([0, rank - 1]).collect();
    let moved = b.permute(&order);
    let shape = moved.shape();
    let columns = shape[rank - 2] * shape[rank - 1];
    let joined = moved.reshape_to(&Shape::of(shape[..rank - 2].iter().copied().chain([columns])));
    let operands: Vec<&Array> = matrices.iter().copied().chain([&joined]).collect();
    let solved = bind_all(&Prim::Linalg(op), &operands).reshape_to(&shape);
    super::dot::move_to_front(&solved, rank - 2)
}

/// The axes that count matrices, and these behind them.
pub(crate) fn behind(shape: &Shape, axes: &[usize]) -> Shape {
    Shape::of(shape[..shape.rank() - 2].iter().chain(axes).copied())
}

/// Every matrix transposed.
pub(crate) fn transposed(x: &Array) -> Array {
    x.swapaxes(-2, -1)
}

/// The sum of the products of the elements of two matrices, of each pair.
pub(crate) fn inner(x: &Array, y: &Array) -> Array {
    (x * y).sum_axes([-2, -1])
}

/// Matrices of float dtype, or why these are none. Integers become floats.
#[track_caller]
pub(crate) fn matrices(op: &str, x: &Array) -> Result<Array, Error> {
    let shape = x.shape();
    if shape.rank() < 2 {
        return Err(Error::new(
            ErrorKind::Shape,
            format!("{op}: needs a matrix or a batch of them, not shape {shape}"),
        ));
    }
    Ok(x.convert(x.dtype().to_float()))
}

/// As [`matrices`], and they are square.
#[track_caller]
pub(crate) fn square(op: &str, x: &Array) -> Result<Array, Error> {
    let x = matrices(op, x)?;
    let shape = x.shape();
    match shape[..] {
        [.., n, m] if n == m => Ok(x),
        _ => Err(Error::new(ErrorKind::Shape, format!("{op}: needs square matrices, not shape {shape}"))),
    }
}

/// The matrix of a batch that an error speaks of: nothing for a single one.
pub(crate) fn which(shape: &Shape, matrix: usize) -> alloc::string::String {
    if shape.rank() == 2 { "the matrix".into() } else { format!("matrix {matrix} of {shape}") }
}
