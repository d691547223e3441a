"""W1 on NautilusTrader: one symbol, two averages. FILE [--bars N]"""

import argparse

from bars import minutes
from nautilus_averages import prepare, run
from result import say_backtest, timed
from rules import FAST, SLOW


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--bars", type=int)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file, options.bars)
        prepared = prepare(frame)
    with timed() as watch:
        fills, equity = run(prepared, FAST, SLOW)
    say_backtest("NautilusTrader", "nautilus_trader", "W1", len(frame), load, watch, fills, equity)


main()
