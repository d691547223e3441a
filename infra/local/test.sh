#!/usr/bin/env bash
# Builds and runs all tests, those against a real Redis and a real Postgres included, and ends with their count.
# The tests start private servers on free ports themselves and stop what they started.
set -uo pipefail
cd "$(dirname "$0")/../.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

swift build -c release --build-tests || exit 1
swift test -c release --skip-build --no-parallel 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

count=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\}.*/\1/p' "$log" | tail -n 1)
if [ "$status" -ne 0 ] || [ -z "$count" ]; then
    failed=$(grep -c '✘ Test .* failed after' "$log")
    echo "tests failed (exit $status): $failed of ${count:-an unknown number of} tests"
    exit 1
fi
echo
echo "$count passed, 0 failed"
