//! Elementwise functions of two operands, with NumPy's broadcasting: one variant, one row, one method each.

use super::{Linear, Prim, Role, Rules, complex, lin};
use crate::{
    array::{Array, Type},
    bind::{bind, bind_owned, raise},
    operand::{promote, promote_owned},
    program::Atom,
};
use alloc::format;
use core::{f64::consts::LN_2, fmt};
use cotangent_kernels::{self as kernels, ZipAssign};
use cotangent_tensor::{DType, Error, ErrorKind, Scalar, Shape, Tensor, ZipLoops};

mod arithmetic;
mod functions;

/// Declares the enum and the list of its variants together, so that no test can miss one.
macro_rules! binary {
    ($($Variant:ident)*) => {
        /// An elementwise function of two operands of one dtype.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Binary { $($Variant,)* }
        impl Binary {
            /// Every variant.
            #[cfg(test)]
            pub(crate) const ALL: &[Binary] = &[$(Binary::$Variant,)*];
        }
    };
}
binary! {
    Add Sub Mul Div Maximum Minimum Powf Rem Remainder FloorDivide Copysign Atan2 Hypot LogAddExp LogAddExp2 Xlogy Xlog1py
    RelEntr
}

/// Everything about one function.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) kernel: &'static Kernel,
    slopes: Slopes,
    /// Where tests sample the two operands.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table of tests reads it"))]
    pub(crate) domain: [(f64, f64); 2],
}

/// The kernel of two scalars, of two arrays, and into an operand that nobody else holds; of all numbers, or of floats only.
pub(crate) struct Kernel {
    pub(crate) f32: ZipLoops<f32, f32>,
    pub(crate) f64: ZipLoops<f64, f64>,
    zip: fn(&Tensor, &Tensor) -> Tensor,
    zip_owned: fn(Tensor, Tensor) -> Tensor,
    integers: bool,
}

/// The derivative in one operand, as a function of both operands and the result; `None` is 0 everywhere.
type Slope = Option<fn(x: &Array, y: &Array, z: &Array) -> Array>;
type Slopes = [Slope; 2];

const fn number<K: ZipAssign<f32> + ZipAssign<f64> + ZipAssign<i32> + ZipAssign<i64> + ZipAssign<u64>>()
-> &'static Kernel {
    const {
        &Kernel {
            f32: ZipLoops::of::<K>(),
            f64: ZipLoops::of::<K>(),
            zip: Tensor::zip_number::<K>,
            zip_owned: Tensor::zip_number_owned::<K>,
            integers: true,
        }
    }
}
const fn float<K: ZipAssign<f32> + ZipAssign<f64>>() -> &'static Kernel {
    const {
        &Kernel {
            f32: ZipLoops::of::<K>(),
            f64: ZipLoops::of::<K>(),
            zip: Tensor::zip_float::<K>,
            zip_owned: Tensor::zip_float_owned::<K>,
            integers: false,
        }
    }
}

