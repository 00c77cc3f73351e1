// How much of the total a few customers hold (§4.8). Zeros count: leaving them out is a choice to
// be stated.
#ifndef TESSERA_STATS_CONCENTRATION_H_
#define TESSERA_STATS_CONCENTRATION_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tessera::stats {

// G = (2Σ i·x₍ᵢ₎ − (n + 1)Σx)/(nΣx), values ascending; `unbiased` is n/(n − 1) times that. With
// negative values G need not lie in [0, 1]: `has_negative` flags it.
struct Gini {
  double gini = 0;
  std::optional<double> unbiased;  // nothing when n = 1
  bool has_negative = false;
};
// Nothing when there are no values or the total is not above 0, as with all below.
std::optional<Gini> GiniOf(std::span<const double> values);

// Σ (x/total)², from 1/n (even) to 1 (one holds all).
std::optional<double> HerfindahlIndex(std::span<const double> values);

// The share of the total held by the largest k = ⌈share·n⌉ values. REQUIRES: 0 < share ≤ 1.
std::optional<double> TopShare(std::span<const double> values, double share);
// How many of the largest values hold at least `share` of the total.
std::optional<size_t> CountHolding(std::span<const double> values, double share);

// The Lorenz curve, values ascending, from (0, 0) to (1, 1): `points` + 1 steps of equal population
// at most, or every value when there are fewer. With `descending` the largest come first (the whale
// curve, which passes 1 when there are negatives).
struct LorenzPoint {
  double population = 0;
  double value = 0;
};
std::vector<LorenzPoint> LorenzCurve(std::span<const double> values, size_t points = 200,
                                     bool descending = false);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_CONCENTRATION_H_
