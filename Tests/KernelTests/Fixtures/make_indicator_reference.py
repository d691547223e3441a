"""Writes IndicatorReference.swift: what TA-Lib says about bars that the test makes for itself.

    pip install numpy==2.4.6 TA-Lib==0.8.2 && python3 make_indicator_reference.py > IndicatorReference.swift &&
        swift format --in-place IndicatorReference.swift

Both sides draw the bars from the same SplitMix64 in whole cents, so no bar is stored and none of a real market is needed.
Where TA-Lib measures a deviation it divides by n, and ours by n − 1: the factor between them is applied here.
"""
from importlib.metadata import version

import numpy as np
import talib

BARS = 400
MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return (mixed ^ (mixed >> 31)) % count


def bars():
    """High, low and close in dollars."""
    chance, close, rows = SplitMix64(20), 10_000, []
    for _ in range(BARS):
        opening = close + chance.below(101) - 50
        close = opening + chance.below(301) - 150
        high = max(opening, close) + chance.below(51)
        rows.append((high, min(opening, close) - chance.below(51), close))
    return (np.array(column) / 100 for column in zip(*rows))


def sample(deviation, count):
    """From a division by n to one by n − 1."""
    return deviation * np.sqrt(count / (count - 1))


def zscore(close, count):
    return (close - talib.SMA(close, count)) / sample(talib.STDDEV(close, count), count)


def answers():
    high, low, close = bars()
    returns = talib.ROCP(close, 1)
    # STDDEV does not take the NaN that a return begins with.
    volatility = np.append([np.nan], sample(talib.STDDEV(returns[1:], 20), 20) * np.sqrt(252))
    return {
        "sma-1": close, "sma-20": talib.SMA(close, 20), "sma-50": talib.SMA(close, 50), "ema-12": talib.EMA(close, 12),
        "ema-26": talib.EMA(close, 26), "rsi-2": talib.RSI(close, 2), "rsi-14": talib.RSI(close, 14),
        "atr-2": talib.ATR(high, low, close, 2), "atr-14": talib.ATR(high, low, close, 14), "ret-1": returns,
        "ret-21": talib.ROCP(close, 21), "zscore-20": zscore(close, 20), "zscore-60": zscore(close, 60),
        "volatility-20": volatility,
    }


print(f"// Made by make_indicator_reference.py with TA-Lib {version('TA-Lib')}.\n")
print("/// What TA-Lib says at some bars: the first that it has a number for, the next, and some later ones.")
print("enum IndicatorReference {\n    struct Answer { let name: String; let places: [Int]; let values: [Double] }\n")
print("    static let answers: [Answer] = [")
for name, values in answers().items():
    first = int(np.flatnonzero(~np.isnan(values))[0])
    places = [first, first + 1, 97, 150, 211, 300, BARS - 1]
    told = ", ".join(repr(float(values[place])) for place in places)
    print(f'        Answer(name: "{name}", places: {places}, values: [{told}]),')
print("    ]\n}")
