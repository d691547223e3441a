#!/bin/sh
# Puts the programs into the folder $1: those in prebuilt/ if the build context has it, else freshly compiled ones.
set -eu
out=$1
mkdir -p "$out"
if [ -d prebuilt ]; then
    install -m 0755 -t "$out" prebuilt/*
    exit 0
fi
apt-get update
apt-get install -y --no-install-recommends libcurl4-openssl-dev libhiredis-dev libpq-dev pkg-config
swift build -c release --static-swift-stdlib
find .build/release/ -maxdepth 1 -type f -perm -u+x \( -name bullion -o -name 'bullion-*' \) -not -name '*.*' \
    -exec install -m 0755 -t "$out" {} +
