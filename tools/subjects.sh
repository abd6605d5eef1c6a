#!/usr/bin/env bash
# Checks the subjects of commits: `area: imperative`, at most 72 characters. Without an argument it checks the
# last twenty commits; with one, the file of a message, as a commit-msg hook has it.
set -euo pipefail
cd "$(dirname "$0")/.."
subjects() {
  if [ $# -gt 0 ]; then head -1 "$1"; else git log --no-merges -20 --format=%s; fi
}
wrong=$(subjects "$@" | grep -vE '^(fixup! )?[a-z0-9][a-z0-9 .,_/-]*: [[:alnum:]`].*[^.]$' || true)
long=$(subjects "$@" | grep -E '^.{73,}' || true)
[ -z "$wrong$long" ] || {
  printf 'write "area: imperative" in at most 72 characters (docs/writing.md):\n%s\n%s\n' "$wrong" "$long" >&2
  exit 1
}
