// What goes with an outcome, and how much (B-51).
#ifndef TESSERA_STATS_DRIVERS_H_
#define TESSERA_STATS_DRIVERS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"
#include "stats/matrix.h"

namespace tessera::stats {

// What each feature (or block of features) has to do with y. LMG is the mean of its gain in R² over
// all orders of entry (Lindeman, Merenda and Gold 1980) and sums to R²; it credits proxies: print
// `last` beside it.
struct DriverShare {
  double alone = 0;  // R² of the block by itself
  double last = 0;   // what it adds when all others are in
  double lmg = 0;
};
// `block` numbers the block of each column from 0. Nothing where FitLinear gives nothing.
// REQUIRES: at most 16 blocks.
std::optional<std::vector<DriverShare>> DriverShares(MatrixView features,
                                                     std::span<const size_t> block,
                                                     std::span<const double> y);
// The coefficients with y and all features in standard deviations.
std::optional<std::vector<Estimate>> StandardisedCoefficients(MatrixView features,
                                                              std::span<const double> y,
                                                              double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_DRIVERS_H_
