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

// An ascending sample, and what differs in it: a million counts are a few hundred steps.
struct Sample {
  std::span<const double> sorted;
  std::vector<double> steps;        // each value once
  std::vector<std::uint64_t> at;    // how many are equal to it
  std::vector<std::uint64_t> from;  // how many are at least as large

  explicit Sample(std::span<const double> ascending) : sorted(ascending) {
    for (size_t i = 0; i < sorted.size(); ++i) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        steps.push_back(sorted[i]);
        at.push_back(0);
        from.push_back(sorted.size() - i);
      }
      ++at.back();
    }
  }
};

// How many differences aᵢ − bⱼ are at most `limit`. As aᵢ grows, so does the first j that will do.
std::uint64_t CountAtMost(const Sample& a, const Sample& b, double limit) {
  std::uint64_t count = 0;
  size_t j = 0;
  for (size_t i = 0; i < a.steps.size(); ++i) {
    while (j < b.steps.size() && a.steps[i] - b.steps[j] > limit) ++j;
    if (j == b.steps.size()) break;
    count += a.at[i] * b.from[j];
  }
  return count;
}

// All differences above `low`, up to `high`.
std::vector<double> DifferencesWithin(std::span<const double> a, std::span<const double> b,
                                      double low, double high) {
  std::vector<double> found;
  size_t first = 0;
  for (const double value : a) {
    while (first < b.size() && value - b[first] > high) ++first;
    for (size_t j = first; j < b.size() && value - b[j] > low; ++j) found.push_back(value - b[j]);
  }
  return found;
}

// Where the difference sought lies, as keys, and what is known of the counts there.
struct Bracket {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::uint64_t below = 0;  // differences under `low`
  std::uint64_t up_to = 0;  // and up to `high`

  // Takes in that `count` differences are at most the value of `key`, when the k-th is sought.
  void Learn(std::uint64_t key, std::uint64_t count, std::uint64_t k) {
    if (count >= k && key <= high) {
      high = key;
      up_to = count;
    } else if (count < k && key >= low) {
      low = key + 1;
      below = count;
    }
  }
};

double Select(const Sample& a, const Sample& b, std::uint64_t k);

std::vector<double> EveryNth(std::span<const double> sorted, size_t stride) {
  std::vector<double> thinned;
  for (size_t i = stride - 1; i < sorted.size(); i += stride) thinned.push_back(sorted[i]);
  return thinned;
}

// Searches thinned samples first, whose differences rank like those of the whole to within
// (n₁ + n₂)/stride or so. Both ends are counted in the whole samples: a bad guess costs time, no
// more.
Bracket NarrowBracket(const Sample& a, const Sample& b, std::uint64_t k) {
  constexpr size_t kStride = 16;
  constexpr size_t kWorthwhile = 1024;
  // Zero has two keys; the lower one, so that what lies above the key before it takes zero in.
  const double least = a.sorted.front() - b.sorted.back();
  Bracket bracket = {Key(least == 0 ? -0.0 : least), Key(a.sorted.back() - b.sorted.front()), 0,
                     std::uint64_t{a.sorted.size()} * b.sorted.size()};
  if (std::min(a.steps.size(), b.steps.size()) < kWorthwhile) return bracket;
  const std::vector<double> thin_a = EveryNth(a.sorted, kStride);
  const std::vector<double> thin_b = EveryNth(b.sorted, kStride);
  const std::uint64_t thin_pairs = std::uint64_t{thin_a.size()} * thin_b.size();
  const std::uint64_t rank = k / (kStride * kStride);
  const std::uint64_t margin = thin_a.size() + thin_b.size();
  for (const std::uint64_t guess :
       {rank > margin ? rank - margin : 1, std::min(rank + margin, thin_pairs)}) {
    const double value = Select(Sample(thin_a), Sample(thin_b), guess);
    bracket.Learn(Key(value), CountAtMost(a, b, value), k);
  }
  return bracket;
}

double Select(const Sample& a, const Sample& b, std::uint64_t k) {
  Bracket bracket = NarrowBracket(a, b, k);
  const std::uint64_t few = a.sorted.size() + b.sorted.size();
  while (bracket.low < bracket.high) {
    if (bracket.up_to - bracket.below <= few) {
      std::vector<double> rest =
          DifferencesWithin(a.sorted, b.sorted, ValueOf(bracket.low - 1), ValueOf(bracket.high));
      const auto kth = rest.begin() + static_cast<std::ptrdiff_t>(k - bracket.below - 1);
      std::ranges::nth_element(rest, kth);
      return *kth;
    }
    const std::uint64_t middle = bracket.low + (bracket.high - bracket.low) / 2;
    bracket.Learn(middle, CountAtMost(a, b, ValueOf(middle)), k);
  }
  return ValueOf(bracket.low) + 0.0;  // no negative zero
}

// The median of all differences, the mean of the middle two when they are even in number.
double MedianDifference(const Sample& a, const Sample& b) {
  const std::uint64_t pairs = std::uint64_t{a.sorted.size()} * b.sorted.size();
  const double upper = Select(a, b, pairs / 2 + 1);
  if (pairs % 2 == 1) return upper;
  const double lower = Select(a, b, pairs / 2);
  return lower + (upper - lower) / 2;
}

}  // namespace

double SelectDifference(std::span<const double> a, std::span<const double> b, std::uint64_t k) {
  return Select(Sample(a), Sample(b), k);
}

std::optional<HodgesLehmannShift> HodgesLehmann(std::span<const double> a,
                                                std::span<const double> b, double level) {
  if (a.empty() || b.empty()) return std::nullopt;
  const std::vector<double> x = Sorted(a);
  const std::vector<double> y = Sorted(b);
  const Sample sample_x(x), sample_y(y);
  HodgesLehmannShift result;
  result.shift = MedianDifference(sample_x, sample_y);

  const auto n = static_cast<double>(x.size() + y.size());
  const double pairs = static_cast<double>(x.size()) * static_cast<double>(y.size());
  const double ties = (TieTerm(x) + TieTerm(y)) / (n * (n - 1));
  const double sigma = std::sqrt(std::max(0.0, pairs / 12 * (n + 1 - ties)));
  const double k = std::ceil(pairs / 2 - 0.5 - NormalCritical(level) * sigma);
  if (k < 1) return result;
  const auto rank = static_cast<std::uint64_t>(k);
  const std::uint64_t mirrored = std::uint64_t{x.size()} * y.size() + 1 - rank;
  result.interval =
      Interval{Select(sample_x, sample_y, rank), Select(sample_x, sample_y, mirrored)};
  return result;
}

}  // namespace tessera::stats
