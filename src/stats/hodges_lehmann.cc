#include "stats/hodges_lehmann.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "stats/distribution.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

// Doubles as whole numbers of the same order.
std::uint64_t Key(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

double ValueOf(std::uint64_t key) {
  return std::bit_cast<double>((key & kSign) != 0 ? key & ~kSign : ~key);
}

// How many differences aᵢ − bⱼ are at most `limit`. As aᵢ grows, so does the first j that will do.
std::uint64_t CountAtMost(std::span<const double> a, std::span<const double> b, double limit) {
  std::uint64_t count = 0;
  size_t j = 0;
  for (const double value : a) {
    while (j < b.size() && value - b[j] > limit) ++j;
    if (j == b.size()) break;
    count += b.size() - j;
  }
  return count;
}

// All differences from `low` to `high`.
std::vector<double> DifferencesWithin(std::span<const double> a, std::span<const double> b,
                                      double low, double high) {
  std::vector<double> found;
  size_t first = 0;
  for (const double value : a) {
    while (first < b.size() && value - b[first] > high) ++first;
    for (size_t j = first; j < b.size() && value - b[j] >= low; ++j) found.push_back(value - b[j]);
  }
  return found;
}

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  return sorted;
}

// The median of all differences, the mean of the middle two when they are even in number.
double MedianDifference(std::span<const double> a, std::span<const double> b) {
  const std::uint64_t pairs = std::uint64_t{a.size()} * b.size();
  const double upper = SelectDifference(a, b, pairs / 2 + 1);
  if (pairs % 2 == 1) return upper;
  const double lower = SelectDifference(a, b, pairs / 2);
  return lower + (upper - lower) / 2;
}

}  // namespace

double SelectDifference(std::span<const double> a, std::span<const double> b, std::uint64_t k) {
  std::uint64_t low = Key(a.front() - b.back());
  std::uint64_t high = Key(a.back() - b.front());
  std::uint64_t below = 0;                                   // differences with a key under `low`
  std::uint64_t up_to = std::uint64_t{a.size()} * b.size();  // and up to `high`
  const std::uint64_t few = a.size() + b.size();
  while (low < high) {
    if (up_to - below <= few) {
      std::vector<double> rest = DifferencesWithin(a, b, ValueOf(low), ValueOf(high));
      const auto kth = rest.begin() + static_cast<std::ptrdiff_t>(k - below - 1);
      std::ranges::nth_element(rest, kth);
      return *kth;
    }
    const std::uint64_t middle = low + (high - low) / 2;
    const std::uint64_t count = CountAtMost(a, b, ValueOf(middle));
    if (count >= k) {
      high = middle;
      up_to = count;
    } else {
      low = middle + 1;
      below = count;
    }
  }
  return ValueOf(low);
}

std::optional<HodgesLehmannShift> HodgesLehmann(std::span<const double> a,
                                                std::span<const double> b, double level) {
  if (a.empty() || b.empty()) return std::nullopt;
  const std::vector<double> x = Sorted(a);
  const std::vector<double> y = Sorted(b);
  HodgesLehmannShift result;
  result.shift = MedianDifference(x, y);

  const auto n = static_cast<double>(x.size() + y.size());
  const double pairs = static_cast<double>(x.size()) * static_cast<double>(y.size());
  const double ties = (TieTerm(x) + TieTerm(y)) / (n * (n - 1));
  const double sigma = std::sqrt(std::max(0.0, pairs / 12 * (n + 1 - ties)));
  const double k = std::ceil(pairs / 2 - 0.5 - NormalCritical(level) * sigma);
  if (k < 1) return result;
  const auto rank = static_cast<std::uint64_t>(k);
  const std::uint64_t mirrored = std::uint64_t{x.size()} * y.size() + 1 - rank;
  result.interval = Interval{SelectDifference(x, y, rank), SelectDifference(x, y, mirrored)};
  return result;
}

}  // namespace tessera::stats
