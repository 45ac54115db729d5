//! The attributes `#[pytree(..)]`.
//!
//! Anything unknown, repeated or out of place is an error at its own span.

use syn::{Attribute, Error, Path, Result, Type, meta::ParseNestedMeta};

/// `#[pytree(crate = path, leaf = Type)]` on the type.
#[derive(Default)]
pub(crate) struct TypeOptions {
    pub(crate) krate: Option<Path>,
    pub(crate) leaf: Option<Type>,
}

impl TypeOptions {
    pub(crate) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut options = Self::default();
        for_each(attributes, |meta| {
            if meta.path.is_ident("crate") {
                set(&mut options.krate, meta.value()?.parse()?, meta)
            } else if meta.path.is_ident("leaf") {
                set(&mut options.leaf, meta.value()?.parse()?, meta)
            } else if meta.path.is_ident("skip") {
                Err(meta.error("`skip` belongs on a field"))
            } else {
                Err(meta.error("unknown attribute: expected `leaf = Type` or `crate = path`"))
            }
        })?;
        Ok(options)
    }
}

/// Whether a field has `#[pytree(skip)]`.
pub(crate) fn is_skipped(attributes: &[Attribute]) -> Result<bool> {
    let mut skip = None;
    for_each(attributes, |meta| {
        if meta.path.is_ident("skip") {
            set(&mut skip, (), meta)
        } else if meta.path.is_ident("leaf") || meta.path.is_ident("crate") {
            Err(meta.error("`leaf` and `crate` belong on the type"))
        } else {
            Err(meta.error("unknown attribute: expected `skip`"))
        }
    })?;
    Ok(skip.is_some())
}

/// Refuses any `#[pytree(..)]`.
pub(crate) fn refuse(attributes: &[Attribute], place: &str) -> Result<()> {
    match attributes.iter().find(|attribute| attribute.path().is_ident("pytree")) {
        Some(attribute) => Err(Error::new_spanned(attribute, format!("`pytree` attributes do not belong on {place}"))),
        None => Ok(()),
    }
}

fn for_each(attributes: &[Attribute], mut f: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("pytree"));
    ours.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(|meta| f(&meta)))
}

fn set<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> Result<()> {
    match slot.replace(value) {
        Some(_) => Err(meta.error("given twice")),
        None => Ok(()),
    }
}
