#include "stats/simpson.h"

#include <algorithm>
#include <cmath>

namespace tessera::stats {

SimpsonFinding DetectSimpson(const Estimate& crude, const Estimate& adjusted,
                             std::span<const double> strata) {
  SimpsonFinding finding;
  if (crude.value == 0) return finding;
  const auto opposed = [&](double value) { return value * crude.value < 0; };
  finding.strict = !strata.empty() && std::ranges::all_of(strata, opposed);
  finding.weak = opposed(adjusted.value);
  finding.attenuated = std::abs(adjusted.value / crude.value) < 0.5;
  finding.supported = finding.weak && !crude.interval.Contains(0) && !adjusted.interval.Contains(0);
  finding.share_explained = 1 - adjusted.value / crude.value;
  return finding;
}

}  // namespace tessera::stats
