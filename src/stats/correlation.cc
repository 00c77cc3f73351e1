#include "stats/correlation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/distribution.h"
#include "stats/moments.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

struct Pairs {
  std::vector<double> x;
  std::vector<double> y;
};

Pairs CompletePairs(std::span<const double> x, std::span<const double> y) {
  Pairs pairs;
  for (size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) || std::isnan(y[i])) continue;
    pairs.x.push_back(x[i]);
    pairs.y.push_back(y[i]);
  }
  return pairs;
}

// Nothing when a column does not vary.
std::optional<double> Coefficient(std::span<const double> x, std::span<const double> y) {
  const Moments mx = MomentsOf(x);
  const Moments my = MomentsOf(y);
  if (mx.variance <= 0 || my.variance <= 0) return std::nullopt;
  Summation products;
  for (size_t i = 0; i < x.size(); ++i) products.Add((x[i] - mx.mean) * (y[i] - my.mean));
  return std::clamp(products.value() / (mx.n - 1) / std::sqrt(mx.variance * my.variance), -1.0,
                    1.0);
}

// `variance` is that of Fisher's z but for the divisor n − 3.
Correlation WithDoubt(double r, double n, double variance, double level) {
  Correlation result{r, n, 1, std::nullopt};
  const bool perfect = std::abs(r) == 1;
  result.p_value =
      perfect ? 0 : StudentTwoSided(r * std::sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);
  if (n < 4) return result;
  if (perfect) {
    result.interval = Interval{r, r};
    return result;
  }
  const double z = std::atanh(r);
  const double margin = NormalCritical(level) * std::sqrt(variance / (n - 3));
  result.interval = Interval{std::tanh(z - margin), std::tanh(z + margin)};
  return result;
}

}  // namespace

std::optional<Correlation> Pearson(std::span<const double> x, std::span<const double> y,
                                   double level) {
  const Pairs pairs = CompletePairs(x, y);
  if (pairs.x.size() < 3) return std::nullopt;
  const std::optional<double> r = Coefficient(pairs.x, pairs.y);
  if (!r) return std::nullopt;
  return WithDoubt(*r, static_cast<double>(pairs.x.size()), 1, level);
}

std::optional<Correlation> Spearman(std::span<const double> x, std::span<const double> y,
                                    double level) {
  const Pairs pairs = CompletePairs(x, y);
  if (pairs.x.size() < 3) return std::nullopt;
  const std::optional<double> r = Coefficient(MidRanks(pairs.x), MidRanks(pairs.y));
  if (!r) return std::nullopt;
  return WithDoubt(*r, static_cast<double>(pairs.x.size()), 1 + *r * *r / 2, level);
}

}  // namespace tessera::stats
