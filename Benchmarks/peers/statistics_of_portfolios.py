"""Hierarchical risk parity over 44 assets, on PyPortfolioOpt and on Riskfolio-Lib: milliseconds."""

import argparse

import pandas as pd

from market_of_returns import assets
from result import best_of, say, times


def with_pypfopt(returns):
    from pypfopt import HRPOpt

    return lambda: HRPOpt(returns).optimize(linkage_method="single")


def with_riskfolio(returns):
    import riskfolio

    def weights():
        portfolio = riskfolio.HCPortfolio(returns=returns)
        return portfolio.optimization(
            model="HRP", codependence="pearson", rm="MV", linkage="single", leaf_order=False)["weights"].to_dict()

    return weights


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    options = arguments.parse_args()
    returns = pd.DataFrame(assets(options.folder), columns=[f"A{i:02d}" for i in range(44)])
    for peer, package, make in [
        ("PyPortfolioOpt", "pyportfolioopt", with_pypfopt), ("Riskfolio-Lib", "riskfolio-lib", with_riskfolio)
    ]:
        weights, watch = best_of(5, make(returns))
        say(
            peer, package, "hrp-44", bars=len(returns), **times(watch), milliseconds=round(watch.seconds * 1e3, 3),
            sum=round(sum(weights.values()), 9), largest=round(max(weights.values()), 9))


main()
