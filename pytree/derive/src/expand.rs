//! The impl that `#[derive(PyTree)]` writes.
//!
//! Every call names trait and type in full, so that nothing in the user's scope can interfere.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{DeriveInput, Error, Ident, Path, Result, Type, parse_quote, spanned::Spanned};

use crate::{
    options::TypeOptions,
    shape::{Field, Shape, binding, mentions},
};

/// The impl for `input`; `default` is the path of the crate that holds the trait.
pub(crate) fn pytree(input: &DeriveInput, default: Path) -> Result<TokenStream> {
    let options = TypeOptions::parse(&input.attrs)?;
    let shapes = Shape::all(input)?;
    if let Some(lifetime) = input.generics.lifetimes().next() {
        return Err(Error::new_spanned(lifetime, "a tree owns its data: it cannot have a lifetime parameter"));
    }
    if options.leaf.is_none() {
        refuse_recursion(input, &shapes)?;
    }
    let krate = options.krate.unwrap_or(default);
    let leaf: Type = options.leaf.clone().unwrap_or_else(|| parse_quote!(__L));
    let code = Code { krate: &krate, leaf: &leaf, shapes: &shapes };

    let ident = &input.ident;
    let bounds = code.bounds(input, options.leaf.is_some());
    let mut generics = input.generics.clone();
    if options.leaf.is_none() {
        generics.params.push(parse_quote!(__L));
    }
    generics.make_where_clause().predicates.extend(bounds);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = input.generics.split_for_impl();
    let methods = code.methods();
    Ok(quote! {
        #[automatically_derived]
        #[allow(
            unused_qualifications,
            unused_variables,
            clippy::all,
            clippy::pedantic,
            reason = "the lints of a crate are about what its author wrote: a unit struct, say, leaves `visit` unused"
        )]
        impl #impl_generics #krate::PyTree<#leaf> for #ident #type_generics #where_clause {
            #methods
        }
    })
}

/// A bound on a type's own field has no end; the compiler's message (E0275) does not tell the remedy.
fn refuse_recursion(input: &DeriveInput, shapes: &[Shape]) -> Result<()> {
    let own = |field: &&Field| !field.skip && is_recursive(field, input);
    match shapes.iter().flat_map(|shape| &shape.fields).find(own) {
        Some(field) => Err(Error::new_spanned(
            &field.ty,
            "a recursive type must name its leaf: write `#[pytree(leaf = Array)]`, or what the leaf is, on the type",
        )),
        None => Ok(()),
    }
}

fn is_recursive(field: &Field, input: &DeriveInput) -> bool {
    mentions(&field.ty, &input.ident) || mentions(&field.ty, &Ident::new("Self", Span::call_site()))
}

struct Code<'a> {
    krate: &'a Path,
    leaf: &'a Type,
    shapes: &'a [Shape],
}

