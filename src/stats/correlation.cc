#include "stats/correlation.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
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

// How many pairs of `values` stand in descending order; sorts them on the way.
double CountInversions(std::span<double> values, std::span<double> room) {
  const size_t n = values.size();
  if (n < 2) return 0;
  const size_t half = n / 2;
  double count = CountInversions(values.first(half), room.first(half)) +
                 CountInversions(values.subspan(half), room.subspan(half));
  size_t left = 0, right = half;
  for (size_t at = 0; at < n; ++at) {
    const bool take_right = left == half || (right < n && values[right] < values[left]);
    if (take_right) count += static_cast<double>(half - left);
    room[at] = values[take_right ? right++ : left++];
  }
  std::ranges::copy(room, values.begin());
  return count;
}

// Σ of t(t−1), t(t−1)(t−2) and t(t−1)(2t+5) over the groups of t equal values.
struct TieSums {
  double pairs = 0, triples = 0, weighted = 0;

  void Add(double t) {
    pairs += t * (t - 1);
    triples += t * (t - 1) * (t - 2);
    weighted += t * (t - 1) * (2 * t + 5);
  }
};

TieSums TiesOf(std::span<const double> sorted) {
  TieSums sums;
  for (size_t i = 0, j = 0; i < sorted.size(); i = j) {
    while (j < sorted.size() && sorted[j] == sorted[i]) ++j;
    sums.Add(static_cast<double>(j - i));
  }
  return sums;
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

std::optional<Correlation> Kendall(std::span<const double> x, std::span<const double> y) {
  const Pairs pairs = CompletePairs(x, y);
  const size_t size = pairs.x.size();
  if (size < 3) return std::nullopt;
  std::vector<std::pair<double, double>> points(size);
  for (size_t i = 0; i < size; ++i) points[i] = {pairs.x[i], pairs.y[i]};
  std::ranges::sort(points);
  TieSums both;
  for (size_t i = 0, j = 0; i < size; i = j) {
    while (j < size && points[j] == points[i]) ++j;
    both.Add(static_cast<double>(j - i));
  }
  std::vector<double> xs(size), ys(size), room(size);
  for (size_t i = 0; i < size; ++i) std::tie(xs[i], ys[i]) = points[i];
  // Equal x stand with their y ascending, so that no pair tied in x is counted.
  const double discordant = CountInversions(ys, room);
  const TieSums in_x = TiesOf(xs), in_y = TiesOf(ys);
  const auto n = static_cast<double>(size);
  const double all = n * (n - 1);
  if (in_x.pairs == all || in_y.pairs == all) return std::nullopt;
  const double s = (all - in_x.pairs - in_y.pairs + both.pairs) / 2 - 2 * discordant;
  const double variance = (all * (2 * n + 5) - in_x.weighted - in_y.weighted) / 18 +
                          in_x.pairs * in_y.pairs / (2 * all) +
                          in_x.triples * in_y.triples / (9 * all * (n - 2));
  const double tau = 2 * s / (std::sqrt(all - in_x.pairs) * std::sqrt(all - in_y.pairs));
  return Correlation{std::clamp(tau, -1.0, 1.0), n, NormalTwoSided(s / std::sqrt(variance)),
                     std::nullopt};
}

}  // namespace tessera::stats
