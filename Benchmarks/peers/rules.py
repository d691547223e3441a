"""The rules that every engine is asked to follow, and the numbers in them. Our own engine runs by the same."""

import numpy as np

CASH = 1_000_000.0
SHARES = 100
FAST, SLOW = 10, 50
SLIPPAGE = 0.0001  # of the open, always against us

# Prices have two decimals, so unequal averages of up to 125 and 24 of them are at least 0.01 / (125 × 24) apart. Whatever is
# closer is a tie that floating point has blurred: each engine sums in its own order, and would break it its own way.
TIE = 0.000_001

GROSS = 0.95  # of equity; the rest is room for prices that move between the decision and the open
WINDOW = 60  # one-bar returns that volatility is measured over

# W3: every fast length with every slow one.
PAIRS = [(fast, slow) for fast in range(5, 25) for slow in range(30, 126, 5)]


def begins_month(dates):
    """Whether each session is in another month than the one before it. The first of all has none before it."""
    months = np.asarray(dates, dtype="datetime64[D]").astype("datetime64[M]")
    return np.concatenate([[False], months[1:] != months[:-1]])


def weights(closes):
    """The weight of each symbol, from its newest WINDOW + 1 closes (bars × symbols), rounded to a billionth as ours is."""
    returns = closes[1:] / closes[:-1] - 1
    calm = 1 / returns.std(axis=0, ddof=1)
    return np.round(GROSS * calm / calm.sum(), 9)


def whole_shares(weight, equity, close):
    """What a weight of equity buys at the close, rounded toward zero."""
    return np.trunc(equity * weight / close)
