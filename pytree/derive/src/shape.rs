//! What is to be visited: the variants of an enum, or the one shape of a struct, each with its fields.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Member, Result, Type, ext::IdentExt};

use crate::options::{is_skipped, refuse};

/// A struct, or one variant of an enum.
pub(crate) struct Shape {
    /// How it prints: `Params`, `Expr::Sum`.
    pub(crate) name: String,
    /// How it is matched: `Self`, `Self::Sum`.
    pub(crate) constructor: TokenStream,
    pub(crate) fields: Vec<Field>,
    pub(crate) named: bool,
}

pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    pub(crate) skip: bool,
}

impl Shape {
    /// The shapes of a type; a union has none.
    pub(crate) fn all(input: &DeriveInput) -> Result<Vec<Self>> {
        let name = input.ident.unraw().to_string();
        match &input.data {
            Data::Struct(data) => Ok(vec![Self::new(name, quote!(Self), &data.fields)?]),
            Data::Enum(data) if data.variants.is_empty() => {
                Err(Error::new_spanned(&input.ident, "an enum without variants has no values, hence no trees"))
            }
            Data::Enum(data) => {
                let shape = |variant: &syn::Variant| {
                    refuse(&variant.attrs, "a variant: mark its fields")?;
                    let ident = &variant.ident;
                    Self::new(format!("{name}::{}", ident.unraw()), quote!(Self::#ident), &variant.fields)
                };
                data.variants.iter().map(shape).collect()
            }
            Data::Union(data) => Err(Error::new_spanned(
                data.union_token,
                "a union is no tree: nothing says which field is there; use an enum",
            )),
        }
    }

    fn new(name: String, constructor: TokenStream, fields: &Fields) -> Result<Self> {
        let field = |(member, field): (Member, &syn::Field)| {
            Ok(Field { member, ty: field.ty.clone(), skip: is_skipped(&field.attrs)? })
        };
        let named = matches!(fields, Fields::Named(_));
        let fields = fields.members().zip(fields).map(field).collect::<Result<_>>()?;
        Ok(Self { name, constructor, fields, named })
    }

    /// A pattern that binds the fields to `{prefix}0`, `{prefix}1`, …
    pub(crate) fn pattern(&self, prefix: &str) -> TokenStream {
        let constructor = &self.constructor;
        let members = self.fields.iter().map(|field| &field.member);
        let bindings = (0..self.fields.len()).map(|i| binding(prefix, i));
        quote!(#constructor { #(#members: #bindings),* })
    }

    /// The names of the fields, as text.
    pub(crate) fn field_names(&self) -> Vec<String> {
        let text = |field: &Field| match &field.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        self.fields.iter().map(text).collect()
    }
}

pub(crate) fn binding(prefix: &str, i: usize) -> Ident {
    format_ident!("{prefix}{i}")
}

/// Whether a type names `ident` (not as the item of some module).
pub(crate) fn mentions(ty: &Type, ident: &Ident) -> bool {
    fn search(tokens: TokenStream, ident: &Ident) -> bool {
        let mut after_colon = false;
        tokens.into_iter().any(|token| {
            let found = match &token {
                proc_macro2::TokenTree::Ident(found) => found == ident && !after_colon,
                proc_macro2::TokenTree::Group(group) => search(group.stream(), ident),
                _ => false,
            };
            after_colon = matches!(&token, proc_macro2::TokenTree::Punct(punct) if punct.as_char() == ':');
            found
        })
    }
    search(ty.to_token_stream(), ident)
}
