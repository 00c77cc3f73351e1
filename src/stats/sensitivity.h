// How much could what was not observed change? (B-25, B-54)
#ifndef TESSERA_STATS_SENSITIVITY_H_
#define TESSERA_STATS_SENSITIVITY_H_

#include <optional>

#include "stats/interval.h"
#include "stats/proportion.h"

namespace tessera::stats {

// How strong would an unmeasured confounder have to be?
//
// RR + √(RR·(RR − 1)), of 1/RR when RR < 1: the risk ratio that a confounder would need with both
// the group and the outcome to explain the finding away. `limit` is that of the interval's end
// nearer to 1, and 1 when the interval covers 1. Source: VanderWeele and Ding (2017).
struct EValue {
  double point = 1;
  double limit = 1;
};
// REQUIRES: risk_ratio > 0 and 0 < interval.low ≤ interval.high.
EValue EValueOf(double risk_ratio, Interval interval);

// The rate if none, and if all, of the customers whose outcome is missing had the event. Nothing
// when there are no customers at all.
std::optional<Interval> RateWithMissing(Share known, double missing);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_SENSITIVITY_H_