impl Binary {
    #[rustfmt::skip] // a table
    pub(crate) const fn rule(self) -> Rule {
        const REALS: (f64, f64) = (-3.0, 3.0);
        const POSITIVE: (f64, f64) = (0.3, 3.0);
        let (name, kernel, slopes, domain): (_, _, Slopes, _) = match self {
            Binary::Add => ("add", number::<kernels::Add>(), [Some(|x, _, _| x.literal(1.0)), Some(|x, _, _| x.literal(1.0))], [REALS, REALS]),
            Binary::Sub => ("sub", number::<kernels::Sub>(), [Some(|x, _, _| x.literal(1.0)), Some(|x, _, _| x.literal(-1.0))], [REALS, REALS]),
            Binary::Mul => ("mul", number::<kernels::Mul>(), [Some(|_, y, _| y.clone()), Some(|x, _, _| x.clone())], [REALS, REALS]),
            Binary::Div => ("div", float::<kernels::Div>(), [Some(|_, y, _| y.reciprocal()), Some(|_, y, z| -(z / y))], [REALS, (0.5, 3.0)]),
            Binary::Maximum => ("maximum", number::<kernels::Maximum>(), [Some(|x, y, _| larger(x, y)), Some(|x, y, _| larger(y, x))], [REALS, REALS]),
            Binary::Minimum => ("minimum", number::<kernels::Minimum>(), [Some(|x, y, _| larger(y, x)), Some(|x, y, _| larger(x, y))], [REALS, REALS]),
            Binary::Powf => ("powf", float::<kernels::Powf>(), [Some(power_slope), Some(|x, _, z| exponent_slope(x, z))], [POSITIVE, REALS]),
            Binary::Rem => ("fmod", number::<kernels::Rem>(), [Some(|x, _, _| x.literal(1.0)), Some(whole_quotient)], [(2.1, 2.9), (1.5, 1.9)]),
            Binary::Remainder => ("remainder", number::<kernels::FlooredRem>(), [Some(|x, _, _| x.literal(1.0)), Some(whole_quotient)], [(2.1, 2.9), (-1.9, -1.5)]),
            Binary::FloorDivide => ("floor_divide", number::<kernels::FlooredDiv>(), [None, None], [(2.1, 2.9), (-1.9, -1.5)]),
            Binary::Copysign => ("copysign", float::<kernels::Copysign>(), [Some(same_side), None], [REALS, REALS]),
            Binary::Atan2 => ("atan2", float::<kernels::Atan2>(), [Some(|y, x, _| over_square(x, y)), Some(|y, x, _| -over_square(y, x))], [REALS, POSITIVE]),
            Binary::Hypot => ("hypot", float::<kernels::Hypot>(), [Some(|x, _, z| over_length(x, z)), Some(|_, y, z| over_length(y, z))], [POSITIVE, REALS]),
            Binary::LogAddExp => ("logaddexp", float::<kernels::LogAddExp>(), [Some(|x, y, _| above(x, y).sigmoid()), Some(|x, y, _| above(y, x).sigmoid())], [REALS, REALS]),
            Binary::LogAddExp2 => ("logaddexp2", float::<kernels::LogAddExp2>(), [Some(|x, y, _| (above(x, y) * LN_2).sigmoid()), Some(|x, y, _| (above(y, x) * LN_2).sigmoid())], [REALS, REALS]),
            Binary::Xlogy => ("xlogy", float::<kernels::Xlogy>(), [Some(|_, y, _| y.ln()), Some(|x, y, _| x / y)], [REALS, POSITIVE]),
            Binary::Xlog1py => ("xlog1py", float::<kernels::Xlog1py>(), [Some(|_, y, _| y.ln_1p()), Some(|x, y, _| x / (y + 1.0))], [REALS, (-0.7, 3.0)]),
            Binary::RelEntr => ("rel_entr", float::<kernels::RelEntr>(), [Some(|x, y, _| where_positive(x, y, |ratio| ratio.ln() + 1.0)), Some(|x, y, _| where_positive(x, y, |ratio| -ratio))], [POSITIVE, POSITIVE]),
        };
        Rule { name, kernel, slopes, domain }
    }
}

/// 1 where x > y, 1/2 where they are equal, else 0: the share of x in the larger of two.
pub(crate) fn larger(x: &Array, y: &Array) -> Array {
    let (one, half, zero) = (x.literal(1.0), x.literal(0.5), x.literal(0.0));
    x.gt(y).select(&one, x.eq(y).select(&half, &zero))
}

/// d(xʸ)/dx = y·xʸ⁻¹, and 0 where y = 0 and 1/x is infinite: exact at base 0 for whole exponents, to any order, because
/// there the factor 0 meets no infinite power. Where 1/x is finite the formula stands as it is: its derivative in y counts.
fn power_slope(x: &Array, y: &Array, _: &Array) -> Array {
    let steep = x.reciprocal().abs().eq(f64::INFINITY);
    let exponent = y.eq(0.0).select(&steep.select(&y.literal(1.0), &(y - 1.0)), &(y - 1.0));
    y * x.powf(&exponent)
}

/// d(xʸ)/dy = ln x · xʸ, with ln 0 taken as 0 (as JAX: the power itself is 0 there).
fn exponent_slope(x: &Array, z: &Array) -> Array {
    let base = x.eq(0.0).select(&x.literal(1.0), x);
    base.ln() * z
}

/// (z − x)/y for the remainder z of x by y: the slope in y, a whole number that is 0 to the next order.
fn whole_quotient(x: &Array, y: &Array, z: &Array) -> Array {
    ((z - x) / y).round()
}

