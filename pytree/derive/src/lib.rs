//! `#[derive(PyTree)]` for `cotangent-pytree`.
//!
//! Use it through `cotangent_pytree::PyTree`, or `cotangent::prelude::PyTree` if you depend on the facade only. A macro
//! cannot know under which name its caller sees the trait's crate, so there are two macros with one expansion: each
//! assumes the crate that exports it. No manifest is read; whoever renames a crate says `#[pytree(crate = path)]`.
//!
//! `options` reads the attributes, `shape` the fields, `expand` writes the impl.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input, parse_quote};

mod expand;
mod options;
mod shape;

/// Implements `PyTree` for a struct or an enum: its fields in the order of declaration.
///
/// The type must be `Clone + Send + Sync + 'static`, and each field a tree with the same leaves. The impl is generic in
/// the leaf: it holds for each `L` for which all fields are trees. `Nest` is `Rows<Self, U>`. Two values of an enum have
/// the same structure only if they have the same variant.
///
/// On the type:
/// - `#[pytree(leaf = Array)]`: implement for this leaf only. A recursive type needs it, since a bound on its own field
///   would have no end.
/// - `#[pytree(crate = path)]`: where `cotangent-pytree` is found, `::cotangent_pytree` by default (and
///   `::cotangent::pytree` if the macro comes from `cotangent`).
///
/// On a field:
/// - `#[pytree(skip)]`: plain data, part of the structure, without leaves. Its type must be `Clone + PartialEq + Send +
///   Sync + 'static`.
///
/// ```
/// use cotangent_pytree::{PyTree, flatten, structure};
///
/// #[derive(Clone, PyTree)]
/// struct Dense<T> { w: Vec<T>, b: T, #[pytree(skip)] name: &'static str }
///
/// #[derive(Clone, PyTree)]
/// #[pytree(leaf = f64)]
/// enum Expr { Number(f64), Sum(Box<Expr>, Box<Expr>) }
///
/// let dense = Dense { w: vec![1.0, 2.0], b: 3.0, name: "first" };
/// assert_eq!(flatten(&dense).0, [1.0, 2.0, 3.0]);
/// let sum = Expr::Sum(Box::new(Expr::Number(1.0)), Box::new(Expr::Number(2.0)));
/// assert_eq!(structure(&sum).to_string(), "Expr::Sum(Expr::Number(*), Expr::Number(*))");
/// ```
#[proc_macro_derive(PyTree, attributes(pytree))]
pub fn derive_pytree(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::pytree(&input, parse_quote!(::cotangent_pytree)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The same for `cotangent`, which re-exports it as `cotangent::prelude::PyTree` and the crate as `cotangent::pytree`.
#[proc_macro_derive(FacadePyTree, attributes(pytree))]
pub fn derive_facade_pytree(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::pytree(&input, parse_quote!(::cotangent::pytree)).unwrap_or_else(syn::Error::into_compile_error).into()
}
