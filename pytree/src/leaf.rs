//! Numbers as leaves of themselves.
//!
//! A number is a tree whose only leaf is itself, so `Vec<f64>` is a tree with leaves `f64`. It is no tree of any other
//! leaf type: a bare `f64` inside a tree of arrays does not type-check.

use alloc::borrow::Cow;
use core::slice;

use crate::{Describe, PyTree, Ravel};

macro_rules! number {
    ($($T:ty)*) => { $(
        impl PyTree<$T> for $T {
            type Nest<U: PyTree<$T>> = U;

            #[inline]
            fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a $T)) {
                visit(self);
            }

            #[inline]
            fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut $T)) {
                visit(self);
            }

            #[inline]
            fn nest<U: PyTree<$T>>(&self, leaf: &mut dyn FnMut(&$T) -> U) -> U {
                leaf(self)
            }

            #[inline]
            fn same_structure(&self, _: &Self) -> bool {
                true
            }

            #[inline]
            fn describe(&self, out: &mut Describe<'_, $T>) {
                out.leaf();
            }
        }

        impl Ravel for $T {
            type Element = $T;

            fn elements(&self) -> Cow<'_, [$T]> {
                Cow::Borrowed(slice::from_ref(self))
            }

            fn with_elements(&self, elements: &[$T]) -> $T {
                elements[0]
            }
        }
    )* };
}

number!(f32 f64 i32 i64 bool);
