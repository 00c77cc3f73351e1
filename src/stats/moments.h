// Sums, means and variances that do not depend on luck.
//
// Sums are compensated (Neumaier 1974: the rounding error of every addition is carried along), so
// they are correct to the last bit or nearly so and the same on every machine. The variance is the
// two-pass one. A constant sample has variance 0 exactly.
#ifndef TESSERA_STATS_MOMENTS_H_
#define TESSERA_STATS_MOMENTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/counted.h"
#include "stats/interval.h"

namespace tessera::stats {

// What most two-sample procedures need to know of a sample.
struct Moments {
  double n = 0;
  double mean = 0;      // 0 when n = 0
  double variance = 0;  // divisor n − 1; 0 when n < 2

  double sd() const;
  double standard_error() const;  // √(variance / n); 0 when n = 0
};

// A running compensated sum.
class Summation {
 public:
  void Add(double value);
  double value() const { return sum_ + compensation_; }

 private:
  double sum_ = 0;
  double compensation_ = 0;
};

double Sum(std::span<const double> values);
Moments MomentsOf(std::span<const double> values);
Moments MomentsOf(const Counted& sample);
// Those of each group, in one walk: `group` has one a value; values of a group ≥ `groups` and NaN
// are left out.
std::vector<Moments> MomentsByGroup(std::span<const double> values,
                                    std::span<const std::uint32_t> group, size_t groups);
// The moments of n zeros and ones of which `successes` are ones. REQUIRES: 0 ≤ successes ≤ n.
Moments MomentsOfShare(double successes, double n);
// The moments of two disjoint samples together (Chan, Golub and LeVeque 1979).
Moments Combine(const Moments& a, const Moments& b);

// Bias-corrected G1 = √(n(n−1))/(n−2) · m₃/m₂^{3/2}, as pandas, DuckDB and SAS; nothing when n < 3
// or all values are equal.
std::optional<double> Skewness(std::span<const double> values);
// Bias-corrected excess kurtosis G2; nothing when n < 4 or all values are equal.
std::optional<double> ExcessKurtosis(std::span<const double> values);

// mean ± t(n−1)·s/√n (B-13). Nothing when n < 2 or the variance is 0: a sample without variation
// says nothing about its doubt.
std::optional<Interval> MeanInterval(const Moments& sample, double level = 0.95);

// variance / mean of counts: 1 for Poisson, above it over-dispersed. Nothing when n < 2 or mean ≤
// 0.
std::optional<double> DispersionIndex(const Moments& counts);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_MOMENTS_H_
