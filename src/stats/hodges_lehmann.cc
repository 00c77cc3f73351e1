#include "stats/hodges_lehmann.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "stats/distribution.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

constexpr double kBeyond = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

// Doubles as whole numbers of the same order.
std::uint64_t Key(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

double ValueOf(std::uint64_t key) {
  return std::bit_cast<double>((key & kSign) != 0 ? key & ~kSign : ~key);
}

// A sample, and how many of it are at least as large as each value.
struct Sample {
  Counted counted;
  std::vector<std::uint64_t> from;

  explicit Sample(const Counted& sample) : counted(sample), from(sample.counts.size()) {
    std::partial_sum(counted.counts.rbegin(), counted.counts.rend(), from.rbegin());
  }
  std::uint64_t size() const { return from.front(); }
  double least() const { return counted.values.front(); }
  double most() const { return counted.values.back(); }
};

// What the differences are beside a limit. Those next to it are attained.
struct Count {
  std::uint64_t at_most = 0;
  double within = -kBeyond;  // the largest of them
  double above = kBeyond;    // the smallest of the others
};

// As aᵢ grows, so does the first j that will do: one walk along the limit, which meets what is next
// to it on both sides.
Count CountAtMost(const Sample& a, const Sample& b, double limit) {
  const std::span<const double> up = a.counted.values, down = b.counted.values;
  Count count;
  size_t j = 0;
  for (size_t i = 0; i < up.size(); ++i) {
    while (j < down.size() && up[i] - down[j] > limit) ++j;
    if (j > 0) count.above = std::min(count.above, up[i] - down[j - 1]);
    if (j == down.size()) break;
    count.within = std::max(count.within, up[i] - down[j]);
    count.at_most += a.counted.counts[i] * b.from[j];
  }
  return count;
}

struct Difference {
  double value = 0;
  std::uint64_t count = 0;  // of pairs
};

// All differences from `low` to `high`.
std::vector<Difference> DifferencesWithin(const Counted& a, const Counted& b, double low,
                                          double high) {
  std::vector<Difference> found;
  size_t first = 0;
  for (size_t i = 0; i < a.values.size(); ++i) {
    while (first < b.values.size() && a.values[i] - b.values[first] > high) ++first;
    for (size_t j = first; j < b.values.size() && a.values[i] - b.values[j] >= low; ++j) {
      found.push_back({a.values[i] - b.values[j], a.counts[i] * b.counts[j]});
    }
  }
  return found;
}

// The k-th smallest of them, k from 1.
double Kth(std::vector<Difference> differences, std::uint64_t k) {
  auto first = differences.begin(), last = differences.end();
  while (last - first > 1) {
    const auto middle = first + (last - first) / 2;
    std::ranges::nth_element(first, middle, last, {}, &Difference::value);
    std::uint64_t lower = 0;
    for (auto it = first; it != middle; ++it) lower += it->count;
    if (k <= lower) {
      last = middle;
    } else {
      k -= lower;
      first = middle;
    }
  }
  return first->value;
}

// Where the k-th difference lies, both ends attained, and what is known of the counts there.
struct Bracket {
  double low = 0;
  double high = 0;
  std::uint64_t below = 0;  // differences under `low`
  std::uint64_t up_to = 0;  // and up to `high`

  void Learn(const Count& count, std::uint64_t k) {
    if (count.at_most >= k && count.within <= high) {
      high = count.within;
      up_to = count.at_most;
    } else if (count.at_most < k && count.above >= low) {
      low = count.above;
      below = count.at_most;
    }
  }

  // Where to look next, under `high`: where the k-th lies if differences are spread evenly, by
  // turns a little above it and a little below, so that both ends close in; every fourth time in
  // the middle of the doubles, so that they do whatever the spread.
  double Next(std::uint64_t k, unsigned turn) const {
    constexpr double kAside = 1.0 / 32;
    const double evenly = static_cast<double>(k - below) / static_cast<double>(up_to - below) +
                          (turn % 2 == 0 ? kAside : -kAside);
    double guess = low + std::clamp(evenly, 0.0, 1.0) * (high - low);
    if (turn % 4 == 3 || !std::isfinite(guess)) {
      guess = ValueOf(Key(low) + (Key(high) - Key(low)) / 2);
    }
    return guess >= low && guess < high ? guess : low;
  }
};

double Select(const Sample& a, const Sample& b, std::uint64_t k);

// The values at every `stride`-th place.
std::vector<double> EveryNth(const Counted& sample, std::uint64_t stride) {
  std::vector<double> thinned;
  std::uint64_t passed = 0;
  for (size_t i = 0; i < sample.values.size(); ++i) {
    const std::uint64_t taken = (passed + sample.counts[i]) / stride - passed / stride;
    thinned.insert(thinned.end(), taken, sample.values[i]);
    passed += sample.counts[i];
  }
  return thinned;
}

// Searches thinned samples first, whose differences rank like those of the whole to within
// (n₁ + n₂)/stride or so. Both ends are counted in the whole samples: a bad guess costs time, no
// more.
Bracket NarrowBracket(const Sample& a, const Sample& b, std::uint64_t k) {
  constexpr std::uint64_t kStride = 16;
  constexpr size_t kWorthwhile = 1024;
  Bracket bracket = {a.least() - b.most(), a.most() - b.least(), 0, a.size() * b.size()};
  const size_t steps = std::min(a.counted.values.size(), b.counted.values.size());
  if (steps < kWorthwhile) return bracket;
  const CountedSample some_a(EveryNth(a.counted, kStride)), some_b(EveryNth(b.counted, kStride));
  const Sample thin_a(some_a), thin_b(some_b);
  const std::uint64_t thin_pairs = thin_a.size() * thin_b.size();
  const std::uint64_t rank = k / (kStride * kStride);
  const std::uint64_t margin = thin_a.size() + thin_b.size();
  for (const std::uint64_t guess :
       {rank > margin ? rank - margin : 1, std::min(rank + margin, thin_pairs)}) {
    bracket.Learn(CountAtMost(a, b, Select(thin_a, thin_b, guess)), k);
  }
  return bracket;
}

double Select(const Sample& a, const Sample& b, std::uint64_t k) {
  Bracket bracket = NarrowBracket(a, b, k);
  // To gather and to order so many takes no longer than to count once more.
  const std::uint64_t few = 64 + (a.counted.values.size() + b.counted.values.size()) / 4;
  for (unsigned turn = 0; bracket.low < bracket.high; ++turn) {
    if (bracket.up_to - bracket.below <= few) {
      return Kth(DifferencesWithin(a.counted, b.counted, bracket.low, bracket.high),
                 k - bracket.below);
    }
    bracket.Learn(CountAtMost(a, b, bracket.Next(k, turn)), k);
  }
  return bracket.low + 0.0;  // no negative zero
}

// The median of all differences, the mean of the middle two when they are even in number.
double MedianDifference(const Sample& a, const Sample& b) {
  const std::uint64_t pairs = a.size() * b.size();
  const double lower = Select(a, b, (pairs + 1) / 2);
  if (pairs % 2 == 1) return lower;
  const Count count = CountAtMost(a, b, lower);
  const double upper = count.at_most > pairs / 2 ? lower : count.above;
  return lower + (upper - lower) / 2;
}

}  // namespace

