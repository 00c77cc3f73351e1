// Estimates with their doubt.
//
// Conventions of the whole room: the functions are pure; NaN among the inputs is the caller's error
// unless a header says otherwise; what cannot be estimated is nothing (std::nullopt), never a NaN;
// `level` is the confidence level; p-values are two-sided and computed from the tail itself, so
// that they are right far below 1e-16. A difference of two groups is always first minus second.
#ifndef TESSERA_STATS_INTERVAL_H_
#define TESSERA_STATS_INTERVAL_H_

namespace tessera::stats {

struct Interval {
  double low = 0;
  double high = 0;

  bool Contains(double value) const { return low <= value && value <= high; }
};

// A value, its standard error, the interval at the level asked for and the test against no effect
// (0 for differences, 1 for ratios). For ratios the standard error is that of the logarithm.
struct Estimate {
  double value = 0;
  double standard_error = 0;
  Interval interval;
  double p_value = 1;
};

// value ± z·standard_error and its normal p. REQUIRES: standard_error > 0.
Estimate NormalEstimate(double value, double standard_error, double level);
// exp(log_value ± z·log_error): what every ratio with a log-normal interval ends in.
Estimate LogNormalEstimate(double log_value, double log_error, double level);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_INTERVAL_H_
