#!/usr/bin/env bash
# Builds the native library for Android into a folder of `jniLibs`:
#
#   ANDROID_NDK_HOME=... tools/android.sh app/src/main/jniLibs
#
# It needs the NDK, and Rust's targets: rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
set -euo pipefail

# The oldest Android that has java.time.
API=26
LIBRARY=libdefacto_ffi.so

fail() {
    printf 'android: %s\n' "$@" >&2
    exit 1
}

# Sets the NDK's linker for a target, through cargo's variables, and builds.
build() {
    local target=$1 clang=$TOOLCHAIN/$2$API-clang abi=$3
    local upper=${target//-/_}
    [[ -x $clang ]] || fail "$clang is not there: is this the NDK, r26 or later?"
    printf 'android: %s\n' "$abi"
    env "CARGO_TARGET_${upper^^}_LINKER=$clang" "CC_$upper=$clang" "AR_$upper=$TOOLCHAIN/llvm-ar" \
        cargo build --locked --quiet --profile dist -p defacto-ffi --target "$target"
    mkdir -p "$OUT/$abi"
    cp "${CARGO_TARGET_DIR:-target}/$target/dist/$LIBRARY" "$OUT/$abi/$LIBRARY"
    [[ $abi == armeabi-v7a ]] || check_alignment "$OUT/$abi/$LIBRARY"
}

# Every loaded segment must begin at a multiple of 16 KiB.
check_alignment() {
    local alignments alignment
    alignments=$("$TOOLCHAIN/llvm-readelf" --program-headers --wide "$1" | awk '$1 == "LOAD" { print $NF }')
    [[ -n $alignments ]] || fail "$1 has no segments"
    for alignment in $alignments; do
        ((alignment >= 16384)) || fail "$1 is not aligned to pages of 16 KiB, but of $alignment"
    done
}

[[ $# == 1 ]] || fail "which folder of jniLibs? tools/android.sh app/src/main/jniLibs"
[[ -n ${ANDROID_NDK_HOME:-} ]] || fail "ANDROID_NDK_HOME is not set: install the NDK with Android Studio's SDK manager"
case $(uname -s) in
    Linux) HOST=linux-x86_64 ;;
    Darwin) HOST=darwin-x86_64 ;;
    *) fail "this script runs on Linux and macOS" ;;
esac
TOOLCHAIN=$ANDROID_NDK_HOME/toolchains/llvm/prebuilt/$HOST/bin
mkdir -p "$1"
OUT=$(cd "$1" && pwd -P)
cd "$(dirname "$0")/.."

build aarch64-linux-android aarch64-linux-android arm64-v8a
build armv7-linux-androideabi armv7a-linux-androideabi armeabi-v7a
build x86_64-linux-android x86_64-linux-android x86_64
