#!/usr/bin/env bash
# Runs a command with a temporary PostgreSQL server:
#
#   tools/postgres.sh pytest tests/engines
#
# The server listens on 127.0.0.1 only, on a free port, and keeps all data in a temporary folder. The command
# gets its address in DEFACTO_TEST_POSTGRES, and the client programs on the path. No other server is touched.
set -euo pipefail

fail() {
    printf 'postgres: %s\n' "$@" >&2
    exit 1
}

# The folder with all programs; Debian keeps most of them off the path.
programs() {
    local folder
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin "$(dirname "$(realpath "$(type -P initdb || echo /)")")"; do
        if [[ -x $folder/initdb && -x $folder/postgres && -x $folder/pg_isready ]]; then echo "$folder"; fi
    done | sort -V | tail -n 1
}

# Debian's package would create and start a cluster; its setting turns that off.
install_server() {
    local missing="there is no PostgreSQL server"
    command -v apt-get >/dev/null || fail "$missing. Install one (Homebrew: postgresql, Fedora: postgresql-server)."
    [[ $EUID -eq 0 ]] || fail "$missing. Install it: sudo apt-get install postgresql"
    local log
    log=$(mktemp)
    echo "postgres: installing the server" >&2
    mkdir -p /etc/postgresql-common
    [[ -e /etc/postgresql-common/createcluster.conf ]] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -qq --yes postgresql; } >"$log" 2>&1 ||
        fail "this failed: apt-get install postgresql" "$(tail -n 5 "$log")"
    rm -f "$log"
}

# PostgreSQL refuses to run as root. `exec` replaces the shell, so that a signal reaches the program.
become() {
    cd "$FOLDER"
    export LC_ALL=C
    local way=()
    # The server ends with this script, even if the script is killed.
    if command -v setpriv >/dev/null; then way=(setpriv --pdeathsig=QUIT); fi
    if [[ $EUID -eq 0 ]]; then way+=(--reuid=nobody --regid=nogroup --clear-groups); fi
    exec ${way[@]+"${way[@]}"} "$@"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

stop_server() {
    # An immediate stop: its data is not needed any more.
    if [[ -n ${SERVER:-} ]]; then
        kill -QUIT "$SERVER" 2>/dev/null || true
        wait "$SERVER" 2>/dev/null || true
    fi
    rm -rf "$FOLDER"
}

# The data does not have to survive a power cut.
start_server() {
    PORT=$(free_port)
    become "$PROGRAMS/postgres" -D "$FOLDER/data" -p "$PORT" -h 127.0.0.1 -k "$FOLDER" \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \
        >"$FOLDER/log" 2>&1 &
    SERVER=$!
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        if "$PROGRAMS/pg_isready" --quiet -h 127.0.0.1 -p "$PORT"; then return 0; fi
        kill -0 "$SERVER" 2>/dev/null || return 1
        sleep 0.1
    done
    kill -QUIT "$SERVER"
    wait "$SERVER" || true
    return 1
}

[[ $# -gt 0 ]] || fail "name the command to run: $0 COMMAND..."
PROGRAMS=$(programs)
if [[ -z $PROGRAMS ]]; then
    install_server
    PROGRAMS=$(programs)
    [[ -n $PROGRAMS ]] || fail "the server was installed, but initdb is not where it was expected"
fi

FOLDER=$(mktemp -d)
trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if [[ $EUID -eq 0 ]]; then chown nobody:nogroup "$FOLDER"; fi

PASSWORD=$(head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \n')
(umask 077 && printf '%s' "$PASSWORD" >"$FOLDER/password")
if [[ $EUID -eq 0 ]]; then chown nobody:nogroup "$FOLDER/password"; fi
(become "$PROGRAMS/initdb" --pgdata="$FOLDER/data" --username=tester --encoding=UTF8 \
    --auth=scram-sha-256 --pwfile="$FOLDER/password" --no-sync) >"$FOLDER/log" 2>&1 ||
    fail "the database could not be made:" "$(tail -n 5 "$FOLDER/log")"

# Another process may take the port between the check and the start.
start_server || start_server || fail "the server did not start:" "$(tail -n 5 "$FOLDER/log")"

export DEFACTO_TEST_POSTGRES=postgresql://tester:$PASSWORD@127.0.0.1:$PORT/postgres
PATH=$PATH:$PROGRAMS "$@"
