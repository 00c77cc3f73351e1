// Logistic regression (B-24).
#ifndef TESSERA_STATS_LOGIT_H_
#define TESSERA_STATS_LOGIT_H_

#include <optional>
#include <vector>

#include "stats/interval.h"
#include "stats/matrix.h"
#include "stats/outcome.h"

namespace tessera::stats {

// P(y = 1) = 1/(1 + exp(−β₀ − xβ)) by iteratively reweighted least squares; the intercept is added
// and comes first.
struct LogitModel {
  std::vector<Estimate> coefficients;  // Wald
  // Average over the rows of ∂P/∂x, with its delta-method error; without the intercept.
  std::vector<Estimate> marginal_effects;
  std::vector<double> probabilities;  // fitted, a row
  double log_likelihood = 0;
  double null_log_likelihood = 0;
};
// Nothing when the columns are dependent, an outcome is missing, or a combination of features parts
// the outcomes perfectly: then there is no finite estimate.
std::optional<LogitModel> FitLogit(MatrixView features, Outcomes outcome, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_LOGIT_H_
