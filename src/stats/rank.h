// Ranks, and the test whether values of one group tend to lie above those of another (B-03).
#ifndef TESSERA_STATS_RANK_H_
#define TESSERA_STATS_RANK_H_

#include <optional>
#include <span>
#include <vector>

#include "stats/counted.h"

namespace tessera::stats {

// The values in ascending order.
std::vector<double> Sorted(std::span<const double> values);

// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> MidRanks(std::span<const double> values);

// How many of `sorted` are below `value`.
double CountBelow(std::span<const double> sorted, double value);

// Σ (t³ − t) over the groups of t equal values.
double TieTerm(const Counted& sample);

// Mann-Whitney with the normal approximation, corrected for ties and continuity:
//
//   U = #(a > b) + ½ #(a = b) over all pairs,  N = n₁ + n₂
//   σ² = n₁n₂/12 · (N + 1 − Σ(t³−t)/(N(N−1))),  z = (U − n₁n₂/2 ∓ ½)/σ
//
// It tests the stochastic order of the groups, not their medians. When all values are equal, z = 0
// and p = 1. Source: Mann and Whitney (1947); R wilcox.test(exact = FALSE).
struct MannWhitneyTest {
  double u = 0;
  double z = 0;
  double p_value = 1;
  double superiority = 0.5;  // P(A > B) + ½ P(A = B) = U/(n₁n₂)
  double cliffs_delta = 0;   // P(A > B) − P(A < B) = 2·superiority − 1
};

// Nothing when a group is empty.
std::optional<MannWhitneyTest> MannWhitney(std::span<const double> a, std::span<const double> b);
std::optional<MannWhitneyTest> MannWhitney(const Counted& a, const Counted& b);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_RANK_H_
