#!/bin/sh
# cargo for targets whose standard library rustup has not installed: Debian's compiler (rustc-web) builds `core` from its
# own sources (rust-web-src). The linker is the one that comes with rustup's toolchain.
#
# Where `rustup target add` works, plain cargo does the same.
set -eu
lld=$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld
for target in THUMBV7EM_NONE_EABIHF THUMBV6M_NONE_EABI RISCV32IMAC_UNKNOWN_NONE_ELF WASM32_UNKNOWN_UNKNOWN; do
    export "CARGO_TARGET_${target}_LINKER=$lld"
done
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -L /usr/aarch64-linux-gnu"
# RUSTC_BOOTSTRAP: -Zbuild-std is an option of nightly compilers; the code built uses stable Rust alone.
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1
exec /usr/bin/cargo "$@"
