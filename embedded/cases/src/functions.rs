//! Every elementwise function of the kernels, by name. The host checks that none is missing.

use cotangent_kernels::{
    Abs, Acos, Acosh, Add, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Ceil, Copysign, Cos, Cosh, Density, Digamma, Div,
    Entr, Equal, Erf, ErfInv, Erfc, Exp, Exp2, ExpM1, Float, Floor, FlooredDiv, FlooredRem, Gelu, Greater,
    GreaterEqual, Hypot, Less, LessEqual, Lgamma, Ln, Ln1p, Log2, Log10, LogAddExp, LogAddExp2, LogNdtr, LogSigmoid,
    Logit, Map, Maximum, Minimum, Mul, Ndtr, Neg, NotEqual, OneMinusSquare, Powf, Reciprocal, RelEntr, Relu, Rem,
    Round, Rsqrt, Sigmoid, Sign, Sin, Sinh, SoftSign, Softplus, Sqrt, Square, Sub, Tan, Tanh, Trunc, Xlog1py, Xlogy,
    Zip, ordered,
};

/// A function of one argument.
pub struct One<T> {
    /// Its type in the kernels.
    pub name: &'static str,
    /// Of one number.
    pub scalar: fn(T) -> T,
    /// Of a slice.
    pub slice: fn(&[T], &mut [T]),
}

/// A function of two arguments.
pub struct Two<T> {
    /// Its type in the kernels.
    pub name: &'static str,
    /// Of two numbers.
    pub scalar: fn(T, T) -> T,
    /// Of two slices.
    pub slices: fn(&[T], &[T], &mut [T]),
}

/// A comparison.
pub struct Comparison<T> {
    /// Its type in the kernels.
    pub name: &'static str,
    /// Of two numbers.
    pub scalar: fn(T, T) -> bool,
}

/// A function of an order and one argument, in f64.
pub struct Ordered {
    /// Its name in the kernels.
    pub name: &'static str,
    /// Of an order and a number.
    pub scalar: fn(u32, f64) -> f64,
}

/// Calls a macro with the names of all functions of one argument.
#[macro_export]
macro_rules! of_one {
    ($then:ident) => {
        $then! {
            Abs Acos Acosh Asin Asinh Atan Atanh Cbrt Ceil Cos Cosh Density Digamma Entr Erf ErfInv Erfc Exp Exp2 ExpM1 Floor
            Gelu Lgamma Ln Ln1p Log2 Log10 LogNdtr LogSigmoid Logit Ndtr Neg OneMinusSquare Reciprocal Relu Round Rsqrt Sigmoid Sign Sin Sinh
            SoftSign Softplus Sqrt Square Tan Tanh Trunc
        }
    };
}

/// Calls a macro with the names of all functions of two arguments.
#[macro_export]
macro_rules! of_two {
    ($then:ident) => {
        $then! {
            Add Atan2 Copysign Div FlooredDiv FlooredRem Hypot LogAddExp LogAddExp2 Maximum Minimum Mul Powf RelEntr Rem Sub
            Xlog1py Xlogy
        }
    };
}

macro_rules! one {
    ($($name:ident)*) => {
        /// All functions of one argument.
        pub fn one<T: Float>() -> [One<T>; [$(stringify!($name)),*].len()] {
            [$(One { name: stringify!($name), scalar: <$name as Map<T>>::scalar, slice: <$name as Map<T>>::slice }),*]
        }
    };
}
of_one!(one);

macro_rules! two {
    ($($name:ident)*) => {
        /// All functions of two arguments.
        pub fn two<T: Float>() -> [Two<T>; [$(stringify!($name)),*].len()] {
            [$(Two { name: stringify!($name), scalar: <$name as Zip<T>>::scalar, slices: <$name as Zip<T>>::slices }),*]
        }
    };
}
of_two!(two);

macro_rules! comparisons {
    ($($name:ident)*) => {
        /// All comparisons.
        pub fn comparisons<T: Float + cotangent_kernels::zip::Equatable>()
            -> [Comparison<T>; [$(stringify!($name)),*].len()]
        {
            [$(Comparison { name: stringify!($name), scalar: <$name as Zip<T>>::scalar }),*]
        }
    };
}
comparisons! { Equal Greater GreaterEqual Less LessEqual NotEqual }

/// The families numbered by an order.
pub const ORDERED: [Ordered; 5] = [
    Ordered { name: "bessel_i", scalar: ordered::bessel_i },
    Ordered { name: "bessel_ie", scalar: ordered::bessel_ie },
    Ordered { name: "mills", scalar: ordered::mills },
    Ordered { name: "polygamma", scalar: ordered::polygamma },
    Ordered { name: "sinc", scalar: ordered::sinc },
];
