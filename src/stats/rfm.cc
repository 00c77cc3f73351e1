#include "stats/rfm.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "stats/quantile.h"

namespace tessera::stats {

int ScoreScale::Score(double value) const {
  if (std::isnan(value)) return 0;
  const auto below = static_cast<int>(std::ranges::lower_bound(breaks, value) - breaks.begin());
  return reversed ? scores() - below : 1 + below;
}

ScoreScale ScoreScaleOf(std::span<const double> values, bool reversed, int scores) {
  std::vector<double> sorted;
  for (const double value : values) {
    if (!std::isnan(value)) sorted.push_back(value);
  }
  std::ranges::sort(sorted);
  ScoreScale scale{{}, reversed};
  if (sorted.empty()) return scale;
  for (int i = 1; i < scores; ++i) {
    scale.breaks.push_back(QuantileOfSorted(sorted, static_cast<std::uint64_t>(i),
                                            static_cast<std::uint64_t>(scores)));
  }
  return scale;
}

std::vector<int> ScoresOf(std::span<const double> values, const ScoreScale& scale) {
  std::vector<int> scores;
  scores.reserve(values.size());
  for (const double value : values) scores.push_back(scale.Score(value));
  return scores;
}

}  // namespace tessera::stats
