"""W1 on backtesting.py: one symbol, two averages. FILE [--bars N]

It charges its `spread` on the way in only, so slippage is given as a commission of 1 bp, which it charges both ways: the same
cash. `finalize_trades` stays off, so what is open at the end is valued at the last close.
"""

import argparse

import pandas as pd
from backtesting import Backtest, Strategy

from bars import minutes
from result import best_of, say_backtest, timed
from rules import CASH, FAST, SHARES, SLIPPAGE, SLOW, TIE


def average(closes, length):
    # It would wait one bar longer than the average needs if the first values were missing; two zeros mean "flat" as well.
    return pd.Series(closes).rolling(length).mean().fillna(0)


class TwoAverages(Strategy):
    def init(self):
        self.fast = self.I(average, self.data.Close, FAST)
        self.slow = self.I(average, self.data.Close, SLOW)

    def next(self):
        wanted = self.slow[-1] > 0 and self.fast[-1] > self.slow[-1] + TIE
        if wanted and not self.position:
            self.buy(size=SHARES)
        elif not wanted and self.position:
            self.position.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--bars", type=int)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file, options.bars)
        frame.index = pd.to_datetime(frame.pop("ts_ns"))
        frame.columns = ["Open", "High", "Low", "Close", "Volume"]
        backtest = Backtest(
            frame, TwoAverages, cash=CASH, commission=lambda size, price: abs(size) * price * SLIPPAGE)
    stats, run = best_of(1, backtest.run)
    fills = 2 * len(stats["_trades"]) + len(stats["_strategy"].trades)
    say_backtest(
        "backtesting.py", "backtesting", "W1", len(frame), load, run, fills, stats["Equity Final [$]"])


main()
