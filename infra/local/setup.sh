#!/usr/bin/env bash
# Installs the Debian packages that building, running and testing need, and only those that are missing.
set -euo pipefail

packages=(libhiredis-dev libpq-dev libcurl4-openssl-dev pkg-config redis-server postgresql)

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    echo "installing: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq
    # The packages bring the servers' own units; ours are private and started on free ports.
    "${as_root[@]}" env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

command -v swift >/dev/null || {
    echo "no Swift toolchain on the PATH: install Swift 6.3 from swift.org, then try again" >&2
    exit 69
}
