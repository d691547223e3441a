#!/usr/bin/env bash
# Runs every peer on the bars that `bullion-bench --write-bars FOLDER` wrote and collects one JSON line each: run.sh FOLDER
#   BARS=N          cut W1 to its first N bars, for a quick look
#   QUIET_SECONDS=N wait at most this long for a load average under 1 before each peer (10)
#   LIMIT=N         seconds that one peer may take (900)
# A peer that could not be installed or did not finish is in the results with its reason.
set -euo pipefail

if [ $# -ne 1 ]; then
    sed -n '2,6s/^# //p' "$0" >&2
    exit 64
fi
bars=$(realpath -e "$1")
w1=$bars/W1.csv
w2=$bars/W2
w3=$bars/W3.csv
here=$(cd "$(dirname "$0")" && pwd)
place=$(cd "$here/../.." && pwd)/.build/peers
mkdir -p "$place"
results=$place/results.jsonl
: > "$results"

# Makes the environment NAME unless it is there and was made from the requirements as they are now.
install() {
    local home=$place/$1 wanted=$here/requirements-$1.txt
    cmp -s "$wanted" "$home/installed.txt" && return
    rm -rf "$home"
    python3 -m venv "$home" && "$home/bin/pip" install --quiet --requirement "$wanted" && cp "$wanted" "$home/installed.txt"
}

wait_for_quiet() {
    local end=$((SECONDS + ${QUIET_SECONDS:-10}))
    until awk '{ exit !($1 < 1) }' /proc/loadavg || [ $SECONDS -ge $end ]; do sleep 1; done
}

not_run() {
    python3 -c 'import json, sys; print(json.dumps(dict(zip(("peer", "work", "notRun"), sys.argv[1:]))))' "$@" |
        tee -a "$results"
}

# peer ENVIRONMENT NAME WORK SCRIPT ARGUMENT…
peer() {
    local environment=$1 name=$2 work=$3
    local errors=$place/errors.log lines=$place/lines.jsonl status=0
    shift 3
    if ! install "$environment" > "$errors" 2>&1; then
        not_run "$name" "$work" "cannot be installed: $(grep -v '^$' "$errors" | tail -n 1)"
        return
    fi
    wait_for_quiet
    (cd "$here" && timeout "${LIMIT:-900}" "$place/$environment/bin/python" "$@") > "$lines" 2> "$errors" || status=$?
    tee -a "$results" < "$lines"
    case $status in
        0) ;;
        124) not_run "$name" "$work" "took longer than ${LIMIT:-900} s" ;;
        *) not_run "$name" "$work" "ended with $status: $(grep -v '^$' "$errors" | tail -n 1)" ;;
    esac
}

cut=(${BARS:+--bars "$BARS"})
for engine in rust numba; do
    peer vectorbt "vectorbt $engine" W1 w1_vectorbt.py "$w1" --engine $engine "${cut[@]}"
    peer vectorbt "vectorbt $engine" W2 w2_vectorbt.py "$w2" --engine $engine
    peer vectorbt "vectorbt $engine" W3 w3_vectorbt.py "$w3" --engine $engine
done
peer classic backtesting.py W1 w1_backtesting_py.py "$w1" "${cut[@]}"
peer nautilus NautilusTrader W1 w1_nautilus.py "$w1" "${cut[@]}"
peer nautilus NautilusTrader W2 w2_nautilus.py "$w2"
peer nautilus NautilusTrader W3 w3_nautilus.py "$w3"
peer classic bt W2 w2_bt.py "$w2"
peer classic backtrader W2 w2_backtrader.py "$w2"
peer numbers "TA-Lib, batch" indicators indicators_talib.py "$w1" "${cut[@]}"
peer numbers "talipp, incremental" indicators indicators_talipp.py "$w1"
peer numbers "PyPortfolioOpt, Riskfolio-Lib" hrp-44 statistics_of_portfolios.py "$bars"
peer numbers numpy pbo-16 statistics_of_overfitting.py "$bars"
peer numbers hmmlearn hmm-3 statistics_of_regimes.py "$bars"
peer classic backtrader W1 w1_backtrader.py "$w1" "${cut[@]}"  # last: it takes minutes
echo "results: $results" >&2
