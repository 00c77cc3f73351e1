#include "stats/rank.h"

#include <algorithm>
#include <boost/sort/spreadsort/float_sort.hpp>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <numeric>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

double Ties(double t) { return t * t * t - t; }

// What the walk through two samples side by side tells.
struct Walk {
  double won = 0;   // #(a > b) + ½ #(a = b) over all pairs
  double ties = 0;  // Σ (t³ − t) of both together
};

Walk WalkThrough(const Counted& a, const Counted& b) {
  Walk walk;
  double below = 0;  // values of b below the current value of a
  size_t j = 0;
  for (size_t i = 0; i < a.values.size(); ++i) {
    for (; j < b.values.size() && b.values[j] < a.values[i]; ++j) {
      const auto alone = static_cast<double>(b.counts[j]);
      below += alone;
      walk.ties += Ties(alone);
    }
    const auto own = static_cast<double>(a.counts[i]);
    double equal = 0;
    if (j < b.values.size() && b.values[j] == a.values[i]) {
      equal = static_cast<double>(b.counts[j++]);
    }
    walk.won += own * (below + equal / 2);
    walk.ties += Ties(own + equal);
    below += equal;
  }
  for (; j < b.values.size(); ++j) walk.ties += Ties(static_cast<double>(b.counts[j]));
  return walk;
}

}  // namespace

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  if (!std::ranges::is_sorted(sorted)) {
    // Apart, since float_sort's span of keys overflows where numbers of both signs meet.
    const auto middle = std::partition(sorted.begin(), sorted.end(),
                                       [](double value) { return std::signbit(value); });
    boost::sort::spreadsort::float_sort(sorted.begin(), middle);
    boost::sort::spreadsort::float_sort(middle, sorted.end());
  }
  return sorted;
}

std::vector<double> MidRanks(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double rank = static_cast<double>(begin + end + 1) / 2;
    for (size_t i = begin; i < end; ++i) ranks[order[i]] = rank;
  }
  return ranks;
}

double CountBelow(std::span<const double> sorted, double value) {
  return static_cast<double>(std::ranges::lower_bound(sorted, value) - sorted.begin());
}

double TieTerm(const Counted& sample) {
  double sum = 0;
  for (const std::uint64_t count : sample.counts) sum += Ties(static_cast<double>(count));
  return sum;
}

std::optional<MannWhitneyTest> MannWhitney(std::span<const double> a, std::span<const double> b) {
  return MannWhitney(CountedSample(a), CountedSample(b));
}

std::optional<MannWhitneyTest> MannWhitney(const Counted& a, const Counted& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  const auto n_a = static_cast<double>(a.size()), n_b = static_cast<double>(b.size());
  const double n = n_a + n_b, pairs = n_a * n_b;
  const Walk walk = WalkThrough(a, b);
  MannWhitneyTest test;
  test.u = walk.won;
  test.superiority = test.u / pairs;
  test.cliffs_delta = 2 * test.superiority - 1;
  const bool constant = a.values.size() == 1 && b.values.size() == 1;
  if (constant && a.values.front() == b.values.front()) return test;
  const double sigma = std::sqrt(pairs / 12 * (n + 1 - walk.ties / (n * (n - 1))));
  const double excess = test.u - pairs / 2;
  const double corrected = std::max(0.0, std::abs(excess) - 0.5);
  test.z = std::copysign(corrected, excess) / sigma;
  test.p_value = NormalTwoSided(test.z);
  return test;
}

}  // namespace tessera::stats
