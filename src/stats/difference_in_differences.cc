#include "stats/difference_in_differences.h"

#include <cmath>

#include "stats/distribution.h"

namespace tessera::stats {

std::optional<Estimate> DifferenceInDifferences(const Moments& treated_before,
                                                const Moments& treated_after,
                                                const Moments& control_before,
                                                const Moments& control_after, double level) {
  double variance = 0;
  double squares = 0;
  for (const Moments* sample : {&treated_before, &treated_after, &control_before, &control_after}) {
    if (sample->n < 2) return std::nullopt;
    const double part = sample->variance / sample->n;
    variance += part;
    squares += part * part / (sample->n - 1);
  }
  if (variance <= 0) return std::nullopt;
  const double value =
      (treated_after.mean - treated_before.mean) - (control_after.mean - control_before.mean);
  const double df = variance * variance / squares;
  const double error = std::sqrt(variance);
  const double margin = StudentCritical(level, df) * error;
  return Estimate{
      value, error, {value - margin, value + margin}, StudentTwoSided(value / error, df)};
}

}  // namespace tessera::stats
