#!/bin/bash
# A table of the flash that each kernel takes when a program calls nothing else: code and constants, linked for a Cortex-M4F
# and a Cortex-M0.
set -euo pipefail
cd "$(dirname "$0")/sizes"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../../target/embedded}
lld=$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld
targets=(thumbv7em-none-eabihf thumbv6m-none-eabi)
for target in "${targets[@]}"; do
    ../cargo.sh build --quiet --release --target "$target" -Zbuild-std=core,alloc,compiler_builtins
done
# bytes <target> <symbol>
bytes() {
    "$lld" -flavor gnu --gc-sections -e "$2" "$CARGO_TARGET_DIR/$1/release/libsizes.a" -o "$CARGO_TARGET_DIR/alone"
    size "$CARGO_TARGET_DIR/alone" | awk 'NR == 2 { printf "%s", $1 + $2 }'
}
echo '| kernel alone | f32, M4F | f64, M4F | f32, M0 | f64, M0 |'
echo '|---|---|---|---|---|'
grep -oE '[a-z0-9_]+_f32\b' src/lib.rs | sort -u | while read -r symbol; do
    printf '| `%s` |' "${symbol%_f32}"
    for target in "${targets[@]}"; do
        printf ' %s | %s |' "$(bytes "$target" "$symbol")" "$(bytes "$target" "${symbol%32}64")"
    done
    echo
done
