"""A Gaussian hidden Markov model of three states fitted to 2,520 returns, on hmmlearn: milliseconds.

A fixed number of Baum–Welch steps, since where a fit stops depends on where it starts: the comparison is per step.
"""

import argparse
import logging

from hmmlearn.hmm import GaussianHMM

from market_of_returns import regimes
from result import best_of, say, times

STEPS = 50


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    options = arguments.parse_args()
    logging.getLogger("hmmlearn").setLevel(logging.ERROR)  # it warns that a fixed number of steps has not converged
    returns = regimes(options.folder)

    def fit():
        return GaussianHMM(n_components=3, covariance_type="diag", n_iter=STEPS, tol=-1e300, random_state=0).fit(returns)

    model, watch = best_of(3, fit)
    say(
        "hmmlearn", "hmmlearn", "hmm-3", bars=len(returns), **times(watch),
        milliseconds=round(watch.seconds * 1e3, 1), steps=model.monitor_.iter,
        millisecondsPerStep=round(watch.seconds * 1e3 / model.monitor_.iter, 3), logLikelihood=round(model.score(returns), 4))


main()
