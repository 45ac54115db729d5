//! The linker script of `cortex-m-rt`, with the board's memory.

fn main() {
    println!("cargo:rustc-link-search={}/../firmware", env!("CARGO_MANIFEST_DIR"));
    println!("cargo:rustc-link-arg=-Tlink.x");
}
