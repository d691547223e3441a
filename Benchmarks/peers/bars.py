"""Reads the two layouts of bars that `bullion` reads."""

from pathlib import Path

import pandas as pd


def minutes(path, count=None):
    """One symbol: `ts_ns,open,high,low,close,volume`. The stamp is when the bar began."""
    return pd.read_csv(path, nrows=count)


def daily(folder):
    """Symbol → its bars, `Date,Open,High,Low,Close,Volume`, all with the same dates."""
    files = sorted(Path(folder).glob("*.csv"))
    if not files:
        raise SystemExit(f"{folder}: no SYMBOL.csv in it")
    frames = {file.stem: pd.read_csv(file, parse_dates=["Date"], index_col="Date") for file in files}
    first = frames[files[0].stem]
    for symbol, frame in frames.items():
        if not frame.index.equals(first.index):
            raise SystemExit(f"{folder}/{symbol}.csv: its dates are not those of {files[0].name}")
    return frames


def column(frames, name):
    """One column of all symbols, side by side."""
    return pd.DataFrame({symbol: frame[name] for symbol, frame in frames.items()})
