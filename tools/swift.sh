#!/usr/bin/env bash
# Runs `swift` with the given arguments, in the current folder:
#
#   tools/swift.sh test --package-path bindings-swift
#
# Uses a Swift of version 6 or later from the path. Without one, it sets up Debian trixie's compiler once, in
# a folder that all clones share (DEFACTO_CACHE, or defacto-sdk in the user's cache), and runs it there by
# chroot.
set -euo pipefail

REPOSITORY=$(cd "$(dirname "$0")/.." && pwd -P)
CACHE=${DEFACTO_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/defacto-sdk}
SYSTEM=$CACHE/trixie
PACKAGES=swiftlang,libc6-dev,libstdc++-14-dev,git,ca-certificates
OTHERWISE="Or install Swift 6 yourself and put it on the path: https://www.swift.org/install"

fail() {
    printf 'swift: %s\n' "$@" >&2
    exit 1
}

say() {
    printf 'swift: %s\n' "$@" >&2
}

# Succeeds if a usable Swift is installed.
swift_is_installed() {
    command -v swift >/dev/null || return 1
    local major
    major=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\..*/\1/p' | head -n 1)
    [[ ${major:-0} -ge 6 ]]
}

# Prints a setting of apt, or nothing.
apt_setting() {
    local value=
    eval "$(apt-config shell value "$1" 2>/dev/null)"
    printf '%s' "$value"
}

# Prints the Debian mirror of this machine, or nothing: then debootstrap uses its default.
mirror() {
    # shellcheck disable=SC2016 # apt expands it
    apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 == "main" && $3 !~ /-/ { print $4; exit }'
}

# Downloads use the proxies of apt.
use_proxies() {
    local proxy
    proxy=$(apt_setting Acquire::http::Proxy)
    if [[ -n $proxy && $proxy != DIRECT ]]; then export http_proxy=$proxy; fi
    proxy=$(apt_setting Acquire::https::Proxy)
    if [[ -n $proxy && $proxy != DIRECT ]]; then export https_proxy=$proxy; fi
}

install_debootstrap() {
    if command -v debootstrap >/dev/null && [[ -n $(mirror) ]]; then return; fi
    say "installing debootstrap"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -qq --yes debootstrap debian-archive-keyring; } >"$SYSTEM.log" 2>&1 ||
        fail "this failed: apt-get install debootstrap" "$(tail -n 5 "$SYSTEM.log")" "$OTHERWISE"
}

check_rights() {
    local missing="there is no Swift 6 on the path"
    [[ $(uname -s) == Linux ]] || fail "$missing. Install Xcode 16 or later."
    command -v apt-get >/dev/null || fail "$missing, and this is no Debian." "$OTHERWISE"
    [[ $EUID -eq 0 ]] || fail "$missing, and only root can set it up: sudo $0 --version" "$OTHERWISE"
    unshare --mount true 2>/dev/null ||
        fail "$missing, and this container may not mount folders: start it with --privileged" "$OTHERWISE"
}

# The folder gets its name when it is complete, so an interrupted set-up is never used. Debootstrap mounts in
# its own namespace, so nothing stays mounted after a stop. It inherits the lock: while it runs, no other
# process starts a set-up.
set_up() {
    mkdir -p "$CACHE"
    exec 9>"$SYSTEM.lock"
    flock 9
    if [[ ! -e $SYSTEM ]]; then
        local begun=$SECONDS unfinished=$SYSTEM.incomplete
        install_debootstrap
        rm -rf --one-file-system "$unfinished"
        say "setting up Debian trixie's compiler in $SYSTEM; it takes about a minute"
        use_proxies
        # shellcheck disable=SC2046 # without a mirror there is no argument
        unshare --mount --propagation private \
            debootstrap --variant=minbase --include="$PACKAGES" trixie "$unfinished" $(mirror) >"$SYSTEM.log" 2>&1 ||
            fail "setting up failed; the end of $SYSTEM.log:" "$(tail -n 5 "$SYSTEM.log")" "$OTHERWISE"
        rm -f "$unfinished"/var/cache/apt/archives/*.deb
        mv "$unfinished" "$SYSTEM"
        say "set up in $((SECONDS - begun)) s"
    fi
    exec 9>&-
}

# The folders that the compiler must see: this clone, and those named from outside.
shared_folders() {
    printf '%s\n' "$REPOSITORY"
    if [[ -n ${CARGO_TARGET_DIR:-} ]]; then realpath -m "$CARGO_TARGET_DIR"; fi
    if [[ -n ${DEFACTO_BINARY:-} ]]; then dirname "$(realpath -m "$DEFACTO_BINARY")"; fi
}

# Mounts in a separate namespace, which ends with this script: nothing stays mounted.
run_inside() {
    local here=$PWD folders
    mapfile -t folders < <(shared_folders)
    # shellcheck disable=SC2016 # expanded by the inner shell
    exec unshare --mount --propagation private bash -c '
        set -euo pipefail
        system=$1 here=$2 count=$3
        shift 3
        mount -t tmpfs -o mode=1777 tmp "$system/tmp"
        for folder in /proc /dev "${@:1:count}"; do
            [[ -d $folder ]] || continue
            mkdir -p "$system$folder"
            mount --rbind "$folder" "$system$folder"
        done
        shift "$count"
        export HOME=/root PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
        unset TMPDIR
        exec chroot "$system" /bin/sh -c '\''cd "$1" && shift && exec "$@"'\'' sh "$here" swift "$@"
    ' bash "$SYSTEM" "$here" "${#folders[@]}" "${folders[@]}" "$@"
}

if swift_is_installed; then exec swift "$@"; fi
check_rights
[[ -e $SYSTEM ]] || set_up
run_inside "$@"
