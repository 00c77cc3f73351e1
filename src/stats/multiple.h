// Adjusting a family of p-values for their number (B-17).
//
// NaN marks a test that was not made: it stays NaN and is not counted. The order is kept.
#ifndef TESSERA_STATS_MULTIPLE_H_
#define TESSERA_STATS_MULTIPLE_H_

#include <span>
#include <vector>

namespace tessera::stats {

// Holm (1979): the chance of any false finding stays below alpha. For confirmation.
std::vector<double> HolmAdjusted(std::span<const double> p_values);
// Benjamini and Hochberg (1995): the expected share of false findings does. For screening.
std::vector<double> BenjaminiHochbergAdjusted(std::span<const double> p_values);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_MULTIPLE_H_
