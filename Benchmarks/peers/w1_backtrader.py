"""W1 on backtrader: one symbol, two averages. FILE [--bars N]

`slip_open` lets slippage apply to fills at the open; `slip_match` and `slip_out` let such a fill leave the bar's range, where it
would otherwise be held at the high or low.
"""

import argparse

import backtrader
import pandas as pd

from bars import minutes
from result import best_of, say_backtest, timed
from rules import CASH, FAST, SHARES, SLIPPAGE, SLOW, TIE


class TwoAverages(backtrader.Strategy):
    def __init__(self):
        self.fast = backtrader.indicators.SimpleMovingAverage(self.data.close, period=FAST)
        self.slow = backtrader.indicators.SimpleMovingAverage(self.data.close, period=SLOW)
        self.fills = 0

    def next(self):
        wanted = self.fast[0] > self.slow[0] + TIE
        if wanted and not self.position:
            self.buy(size=SHARES)
        elif not wanted and self.position:
            self.sell(size=SHARES)

    def notify_order(self, order):
        if order.status == order.Completed:
            self.fills += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--bars", type=int)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file, options.bars)
        frame.index = pd.to_datetime(frame.pop("ts_ns"))
        cerebro = backtrader.Cerebro(stdstats=False)
        cerebro.adddata(backtrader.feeds.PandasData(dataname=frame))
        cerebro.addstrategy(TwoAverages)
        cerebro.broker.setcash(CASH)
        cerebro.broker.set_slippage_perc(SLIPPAGE, slip_open=True, slip_match=True, slip_out=True)
    (strategy,), run = best_of(1, cerebro.run)
    say_backtest(
        "backtrader", "backtrader", "W1", len(frame), load, run, strategy.fills, cerebro.broker.getvalue())


main()
