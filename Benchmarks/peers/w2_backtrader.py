"""W2 on backtrader: many symbols, monthly inverse volatility. FOLDER"""

import argparse

import backtrader
import numpy as np

from bars import daily
from result import best_of, say_backtest, timed
from rules import CASH, SLIPPAGE, WINDOW, begins_month, weights, whole_shares


class InverseVolatility(backtrader.Strategy):
    params = {"due": None}

    def __init__(self):
        self.fills = 0
        self.bar = -1

    def next(self):
        self.bar += 1
        if self.bar < WINDOW or not self.p.due[self.bar]:
            return
        closes = np.array([data.close.get(size=WINDOW + 1) for data in self.datas]).T
        held = np.array([self.getposition(data).size for data in self.datas])
        wanted = whole_shares(weights(closes), self.broker.getvalue(), closes[-1])
        for place in np.argsort(wanted - held):  # sales first: it checks cash fill by fill
            change = int(wanted[place] - held[place])
            if change < 0:
                self.sell(self.datas[place], size=-change)
            elif change > 0:
                self.buy(self.datas[place], size=change)

    def notify_order(self, order):
        if order.status == order.Completed:
            self.fills += 1
        elif order.status in (order.Margin, order.Rejected):
            raise SystemExit("W2 on backtrader: an order was refused for cash, so the result would not compare")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    options = arguments.parse_args()
    with timed() as load:
        frames = daily(options.folder)
        dates = next(iter(frames.values())).index

    def run():
        cerebro = backtrader.Cerebro(stdstats=False)
        for symbol, frame in frames.items():
            cerebro.adddata(backtrader.feeds.PandasData(dataname=frame), name=symbol)
        cerebro.addstrategy(InverseVolatility, due=begins_month(dates))
        cerebro.broker.setcash(CASH)
        cerebro.broker.set_checksubmit(False)
        cerebro.broker.set_slippage_perc(SLIPPAGE, slip_open=True, slip_match=True, slip_out=True)
        (strategy,) = cerebro.run()
        return strategy.fills, cerebro.broker.getvalue()

    (fills, equity), watch = best_of(2, run)
    say_backtest(
        "backtrader", "backtrader", "W2", len(dates) * len(frames), load, watch, fills, equity)


main()
