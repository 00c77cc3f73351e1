// Quantiles of type 7 (B-08) and the interval of a median (B-05).
//
// Type 7 (Hyndman and Fan 1996), the default of R, NumPy, pandas and DuckDB's quantile_cont: with
// h = (n − 1)·p, the value lies between the ⌊h⌋-th and the next order statistic (from 0), linearly.
#ifndef TESSERA_STATS_QUANTILE_H_
#define TESSERA_STATS_QUANTILE_H_

#include <cstdint>
#include <optional>
#include <span>

#include "stats/counted.h"
#include "stats/interval.h"

namespace tessera::stats {

// REQUIRES: `sorted` ascending and not empty, 0 ≤ p ≤ 1.
double QuantileOfSorted(std::span<const double> sorted, double p);
// The quantile i/q with its place computed in integers: 3/5 is exactly three fifths.
// REQUIRES: 0 ≤ i ≤ q, q > 0.
double QuantileOfSorted(std::span<const double> sorted, std::uint64_t i, std::uint64_t q);

// The same by selection in linear time; `scratch` is reordered. REQUIRES: not empty.
double SelectQuantile(std::span<double> scratch, double p);

// Nothing when there are no values.
std::optional<double> Median(std::span<const double> values);

struct FiveNumbers {
  double minimum = 0;
  double lower_quartile = 0;
  double median = 0;
  double upper_quartile = 0;
  double maximum = 0;
};
std::optional<FiveNumbers> FiveNumberSummary(std::span<const double> values);

// x₍ₖ₎ … x₍ₙ₊₁₋ₖ₎ with the largest k of coverage ≥ level; coverage = 1 − 2·P(Bin(n, ½) ≤ k − 1) is
// at least what is asked for, whatever the distribution of the values.
struct MedianEstimate {
  double median = 0;
  Interval interval;
  double coverage = 0;
};
// Nothing when even the whole range covers less than `level`: n ≤ 5 at 0.95.
std::optional<MedianEstimate> MedianInterval(std::span<const double> values, double level = 0.95);
std::optional<MedianEstimate> MedianInterval(const Counted& sample, double level = 0.95);
// The middle value, or the mean of the middle two. REQUIRES: not empty.
double MedianOf(const Counted& sample);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_QUANTILE_H_
