//! What the compiler says when a tree is misused. `TRYBUILD=overwrite` writes the texts anew.
#![cfg(feature = "derive")]

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
