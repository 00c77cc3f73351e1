"""B-02 and B-06: intervals of Hedges' g by inversion, bootstrap intervals from given draws."""

import numpy as np
import scipy
from scipy import optimize, special, stats
from statsmodels.stats import proportion
import statsmodels

from reference import Reference

out = Reference("bootstrap", np, scipy, statsmodels)

# The noncentralities under which the observed t lies at either end; (t, m, n1, n2).
cases = [(0.0, 10, 6, 6), (1.7, 3, 2, 3), (2.5, 73, 41, 34), (-4.2, 18, 5, 15), (9.0, 200, 100, 102)]
out.put("kHedgesCases", cases)
limits = []
for t, m, n1, n2 in cases:
    j = np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2)
    for p in (0.975, 0.025):
        ncp = optimize.brentq(lambda d: stats.nct.cdf(t, m, d) - p, t - 12, t + 12, xtol=1e-13)
        limits.append(j * ncp * np.sqrt(1 / n1 + 1 / n2))
out.put("kHedgesLimits", limits)
nct = [(1.2, 4.5, 0.7), (-0.3, 9, 1.5), (5.0, 30, 4.0), (2.0, 2, -1.0)]
out.put("kNoncentralCases", nct)
out.put("kNoncentralCdf", [stats.nct.cdf(*case) for case in nct])

# SciPy draws with its own generator; the same draws are written down for ours.
rng = np.random.default_rng(5)
sample = np.round(rng.lognormal(3, 0.8, 23), 2)
other = np.round(rng.lognormal(2.7, 0.9, 17), 2)
replicates = 199


def draws(n):
    return np.random.default_rng(11).integers(0, n, (replicates, n))


out.put("kSample", sample)
out.put("kOther", other)
out.put("kDraws", draws(23))
for name, statistic in (("Mean", np.mean), ("Median", np.median)):
    for method in ("percentile", "BCa"):
        result = stats.bootstrap((sample,), statistic, n_resamples=replicates, method=method,
                                 vectorized=True, random_state=np.random.default_rng(11))
        interval = result.confidence_interval
        out.put(f"k{name}{method.capitalize()}", [interval.low, interval.high])

both = np.random.default_rng(13)
out.put("kDrawsA", both.integers(0, 23, (replicates, 23)))
out.put("kDrawsB", both.integers(0, 17, (replicates, 17)))
for method in ("percentile", "BCa"):
    result = stats.bootstrap((sample, other), lambda x, y, axis: x.mean(axis) - y.mean(axis),
                             n_resamples=replicates, method=method, vectorized=True,
                             random_state=np.random.default_rng(13))
    interval = result.confidence_interval
    out.put(f"kDifference{method.capitalize()}", [interval.low, interval.high])

newcombe = [(56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 8, 20), (700, 3228, 1801, 6772), (10, 10, 0, 10)]
out.put("kNewcombeShares", newcombe)
out.put("kNewcombe", [proportion.confint_proportions_2indep(*case, compare="diff", method="newcomb")
                      for case in newcombe])
