"""W3 on vectorbt: a sweep of 400 pairs of averages. FILE --engine numba|rust [--columns N]

The pairs go through `columns` at a time, so that memory stays bounded. Fills and equities are summed over all pairs.
"""

import argparse

from bars import minutes
from result import best_of, say_backtest, timed
from rules import PAIRS
from vectorbt_averages import simulate


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--engine", choices=["numba", "rust"], required=True)
    arguments.add_argument("--columns", type=int, default=100)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file)
    with timed() as compiling:
        simulate(frame.head(1000), PAIRS[:2], options.engine)

    def sweep():
        fills = equity = 0.0
        for start in range(0, len(PAIRS), options.columns):
            some = simulate(frame, PAIRS[start:start + options.columns], options.engine)
            fills, equity = fills + some[0].sum(), equity + some[1].sum()
        return fills, equity

    (fills, equity), run = best_of(2, sweep)
    say_backtest(
        f"vectorbt {options.engine}", "vectorbt", "W3", len(frame) * len(PAIRS), load, run, fills, equity,
        warmUpSeconds=round(compiling.seconds, 3))


main()
