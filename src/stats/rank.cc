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

// #(a > b) + ½ #(a = b) over all pairs of two ascending samples.
double PairsWon(std::span<const double> a, std::span<const double> b) {
  double won = 0;
  size_t below = 0;    // values of b below the current value of a
  size_t at_most = 0;  // and those up to it
  for (const double value : a) {
    while (below < b.size() && b[below] < value) ++below;
    while (at_most < b.size() && b[at_most] <= value) ++at_most;
    won += static_cast<double>(below + at_most) / 2;
  }
  return won;
}

}  // namespace

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  if (!std::ranges::is_sorted(sorted)) {
    boost::sort::spreadsort::float_sort(sorted.begin(), sorted.end());
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

double TieTerm(std::span<const double> sorted) {
  double sum = 0;
  for (size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
    while (end < sorted.size() && sorted[end] == sorted[begin]) ++end;
    const auto t = static_cast<double>(end - begin);
    sum += t * t * t - t;
  }
  return sum;
}

std::optional<MannWhitneyTest> MannWhitney(std::span<const double> a, std::span<const double> b) {
  if (a.empty() || b.empty()) return std::nullopt;
  const std::vector<double> sorted_a = Sorted(a);
  const std::vector<double> sorted_b = Sorted(b);
  std::vector<double> both;
  both.reserve(a.size() + b.size());
  std::ranges::merge(sorted_a, sorted_b, std::back_inserter(both));

  const auto n = static_cast<double>(both.size());
  const double pairs = static_cast<double>(a.size()) * static_cast<double>(b.size());
  MannWhitneyTest test;
  test.u = PairsWon(sorted_a, sorted_b);
  test.superiority = test.u / pairs;
  test.cliffs_delta = 2 * test.superiority - 1;
  if (both.front() == both.back()) return test;
  const double sigma = std::sqrt(pairs / 12 * (n + 1 - TieTerm(both) / (n * (n - 1))));
  const double excess = test.u - pairs / 2;
  const double corrected = std::max(0.0, std::abs(excess) - 0.5);
  test.z = std::copysign(corrected, excess) / sigma;
  test.p_value = NormalTwoSided(test.z);
  return test;
}

}  // namespace tessera::stats
