#!/usr/bin/env bash
# Builds the native library and writes what the Swift package is made of besides its own sources: Swift and the C header
# from the core's tables (Sources/Defacto/Generated, Sources/DefactoFFI), what the tests take from both and from the
# examples of the README, of the pages in docs and of the reference, and the library in lib.
#
#   bindings-swift/generate.sh          for tests: quick to build
#   bindings-swift/generate.sh dist     as it ships: small and fast
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-dev}
target=${CARGO_TARGET_DIR:-target}
case $(uname -s) in
    Darwin) library=libdefacto_ffi.dylib ;;
    *) library=libdefacto_ffi.so ;;
esac

# The sources come from the unstripped library: uniffi keeps its description among the symbols.
cargo build --locked --quiet -p defacto-ffi -p defacto-bindings
"$target/debug/defacto-bindings" swift --library "$target/debug/$library" --out bindings-swift/Sources
"$target/debug/defacto-bindings" calls --language swift --out bindings-swift/Tests/DefactoTests/Generated/Calls.swift
python3 tools/readme_swift.py
python3 tools/reference_swift.py

built=$target/debug/$library
if [[ $profile != dev ]]; then
    cargo build --locked --quiet --profile "$profile" -p defacto-ffi
    built=$target/$profile/$library
fi
mkdir -p bindings-swift/lib
cmp --silent "$built" "bindings-swift/lib/$library" || install -m 755 "$built" "bindings-swift/lib/$library"
