"""W1 on vectorbt: one symbol, two averages; once to its final equity, once with the equity of every bar. FILE --engine numba|rust [--bars N]"""

import argparse

from bars import minutes
from result import best_of, say_backtest, timed
from rules import FAST, SLOW
from vectorbt_averages import simulate


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--engine", choices=["numba", "rust"], required=True)
    arguments.add_argument("--bars", type=int)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file, options.bars)
    with timed() as compiling:
        simulate(frame.head(1000), [(FAST, SLOW)], options.engine)
    for name, with_equity in [(f"vectorbt {options.engine}", False), (f"vectorbt {options.engine}, equities", True)]:
        (fills, equity), run = best_of(15, lambda: simulate(frame, [(FAST, SLOW)], options.engine, with_equity))
        say_backtest(
            name, "vectorbt", "W1", len(frame), load, run, fills[0], equity[0],
            warmUpSeconds=round(compiling.seconds, 3))


main()
