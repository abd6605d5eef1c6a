#!/usr/bin/env bash
# Sees to a browser for the tests of the sandbox's console: Chromium or Chrome on the path; on Debian, as root, it is
# installed when there is none.
set -euo pipefail

fail() {
    printf 'chromium: %s\n' "$@" >&2
    exit 1
}

for name in chromium google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
missing="there is neither Chromium nor Chrome on the path"
command -v apt-get >/dev/null || fail "$missing. Install one."
[[ $EUID -eq 0 ]] || fail "$missing. Install it: sudo apt-get install chromium"
echo "chromium: installing the browser" >&2
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -qq --yes --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1 ||
    fail "this failed: apt-get install chromium" "$(tail -n 5 "$log")"
rm -f "$log"
