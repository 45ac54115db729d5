#!/bin/bash
# The kernels' test suite on AArch64, so that its NEON code runs. The standard library is Debian's, unpacked beside the
# build and not installed: the package is for another architecture.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=$PWD/target/embedded
std=$CARGO_TARGET_DIR/aarch64-std
if [ ! -d "$std/x" ]; then
    mkdir -p "$std/lists/partial"
    cat > "$std/apt.conf" <<CONF
APT::Architectures { "amd64"; "arm64"; };
Dir::State::Lists "$std/lists";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
    version=$(dpkg-query -W -f '${Version}' rustc-web)
    (
        cd "$std"
        export APT_CONFIG=$std/apt.conf
        apt-get update -qq
        apt-get download -qq "libstd-rust-web-dev:arm64=$version"
        dpkg -x libstd-rust-web-dev_*_arm64.deb x
    )
fi
ln -sfn "$std/x/usr/lib/rustlib/aarch64-unknown-linux-gnu" /usr/lib/rustlib/aarch64-unknown-linux-gnu
trap 'rm /usr/lib/rustlib/aarch64-unknown-linux-gnu' EXIT
embedded/cargo.sh test --quiet -p cotangent-kernels --features std --target aarch64-unknown-linux-gnu "$@"
