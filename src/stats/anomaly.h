// What stands out in a series of periods (B-52). Cut an incomplete last period first.
#ifndef TESSERA_STATS_ANOMALY_H_
#define TESSERA_STATS_ANOMALY_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace tessera::stats {

// 0.6745·(x − median)/MAD of each value (Iglewicz and Hoaglin 1993). When more than half the values
// are equal the MAD is 0 and the mean absolute deviation takes its place, (x −
// median)/(1.2533·MeanAD); empty when all are equal.
std::vector<double> RobustScores(std::span<const double> values);

// Tukey's fences: quartiles (type 7) ∓ k·IQR. Nothing when there are no values.
std::optional<Interval> TukeyFences(std::span<const double> values, double k = 1.5);

struct Anomaly {
  enum class Kind { kSpike, kLevelShift };
  size_t at = 0;     // the first period that is different
  double score = 0;  // of the first difference into it
  Kind kind = Kind::kLevelShift;
};
// Periods whose first difference scores beyond `threshold`. Two in a row in opposite directions are
// one spike; one by itself is a shift of level, which a spike in the last period cannot be told
// from. Fewer than four values: none.
std::vector<Anomaly> FindAnomalies(std::span<const double> series, double threshold = 3.5);

// The series with its season taken out: each value less the median of its place in the season.
// REQUIRES: season ≥ 1.
std::vector<double> SeasonalResiduals(std::span<const double> series, size_t season);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_ANOMALY_H_
