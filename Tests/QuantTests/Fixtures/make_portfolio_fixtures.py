"""Makes PortfolioReference.swift and RegimeReference.swift: what other libraries say about seeded data.

The data is made here and, bit for bit the same, by SeededData.swift; only the answers are written down. Run in this folder:

    pip install numpy pandas scipy scikit-learn pyportfolioopt riskfolio-lib hmmlearn && python make_portfolio_fixtures.py
"""
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
import riskfolio as rp
from hmmlearn.hmm import GaussianHMM
from pypfopt import CovarianceShrinkage, EfficientCVaR, EfficientFrontier, HRPOpt
from scipy.cluster.hierarchy import linkage, to_tree
from scipy.spatial.distance import pdist, squareform
from sklearn.covariance import LedoitWolf

warnings.filterwarnings("ignore")


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        return ((mixed ^ (mixed >> 31)) >> 11) * 2.0**-53

    def normal(self):
        """Twelve uniforms less six: near enough to a normal, and exact on every machine."""
        total = 0.0
        for _ in range(12):
            total += self.uniform()
        return total - 6.0


def returns(seed, rows, columns):
    chance, result = SplitMix64(seed), []
    for _ in range(rows):
        market, metal = chance.normal(), chance.normal()
        result.append([
            0.004 * (1 + i) * (0.6 * market + (0.5 * metal if i % 2 == 0 else 0.0) + 0.7 * chance.normal())
            for i in range(columns)
        ])
    return np.array(result)


def regimes(seed, rows, features):
    """Three regimes that last about thirty rows, each with its own volatility and mean."""
    chance, regime, result = SplitMix64(seed), 0, []
    means, deviations = [0.001, 0.0, -0.002], [0.004, 0.009, 0.02]
    for _ in range(rows):
        if chance.uniform() < 0.05:
            regime = int(chance.uniform() * 3)
        result.append([(means[regime] + deviations[regime] * chance.normal()) * (1 + f) for f in range(features)])
    return np.array(result)


def swift(name, values, kind="Double"):
    flat = np.asarray(values).ravel().tolist()
    lines = [", ".join(repr(v) for v in flat[i:i + 4]) for i in range(0, len(flat), 4)]
    body = ",\n        ".join(lines)
    return f"    static let {name}: [{kind}] = [\n        {body},\n    ]\n"


def write(name, about, parts, packages):
    used = ", ".join(f"{p} {version(p)}" for p in packages)
    with open(f"{name}.swift", "w") as file:
        file.write(f"// Made by make_portfolio_fixtures.py with\n// {used}.\n\n/// {about}\nenum {name} {{\n")
        file.write("\n".join(parts) + "}\n")


def hierarchy(cov, distances, method):
    """HRPOpt's bisection on a tree of our choice: it takes no distances itself."""
    order = to_tree(linkage(distances, method)).pre_order()
    weights = HRPOpt._raw_hrp_allocation(pd.DataFrame(cov), order)
    return weights.sort_index().to_numpy()


