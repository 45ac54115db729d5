//! Tuples of none to eight trees.
//!
//! The macro only repeats one impl over the arities.

use crate::{Describe, PyTree};

impl<L> PyTree<L> for () {
    type Nest<U: PyTree<L>> = ();

    fn leaves<'a>(&'a self, _: &mut dyn FnMut(&'a L)) {}

    fn leaves_mut(&mut self, _: &mut dyn FnMut(&mut L)) {}

    fn nest<U: PyTree<L>>(&self, _: &mut dyn FnMut(&L) -> U) {}

    fn same_structure(&self, (): &Self) -> bool {
        true
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        out.tuple(0);
    }
}

macro_rules! tuple {
    ($len:literal: $($T:ident $i:tt),+) => {
        impl<L, $($T: PyTree<L>),+> PyTree<L> for ($($T,)+) {
            type Nest<Row: PyTree<L>> = ($($T::Nest<Row>,)+);

            fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
                $(self.$i.leaves(visit);)+
            }

            fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
                $(self.$i.leaves_mut(visit);)+
            }

            fn nest<Row: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> Row) -> Self::Nest<Row> {
                ($(self.$i.nest(leaf),)+)
            }

            fn same_structure(&self, other: &Self) -> bool {
                $(self.$i.same_structure(&other.$i))&&+
            }

            fn describe(&self, out: &mut Describe<'_, L>) {
                out.tuple($len);
                $(self.$i.describe(out);)+
            }
        }
    };
}

tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
