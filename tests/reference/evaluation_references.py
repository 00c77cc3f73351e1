"""Average precision, Brier score, log loss, Matthews and kappa; square tables (B-50)."""

import numpy as np
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy import stats
from sklearn import metrics
from statsmodels.stats.contingency_tables import SquareTable
from statsmodels.stats.inter_rater import cohens_kappa

from reference import Reference

out = Reference("evaluation_more", np, sklearn, statsmodels)

rng = np.random.default_rng(21)
p = np.round(rng.beta(1.5, 3, 90), 2)  # two decimals: ties
y = (rng.random(90) < p ** 1.3).astype(int)
out.put("kProbabilities", p)
out.put("kHappened", y)
out.put("kAveragePrecision", metrics.average_precision_score(y, p))
out.put("kBrier", metrics.brier_score_loss(y, p))
out.put("kLogLoss", metrics.log_loss(y, p))
called = (p >= 0.4).astype(int)
out.put("kConfusion", metrics.confusion_matrix(y, called))
out.put("kMatthews", metrics.matthews_corrcoef(y, called))
out.put("kF1", metrics.f1_score(y, called))
out.put("kBalanced", metrics.balanced_accuracy_score(y, called))
fpr, tpr, _ = metrics.roc_curve(y, p, drop_intermediate=False)
out.put("kRocFalse", fpr)
out.put("kRocTrue", tpr)
line = sm.Logit(y, sm.add_constant(np.log(p / (1 - p)))).fit(disp=0, tol=1e-14)
out.put("kCalibrationLine", line.params)

# Unaided vision of 7,477 women (Stuart 1953): right eye against left.
vision = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205],
                   [36, 82, 179, 492]])
table = SquareTable(vision, shift_zeros=False)
out.put("kVision", vision)
result = table.homogeneity("stuart_maxwell")
out.put("kStuartMaxwell", [result.statistic, result.df, stats.chi2.sf(result.statistic, 3)])
result = table.homogeneity("bhapkar")
out.put("kBhapkar", [result.statistic, result.df, stats.chi2.sf(result.statistic, 3)])
result = table.symmetry()
out.put("kBowker", [result.statistic, result.df, stats.chi2.sf(result.statistic, result.df)])
kappa = cohens_kappa(vision)
out.put("kKappa", [kappa.kappa, kappa.std_kappa, kappa.kappa_low, kappa.kappa_upp, kappa.z_value])
