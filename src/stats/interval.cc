#include "stats/interval.h"

#include <cmath>

#include "stats/distribution.h"

namespace tessera::stats {

Estimate NormalEstimate(double value, double standard_error, double level) {
  const double margin = NormalCritical(level) * standard_error;
  return {value,
          standard_error,
          {value - margin, value + margin},
          NormalTwoSided(value / standard_error)};
}

Estimate LogNormalEstimate(double log_value, double log_error, double level) {
  const Estimate log = NormalEstimate(log_value, log_error, level);
  return {std::exp(log_value),
          log_error,
          {std::exp(log.interval.low), std::exp(log.interval.high)},
          log.p_value};
}

}  // namespace tessera::stats
