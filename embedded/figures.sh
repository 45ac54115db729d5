#!/bin/bash
# Measures everything in RESULTS.md and writes it: bash embedded/figures.sh
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target/embedded}

# count <target> <board>: the tables of the program `figures`. Missing a bar is a result here, not a failure.
count() {
    (cd figures && ../cargo.sh build --quiet --release --target "$1" -Zbuild-std=core,alloc,compiler_builtins) >&2
    timeout 120 qemu-system-arm -M "$2" -display none -monitor none -serial none \
        -semihosting-config enable=on,target=native -icount shift=6,align=off,sleep=off \
        -kernel "$CARGO_TARGET_DIR/$1/release/figures" </dev/null || [ $? = 1 ]
}

m4=$(count thumbv7em-none-eabihf mps2-an386)
m0=$(count thumbv6m-none-eabi mps2-an385)
sizes=$(./sizes.sh)
compiler=$(/usr/bin/rustc --version)
emulator=$(qemu-system-arm --version | head -1)
cat >RESULTS.md <<RESULTS
# Figures of microcontrollers

Written by \`bash embedded/figures.sh\`: $compiler, $emulator. Optimisation level 3, link-time optimisation.

Instructions are counted in QEMU (\`-icount\`), exactly and repeatably. They are neither cycles nor time: an instruction that
waits for memory or for a divider counts as one, and no physical board has been measured. A call and its return are included.
Stack is what a call uses below its caller, in bytes. libm 0.2.16, micromath 2.1 (whose results are good to a few per cent at
worst), matrixmultiply 0.3.11, which alone has a heap. Accuracy of the kernels is in their documentation.

RESULTS
{
    # What follows the tables: bars missed and their number.
    missed() { sed -n '/^- /p;/bars met/p' <<<"$1"; }
    tables() { sed '/^- /d;/bars met/d' <<<"$1"; }
    printf '## Cortex-M4F\n\nf32 in hardware, f64 in software.\n\n%s\n\n' "$(tables "$m4")"
    printf '### Bars\n\nThe product: 55,000 instructions. Each function: those of libm. Sine and cosine: 120. Missed:\n\n%s\n\n' "$(missed "$m4")"
    printf '## Cortex-M0\n\nAll floats in software (run on a Cortex-M3, which executes the same code).\n\n%s\n\n' "$(tables "$m0")"
    printf '## Flash\n\nBytes of code and constants of a program that calls nothing else, with what it needs of libm and of the compiler.\n'
    printf 'Factorisations with a solution, for any size.\n\n%s\n' "$sizes"
} >>RESULTS.md
