// How well a score tells those with the outcome from those without, at every threshold (§4.7).
//
// Rows of equal score are never split by their order.
#ifndef TESSERA_STATS_ROC_H_
#define TESSERA_STATS_ROC_H_

#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"
#include "stats/outcome.h"

namespace tessera::stats {

// One threshold: score ≥ threshold is called positive.
struct RocPoint {
  double threshold = 0;  // +infinity at the first point, where nobody is
  double false_positive_rate = 0;
  double true_positive_rate = 0;
  double precision = 1;  // 1 where nobody is called positive
};
// From (0, 0) to (1, 1), a point for each distinct score, descending. Empty when an outcome is
// missing altogether.
std::vector<RocPoint> RocCurve(std::span<const double> scores, Outcomes outcome);
// Σ (recallᵢ − recallᵢ₋₁)·precisionᵢ, without interpolation, as scikit-learn.
std::optional<double> AveragePrecision(std::span<const double> scores, Outcomes outcome);

// The area under the ROC curve, P(score of a 1 > score of a 0) + ½ P(equal), with DeLong's variance
// (1988) by the n log n algorithm of Sun and Xu (2014) and a normal interval cut to [0, 1], as
// pROC.
struct AreaUnderRoc {
  double area = 0;
  double standard_error = 0;
  Interval interval;
};
// Nothing unless both outcomes are there twice.
std::optional<AreaUnderRoc> RocArea(std::span<const double> scores, Outcomes outcome,
                                    double level = 0.95);

// Two scores of the same rows: a − b, DeLong's paired test. Nothing where RocArea gives nothing or
// the difference has no variance.
std::optional<Estimate> CompareRocAreas(std::span<const double> a, std::span<const double> b,
                                        Outcomes outcome, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_ROC_H_
