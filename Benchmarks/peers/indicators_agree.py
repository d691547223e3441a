"""Holds our indicators against TA-Lib on real bars: bullion-bench's path, then files or folders of daily bars.

Prints the largest relative difference of each indicator over all bars of all files, and ends with 1 if one is above a billionth.
Deviations of TA-Lib are by n and ours by n − 1; the factor is applied. Bars of a window that did not move are left out where a
number is divided by their deviation: ours answers 0 there and TA-Lib nothing.
"""

import argparse
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import talib

LIMIT = 1e-9


def files(paths):
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.csv")) if path.is_dir() else [path]


def sample(deviation, count):
    return deviation * np.sqrt(count / (count - 1))


def expected(high, low, close):
    deviation = sample(talib.STDDEV(close, 20), 20)
    returns = talib.ROCP(close, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        zscore = np.where(deviation > close * 1e-6, (close - talib.SMA(close, 20)) / deviation, np.nan)
    volatility = sample(talib.STDDEV(returns[1:], 20), 20) * np.sqrt(252)
    return {
        "sma-20": talib.SMA(close, 20), "sma-50": talib.SMA(close, 50), "ema-12": talib.EMA(close, 12),
        "ema-26": talib.EMA(close, 26), "rsi-14": talib.RSI(close, 14), "atr-14": talib.ATR(high, low, close, 14),
        "ret-1": returns, "zscore-20": zscore, "volatility-20": np.append([np.nan], volatility),
    }


def differences(bench, path):
    """The largest difference of each indicator in one file; `None` if it holds no bars that we read."""
    listing = subprocess.run([bench, "--print-indicators", path], capture_output=True, text=True)
    if listing.returncode != 0:
        return None
    ours = pd.read_csv(io.StringIO(listing.stdout))
    if len(ours) < 60:
        return None
    found = {}
    for name, theirs in expected(*(ours[name].to_numpy(dtype="f8") for name in ("high", "low", "close"))).items():
        known = ~np.isnan(theirs)
        apart = np.abs(ours[name].to_numpy()[known] - theirs[known]) / np.maximum(1, np.abs(theirs[known]))
        found[name] = float(np.max(np.nan_to_num(apart, nan=np.inf)))
    return len(ours), found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bench")
    arguments.add_argument("paths", nargs="*")
    options = arguments.parse_args()
    if not options.paths:
        print("indicators against TA-Lib on real bars: skipped, no file or folder was given (DAILY=FOLDER)")
        return
    worst, bars, read, left_out = {}, 0, 0, 0
    for path in files(options.paths):
        result = differences(options.bench, path)
        if result is None:
            left_out += 1
            continue
        read, bars = read + 1, bars + result[0]
        for name, value in result[1].items():
            worst[name] = max(worst.get(name, 0), value)
    print(f"indicators against TA-Lib {talib.__version__} on {bars:,} bars of {read} files ({left_out} left out)")
    for name, value in worst.items():
        print(f"  {name:14} differs by {value:.1e} at most" + ("" if value <= LIMIT else ", which is too much"))
    if not worst or max(worst.values()) > LIMIT:
        sys.exit(1)


main()
