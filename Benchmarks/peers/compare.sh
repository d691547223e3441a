#!/usr/bin/env bash
# Ours and the peers on the same bars, in one table: what `make bench-peers` builds and runs. Needs pip or what it has fetched.
#   QUICK=1      a tenth of the bars: shows that it works, not how fast
#   DAILY=FOLDER also hold our indicators against TA-Lib on the daily bars in there
set -euo pipefail
cd "$(dirname "$0")/../.."

here=Benchmarks/peers
place=.build/peers
bench=.build/shipped/release/bullion-bench
bullion=.build/release/bullion
quick=(${QUICK:+--quick})
mkdir -p "$place"

python3 -c 'import ensurepip, venv' 2> /dev/null || {
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends python3-venv python3-pip > /dev/null
}

$bench --write-bars "$place/bars" "${quick[@]}"
$bench --only w1,w2,w3,indicators,statistics --json "$place/ours.json" "${quick[@]}"

# The same W1 from its file, by the command that everyone uses.
$bullion backtest --bars "$place/bars/W1.csv" --strategy sma-cross --param fast=10 --param slow=50 --quantity 100 \
    --cash 1000000 --slippage-bps 1 --commission 0 --ledger none --json "$place/backtest.json" > /dev/null

$here/run.sh "$place/bars"

echo
python3 $here/table.py "$place/results.jsonl" "$place/ours.json"
echo
python3 $here/same_result.py "$place/ours.json" "$place/backtest.json"
if [ -x "$place/numbers/bin/python" ]; then
    "$place/numbers/bin/python" $here/indicators_agree.py "$bench" ${DAILY:+"$DAILY"}
else
    echo "indicators against TA-Lib on real bars: skipped, TA-Lib could not be installed"
fi
