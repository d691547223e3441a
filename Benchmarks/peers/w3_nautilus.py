"""W3 on NautilusTrader: a sweep of pairs of averages. FILE [--pairs N]

The whole grid would take most of an hour, so only N pairs spread over the grid are run. `bars` and `runSeconds` are of those; the rate is what
the whole sweep would run at, and `extrapolatedSeconds` how long it would take. Fills and equity are left out: they would be of
the few pairs only, which `pairs` lists with theirs.
"""

import argparse

import numpy as np

from bars import minutes
from nautilus_averages import prepare, run
from result import say, timed, times
from rules import PAIRS


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--pairs", type=int, default=4)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file)
        prepared = prepare(frame)
    chosen = [PAIRS[place] for place in np.linspace(0, len(PAIRS) - 1, options.pairs).astype(int)]
    results = []
    with timed() as watch:
        for fast, slow in chosen:
            fills, equity = run(prepared, fast, slow)
            results.append({"fast": fast, "slow": slow, "fills": fills, "finalEquity": round(equity, 4)})
    bars = len(frame) * len(chosen)
    say(
        "NautilusTrader", "nautilus_trader", "W3", bars=bars, loadSeconds=round(load.seconds, 4),
        **times(watch), barsPerSecond=round(bars / watch.seconds), fills=None, finalEquity=None,
        extrapolatedSeconds=round(watch.seconds * len(PAIRS) / len(chosen)), pairs=results,
        note=f"{len(chosen)} of {len(PAIRS)} pairs, extrapolated")


main()
