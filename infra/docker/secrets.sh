#!/usr/bin/env bash
# Makes the secrets that compose.yaml hands out, each once: random keys for the local venue, the api and Postgres.
# They are files in infra/docker/secrets, which git ignores; put your own broker's keys there to trade elsewhere.
set -euo pipefail
cd "$(dirname "$0")"
install -d -m 0700 secrets
cd secrets

random() { head -c 24 /dev/urandom | base64 | tr -d '+/=\n'; }
# Readable by the service's own user inside its container, where files of the host keep their numbers.
put() { [ -e "$1" ] || { umask 022 && printf '%s\n' "$2" >"$1"; }; }

put redis-password "$(random)"
put redis-conf "requirepass $(cat redis-password)"
put postgres-password "$(random)"
put postgres-url "host=postgres dbname=bullion user=bullion password=$(cat postgres-password)"
put broker-secret-key "$(random)"
put watchdog-secret-key "$(random)"
put venue-keys "PAPERKEYOMS:$(cat broker-secret-key),PAPERKEYWATCHDOG:$(cat watchdog-secret-key)"
put api-keys "{operator: $(random)}"
