"""TA-Lib over whole arrays: nanoseconds per value. FILE [--bars N]"""

import argparse

import talib

from bars import minutes
from result import best_of, say, timed, times


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--bars", type=int)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file, options.bars)
        high, low, close = (frame[name].to_numpy(dtype="f8") for name in ("high", "low", "close"))
    for name, work in {
        "sma-20": lambda: talib.SMA(close, 20),
        "ema-20": lambda: talib.EMA(close, 20),
        "rsi-14": lambda: talib.RSI(close, 14),
        "atr-14": lambda: talib.ATR(high, low, close, 14),
        "stdev-20": lambda: talib.STDDEV(close, 20),
    }.items():
        made, watch = best_of(7, work)
        say(
            "TA-Lib, batch", "TA-Lib", name, bars=len(close), loadSeconds=round(load.seconds, 4),
            **times(watch), nanosecondsPerValue=round(watch.seconds / len(close) * 1e9, 2),
            last=round(float(made[-1]), 9))


main()
