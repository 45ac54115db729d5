//! What users get wrong, and what the compiler tells them: the texts of `#[diagnostic::on_unimplemented]`.
//!
//! The texts around ours are the compiler's. A new compiler may need `TRYBUILD=overwrite cargo test --test compile_fail`.

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
