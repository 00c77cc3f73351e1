#include "stats/concentration.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "stats/moments.h"

namespace tessera::stats {
namespace {

std::vector<double> Descending(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted, std::greater<>());
  return sorted;
}

// The total, when it is something that can be shared.
std::optional<double> Shareable(std::span<const double> values) {
  const double total = Sum(values);
  if (!(total > 0)) return std::nullopt;
  return total;
}

}  // namespace

std::optional<Gini> GiniOf(std::span<const double> values) {
  const std::optional<double> total = Shareable(values);
  if (!total) return std::nullopt;
  const std::vector<double> sorted = Descending(values);
  const auto n = static_cast<double>(values.size());
  Summation weighted;
  for (size_t i = 0; i < sorted.size(); ++i) {
    weighted.Add((n - static_cast<double>(i)) * sorted[i]);  // its ascending rank
  }
  Gini result;
  result.gini = (2 * weighted.value() - (n + 1) * *total) / (n * *total);
  if (n > 1) result.unbiased = result.gini * n / (n - 1);
  result.has_negative = sorted.back() < 0;
  return result;
}

std::optional<double> HerfindahlIndex(std::span<const double> values) {
  const std::optional<double> total = Shareable(values);
  if (!total) return std::nullopt;
  Summation squares;
  for (const double value : values) squares.Add(value / *total * (value / *total));
  return squares.value();
}

std::optional<double> TopShare(std::span<const double> values, double share) {
  const std::optional<double> total = Shareable(values);
  if (!total) return std::nullopt;
  const std::vector<double> sorted = Descending(values);
  // 0.2·15 is a little above 3 in binary; ⌈ ⌉ must not make four of it.
  constexpr double kRounding = 1e-9;
  const double exact = share * static_cast<double>(values.size());
  const auto k = static_cast<size_t>(std::max(1.0, std::ceil(exact - kRounding)));
  return Sum(std::span(sorted).first(std::min(k, sorted.size()))) / *total;
}

std::optional<size_t> CountHolding(std::span<const double> values, double share) {
  const std::optional<double> total = Shareable(values);
  if (!total) return std::nullopt;
  const std::vector<double> sorted = Descending(values);
  Summation held;
  size_t count = 0;
  while (count < sorted.size() && held.value() < share * *total) held.Add(sorted[count++]);
  return count;
}

std::vector<LorenzPoint> LorenzCurve(std::span<const double> values, size_t points,
                                     bool descending) {
  const std::optional<double> total = Shareable(values);
  if (!total) return {};
  std::vector<double> sorted = Descending(values);
  if (!descending) std::ranges::reverse(sorted);
  const size_t n = sorted.size();
  const size_t steps = std::min(points, n);
  std::vector<LorenzPoint> curve = {{0, 0}};
  Summation held;
  size_t row = 0;
  for (size_t step = 1; step <= steps; ++step) {
    for (; row < n * step / steps; ++row) held.Add(sorted[row]);
    curve.push_back({static_cast<double>(row) / static_cast<double>(n), held.value() / *total});
  }
  return curve;
}

}  // namespace tessera::stats
