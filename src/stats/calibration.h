// Do predicted probabilities come true, and how much is gained by following them? (§4.7)
#ifndef TESSERA_STATS_CALIBRATION_H_
#define TESSERA_STATS_CALIBRATION_H_

#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"
#include "stats/outcome.h"

namespace tessera::stats {

// Mean squared error of the probabilities; its skill 1 − Brier/(base·(1 − base)) against always
// saying the base rate; and −mean log of what was given to what came true, probabilities kept 2⁻⁵²
// away from 0 and 1. Nothing when there are no rows; skill is nothing when the outcome never
// varies.
struct ProbabilityScore {
  double brier = 0;
  std::optional<double> skill;
  double log_loss = 0;
};
std::optional<ProbabilityScore> ScoreProbabilities(std::span<const double> probabilities,
                                                   Outcomes outcome);

// Rows grouped by their predicted probability: equal shares of the rows by the type-7 quantiles,
// equal probabilities together, so that groups may be fewer and unequal.
struct CalibrationGroup {
  double n = 0;
  double predicted = 0;  // mean
  double observed = 0;   // rate
  Interval interval;     // Wilson
};
std::vector<CalibrationGroup> CalibrationTable(std::span<const double> probabilities,
                                               Outcomes outcome, int groups = 10,
                                               double level = 0.95);
// Σ n·|observed − predicted| / N.
double ExpectedCalibrationError(std::span<const CalibrationGroup> table);

// logit P(outcome) = intercept + slope·logit(p): 0 and 1 are perfect; a slope below 1 says that the
// probabilities are too extreme. Nothing when the fit does not converge. REQUIRES: 0 < p < 1.
struct CalibrationLine {
  double intercept = 0;
  double slope = 1;
};
std::optional<CalibrationLine> FitCalibration(std::span<const double> probabilities,
                                              Outcomes outcome);

// The rows by descending score in `groups` equal parts, and how much of `value` (the outcome, or
// money) each part and all up to it hold. Rows of equal score share their value evenly: the order
// they came in has no say.
struct GainsGroup {
  double n = 0;
  double value = 0;
  double share = 0;             // of the total value
  double cumulative_share = 0;  // up to and with this group
  double lift = 0;              // mean value ÷ overall mean
  double cumulative_lift = 0;
};
// Empty when there are no rows or the total is not above 0.
std::vector<GainsGroup> GainsTable(std::span<const double> scores, std::span<const double> value,
                                   int groups = 10);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_CALIBRATION_H_