def portfolio():
    x = returns(7, 80, 6)
    frame = pd.DataFrame(x)
    cov = frame.cov().to_numpy()
    distance = np.sqrt(np.clip((1 - frame.corr().to_numpy()) / 2, 0, 1))
    np.fill_diagonal(distance, 0)
    ewma = [[frame[i].mul(frame[j]).ewm(alpha=0.06, adjust=True).mean().iloc[-1] for j in range(6)] for i in range(6)]
    identity = LedoitWolf().fit(x)
    constant = CovarianceShrinkage(frame, returns_data=True, frequency=1)
    constant.S = np.cov(x.T, bias=True)  # As in the paper: over n.
    constant_cov, constant_delta = constant._ledoit_wolf_constant_correlation()
    rp_portfolio = rp.Portfolio(returns=frame)
    rp_portfolio.assets_stats(method_mu="hist", method_cov="hist")
    erc = rp_portfolio.rp_optimization(model="Classic", rm="MV", rf=0, b=None, hist=True)
    budgets = np.array([[1.0, 2, 3, 4, 5, 6]]).T / 21
    budgeted = rp_portfolio.rp_optimization(model="Classic", rm="MV", rf=0, b=budgets, hist=True)
    least = EfficientFrontier(None, cov, weight_bounds=(0, 1))
    least.min_volatility()
    tail = EfficientCVaR(None, frame, beta=0.9)
    tail.min_cvar()
    equal = x @ np.full(6, 1 / 6)
    return [
        swift("sample", cov),
        swift("exponentiallyWeighted", ewma),
        swift("identityShrinkage", [identity.shrinkage_]),
        swift("shrunkToIdentity", identity.covariance_),
        swift("correlationShrinkage", [constant_delta]),
        swift("shrunkToCorrelation", constant_cov),
        swift("hierarchical", list(HRPOpt(frame).optimize().values())),
        swift("hierarchicalWard", list(HRPOpt(frame).optimize("ward").values())),
        swift("hierarchicalAverage", list(HRPOpt(frame).optimize("average").values())),
        swift("hierarchicalComplete", list(HRPOpt(frame).optimize("complete").values())),
        swift("hierarchicalAsInPaper", hierarchy(cov, pdist(distance), "single")),
        swift("singleDistances", linkage(squareform(distance, checks=False), "single")[:, 2]),
        swift("wardDistances", linkage(squareform(distance, checks=False), "ward")[:, 2]),
        swift("equalRisk", erc.to_numpy()),
        swift("budgetedRisk", budgeted.to_numpy()),
        swift("leastVariance", least.weights),
        swift("leastTailLoss", tail.weights),
        swift("valueAtRisk", [rp.RiskFunctions.VaR_Hist(equal, a) for a in (0.05, 0.1, 0.33)]),
        swift("conditionalValueAtRisk", [rp.RiskFunctions.CVaR_Hist(equal, a) for a in (0.05, 0.1, 0.33)]),
    ]


def fitted(x, states, start, updates):
    model = GaussianHMM(
        states, "diag", min_covar=0, covars_prior=0, covars_weight=1, init_params="", n_iter=updates, tol=-np.inf)
    model.startprob_, model.transmat_, model.means_, model.covars_ = start
    return model.fit(x)


def regime_parts(name, x, states, start, updates):
    model = fitted(x, states, start, updates)
    rows = [0, 1, 50, 151, 299]
    filtered = [model.predict_proba(x[:row + 1])[-1] for row in rows]
    path = model.predict(x)
    runs = [0] + [i for i in range(1, len(path)) if path[i] != path[i - 1]]
    return [
        swift(f"{name}Initial", model.startprob_),
        swift(f"{name}Transitions", model.transmat_),
        swift(f"{name}Means", model.means_),
        swift(f"{name}Variances", model._covars_),
        swift(f"{name}LogLikelihoods", list(model.monitor_.history) + [model.score(x)]),
        swift(f"{name}Filtered", filtered),
        swift(f"{name}Smoothed", model.predict_proba(x)[rows]),
        swift(f"{name}PathChanges", runs, "Int"),
        swift(f"{name}PathStates", [int(path[i]) for i in runs], "Int"),
    ]


def regime():
    stay = np.full((3, 3), 0.05) + np.eye(3) * 0.85
    one = (np.full(3, 1 / 3), stay, np.array([[0.001], [0.0], [-0.001]]), np.array([[2e-5], [1e-4], [5e-4]]))
    pair = np.array([[0.9, 0.1], [0.2, 0.8]])
    two = (np.array([0.6, 0.4]), pair, np.array([[0.001, 0.0], [-0.001, 0.0]]), np.array([[3e-5, 1e-4], [3e-4, 1e-3]]))
    return regime_parts("one", regimes(11, 300, 1), 3, one, 20) + regime_parts("two", regimes(12, 300, 2), 2, two, 20)


write("PortfolioReference", "About `SeededData.returns(seed: 7, rows: 80, columns: 6)`.", portfolio(),
      ["numpy", "pandas", "scipy", "scikit-learn", "pyportfolioopt", "riskfolio-lib"])
write("RegimeReference",
      "`one` is about `SeededData.regimes(seed: 11, rows: 300, features: 1)`, `two` about seed 12 with two features.",
      regime(), ["numpy", "hmmlearn"])
