"""Reads the made-up returns that `bullion-bench --write-bars` leaves beside the bars: every engine gets the same."""

from pathlib import Path

import numpy as np


def assets(folder):
    """Bars × 44 returns with one common factor and four groups, so that a hierarchy is there to be found."""
    return read(folder, "assets")


def strategies(folder):
    """Bars × 100 returns without any skill in them."""
    return read(folder, "strategies")


def regimes(folder):
    """Returns that change between a calm, a normal and a wild state, one a bar."""
    return read(folder, "regimes")


def read(folder, name):
    return np.loadtxt(Path(folder) / f"{name}.csv", delimiter=",", ndmin=2)
