// How sure the strength of an association is (B-14).
#ifndef TESSERA_STATS_ASSOCIATION_INTERVAL_H_
#define TESSERA_STATS_ASSOCIATION_INTERVAL_H_

#include <optional>

#include "stats/contingency.h"
#include "stats/interval.h"

namespace tessera::stats {

// Cramér's V by turning the noncentral χ² distribution round: the noncentralities λ under which the
// observed χ² would be just at either end, each as V = √(λ/n / (min(r, c) − 1)), at most 1. As λ/n
// is free of the bias that χ²/n has, the interval belongs to the bias-corrected V̂. Source: Steiger
// and Fouladi (1997); equal to R effectsize::cramers_v(adjust = FALSE).
//
// Nothing where ChiSquareTest gives nothing, or where χ² is so small that even no association
// leaves it below the lower tail.
std::optional<Interval> CramersInterval(const CountTable& table, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_ASSOCIATION_INTERVAL_H_
