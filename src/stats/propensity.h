// Comparisons weighted by the chance of treatment (B-23).
//
// Extreme weights make the result hang on a few rows: show the overlap, the effective sizes and the
// balance, and print more than one model's answer.
#ifndef TESSERA_STATS_PROPENSITY_H_
#define TESSERA_STATS_PROPENSITY_H_

#include <optional>
#include <span>

#include "stats/interval.h"
#include "stats/outcome.h"

namespace tessera::stats {

// Hájek's weighted difference of means: 1/e for the treated and 1/(1 − e) for the controls (ATE),
// or 1 and e/(1 − e) (ATT), normed within each group. Propensities outside [trim, 1 − trim] are
// left out and counted. The error is that of the normed weights with the propensity taken as known.
struct WeightedDifference {
  Estimate difference;
  double treated_mean = 0;
  double control_mean = 0;
  double effective_treated = 0;  // (Σw)²/Σw²: how many equal weights would tell as much
  double effective_control = 0;
  double trimmed = 0;
};
enum class Propensity { kAte, kAtt };
// Nothing when a group has fewer than two rows left or nothing varies.
std::optional<WeightedDifference> InversePropensity(std::span<const double> y, Outcomes treated,
                                                    std::span<const double> propensity,
                                                    Propensity estimand, double trim = 0,
                                                    double level = 0.95);

// Balance of a feature: standardised mean difference before and after weighting, both divided by
// the unweighted √((s₁² + s₀²)/2) so that they compare; |SMD| < 0.1 counts as balanced.
struct Balance {
  double before = 0;
  double after = 0;
};
std::optional<Balance> BalanceOf(std::span<const double> feature, Outcomes treated,
                                 std::span<const double> propensity, Propensity estimand);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_PROPENSITY_H_
