#!/usr/bin/env bash
# Steps the venue of compose.yaml through its next sessions: at each, resting orders meet the bar, then the bar is published, and the
# services decide. Usage: step.sh [SESSIONS]
set -euo pipefail
count=${1:-250}
venue=${VENUE:-http://127.0.0.1:8790}
api=${API:-http://127.0.0.1:8780}

field() { sed -n "s/.*\"$1\":\([0-9-]*\).*/\1/p"; }
tip() { curl -sf --max-time 5 "$api/api/v1/health" | field tip; }

# Done with a session means that the log has stopped growing: every stage has answered.
settle() {
    local before now still=0
    before=$(tip)
    for _ in $(seq 200); do
        sleep 0.02
        now=$(tip)
        if [ "$now" = "$before" ]; then still=$((still + 1)); else still=0; fi
        before=$now
        [ "$still" -lt 3 ] || return 0
    done
    echo "the log does not come to rest" >&2
    return 1
}

first=$(($(curl -sf --max-time 5 "$venue/admin/replay" | field index) + 1))
for session in $(seq "$first" $((first + count - 1))); do
    for step in advance publish; do
        curl -sf --max-time 20 -H 'Content-Type: application/json' -d "{\"session\":$session}" "$venue/admin/replay/$step" >/dev/null
        settle
    done
done
echo "stepped $count sessions"
