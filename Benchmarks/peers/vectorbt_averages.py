"""Two moving averages on vectorbt, for one pair of lengths or many side by side."""

import numpy as np
import vectorbt

from rules import CASH, SHARES, SLIPPAGE, TIE


def later(decisions):
    """A decision at a close is an order for the next bar."""
    result = np.zeros_like(decisions)
    result[1:] = decisions[:-1]
    return result


def simulate(frame, pairs, engine, with_equity=False):
    """The portfolios of all pairs, one column each: fills and final equities. With equity, that of every bar and its deepest fall are
    computed too: what ours keeps in passing."""
    close = frame["close"]
    lengths = sorted({length for pair in pairs for length in pair})
    averages = vectorbt.MA.run(close, window=lengths, engine=engine).ma.to_numpy().reshape(len(frame), -1)
    place = {length: i for i, length in enumerate(lengths)}
    fast = averages[:, [place[fast] for fast, _ in pairs]]
    slow = averages[:, [place[slow] for _, slow in pairs]]
    wanted = later(fast > slow + TIE)  # NaN is not above anything
    portfolio = vectorbt.Portfolio.from_signals(
        close.to_numpy()[:, None], entries=wanted, exits=~wanted, price=frame["open"].to_numpy()[:, None],
        size=SHARES, slippage=SLIPPAGE, init_cash=CASH, engine=engine)
    if with_equity:
        portfolio.value()
        portfolio.drawdowns.max_drawdown()
    return np.atleast_1d(portfolio.orders.count()), np.atleast_1d(portfolio.final_value())
