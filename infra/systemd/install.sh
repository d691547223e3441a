#!/usr/bin/env bash
# Installs programs, units and configuration on this machine. Files that hold decisions of yours are never overwritten.
# Usage: install.sh [--root DIRECTORY] PROGRAMS (the folder with the built programs)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

root=
if [ "${1:-}" = --root ]; then
    root=$2
    shift 2
fi
programs=${1:?usage: install.sh [--root DIRECTORY] PROGRAMS}

install -d "$root/usr/bin" "$root/etc/systemd/system/bullion-.service.d" "$root/etc/bullion" "$root/usr/lib/sysusers.d" \
    "$root/usr/share/doc/bullion"
install -d -m 0700 "$root/etc/bullion/credentials"
find "$programs" -maxdepth 1 -type f -perm -u+x \( -name bullion -o -name 'bullion-*' \) -not -name '*.*' \
    -exec install -m 0755 -t "$root/usr/bin" {} +
install -m 0644 -t "$root/etc/systemd/system" "$here"/bullion-*.service "$here/bullion.target"
install -m 0644 -t "$root/etc/systemd/system/bullion-.service.d" "$here/bullion-.service.d/hardening.conf"
install -m 0644 "$here/bullion.sysusers.conf" "$root/usr/lib/sysusers.d/bullion.conf"
install -m 0644 "$here/../config/default.yaml" "$root/etc/bullion/default.yaml"
[ ! -e "$here/../../docs/RUNBOOK.md" ] || install -m 0644 "$here/../../docs/RUNBOOK.md" "$root/usr/share/doc/bullion/RUNBOOK.md"
[ -e "$root/etc/bullion/book.yaml" ] || install -m 0644 "$here/../config/paper.yaml" "$root/etc/bullion/book.yaml"
[ -e "$root/etc/bullion/bullion.env" ] || install -m 0644 "$here/bullion.env" "$root/etc/bullion/bullion.env"

[ -z "$root" ] || exit 0
systemd-sysusers
systemctl daemon-reload
echo "installed; write the secrets into /etc/bullion/credentials, then: systemctl enable --now bullion.target bullion-*.service"
