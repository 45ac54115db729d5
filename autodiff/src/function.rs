//! Functions that transforms take: any `Fn(&A, &B, …) -> O` of up to eight arguments, and which arguments are meant.

use crate::array::Array;
use alloc::boxed::Box;
use cotangent_pytree::PyTree;

/// The argument list of a differentiable function, as the marker type `fn(&A, &B, …)`.
pub trait Arguments: 'static {
    /// The arguments as a tuple of references.
    type Refs<'a>: Copy;
    /// A boxed function of these arguments, which is again an ordinary `Fn(&A, &B, …) -> R`.
    type Boxed<'f, R: 'f>;
    /// References for a shorter time.
    fn shorten<'s, 'l: 's>(args: Self::Refs<'l>) -> Self::Refs<'s>;
    /// Boxes a function of the tuple as a function of the arguments.
    fn boxed<'f, R: 'f>(f: impl for<'a> Fn(Self::Refs<'a>) -> R + Send + Sync + 'f) -> Self::Boxed<'f, R>;
}

/// Every `Fn(&A, &B, …) -> O` of one to eight arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be differentiated, mapped or compiled: it is no function of references to its arguments",
    label = "expected `Fn(&A) -> O`, `Fn(&A, &B) -> O`, … with up to 8 arguments",
    note = "write the argument types as references: `|x: &Array| x.sin()`, `|w: &Array, b: &Array| ..`"
)]
pub trait Function<Args: Arguments> {
    /// What it returns.
    type Output;
    /// Calls it.
    fn call(&self, args: Args::Refs<'_>) -> Self::Output;
}

/// Argument lists of trees only: what `vmap` and `compile` ask for.
#[diagnostic::on_unimplemented(
    message = "`vmap` and `compile` need every argument to be a tree of arrays",
    note = "derive `PyTree`, wrap plain data in `Static(..)`, capture it, or map chosen arguments with `vmap_wrt`"
)]
pub trait Trees: Arguments {
    /// The arguments by value.
    type Owned: PyTree<Array>;
    /// Clones the arguments.
    fn owned(args: Self::Refs<'_>) -> Self::Owned;
    /// Borrows owned arguments.
    fn refs(owned: &Self::Owned) -> Self::Refs<'_>;
    /// Visits the leaves of all arguments in order.
    fn leaves<'a>(args: Self::Refs<'a>, visit: &mut dyn FnMut(&'a Array));
    /// Whether all arguments have the structure and the static data of `owned`.
    fn same_structure(owned: &Self::Owned, args: Self::Refs<'_>) -> bool;
}

/// `Arg::<I>` names argument number `I`, counted from 0; a tuple of them names several.
#[derive(Clone, Copy, Debug)]
pub struct Arg<const I: usize>;

/// A choice of arguments: `Arg::<1>`, `(Arg::<0>, Arg::<2>)`, or `()` for none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a differentiable argument of `{Args}`",
    note = "`Arg::<I>` counts from 0, and the argument it names must be a tree (`#[derive(PyTree)]`)"
)]
pub trait Select<Args: Arguments>: Send + Sync + 'static {
    /// The chosen arguments by value.
    type Trees: PyTree<Array>;
    /// A bit for each chosen argument.
    const MASK: u32;
    /// Clones the chosen arguments.
    fn get(args: Args::Refs<'_>) -> Self::Trees;
    /// The arguments with the chosen ones replaced.
    fn put<'a>(args: Args::Refs<'a>, new: &'a Self::Trees) -> Args::Refs<'a>;
}

/// The point at which `jvp`, `vjp`, `linearize` and `check_grads` work: `&x` or `(&x, &y, …)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no point to differentiate at",
    note = "pass `&x`, or `(&x, &y)` for a function of two arguments"
)]
pub trait Primals: Copy {
    /// The argument list of functions that take the point.
    type Args: Trees;
    /// The point by value: a tree, or a tuple of trees.
    type Owned: PyTree<Array>;
    /// Clones the point.
    fn owned(self) -> Self::Owned;
    /// Borrows a point as arguments.
    fn refs(owned: &Self::Owned) -> <Self::Args as Arguments>::Refs<'_>;
    /// A point from the arguments of a function.
    fn from_args(args: <Self::Args as Arguments>::Refs<'_>) -> Self::Owned;
}

impl<A: PyTree<Array>> Primals for &A {
    type Args = fn(&A);
    type Owned = A;
    fn owned(self) -> A {
        self.clone()
    }
    fn refs(owned: &A) -> (&A,) {
        (owned,)
    }
    fn from_args((x,): (&A,)) -> A {
        x.clone()
    }
}

/// What `grad` differentiates: a function with one array, a scalar when it runs.
#[diagnostic::on_unimplemented(
    message = "gradients are of functions that return one scalar `Array`; this one returns `{Self}`",
    note = "several outputs: `jacrev`, `jacfwd`, `vjp`; extra outputs beside the loss: `grad_aux`, `value_and_grad_aux`"
)]
pub trait ScalarOutput {
    /// The array.
    fn into_array(self) -> Array;
}
impl ScalarOutput for Array {
    fn into_array(self) -> Array {
        self
    }
}

