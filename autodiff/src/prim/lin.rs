//! `lin`: c·x, or c·x + d·y. What every elementwise tangent is, and the reason why tangents are cheap.
//!
//! An elementwise rule returns slopes; its jvp binds one `lin`. Forward mode evaluates it, a nested transform differentiates
//! it, and a tape stores it as a compact equation whose coefficients are known values. Coefficients broadcast; the
//! operands x and y have the shape of the result, so transposing needs no sums.

use super::{
    Linear, Prim, Role, Rules,
    binary::{self, Binary, align},
};
use crate::{
    array::{Array, Type},
    bind::bind,
    program::Atom,
};
use core::fmt;
use cotangent_kernels::{Add, Mul};
use cotangent_tensor::{Scalar, Shape, Tensor};

/// Operands `[c, x]` or `[c, x, d, y]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Lin;

/// c·x.
#[inline]
pub(crate) fn scale(c: &Array, x: &Array) -> Array {
    bind(&Prim::Lin(Lin), [c, x])
}

/// c·x + d·y.
#[inline]
pub(crate) fn scale_add(c: &Array, x: &Array, d: &Array, y: &Array) -> Array {
    bind(&Prim::Lin(Lin), [c, x, d, y])
}

/// The sum of two tangents that may be absent.
pub(crate) fn sum(a: Option<Array>, b: Option<Array>) -> Option<Array> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let one = a.literal(1.0);
            Some(scale_add(&one, &a, &one, &b))
        }
        (a, b) => a.or(b),
    }
}

/// A tangent of `x` in the shape of a result that `x` was broadcast to.
#[inline]
pub(crate) fn lift(dx: &Array, result: &Array) -> Array {
    if dx.same_shape(result) { dx.clone() } else { dx.broadcast_to(&result.shape()) }
}

impl fmt::Display for Lin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("lin")
    }
}

impl Rules for Lin {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape = xs
            .iter()
            .fold(Shape::SCALAR, |s, x| Shape::broadcast(&s, &x.shape).expect("coefficients broadcast to tangents"));
        Type { shape, dtype: xs[0].dtype }
    }

    #[inline]
    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        use Scalar::{F32, F64};
        match *xs {
            [c, x] => match (c.as_scalar(), x.as_scalar()) {
                (Some(F32(c)), Some(F32(x))) => Tensor::from(c * x),
                (Some(F64(c)), Some(F64(x))) => Tensor::from(c * x),
                _ if c.is_one() => x.clone(),
                _ => c.zip_number::<Mul>(x),
            },
            [c, x, d, y] => match (c.as_scalar(), x.as_scalar(), d.as_scalar(), y.as_scalar()) {
                (Some(F32(c)), Some(F32(x)), Some(F32(d)), Some(F32(y))) => Tensor::from(c * x + d * y),
                (Some(F64(c)), Some(F64(x)), Some(F64(d)), Some(F64(y))) => Tensor::from(c * x + d * y),
                _ => self.eval(&[c, x]).zip_number_owned::<Add>(self.eval(&[d, y])),
            },
            _ => unreachable!("lin has two or four operands"),
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let (y, second) = match *xs {
            [c, x] => (scale(c, x), None),
            [c, x, d, y] => {
                let z = scale_add(c, x, d, y);
                let dz = product_tangent(&z, [d, y], [dxs[2], dxs[3]]);
                (z, dz)
            }
            _ => unreachable!("lin has two or four operands"),
        };
        let first = product_tangent(&y, [xs[0], xs[1]], [dxs[0], dxs[1]]);
        (y, sum(first, second))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        // An operand that all examples share is repeated: operands have the shape of the result.
        let each =
            |(x, mapped): (&Array, bool)| if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) };
        match *xs {
            [c, x] => {
                let [c, x] = align([c, (&each(x), true)]);
                scale(&c, &x)
            }
            [c, x, d, y] => {
                let [c, x, d, y] = align([c, (&each(x), true), d, (&each(y), true)]);
                scale_add(&c, &x, &d, &y)
            }
            _ => unreachable!("lin has two or four operands"),
        }
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Lin {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        operands.chunks(2).all(|pair| pair[0] != Role::Variable && pair[1] != Role::Constant)
    }

    fn transpose(&self, ct: &Array, i: usize, _: &Type, xs: &[Atom]) -> Array {
        let c = &xs[i & !1];
        match c {
            Atom::Const(c) if i % 2 == 1 => scale_cotangent(ct, c),
            Atom::Const(_) | Atom::Var(_) => unreachable!("the coefficients of a linear equation are known"),
        }
    }
}

/// ct·c, and ct or c itself where the other is 1.
#[inline]
pub(crate) fn scale_cotangent(ct: &Array, c: &Array) -> Array {
    match unscaled(ct, c) {
        Some(product) => product.clone(),
        None => binary::apply(Binary::Mul, ct, c),
    }
}

/// The factor that is the product, because the other is 1: the same bits without the work.
#[inline]
pub(crate) fn unscaled<'a>(ct: &'a Array, c: &'a Array) -> Option<&'a Array> {
    if c.is_one() {
        return Some(ct);
    }
    (ct.is_ones() && ct.same_shape(c)).then_some(c)
}

/// The tangent of the product of two factors, in the shape of `result`: one factor is the slope of the other.
pub(crate) fn product_tangent(result: &Array, [a, b]: [&Array; 2], [da, db]: [Option<&Array>; 2]) -> Option<Array> {
    match (da, db) {
        (Some(da), Some(db)) => Some(scale_add(b, &lift(da, result), a, &lift(db, result))),
        (Some(da), None) => Some(scale(b, &lift(da, result))),
        (None, Some(db)) => Some(scale(a, &lift(db, result))),
        (None, None) => None,
    }
}
