"""The probability of backtest overfitting, 16 blocks, 100 strategies × 2,520 bars, on numpy: milliseconds.

Written from Bailey, Borwein, López de Prado and Zhu, "The Probability of Backtest Overfitting" (2015), section 2.2. PyPI has no
package of it. Sharpe ratios come from each block's sums, so a split costs two small products and no pass over the returns.
"""

import argparse
from itertools import combinations

import numpy as np

from market_of_returns import strategies
from result import best_of, say, times

BLOCKS = 16


def probability(returns):
    """The share of splits in which the best strategy in sample is below the median out of sample."""
    blocks = np.array_split(returns, BLOCKS)
    counts = np.array([len(block) for block in blocks], dtype=float)
    sums = np.array([block.sum(axis=0) for block in blocks])
    squares = np.array([(block**2).sum(axis=0) for block in blocks])
    splits = list(combinations(range(BLOCKS), BLOCKS // 2))
    chosen = np.zeros((len(splits), BLOCKS))
    for split, places in zip(chosen, splits):
        split[list(places)] = 1
    inside = sharpe(chosen, counts, sums, squares)
    outside = sharpe(1 - chosen, counts, sums, squares)
    best = inside.argmax(axis=1)
    rank = (outside <= outside[np.arange(len(best)), best][:, None]).sum(axis=1)
    share = rank / (returns.shape[1] + 1)
    return float((np.log(share / (1 - share)) <= 0).mean())


def sharpe(chosen, counts, sums, squares):
    count = (chosen @ counts)[:, None]
    total = chosen @ sums
    variance = (chosen @ squares - total**2 / count) / (count - 1)
    return total / count / np.sqrt(variance)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    options = arguments.parse_args()
    returns = strategies(options.folder)
    made, watch = best_of(3, lambda: probability(returns))
    say(
        "numpy", "numpy", "pbo-16", bars=len(returns), **times(watch), milliseconds=round(watch.seconds * 1e3, 1),
        probability=made)


main()