impl Code<'_> {
    /// What must hold for the impl: fields are trees, skipped fields can be compared. Where nothing is generic, the
    /// bodies show it without a clause; a clause on a recursive field would be circular.
    fn bounds(&self, input: &DeriveInput, leaf_is_given: bool) -> Vec<syn::WherePredicate> {
        let (krate, leaf) = (self.krate, self.leaf);
        let generic = input.generics.type_params().next().is_some();
        let (skipped, trees): (Vec<_>, Vec<_>) =
            self.shapes.iter().flat_map(|shape| &shape.fields).partition(|field| field.skip);
        let bounded = trees.into_iter().filter(|field| {
            let params = || input.generics.type_params().any(|param| mentions(&field.ty, &param.ident));
            !leaf_is_given || (params() && !is_recursive(field, input))
        });
        let mut bounds: Vec<_> =
            distinct(bounded).into_iter().map(|ty| parse_quote!(#ty: #krate::PyTree<#leaf>)).collect();
        if generic {
            let plain = distinct(skipped).into_iter();
            bounds.extend(plain.map(|ty| {
                parse_quote!(#ty: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send
                    + ::core::marker::Sync + 'static)
            }));
            bounds
                .push(parse_quote!(Self: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static));
        }
        bounds
    }

    fn methods(&self) -> TokenStream {
        let (krate, leaf) = (self.krate, self.leaf);
        let visit = self.visit("leaves");
        let visit_mut = self.visit("leaves_mut");
        let same = self.same_structure();
        let describe = self.describe();
        quote! {
            type Nest<__U: #krate::PyTree<#leaf>> = #krate::Rows<Self, __U>;

            fn leaves<'__a>(&'__a self, visit: &mut dyn ::core::ops::FnMut(&'__a #leaf)) {
                #visit
            }

            fn leaves_mut(&mut self, visit: &mut dyn ::core::ops::FnMut(&mut #leaf)) {
                #visit_mut
            }

            fn nest<__U: #krate::PyTree<#leaf>>(
                &self,
                leaf: &mut dyn ::core::ops::FnMut(&#leaf) -> __U,
            ) -> #krate::Rows<Self, __U> {
                #krate::Rows::of(self, leaf)
            }

            fn same_structure(&self, other: &Self) -> ::core::primitive::bool {
                #same
            }

            fn describe(&self, out: &mut #krate::Describe<'_, #leaf>) {
                #describe
            }
        }
    }

    /// `leaves` or `leaves_mut` of each field that is not skipped.
    fn visit(&self, method: &str) -> TokenStream {
        let arms = self.shapes.iter().map(|shape| {
            let pattern = shape.pattern("x");
            let calls = shape.fields.iter().enumerate().filter(|(_, field)| !field.skip).map(|(i, field)| {
                let call = self.call(field, method);
                let x = binding("x", i);
                quote!(#call(#x, visit);)
            });
            quote!(#pattern => { #(#calls)* })
        });
        quote!(match self { #(#arms)* })
    }

    fn same_structure(&self) -> TokenStream {
        let arms = self.shapes.iter().map(|shape| {
            let (left, right) = (shape.pattern("x"), shape.pattern("y"));
            let parts = shape.fields.iter().enumerate().map(|(i, field)| {
                let (x, y) = (binding("x", i), binding("y", i));
                if field.skip {
                    let ty = &field.ty;
                    quote_spanned!(ty.span()=> <#ty as ::core::cmp::PartialEq>::eq(#x, #y))
                } else {
                    let call = self.call(field, "same_structure");
                    quote!(#call(#x, #y))
                }
            });
            quote!((#left, #right) => true #(&& #parts)*,)
        });
        let otherwise = (self.shapes.len() > 1).then(|| quote!(_ => false,));
        quote!(match (self, other) { #(#arms)* #otherwise })
    }

    fn describe(&self) -> TokenStream {
        let (krate, leaf) = (self.krate, self.leaf);
        let arms = self.shapes.iter().map(|shape| {
            let (pattern, name, names) = (shape.pattern("x"), &shape.name, shape.field_names());
            let kind = if shape.named { quote!(named) } else { quote!(positional) };
            let calls = shape.fields.iter().enumerate().map(|(i, field)| {
                let x = binding("x", i);
                if field.skip {
                    quote_spanned!(field.ty.span()=> #krate::Describe::<'_, #leaf>::static_value(out, #x);)
                } else {
                    let call = self.call(field, "describe");
                    quote!(#call(#x, out);)
                }
            });
            quote! {
                #pattern => {
                    static RECORD: #krate::Record = #krate::Record::#kind(#name, &[#(#names),*]);
                    out.record(&RECORD);
                    #(#calls)*
                }
            }
        });
        quote!(match self { #(#arms)* })
    }

    /// The trait's method for the type of a field.
    fn call(&self, field: &Field, method: &str) -> TokenStream {
        let (krate, leaf, ty) = (self.krate, self.leaf, &field.ty);
        let method = Ident::new(method, ty.span());
        quote_spanned!(ty.span()=> <#ty as #krate::PyTree<#leaf>>::#method)
    }
}

fn distinct<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<Type> {
    let mut seen = HashSet::new();
    let new = |field: &&'a Field| seen.insert(field.ty.to_token_stream().to_string());
    fields.into_iter().filter(new).map(|field| field.ty.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::pytree;

    /// The message that the derive gives for this item.
    fn message(item: &str) -> String {
        let input = syn::parse_str(item).expect("the item itself is Rust");
        match pytree(&input, syn::parse_quote!(::cotangent_pytree)) {
            Ok(code) => panic!("accepted: {code}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn misuse_is_named() {
        let cases = [
            ("union U { a: f32, b: f64 }", "a union is no tree"),
            ("enum Never {}", "an enum without variants"),
            ("struct S { #[pytree(skp)] a: f64 }", "unknown attribute: expected `skip`"),
            ("struct S { #[pytree(skip, skip)] a: f64 }", "given twice"),
            ("struct S { #[pytree(leaf = f64)] a: f64 }", "`leaf` and `crate` belong on the type"),
            ("#[pytree(skip)] struct S { a: f64 }", "`skip` belongs on a field"),
            ("#[pytree(leaves = f64)] struct S { a: f64 }", "unknown attribute: expected `leaf = Type`"),
            ("#[pytree(leaf = f64, leaf = f32)] struct S { a: f64 }", "given twice"),
            ("enum E { #[pytree(skip)] A(f64) }", "do not belong on a variant"),
            ("struct S<'a> { a: &'a f64 }", "a tree owns its data"),
            ("struct Chain { next: Option<Box<Chain>> }", "a recursive type must name its leaf"),
            ("enum Expr { Sum(Vec<Self>) }", "a recursive type must name its leaf"),
        ];
        for (item, expected) in cases {
            let message = message(item);
            assert!(message.contains(expected), "{item}: {message}");
        }
    }

    #[test]
    fn same_name_elsewhere_is_no_recursion() {
        let input = syn::parse_str("struct Params { inner: other::Params }").expect("an item");
        pytree(&input, syn::parse_quote!(::cotangent_pytree)).expect("not recursive");
    }
}
