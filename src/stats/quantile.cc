#include "stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/distribution.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

// Between the order statistics `at` and the next, `part` of the way.
double Between(std::span<const double> sorted, size_t at, double part) {
  const double low = sorted[at];
  return part == 0 ? low : low + part * (sorted[at + 1] - low);
}

struct Position {
  size_t index = 0;
  double part = 0;
};

Position PositionOf(size_t n, double p) {
  const double h = static_cast<double>(n - 1) * p;
  const double whole = std::floor(h);
  return {static_cast<size_t>(whole), h - whole};
}

}  // namespace

double QuantileOfSorted(std::span<const double> sorted, double p) {
  const Position position = PositionOf(sorted.size(), p);
  return Between(sorted, position.index, position.part);
}

double QuantileOfSorted(std::span<const double> sorted, std::uint64_t i, std::uint64_t q) {
  const std::uint64_t h = (sorted.size() - 1) * i;
  return Between(sorted, h / q, static_cast<double>(h % q) / static_cast<double>(q));
}

double SelectQuantile(std::span<double> scratch, double p) {
  const Position position = PositionOf(scratch.size(), p);
  const auto at = scratch.begin() + static_cast<std::ptrdiff_t>(position.index);
  std::ranges::nth_element(scratch, at);
  if (position.part == 0) return *at;
  const double next = *std::min_element(at + 1, scratch.end());
  return *at + position.part * (next - *at);
}

std::optional<double> Median(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  std::vector<double> scratch(values.begin(), values.end());
  return SelectQuantile(scratch, 0.5);
}

std::optional<FiveNumbers> FiveNumberSummary(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  const std::vector<double> sorted = Sorted(values);
  return FiveNumbers{sorted.front(), QuantileOfSorted(sorted, 1, 4), QuantileOfSorted(sorted, 1, 2),
                     QuantileOfSorted(sorted, 3, 4), sorted.back()};
}

std::optional<MedianEstimate> MedianInterval(std::span<const double> values, double level) {
  return MedianInterval(CountedSample(values), level);
}

std::optional<MedianEstimate> MedianInterval(const Counted& sample, double level) {
  const OrderStatistics sorted(sample);
  const std::uint64_t n = sorted.size();
  const auto coverage = [n](std::uint64_t k) {
    return 1 - 2 * BinomialCdf(static_cast<double>(k) - 1, static_cast<double>(n), 0.5);
  };
  if (n == 0 || coverage(1) < level) return std::nullopt;
  std::uint64_t enough = 1;            // a k that covers
  std::uint64_t too_many = n / 2 + 1;  // and one that does not
  while (too_many - enough > 1) {
    const std::uint64_t k = enough + (too_many - enough) / 2;
    (coverage(k) >= level ? enough : too_many) = k;
  }
  return MedianEstimate{
      MedianOf(sample), {sorted[enough - 1], sorted[n - enough]}, coverage(enough)};
}

double MedianOf(const Counted& sample) {
  const OrderStatistics sorted(sample);
  const double low = sorted[(sorted.size() - 1) / 2];
  return low + (sorted[sorted.size() / 2] - low) / 2;
}

}  // namespace tessera::stats