double SelectDifference(const Counted& a, const Counted& b, std::uint64_t k) {
  return Select(Sample(a), Sample(b), k);
}

std::optional<HodgesLehmannShift> HodgesLehmann(std::span<const double> a,
                                                std::span<const double> b, double level) {
  return HodgesLehmann(CountedSample(a), CountedSample(b), level);
}

std::optional<HodgesLehmannShift> HodgesLehmann(const Counted& a, const Counted& b, double level) {
  if (a.empty() || b.empty()) return std::nullopt;
  const Sample x(a), y(b);
  HodgesLehmannShift result;
  result.shift = MedianDifference(x, y);

  const auto n = static_cast<double>(x.size() + y.size());
  const double pairs = static_cast<double>(x.size()) * static_cast<double>(y.size());
  const double ties = (TieTerm(a) + TieTerm(b)) / (n * (n - 1));
  const double sigma = std::sqrt(std::max(0.0, pairs / 12 * (n + 1 - ties)));
  const double k = std::ceil(pairs / 2 - 0.5 - NormalCritical(level) * sigma);
  if (k < 1) return result;
  const auto rank = static_cast<std::uint64_t>(k);
  const std::uint64_t mirrored = x.size() * y.size() + 1 - rank;
  result.interval = Interval{Select(x, y, rank), Select(x, y, mirrored)};
  return result;
}

}  // namespace tessera::stats
