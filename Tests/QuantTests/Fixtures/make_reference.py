"""Writes ReferenceValues.swift: what other libraries say about series that the tests make for themselves.

    python3 make_reference.py > ReferenceValues.swift && swift format --in-place ReferenceValues.swift

needs numpy 2.4, scipy 1.17, pandas 3.1, statsmodels 0.15 and quantstats 0.0.86. Both sides draw their series from the
same SplitMix64 with additions and multiplications only, so they agree to the last bit and no data needs to be stored.
"""
import itertools
import math

import numpy as np
import pandas as pd
import quantstats.stats as qs
import statsmodels.api as sm
from scipy import stats
from statsmodels.tsa.stattools import adfuller

MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def wobble(self):
        total = -6.0
        for _ in range(12):
            total += self.uniform()
        return total


def returns(seed, count):
    chance = SplitMix64(seed)
    return np.array([0.0004 + 0.01 * chance.wobble() for _ in range(count)])


def reverting(seed, count, persistence):
    """A walk for a persistence of 1."""
    chance, level, values = SplitMix64(seed), 0.0, []
    for _ in range(count):
        level = persistence * level + chance.wobble()
        values.append(100 + level)
    return np.array(values)


def lagged(seed, count):
    chance, levels = SplitMix64(seed), [0.0] * 4
    for _ in range(count):
        levels.append(0.5 * levels[-1] + 0.3 * levels[-4] + chance.wobble())
    return np.array(levels[4:])


def name(text, value):
    if isinstance(value, (list, tuple, np.ndarray)):
        body = ", ".join(repr(float(v)) for v in value)
        print(f"    static let {text}: [Double] = [{body}]")
    else:
        print(f"    static let {text} = {float(value)!r}")


def performance():
    plain = returns(1, 500)
    series = pd.Series(plain, index=pd.bdate_range("2020-01-01", periods=500))
    name("totalReturn", qs.comp(series))
    name("annualReturn", qs.cagr(series, periods=252))
    name("annualizedVolatility", qs.volatility(series, periods=252))
    name("sharpe", qs.sharpe(series, periods=252))
    name("sortino", qs.sortino(series, periods=252))
    name("maximumDrawdown", -qs.max_drawdown(series))
    name("calmar", qs.calmar(series, periods=252))
    name("tailRatio", qs.tail_ratio(series))
    name("skewness", stats.skew(plain))
    name("kurtosis", stats.kurtosis(plain, fisher=False))
    curve = np.concatenate([[1], np.cumprod(1 + plain)])
    falls = 1 - curve / np.maximum.accumulate(curve)
    name("ulcerIndex", math.sqrt(np.mean(falls[1:] ** 2)))
    longest = max(len(list(g)) for below, g in itertools.groupby(falls > 0) if below)
    print(f"    static let longestDrawdown = {longest}")
    rolling = series.rolling(20).std() * math.sqrt(252)
    name("rollingVolatility", [rolling.iloc[p] for p in (19, 20, 39, 40, 250, 499)])
    name("exponentialVolatility", math.sqrt((series**2).ewm(alpha=0.06, adjust=False).mean().iloc[-1] * 252))


def normal():
    scores = [-37, -8, -3, -1, -0.1, 0, 0.5, 2, 6]
    chances = [1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.7, 0.99, 1 - 1e-10]
    name("normalScores", scores)
    name("normalCumulative", stats.norm.cdf(scores))
    name("normalChances", chances)
    name("normalQuantiles", stats.norm.ppf(chances))


def overfitting():
    """Straight from the definition: every choice of blocks, no shortcut. Strategy 5 equals strategy 2: ties."""
    table = np.array([returns(100 + s, 50) + 0.0005 * s for s in range(5)]).T
    table = np.column_stack([table, table[:, 2]])
    blocks = np.split(table[2:], 6)
    logits, inside, outside = [], [], []
    for chosen in itertools.combinations(range(6), 3):
        first = np.concatenate([blocks[b] for b in chosen])
        second = np.concatenate([blocks[b] for b in range(6) if b not in chosen])
        one, other = (x.mean(axis=0) / x.std(axis=0, ddof=1) for x in (first, second))
        best = int(np.argmax(np.round(one, 12)))
        rank = stats.rankdata(np.round(other, 12))[best] / 7
        logits.append(math.log(rank / (1 - rank)))
        inside.append(one[best])
        outside.append(other[best])
    line = stats.linregress(inside, outside)
    name("overfittingProbability", np.mean(np.array(logits) <= 0))
    name("overfittingSortedLogits", sorted(logits))
    name("overfittingSlope", line.slope)
    name("overfittingIntercept", line.intercept)
    name("overfittingLoss", np.mean(np.array(outside) < 0))


def regression():
    chance = SplitMix64(7)
    rows = [[chance.wobble(), chance.wobble(), chance.wobble()] for _ in range(80)]
    one, two, noise = np.array(rows).T
    response = 1 + 2 * one - 0.5 * two + noise
    fit = sm.OLS(response, sm.add_constant(np.column_stack([one, two]))).fit()
    name("coefficients", fit.params)
    name("standardErrors", fit.bse)
    name("tStatistics", fit.tvalues)
    name("rSquared", fit.rsquared)
    through = sm.OLS(response, np.column_stack([one, two])).fit()
    name("rSquaredThroughZero", through.rsquared)
    series = reverting(4, 300, 0.9)
    first = sm.OLS(series[1:], sm.add_constant(series[:-1])).fit()
    name("persistence", first.params[1])
    name("persistenceError", first.bse[1])


def unit_roots():
    """Rows: statistic, p-value, lags, observations, critical values at 1, 5 and 10 %."""
    print("    static let unitRoots: [String: [Double]] = [")
    all_series = {"walk": reverting(3, 250, 1.0), "reverting": reverting(4, 300, 0.9), "lagged": lagged(5, 300)}
    for label, series in all_series.items():
        for kind in ("n", "c", "ct"):
            for choice in ("AIC", "BIC", "3"):
                options = {"maxlag": 3, "autolag": None} if choice == "3" else {"autolag": choice}
                result = tuple(adfuller(series, regression=kind, **options))
                critical = result[4]
                row = [*result[:4], critical["1%"], critical["5%"], critical["10%"]]
                print(f'        "{label} {kind} {choice}": [{", ".join(repr(float(v)) for v in row)}],')
    print("    ]")


print("/// What other libraries say about the series of `Series.swift`.")
print("/// Made by make_reference.py; see there for versions.")
print("enum ReferenceValues {")
for part in (performance, normal, overfitting, regression, unit_roots):
    part()
print("}")
