"""Made-up returns for the statistics: seeded, so that every peer gets the same."""

import numpy as np

BARS = 2_520


def assets(count):
    """BARS × count returns with one common factor and four groups, so that a hierarchy is there to be found."""
    chance = np.random.default_rng(44)
    market = chance.normal(0, 0.008, (BARS, 1))
    groups = chance.normal(0, 0.006, (BARS, 4))
    own = chance.normal(0, 1, (BARS, count)) * np.linspace(0.004, 0.02, count)
    return market + groups[:, np.arange(count) % 4] + own


def strategies(count):
    """BARS × count returns without any skill in them."""
    return np.random.default_rng(16).normal(0, 0.01, (BARS, count))


def regimes():
    """BARS returns that change between a calm, a normal and a wild state."""
    chance = np.random.default_rng(3)
    state, states = 0, np.empty(BARS, dtype=int)
    for bar in range(BARS):
        if chance.random() < 0.02:
            state = int(chance.integers(3))
        states[bar] = state
    return chance.normal([0.0006, 0.0002, -0.001], [0.004, 0.01, 0.025], (BARS, 3))[np.arange(BARS), states]
