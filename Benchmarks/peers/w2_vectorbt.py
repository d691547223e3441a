"""W2 on vectorbt: many symbols, monthly inverse volatility. FOLDER --engine numba|rust

The rule sizes by equity, which depends on the fills before, so on Numba it is an order function. The Rust engine takes no
callbacks; there the order is a target percentage valued at the close of the decision, and the engine rounds the order to whole
shares instead of the target. A sale may then leave one share more.
"""

import argparse

import numpy as np
import vectorbt
from numba import njit
from vectorbt.portfolio import nb
from vectorbt.portfolio.enums import SizeType

from bars import column, daily
from result import best_of, say_backtest, timed
from rules import CASH, SLIPPAGE, WINDOW, begins_month, weights


def decided_weights(closes):
    """The weights that each row trades to at its open; NaN where the row before decided nothing."""
    result = np.full(closes.shape, np.nan)
    for row in np.flatnonzero(begins_month(closes.index)):
        if WINDOW <= row < len(closes) - 1:
            result[row + 1] = weights(closes.to_numpy()[row - WINDOW:row + 1])
    return result


@njit
def size_all(c, weights, changes):
    """Before a row's orders: what each symbol changes by, and sales first, since cash is checked fill by fill."""
    if np.isnan(weights[c.i, 0]):
        changes[:] = 0.0
        return (changes,)
    close = c.close[c.i - 1]
    equity = c.last_cash[c.group] + np.sum(c.last_position * close)
    changes[:] = np.trunc(equity * weights[c.i] / close) - c.last_position
    c.call_seq_now[:] = np.argsort(changes)
    return (changes,)


@njit
def order_one(c, changes, opens, slippage):
    if changes[c.col] == 0.0:
        return nb.order_nothing_nb()
    return nb.order_nb(size=changes[c.col], price=opens[c.i, c.col], slippage=slippage)


def by_callback(opens, closes):
    wanted, changes = decided_weights(closes), np.zeros(closes.shape[1])
    return vectorbt.Portfolio.from_order_func(
        closes, order_one, opens.to_numpy(), SLIPPAGE, pre_segment_func_nb=size_all, pre_segment_args=(wanted, changes),
        init_cash=CASH, cash_sharing=True, group_by=True)


def by_percentage(opens, closes):
    valued_at = closes.shift(1).fillna(closes.iloc[0])
    return vectorbt.Portfolio.from_orders(
        closes, size=decided_weights(closes), size_type=SizeType.TargetPercent, size_granularity=1.0, price=opens,
        val_price=valued_at, slippage=SLIPPAGE, init_cash=CASH, cash_sharing=True, group_by=True, call_seq="auto",
        engine="rust")


def simulate(opens, closes, engine):
    portfolio = (by_callback if engine == "numba" else by_percentage)(opens, closes)
    return portfolio.orders.count(), portfolio.final_value()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    arguments.add_argument("--engine", choices=["numba", "rust"], required=True)
    options = arguments.parse_args()
    with timed() as load:
        frames = daily(options.folder)
        opens, closes = column(frames, "Open"), column(frames, "Close")
    with timed() as compiling:
        simulate(opens.head(200), closes.head(200), options.engine)
    (fills, equity), watch = best_of(15, lambda: simulate(opens, closes, options.engine))
    note = {"note": "rounds the order to whole shares, not the target"} if options.engine == "rust" else {}
    say_backtest(
        f"vectorbt {options.engine}", "vectorbt", "W2", closes.size, load, watch, fills, equity,
        warmUpSeconds=round(compiling.seconds, 3), **note)


main()
