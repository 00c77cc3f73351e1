"""sBG, BG/NBD and Gamma-Gamma (REPORTS §4.5), fitted and evaluated with SciPy alone."""

import numpy as np
import scipy
from scipy import optimize, special

from reference import Reference

out = Reference("lifetime", np, scipy)
lg, betaln, hyp2f1 = special.gammaln, special.betaln, special.hyp2f1


def bg_nbd(theta, x, tx, T):
    r, alpha, a, b = theta
    stayed = betaln(a, b + x) - (r + x) * np.log(alpha + T)
    left = np.where(x > 0, betaln(a + 1, b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + tx),
                    -np.inf)
    return lg(r + x) - lg(r) + r * np.log(alpha) - betaln(a, b) + np.logaddexp(stayed, left)


def alive(theta, x, tx, T):
    r, alpha, a, b = theta
    return 1 / (1 + (x > 0) * a / (b + np.maximum(x, 1) - 1) * ((alpha + T) / (alpha + tx)) ** (r + x))


def further(theta, x, tx, T, t):
    r, alpha, a, b = theta
    h = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
    value = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * h)
    return value * alive(theta, x, tx, T)


def repeats(theta, x, t):
    r, alpha, a, b = theta
    j = np.arange(x)
    past, now = alpha / (alpha + t), t / (alpha + t)

    def count(j):
        return np.exp(lg(r + j) - lg(r) - lg(j + 1)) * past ** r * now ** j

    value = np.exp(betaln(a, b + x) - betaln(a, b)) * count(x)
    if x > 0:
        value += np.exp(betaln(a + 1, b + x - 1) - betaln(a, b)) * (1 - count(j).sum())
    return value


cdnow = (0.2426, 4.4135, 0.7929, 2.4258)  # Fader, Hardie and Lee (2005)
cases = np.array([(2, 30.43, 38.86, 39), (0, 0, 38.86, 39), (26, 30.86, 31, 39), (1, 2, 36.3, 10),
                  (6, 37, 38, 400)])
out.put("kHistories", cases)
x, tx, T, t = cases.T
out.put("kHistoryLikelihood", bg_nbd(cdnow, x, tx, T))
out.put("kHistoryAlive", alive(cdnow, x, tx, T))
out.put("kHistoryFurther", further(cdnow, x, tx, T, t))
out.put("kNewCustomer", [further(cdnow, 0.0, 0.0, 0.0, t) for t in (1, 10, 39, 1000)])
out.put("kRepeatsPmf", [repeats(cdnow, k, 39.0) for k in range(8)])
year = np.diff([further(cdnow, 2.0, 30.43, 38.86, float(week)) for week in range(0, 53)])
out.put("kDiscountedYear", (year / 1.15 ** ((np.arange(52) + 0.5) / 52)).sum())

# A customer base with known parameters.
rng = np.random.default_rng(17)
n = 500
r, alpha, a, b = 0.8, 6.0, 0.9, 3.0
rate, drop = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
age = np.round(rng.uniform(20, 50, n), 1)
histories = []
for i in range(n):
    time, last, count = 0.0, 0.0, 0
    while True:
        time += rng.exponential(1 / rate[i])
        if time > age[i]:
            break
        count, last = count + 1, time
        if rng.random() < drop[i]:
            break
    histories.append((count, round(last, 1), age[i]))
histories = np.array(histories)
out.put("kBase", histories)
best = min((optimize.minimize(lambda s: -bg_nbd(np.exp(s), *histories.T).sum(), start,
                              method="Nelder-Mead",
                              options=dict(maxiter=20000, maxfev=20000, xatol=1e-9, fatol=1e-10))
            for start in ((0, 1, 0, 0), (-1, 2, -1, 1))), key=lambda m: m.fun)
out.put("kBaseFit", [*np.exp(best.x), -best.fun])


def gamma_gamma(theta, x, m):
    p, q, g = theta
    return (lg(p * x + q) - lg(p * x) - lg(q) + q * np.log(g) + (p * x - 1) * np.log(m)
            + p * x * np.log(x) - (p * x + q) * np.log(g + m * x))


p, q, g = 6.0, 4.0, 16.0
counts = rng.integers(1, 9, 400).astype(float)
scale = rng.gamma(q, 1 / g, 400)
means = np.round(rng.gamma(p * counts, 1 / (scale * counts)), 2)
out.put("kSpend", np.column_stack([counts, means]))
best = min((optimize.minimize(lambda s: -gamma_gamma(np.exp(s), counts, means).sum(), start,
                              method="Nelder-Mead",
                              options=dict(maxiter=20000, maxfev=20000, xatol=1e-9, fatol=1e-10))
            for start in ((1, 1, 2), (2, 1, 3))), key=lambda m: m.fun)
out.put("kSpendFit", [*np.exp(best.x), -best.fun])
out.put("kSpendLikelihood", gamma_gamma((6.249, 3.745, 15.448), np.array([1.0, 7]),
                                        np.array([35.0, 12.5])))
