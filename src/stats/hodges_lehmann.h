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
// The differences are never stored. With both samples sorted, counting those up to a value is one
// walk along what differs in both; the value is found by bisection over the ordered bit patterns of
// doubles, at most 64 walks whatever the data. A million counts against a million take 10 ms.
// Source: Hodges and Lehmann (1963); Johnson and Mizoguchi (1978) for selection in X + Y.
#ifndef TESSERA_STATS_HODGES_LEHMANN_H_
#define TESSERA_STATS_HODGES_LEHMANN_H_

#include <cstdint>
#include <optional>
#include <span>

#include "stats/interval.h"

namespace tessera::stats {

struct HodgesLehmannShift {
  double shift = 0;
  std::optional<Interval> interval;  // nothing when the samples are too small for the level (k < 1)
};

// Nothing when a group is empty. REQUIRES: finite values.
std::optional<HodgesLehmannShift> HodgesLehmann(std::span<const double> a,
                                                std::span<const double> b, double level = 0.95);

// The k-th smallest difference aᵢ − bⱼ, k from 1. REQUIRES: both ascending, 1 ≤ k ≤ n₁n₂.
double SelectDifference(std::span<const double> a, std::span<const double> b, std::uint64_t k);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_HODGES_LEHMANN_H_