macro_rules! arity {
    ($($A:ident $a:ident $i:tt),+) => {
        impl<$($A: ?Sized + 'static),+> Arguments for fn($(&$A),+) {
            type Refs<'a> = ($(&'a $A,)+);
            type Boxed<'f, R: 'f> = Box<dyn Fn($(&$A),+) -> R + Send + Sync + 'f>;
            fn shorten<'s, 'l: 's>(args: Self::Refs<'l>) -> Self::Refs<'s> {
                args
            }
            fn boxed<'f, R: 'f>(f: impl for<'a> Fn(Self::Refs<'a>) -> R + Send + Sync + 'f) -> Self::Boxed<'f, R> {
                Box::new(move |$($a: &$A),+| f(($($a,)+)))
            }
        }
        impl<Fun, O, $($A: ?Sized + 'static),+> Function<fn($(&$A),+)> for Fun
        where
            Fun: Fn($(&$A),+) -> O,
        {
            type Output = O;
            #[inline]
            fn call(&self, ($($a,)+): ($(&$A,)+)) -> O {
                self($($a),+)
            }
        }
        impl<$($A: PyTree<Array>),+> Trees for fn($(&$A),+) {
            type Owned = ($($A,)+);
            fn owned(args: Self::Refs<'_>) -> Self::Owned {
                ($(args.$i.clone(),)+)
            }
            fn refs(owned: &Self::Owned) -> Self::Refs<'_> {
                ($(&owned.$i,)+)
            }
            fn leaves<'a>(args: Self::Refs<'a>, visit: &mut dyn FnMut(&'a Array)) {
                $(args.$i.leaves(visit);)+
            }
            fn same_structure(owned: &Self::Owned, args: Self::Refs<'_>) -> bool {
                $(owned.$i.same_structure(args.$i))&&+
            }
        }
        impl<$($A: PyTree<Array>),+> Primals for ($(&$A,)+) {
            type Args = fn($(&$A),+);
            type Owned = ($($A,)+);
            fn owned(self) -> Self::Owned {
                ($(self.$i.clone(),)+)
            }
            fn refs(owned: &Self::Owned) -> <Self::Args as Arguments>::Refs<'_> {
                ($(&owned.$i,)+)
            }
            fn from_args(args: <Self::Args as Arguments>::Refs<'_>) -> Self::Owned {
                ($(args.$i.clone(),)+)
            }
        }
        impl<Args: Arguments, $($A: Select<Args>),+> Select<Args> for ($($A,)+) {
            type Trees = ($($A::Trees,)+);
            const MASK: u32 = {
                let mut mask = 0;
                $(
                    assert!(mask & $A::MASK == 0, "an argument is named twice");
                    mask |= $A::MASK;
                )+
                mask
            };
            fn get(args: Args::Refs<'_>) -> Self::Trees {
                ($($A::get(args),)+)
            }
            fn put<'a>(args: Args::Refs<'a>, new: &'a Self::Trees) -> Args::Refs<'a> {
                $(let args = $A::put(args, &new.$i);)+
                args
            }
        }
        select!([] $($A $i)+);
    };
}

/// `Arg<0>`, `Arg<1>`, … of one argument list: the types before, the one named, the types behind.
macro_rules! select {
    ([$($B:ident)*] $T:ident $i:tt $($C:ident $j:tt)*) => {
        impl<$($B: ?Sized + 'static,)* $T: PyTree<Array>, $($C: ?Sized + 'static),*> Select<fn($(&$B,)* &$T, $(&$C),*)>
            for Arg<$i>
        {
            type Trees = $T;
            const MASK: u32 = 1 << $i;
            fn get(args: ($(&$B,)* &$T, $(&$C,)*)) -> $T {
                args.$i.clone()
            }
            fn put<'a>(
                mut args: ($(&'a $B,)* &'a $T, $(&'a $C,)*),
                new: &'a $T,
            ) -> ($(&'a $B,)* &'a $T, $(&'a $C,)*) {
                args.$i = new;
                args
            }
        }
        select!([$($B)* $T] $($C $j)*);
    };
    ([$($B:ident)*]) => {};
}

arity!(A a 0);
arity!(A a 0, B b 1);
arity!(A a 0, B b 1, C c 2);
arity!(A a 0, B b 1, C c 2, D d 3);
arity!(A a 0, B b 1, C c 2, D d 3, E e 4);
arity!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5);
arity!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6);
arity!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7);

impl<Args: Arguments> Select<Args> for () {
    type Trees = ();
    const MASK: u32 = 0;
    fn get(_: Args::Refs<'_>) {}
    fn put<'a>(args: Args::Refs<'a>, (): &'a ()) -> Args::Refs<'a> {
        args
    }
}
