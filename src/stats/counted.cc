#include "stats/counted.h"

#include <algorithm>
#include <numeric>

#include "stats/rank.h"

namespace tessera::stats {

std::uint64_t Counted::size() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

CountedSample::CountedSample(std::span<const double> values) {
  for (const double value : Sorted(values)) {
    if (values_.empty() || value != values_.back()) {
      values_.push_back(value);
      counts_.push_back(0);
    }
    ++counts_.back();
  }
}

OrderStatistics::OrderStatistics(const Counted& sample)
    : values_(sample.values), up_to_(sample.counts.size()) {
  std::partial_sum(sample.counts.begin(), sample.counts.end(), up_to_.begin());
}

double OrderStatistics::operator[](std::uint64_t i) const {
  return values_[static_cast<size_t>(std::ranges::upper_bound(up_to_, i) - up_to_.begin())];
}

}  // namespace tessera::stats
