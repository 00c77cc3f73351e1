#include "stats/multiple.h"

#include <algorithm>
#include <cmath>

namespace tessera::stats {
namespace {

// The tests that were made, by ascending p.
std::vector<size_t> AscendingTests(std::span<const double> p_values) {
  std::vector<size_t> order;
  for (size_t i = 0; i < p_values.size(); ++i) {
    if (!std::isnan(p_values[i])) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](size_t i) { return p_values[i]; });
  return order;
}

}  // namespace

std::vector<double> HolmAdjusted(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.begin(), p_values.end());
  const std::vector<size_t> order = AscendingTests(p_values);
  double largest = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    const double p = static_cast<double>(order.size() - i) * p_values[order[i]];
    largest = std::max(largest, std::min(1.0, p));
    adjusted[order[i]] = largest;
  }
  return adjusted;
}

std::vector<double> BenjaminiHochbergAdjusted(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.begin(), p_values.end());
  const std::vector<size_t> order = AscendingTests(p_values);
  const auto n = static_cast<double>(order.size());
  double smallest = 1;
  for (size_t i = order.size(); i-- > 0;) {
    smallest = std::min(smallest, n / static_cast<double>(i + 1) * p_values[order[i]]);
    adjusted[order[i]] = smallest;
  }
  return adjusted;
}

}  // namespace tessera::stats
