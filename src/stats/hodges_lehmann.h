// Hodges-Lehmann: by how much one group is shifted against another (B-04).
//
// The estimate is the median of all n₁·n₂ differences aᵢ − bⱼ. The interval is a pair of their
// order statistics D₍ₖ₎, D₍ₙ₁ₙ₂₊₁₋ₖ₎ with
//
//   k = ⌈n₁n₂/2 − ½ − z·σ⌉,  σ² = n₁n₂/12 · (N + 1 − Σ(t³−t)/(N(N−1))),  ties within each group,
//
// which is where R's wilcox.test(conf.int = TRUE, exact = FALSE) changes its mind; R finds that
// point by a root search to about 1e-4, here it is exact.
//
// The differences are never stored. Counting those up to a value is one walk along what differs in
// both samples, which also tells the differences next to it; the value is found by interpolation
// between two that are known to be too low and high enough, a dozen walks whatever the data. A
// million counts against a million take a fraction of a millisecond.
// Source: Hodges and Lehmann (1963); Johnson and Mizoguchi (1978) for selection in X + Y.
#ifndef TESSERA_STATS_HODGES_LEHMANN_H_
#define TESSERA_STATS_HODGES_LEHMANN_H_

#include <cstdint>
#include <optional>
#include <span>

#include "stats/counted.h"
#include "stats/interval.h"

namespace tessera::stats {

struct HodgesLehmannShift {
  double shift = 0;
  std::optional<Interval> interval;  // nothing when the samples are too small for the level (k < 1)
};

// Nothing when a group is empty. REQUIRES: finite values.
std::optional<HodgesLehmannShift> HodgesLehmann(std::span<const double> a,
                                                std::span<const double> b, double level = 0.95);
std::optional<HodgesLehmannShift> HodgesLehmann(const Counted& a, const Counted& b,
                                                double level = 0.95);

// The k-th smallest difference aᵢ − bⱼ, k from 1. REQUIRES: 1 ≤ k ≤ n₁n₂.
double SelectDifference(const Counted& a, const Counted& b, std::uint64_t k);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_HODGES_LEHMANN_H_
