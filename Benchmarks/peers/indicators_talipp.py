"""talipp, one value at a time: nanoseconds per value. FILE [--bars N]"""

import argparse

from talipp.indicators import ATR, EMA, RSI, SMA, StdDev
from talipp.ohlcv import OHLCV

from bars import minutes
from result import best_of, say, timed, times


def feed(make, values):
    indicator = make()
    for value in values:
        indicator.add(value)
    return indicator


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--bars", type=int, default=100_000)
    options = arguments.parse_args()
    with timed() as load:
        frame = minutes(options.file, options.bars)
        closes = frame["close"].tolist()
        bars = [OHLCV(*row) for row in frame[["open", "high", "low", "close", "volume"]].itertuples(index=False)]
    for name, make, values in [
        ("sma-20", lambda: SMA(20), closes),
        ("ema-20", lambda: EMA(20), closes),
        ("rsi-14", lambda: RSI(14), closes),
        ("atr-14", lambda: ATR(14), bars),
        ("stdev-20", lambda: StdDev(20), closes),
    ]:
        made, watch = best_of(3, lambda: feed(make, values))
        say(
            "talipp, incremental", "talipp", name, bars=len(closes), loadSeconds=round(load.seconds, 4),
            **times(watch), nanosecondsPerValue=round(watch.seconds / len(closes) * 1e9, 1),
            last=round(float(made[-1]), 9))


main()
