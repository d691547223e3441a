#!/usr/bin/env bash
# Checks every unit with systemd's own tools: no complaint from `verify`, and an exposure of at most 2.0 from `security`.
# It works on a tree of its own with the units installed as on a real machine, so that the common drop-in counts too.
set -euo pipefail
cd "$(dirname "$0")"

command -v systemd-analyze >/dev/null || {
    echo "not run: systemd-analyze is not installed (apt-get install systemd)"
    exit 0
}

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree/programs"
for unit in bullion-*.service; do
    printf '#!/bin/sh\n' >"$tree/programs/${unit%.service}"
    chmod +x "$tree/programs/${unit%.service}"
done
./install.sh --root "$tree" "$tree/programs"
# What the units refer to: the targets and stores of the machine.
mkdir -p "$tree/usr/lib/systemd/system"
for unit in /lib/systemd/system/*.target; do cp "$unit" "$tree/usr/lib/systemd/system/"; done

failed=0
for unit in bullion-*.service bullion.target; do
    complaint=$(systemd-analyze verify --man=no --recursive-errors=no --root="$tree" "$tree/etc/systemd/system/$unit" 2>&1 || true)
    if [ -n "$complaint" ]; then
        echo "verify $unit:"
        echo "$complaint"
        failed=1
    fi
done
for unit in bullion-*.service; do
    result=$(systemd-analyze security --offline=true --root="$tree" --threshold=20 "$unit" 2>&1) || {
        echo "security $unit: above 2.0"
        failed=1
    }
    echo "${result##*$'\n'}"
done
exit "$failed"
