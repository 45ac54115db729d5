#!/bin/bash
# The kernels on targets without an operating system, emulated where they run. Everything that ARCHITECTURE.md and the page
# "On a microcontroller" promise; some six minutes of CPU from nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
export CARGO_TARGET_DIR=$PWD/target/embedded
export EXPECTED=$CARGO_TARGET_DIR/expected.rs
cargo=$PWD/embedded/cargo.sh
core=(-Zbuild-std=core,alloc,compiler_builtins)
m4=thumbv7em-none-eabihf
m0=thumbv6m-none-eabi

# part <name>: with the seconds of CPU so far.
part() {
    times >"$CARGO_TARGET_DIR/times"
    printf -- '-- embedded: %s (%s)\n' "$*" "$(tail -1 "$CARGO_TARGET_DIR/times")"
}
fail() { printf 'embedded: %s\n' "$*" >&2; exit 1; }

# emulate <board> <target> <program> [options]: its output, and its exit status. QEMU 7.2 was once seen to hang when the
# program had left; then it runs again.
emulate() {
    local board=$1 program=$CARGO_TARGET_DIR/$2/release/$3 status
    shift 3
    for _ in first second; do
        status=0
        timeout 120 qemu-system-arm -M "$board" -display none -monitor none -serial none -semihosting-config \
            "enable=on,target=native${ARGUMENT:+,arg=program,arg=$ARGUMENT}" "$@" -kernel "$program" </dev/null || status=$?
        [ "$status" = 124 ] || break
        printf 'embedded: %s hung\n' "$program" >&2
    done
    return "$status"
}

install() {
    local packages=(rustc-web cargo-web rust-web-src qemu-system-arm qemu-utils qemu-user gcc-aarch64-linux-gnu
        libc6-dev-arm64-cross)
    if ! dpkg-query -W "${packages[@]}" >/dev/null 2>&1; then
        apt-get -qq -o DPkg::Lock::Timeout=600 update
        # All of QEMU in one version, or one part removes another that a newer source had brought.
        local version
        version=$(apt-cache madison qemu-system-arm | awk 'NR == 1 { print $3 }')
        apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends --allow-downgrades \
            "${packages[@]/%qemu-*/}" qemu-{system-arm,utils,user}="$version" >/dev/null
    fi
    command -v node >/dev/null || apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends nodejs
}

builds() {
    # The kernels without alloc.
    for target in riscv32imac-unknown-none-elf aarch64-unknown-none x86_64-unknown-none; do
        part "kernels for $target"
        "$cargo" build --quiet -p cotangent-kernels --no-default-features --target "$target" -Zbuild-std=core
    done
    # And everything up to the transforms, with alloc. The profile is the firmware's, whose `core` is then used again.
    local options=()
    for crate in kernels pytree tensor autodiff; do
        options+=(-p "cotangent-$crate" --config "profile.release.package.cotangent-$crate.opt-level=0")
    done
    for target in "$m4" wasm32-unknown-unknown; do
        part "kernels, pytree, tensor, autodiff for $target"
        CARGO_PROFILE_RELEASE_LTO=fat CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 CARGO_PROFILE_RELEASE_PANIC=abort \
            "$cargo" build --quiet --release "${options[@]}" --no-default-features --features cotangent-autodiff/spin \
            --target "$target" "${core[@]}"
    done
}

# must_fail <what> <command …>: the last line of its output, if it fails with exit status 1.
must_fail() {
    local what=$1 status=0 output
    shift
    output=$("$@" 2>&1) || status=$?
    [ "$status" = 1 ] || fail "$what was not noticed: status $status, $output"
    printf 'noticed: %s: %s\n' "$what" "$(tail -1 <<<"$output")"
}

boards() {
    for pair in "$m4 mps2-an386" "$m0 mps2-an385"; do
        read -r target board <<<"$pair"
        part "$target on $board"
        (cd embedded/firmware && "$cargo" build --quiet --release --bin verify --bin flash --target "$target" "${core[@]}")
        emulate "$board" "$target" verify
        emulate "$board" "$target" flash
        local bytes
        bytes=$(size "$CARGO_TARGET_DIR/$target/release/flash" | awk 'NR == 2 { print $1 + $2 }')
        printf 'exp, matmul and Cholesky: %s bytes of flash\n' "$bytes"
        [ "$bytes" -lt 16384 ] || fail "above 16 KiB"
    done
    ARGUMENT=plant-failure must_fail "a wrong expectation" emulate mps2-an386 "$m4" verify
}

wasm() {
    part "wasm32 under node"
    (cd embedded/wasm && "$cargo" build --quiet --release --target wasm32-unknown-unknown "${core[@]}")
    local module=$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/wasm.wasm
    node embedded/wasm/run.mjs "$module"
    must_fail "a wrong expectation in wasm" node embedded/wasm/run.mjs "$module" plant-failure
}

# link <group>: the kernels of a group with nothing that panics.
link() {
    (cd embedded/firmware && GROUP=$1 "$cargo" build --quiet --release --bin panic_free --target "$m4" "${core[@]}")
}

panic_free() {
    part "no panic left"
    local groups
    groups=$(sed -n '/^    run! {/,/^    }/p' embedded/firmware/src/bin/panic_free.rs | sed '1d;$d')
    for group in $groups; do
        [ "$group" = planted ] || link "$group"
    done
    local output
    if output=$(link planted 2>&1); then fail "a planted panic was not noticed"; fi
    grep -q 'undefined symbol: a_panic_is_left' <<<"$output" || fail "planted panic: $output"
    printf 'no panic in: %s\nnoticed: a planted panic\n' "$(tr -s ' \n' ' ' <<<"${groups/planted/}")"
}

figures() {
    part "figures"
    (cd embedded/figures && "$cargo" build --quiet --release --target "$m4" "${core[@]}")
    local missed
    missed=$(emulate mps2-an386 "$m4" figures -icount shift=6,align=off,sleep=off | sed -n 's/^- \(.*\):.*bar \(.*\)/\1 \2/p') || true
    # What RESULTS.md does not admit.
    while read -r name bar; do
        [ -z "$name" ] || grep -q -- "^- $name: .*, bar $bar\$" embedded/RESULTS.md || fail "$name is above its bar, $bar"
    done <<<"$missed"
    printf '%s bars missed, as RESULTS.md says\n' "$(grep -c . <<<"$missed")"
}

mkdir -p "$CARGO_TARGET_DIR"
part "packages"
install
part "numbers of the host"
(cd embedded/host && cargo run --quiet) >"$EXPECTED"
boards
wasm
panic_free
figures
builds
part "AArch64"
bash embedded/neon.sh --release
part "done"
