#include "stats/moments.h"

#include <algorithm>
#include <cmath>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

bool AllEqual(std::span<const double> values) {
  return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

// The sums of the second pass, over deviations from a mean.
class Deviations {
 public:
  explicit Deviations(double mean) : mean_(mean) {}

  void Add(double value) {
    const double deviation = value - mean_;
    deviations_.Add(deviation);
    squares_.Add(deviation * deviation);
  }
  void Add(double value, double count) {
    const double deviation = value - mean_;
    deviations_.Add(deviation * count);
    squares_.Add(deviation * deviation * count);
  }
  Moments Finish(double n) const {
    // The mean is rounded; the second term takes back what that adds to the sum of squares.
    const double drift = deviations_.value();
    return {n, mean_, (squares_.value() - drift * drift / n) / (n - 1)};
  }

 private:
  double mean_;
  Summation deviations_, squares_;
};

// Σ (x − mean)^power
double CentralSum(std::span<const double> values, double mean, int power) {
  Summation sum;
  for (const double value : values) {
    const double deviation = value - mean;
    double term = deviation;
    for (int i = 1; i < power; ++i) term *= deviation;
    sum.Add(term);
  }
  return sum.value();
}

}  // namespace

double Moments::sd() const { return std::sqrt(variance); }

double Moments::standard_error() const { return n > 0 ? std::sqrt(variance / n) : 0; }

void Summation::Add(double value) {
  // Knuth's two-sum: what rounding took from the sum, whichever of the two is larger.
  const double sum = sum_ + value;
  const double added = sum - sum_;
  compensation_ += (sum_ - (sum - added)) + (value - added);
  sum_ = sum;
}

double Sum(std::span<const double> values) {
  Summation sum;
  for (const double value : values) sum.Add(value);
  return sum.value();
}

Moments MomentsOf(std::span<const double> values) {
  if (values.empty()) return {};
  const auto n = static_cast<double>(values.size());
  if (AllEqual(values)) return {n, values.front(), 0};
  Deviations deviations(Sum(values) / n);
  for (const double value : values) deviations.Add(value);
  return deviations.Finish(n);
}

Moments MomentsOf(const Counted& sample) {
  if (sample.empty()) return {};
  const auto n = static_cast<double>(sample.size());
  if (sample.values.size() == 1) return {n, sample.values.front(), 0};
  Summation sum;
  for (size_t i = 0; i < sample.values.size(); ++i) {
    sum.Add(sample.values[i] * static_cast<double>(sample.counts[i]));
  }
  Deviations deviations(sum.value() / n);
  for (size_t i = 0; i < sample.values.size(); ++i) {
    deviations.Add(sample.values[i], static_cast<double>(sample.counts[i]));
  }
  return deviations.Finish(n);
}

std::vector<Moments> MomentsByGroup(std::span<const double> values,
                                    std::span<const std::uint32_t> group, size_t groups) {
  struct Group {
    double n = 0;
    double first = 0;
    bool varies = false;
    Summation sum;
  };
  std::vector<Group> found(groups);
  const auto each = [&](const auto& take) {
    for (size_t i = 0; i < values.size(); ++i) {
      if (group[i] < groups && !std::isnan(values[i])) take(group[i], values[i]);
    }
  };
  each([&](std::uint32_t g, double value) {
    Group& into = found[g];
    if (into.n == 0) into.first = value;
    into.varies |= value != into.first;
    into.sum.Add(value);
    ++into.n;
  });
  std::vector<Deviations> deviations;
  for (const Group& one : found) {
    deviations.emplace_back(one.n > 0 ? one.sum.value() / one.n : 0);
  }
  each([&](std::uint32_t g, double value) { deviations[g].Add(value); });
  std::vector<Moments> moments(groups);
  for (size_t g = 0; g < groups; ++g) {
    if (found[g].n == 0) continue;
    moments[g] =
        found[g].varies ? deviations[g].Finish(found[g].n) : Moments{found[g].n, found[g].first, 0};
  }
  return moments;
}

Moments MomentsOfShare(double successes, double n) {
  if (n <= 0) return {};
  const double rate = successes / n;
  return {n, rate, n < 2 ? 0 : successes * (1 - rate) / (n - 1)};
}

Moments Combine(const Moments& a, const Moments& b) {
  if (a.n == 0) return b;
  if (b.n == 0) return a;
  const double n = a.n + b.n;
  const double delta = b.mean - a.mean;
  const double squares =
      (a.n - 1) * a.variance + (b.n - 1) * b.variance + delta * delta * a.n * b.n / n;
  return {n, a.mean + delta * b.n / n, squares / (n - 1)};
}

std::optional<double> Skewness(std::span<const double> values) {
  if (values.size() < 3 || AllEqual(values)) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double mean = Sum(values) / n;
  const double m2 = CentralSum(values, mean, 2) / n;
  const double m3 = CentralSum(values, mean, 3) / n;
  return std::sqrt(n * (n - 1)) / (n - 2) * m3 / (m2 * std::sqrt(m2));
}

std::optional<double> ExcessKurtosis(std::span<const double> values) {
  if (values.size() < 4 || AllEqual(values)) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double mean = Sum(values) / n;
  const double m2 = CentralSum(values, mean, 2) / n;
  const double m4 = CentralSum(values, mean, 4) / n;
  const double g2 = m4 / (m2 * m2) - 3;
  return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6);
}

std::optional<Interval> MeanInterval(const Moments& sample, double level) {
  if (sample.n < 2 || sample.variance <= 0) return std::nullopt;
  const double margin = StudentCritical(level, sample.n - 1) * sample.standard_error();
  return Interval{sample.mean - margin, sample.mean + margin};
}

std::optional<double> DispersionIndex(const Moments& counts) {
  if (counts.n < 2 || counts.mean <= 0) return std::nullopt;
  return counts.variance / counts.mean;
}

}  // namespace tessera::stats
