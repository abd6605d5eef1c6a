#!/usr/bin/env bash
# Formats the Swift sources that are written by hand; with `--check` it only says what is not formatted, and fails.
set -euo pipefail
cd "$(dirname "$0")"
mapfile -t sources < <(find Package.swift Sources Tests -name '*.swift' -not -path '*/Generated/*')
if [[ ${1:-} == --check ]]; then
    ../tools/swift.sh format lint --strict "${sources[@]}"
else
    ../tools/swift.sh format --in-place "${sources[@]}"
fi
