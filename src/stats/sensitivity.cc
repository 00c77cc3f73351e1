#include "stats/sensitivity.h"

#include <cmath>

namespace tessera::stats {
namespace {

double StrengthNeeded(double risk_ratio) {
  const double away = risk_ratio < 1 ? 1 / risk_ratio : risk_ratio;
  return away + std::sqrt(away * (away - 1));
}

}  // namespace

EValue EValueOf(double risk_ratio, Interval interval) {
  if (interval.Contains(1)) return {StrengthNeeded(risk_ratio), 1};
  return {StrengthNeeded(risk_ratio),
          StrengthNeeded(risk_ratio < 1 ? interval.high : interval.low)};
}

std::optional<Interval> RateWithMissing(Share known, double missing) {
  const double n = known.n + missing;
  if (n <= 0) return std::nullopt;
  return Interval{known.events / n, (known.events + missing) / n};
}

}  // namespace tessera::stats
