#!/bin/sh
# Builds and runs the check, then shows that it would notice an allocator or std.
set -eu
cd "$(dirname "$0")"

cargo build --quiet --release
target="${CARGO_TARGET_DIR:-target}"
"$target/release/nostd-check"
echo "nostd-check: links and runs without std and without an allocator"

# must_fail <feature> <message>
must_fail() {
    if output=$(cargo build --quiet --release --features "$1" 2>&1); then
        echo "nostd-check: $1 was not noticed" >&2
        exit 1
    fi
    case "$output" in
        *"$2"*) echo "nostd-check: $1 is noticed: $2" ;;
        *)
            echo "nostd-check: $1 failed for another reason:" >&2
            echo "$output" >&2
            exit 1
            ;;
    esac
}
must_fail plant-alloc "no global memory allocator found"
must_fail plant-std "found duplicate lang item"