/// 1 where the signs are equal, else −1; those of zeros count.
fn same_side(x: &Array, y: &Array, _: &Array) -> Array {
    let one = x.literal(1.0);
    one.copysign(x) * one.copysign(y)
}

/// x/(x² + y²) without overflow.
fn over_square(x: &Array, y: &Array) -> Array {
    let length = x.hypot(y);
    x / &length / length
}

/// x/z for the length z of a vector, and 1/2 where that is 0 (as JAX).
fn over_length(x: &Array, z: &Array) -> Array {
    let (nothing, one) = (z.eq(0.0), x.literal(1.0));
    nothing.select(&x.literal(0.5), x / nothing.select(&one, z))
}

/// x − y, and ∞ for infinite x: there the sum is x, whatever y is (as JAX).
fn above(x: &Array, y: &Array) -> Array {
    x.eq(f64::INFINITY).select(x, x - y)
}

/// A function of x/y where both are positive (or NaN), else 0 (as JAX); the function sees no other quotient.
fn where_positive(x: &Array, y: &Array, f: fn(Array) -> Array) -> Array {
    let outside = x.le(0.0) | y.le(0.0);
    let one = x.literal(1.0);
    let ratio = outside.select(&one, x) / outside.select(&one, y);
    outside.select(&x.literal(0.0), f(ratio))
}

/// Puts every mapped operand in the form [n, 1, …, dims…], so that broadcasting from the right pairs the logical axes.
pub(crate) fn align<const N: usize>(xs: [(&Array, bool); N]) -> [Array; N] {
    let rank = xs.iter().map(|(x, mapped)| x.rank() - usize::from(*mapped)).max().unwrap_or(0);
    xs.map(|(x, mapped)| if mapped { widen(x, rank) } else { x.clone() })
}

/// A batch of arrays with axes of length 1 put in behind the mapped axis, up to logical rank `rank`.
pub(crate) fn widen(x: &Array, rank: usize) -> Array {
    let shape = x.shape();
    let missing = rank + 1 - shape.rank();
    if missing == 0 {
        return x.clone();
    }
    x.reshape_to(&Shape::of(
        [shape[0]].into_iter().chain(core::iter::repeat_n(1, missing)).chain(shape[1..].iter().copied()),
    ))
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule().name)
    }
}

impl Rules for Binary {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape =
            Shape::broadcast(&xs[0].shape, &xs[1].shape).expect("the method checks that the operands broadcast");
        Type { shape, dtype: xs[0].dtype }
    }

    #[inline]
    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        (self.rule().kernel.zip)(xs[0], xs[1])
    }

    fn eval_owned(&self, xs: &mut [Tensor]) -> Tensor {
        let [x, y] = xs else { unreachable!("two operands") };
        let take = |t: &mut Tensor| core::mem::replace(t, Tensor::from(false));
        (self.rule().kernel.zip_owned)(take(x), take(y))
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let (x, y) = (xs[0], xs[1]);
        let z = apply(*self, x, y);
        let slopes = self.rule().slopes;
        // A slope and the tangent that it scales, where both are there.
        let part = |i: usize| Some((slopes[i]?(x, y, &z), lin::lift(dxs[i]?, &z)));
        let dz = match (part(0), part(1)) {
            (Some((c, dx)), Some((d, dy))) => Some(lin::scale_add(&c, &dx, &d, &dy)),
            (Some((c, dx)), None) | (None, Some((c, dx))) => Some(lin::scale(&c, &dx)),
            (None, None) => None,
        };
        (z, dz)
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        let [x, y] = align([xs[0], xs[1]]);
        bind(&Prim::Binary(*self), [&x, &y])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        matches!(self, Binary::Add | Binary::Sub | Binary::Mul | Binary::Div).then_some(self)
    }
}

