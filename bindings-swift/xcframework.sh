#!/usr/bin/env bash
# Builds DefactoFFI.xcframework: the native library for iOS, its simulator and macOS. On a Mac with Xcode and Rust.
#
# It was written from Apple's and Rust's documentation and has not been run by the project's own checks, which have no Mac.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    printf 'xcframework: %s\n' "$@" >&2
    exit 1
}
[[ $(uname -s) == Darwin ]] || fail "this needs a Mac: xcodebuild makes the framework."
command -v xcodebuild >/dev/null || fail "Xcode is missing: install it, then run: sudo xcode-select --switch /Applications/Xcode.app"
command -v rustup >/dev/null || fail "rustup is missing: see https://rustup.rs"

device=(aarch64-apple-ios)
simulator=(aarch64-apple-ios-sim x86_64-apple-ios)
mac=(aarch64-apple-darwin x86_64-apple-darwin)
# The same oldest systems as in Package.swift.
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0

target=${CARGO_TARGET_DIR:-target}
work=$target/xcframework
framework=bindings-swift/DefactoFFI.xcframework
rm -rf "$work" "$framework"
mkdir -p "$work/include"

bindings-swift/generate.sh
cp bindings-swift/Sources/DefactoFFI/DefactoFFI.h "$work/include/"
# In a framework the library is linked by Xcode; the module only names the header.
sed '/link /d' bindings-swift/Sources/DefactoFFI/module.modulemap >"$work/include/module.modulemap"

rustup target add "${device[@]}" "${simulator[@]}" "${mac[@]}"
for triple in "${device[@]}" "${simulator[@]}" "${mac[@]}"; do
    cargo rustc --locked --profile dist -p defacto-ffi --target "$triple" --crate-type staticlib
done

# One library for each platform, with all its processors.
join() {
    local name=$1 triple
    shift
    local libraries=()
    for triple in "$@"; do libraries+=("$target/$triple/dist/libdefacto_ffi.a"); done
    mkdir -p "$work/$name"
    lipo -create "${libraries[@]}" -output "$work/$name/libdefacto_ffi.a"
}
join device "${device[@]}"
join simulator "${simulator[@]}"
join mac "${mac[@]}"

arguments=()
for name in device simulator mac; do
    arguments+=(-library "$work/$name/libdefacto_ffi.a" -headers "$work/include")
done
xcodebuild -create-xcframework "${arguments[@]}" -output "$framework"
(cd bindings-swift && zip --quiet --recurse-paths "../$work/DefactoFFI.xcframework.zip" DefactoFFI.xcframework)
echo "made $framework; for a release, $work/DefactoFFI.xcframework.zip with the checksum"
swift package compute-checksum "$work/DefactoFFI.xcframework.zip"
