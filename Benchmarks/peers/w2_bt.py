"""W2 on bt: many symbols, monthly inverse volatility. FOLDER

bt trades at the price it is shown, so it is shown the opens; the closes are handed to the rule, which reads only those before
today's. Slippage is a commission of 1 bp: the same cash.
"""

import argparse

import bt
import numpy as np

from bars import column, daily
from result import best_of, say_backtest, timed
from rules import CASH, SLIPPAGE, WINDOW, begins_month, weights, whole_shares


class InverseVolatility(bt.Algo):
    """Sends at today's open what yesterday's close decided."""

    def __init__(self, closes):
        super().__init__()
        self.symbols = list(closes.columns)
        self.closes = closes.to_numpy()
        self.due = begins_month(closes.index)
        self.place = {date: i for i, date in enumerate(closes.index)}
        self.fills = 0

    def __call__(self, target):
        decided = self.place.get(target.now, 0) - 1  # bt puts a day of its own before the first
        if decided < WINDOW or not self.due[decided]:
            return True
        closes = self.closes[decided - WINDOW:decided + 1]
        held = holdings(target, self.symbols)
        equity = target.capital + held @ closes[-1]
        wanted = whole_shares(weights(closes), equity, closes[-1])
        for symbol, change in zip(self.symbols, wanted - held):
            if change != 0:
                target.transact(change, child=symbol, update=False)
                self.fills += 1
        target.root.update(target.now)
        return True


def holdings(target, symbols):
    children = target.children
    return np.array([children[symbol].position if symbol in children else 0 for symbol in symbols])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    options = arguments.parse_args()
    with timed() as load:
        frames = daily(options.folder)
        opens, closes = column(frames, "Open"), column(frames, "Close")

    def run():
        backtest = bt.Backtest(
            bt.Strategy("W2", [InverseVolatility(closes)]), opens, initial_capital=CASH, progress_bar=False,
            commissions=lambda quantity, price: abs(quantity) * price * SLIPPAGE)
        backtest.run()
        book = backtest.strategy
        (rule,) = book.stack.algos  # the one that ran: bt copies what it is given
        return rule.fills, book.capital + holdings(book, rule.symbols) @ closes.iloc[-1].to_numpy()

    (fills, equity), watch = best_of(3, run)
    say_backtest("bt", "bt", "W2", closes.size, load, watch, fills, equity)


main()