/// For functions that are applied to a linear value as they stand; tangents of rules come as `lin`.
impl Linear for Binary {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        match self {
            Binary::Add | Binary::Sub => !operands.contains(&Role::Constant),
            Binary::Mul => operands != [Role::Variable, Role::Variable],
            Binary::Div => operands[1] != Role::Variable,
            _ => false,
        }
    }

    fn transpose(&self, ct: &Array, i: usize, of: &Type, xs: &[Atom]) -> Array {
        let other = match &xs[1 - i] {
            Atom::Const(c) => Some(c),
            Atom::Var(_) => None,
        };
        let ct = match (self, i, other) {
            (Binary::Add, ..) | (Binary::Sub, 0, _) => ct.clone(),
            (Binary::Sub, ..) => -ct,
            (Binary::Mul, _, Some(c)) => ct * c,
            (Binary::Div, 0, Some(c)) => ct / c,
            _ => unreachable!("the check of linear programs refuses {self} of two variables"),
        };
        ct.sum_to(&of.shape)
    }
}

/// The result of two known float scalars of one dtype: in registers, since most of the cost of such an operation is moves.
#[inline]
fn scalars(op: Binary, x: &Array, y: &Array) -> Option<Array> {
    match (x.known()?.as_scalar()?, y.known()?.as_scalar()?) {
        (Scalar::F32(x), Scalar::F32(y)) => Some(Array::from((op.rule().kernel.f32.scalar)(x, y))),
        (Scalar::F64(x), Scalar::F64(y)) => Some(Array::from((op.rule().kernel.f64.scalar)(x, y))),
        _ => None,
    }
}

/// Binds the operation to operands of one dtype that broadcast.
#[inline]
#[track_caller]
pub(crate) fn apply(op: Binary, x: &Array, y: &Array) -> Array {
    scalars(op, x, y).unwrap_or_else(|| bind(&Prim::Binary(op), [x, y]))
}

/// [`apply`] for operands that the caller gives up.
#[inline]
#[track_caller]
pub(crate) fn apply_owned(op: Binary, x: Array, y: Array) -> Array {
    scalars(op, &x, &y).unwrap_or_else(|| bind_owned(&Prim::Binary(op), [x, y]))
}

#[inline]
#[track_caller]
pub(crate) fn binary(op: Binary, x: &Array, y: &Array) -> Array {
    if let Some(z) = scalars(op, x, y) {
        return z;
    }
    match try_binary(op, x, y) {
        Ok(z) => z,
        Err(error) => raise(error),
    }
}

#[inline]
#[track_caller]
pub(crate) fn try_binary(op: Binary, x: &Array, y: &Array) -> Result<Array, Error> {
    let dtype = operands(op, x, y)?;
    let (x, y) = promote(x, y, dtype);
    Ok(bind(&Prim::Binary(op), [&x, &y]))
}

/// [`binary`] for operands that the caller gives up.
#[inline]
#[track_caller]
pub(crate) fn binary_owned(op: Binary, x: Array, y: Array) -> Array {
    if let Some(z) = scalars(op, &x, &y) {
        return z;
    }
    match operands(op, &x, &y) {
        Ok(dtype) => {
            let (x, y) = promote_owned(x, y, dtype);
            bind_owned(&Prim::Binary(op), [x, y])
        }
        Err(error) => raise(error),
    }
}

/// Checks the operands; the dtype in which they meet.
#[track_caller]
fn operands(op: Binary, x: &Array, y: &Array) -> Result<DType, Error> {
    broadcastable(op.rule().name, x, y)?;
    let dtype = x.dtype().promote(y.dtype());
    if dtype.is_complex() && complex::zip(op).is_none() {
        return Err(complex::unsupported(&op, dtype));
    }
    if op.rule().kernel.integers && dtype != DType::Bool {
        return Ok(dtype);
    }
    if dtype == DType::Bool {
        return Err(Error::new(
            ErrorKind::DType,
            format!("{op}: two bool arrays have no arithmetic; convert one first"),
        ));
    }
    Ok(dtype.to_float())
}

/// An error unless the shapes broadcast.
#[track_caller]
pub(crate) fn broadcastable(op: &str, x: &Array, y: &Array) -> Result<(), Error> {
    if x.same_shape(y) || Shape::broadcast(&x.shape(), &y.shape()).is_some() {
        return Ok(());
    }
    let pairs = x
        .shape()
        .iter()
        .rev()
        .zip(y.shape().iter().rev())
        .find(|&(&a, &b)| a != b && a != 1 && b != 1)
        .map(|(a, b)| format!(": {a} != {b}"));
    Err(Error::new(
        ErrorKind::Shape,
        format!("{op}: cannot broadcast {} with {}{}", x.shape(), y.shape(), pairs.unwrap_or_default()),
    ))
}
