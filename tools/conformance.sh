#!/usr/bin/env bash
# Compares the sandbox with the contract, on this machine only:
#
#   tools/conformance.sh CONTRACT_FOLDER [DOCUMENT]
#
# CONTRACT_FOLDER holds prepare_spec.py and run_schemathesis.sh. DOCUMENT is the OpenAPI document; the default
# is the one *openapi*.json of that folder. Two passes: a walk through all operations behind Prism's proxy,
# then schemathesis with generated requests (EXAMPLES=5 for each operation, SEED=1).
#
# It needs cargo, npm and python3. PRISM and ST name installed tools, DEFACTO_BINARY a built command; without
# them they are installed and built below target/.
set -euo pipefail

ROOT=$(cd "$(dirname "$0")/.." && pwd)
TOOLS=$ROOT/target/conformance
PREPARED=$TOOLS/prepared.json
PRISM=${PRISM:-$TOOLS/node_modules/.bin/prism}
ST=${ST:-$TOOLS/venv/bin/st}
PIDS=()

fail() {
    printf 'conformance: %s\n' "$@" >&2
    exit 1
}

# shellcheck disable=SC2317  # called by the trap
stop() {
    local pid
    for pid in "${PIDS[@]}"; do
        kill "$pid" 2> /dev/null || true
    done
}
trap stop EXIT

need() {
    command -v "$1" > /dev/null || fail "$1 is missing: $2"
}

# Installs the missing tools.
install_tools() {
    mkdir -p "$TOOLS"
    if [[ ! -x $PRISM ]]; then
        need npm 'install Node.js 20 or later'
        npm install --silent --no-fund --no-audit --prefix "$TOOLS" @stoplight/prism-cli@5
    fi
    if [[ ! -x $ST ]]; then
        python3 -m venv "$TOOLS/venv"
        "$TOOLS/venv/bin/pip" install --quiet schemathesis
    fi
}

# Finds the one document of the folder.
find_document() {
    local found=("$1"/*openapi*.json)
    [[ ${#found[@]} == 1 && -f ${found[0]} ]] || fail "$1 does not hold one *openapi*.json: name it as the second word"
    printf '%s' "${found[0]}"
}

binary() {
    if [[ -z ${DEFACTO_BINARY:-} ]]; then
        cargo build --locked --quiet --manifest-path "$ROOT/Cargo.toml" -p defacto-cli
    fi
    printf '%s' "${DEFACTO_BINARY:-${CARGO_TARGET_DIR:-$ROOT/target}/debug/defacto}"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Starts the sandbox and waits for the line with its address.
start_sandbox() {
    local ready line
    coproc SANDBOX { exec "$(binary)" sandbox --port 0 --ready-json --set several_repayment_methods=true; }
    PIDS+=("$SANDBOX_PID")
    ready=${SANDBOX[0]}
    read -r line <&"$ready" || fail 'the sandbox did not start'
    URL=$(python3 -c 'import json, sys; print(json.loads(sys.argv[1])["url"])' "$line")
}

# Starts the proxy and waits until it forwards requests.
start_proxy() {
    local port
    port=$(free_port)
    PROXY=http://127.0.0.1:$port
    "$PRISM" proxy --host 127.0.0.1 --port "$port" "$PREPARED" "$URL" > "$TOOLS/proxy.log" 2>&1 &
    PIDS+=("$!")
    curl --silent --output /dev/null --retry 60 --retry-delay 1 --retry-connrefused "$PROXY/hello" \
        || fail "the proxy did not start: see $TOOLS/proxy.log"
}

[[ $# == 1 || $# == 2 ]] || fail 'usage: tools/conformance.sh CONTRACT_FOLDER [DOCUMENT]'
CONTRACT=$1
[[ -f $CONTRACT/prepare_spec.py ]] || fail "$CONTRACT does not hold prepare_spec.py"
DOCUMENT=${2:-$(find_document "$CONTRACT")}
need python3 'install Python 3.10 or later'
need curl 'install curl'
install_tools
python3 "$CONTRACT/prepare_spec.py" "$DOCUMENT" "$PREPARED"
start_sandbox
start_proxy
RESULT=0
python3 "$ROOT/tools/conformance_walk.py" "$PREPARED" "$PROXY" "$URL" > "$TOOLS/schemathesis.toml" || RESULT=1
# Schemathesis takes its configuration from the current folder.
CONTRACT=$(cd "$CONTRACT" && pwd)
cd "$TOOLS"
ST=$ST EXAMPLES=${EXAMPLES:-5} bash "$CONTRACT/run_schemathesis.sh" "$URL" "$PREPARED" || RESULT=1
exit "$RESULT"
