#include "stats/anova.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "stats/distribution.h"
#include "stats/quantile.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

// The classic decomposition; empty groups are not counted.
struct SumsOfSquares {
  double groups = 0;
  double n = 0;
  double between = 0;
  double within = 0;

  double df_within() const { return n - groups; }
};

SumsOfSquares Decompose(std::span<const Moments> groups) {
  SumsOfSquares sums;
  Summation total;
  for (const Moments& group : groups) {
    if (group.n == 0) continue;
    sums.groups += 1;
    sums.n += group.n;
    sums.within += (group.n - 1) * group.variance;
    total.Add(group.n * group.mean);
  }
  const double mean = total.value() / sums.n;
  for (const Moments& group : groups) {
    sums.between += group.n * (group.mean - mean) * (group.mean - mean);
  }
  return sums;
}

std::vector<double> DeviationsFromMedian(std::span<const double> group) {
  const double median = *Median(group);
  std::vector<double> deviations;
  deviations.reserve(group.size());
  for (const double value : group) deviations.push_back(std::abs(value - median));
  return deviations;
}

}  // namespace

std::optional<FTest> WelchAnova(std::span<const Moments> groups) {
  const auto k = static_cast<double>(groups.size());
  const auto usable = [](const Moments& group) { return group.n >= 2 && group.variance > 0; };
  if (groups.size() < 2 || !std::ranges::all_of(groups, usable)) return std::nullopt;
  double weights = 0;
  double weighted = 0;
  for (const Moments& group : groups) {
    const double weight = group.n / group.variance;
    weights += weight;
    weighted += weight * group.mean;
  }
  const double mean = weighted / weights;
  double between = 0;
  double imbalance = 0;
  for (const Moments& group : groups) {
    const double weight = group.n / group.variance;
    const double rest = 1 - weight / weights;
    between += weight * (group.mean - mean) * (group.mean - mean);
    imbalance += rest * rest / (group.n - 1);
  }
  imbalance /= k * k - 1;
  FTest test;
  test.f = between / ((k - 1) * (1 + 2 * (k - 2) * imbalance));
  test.df1 = k - 1;
  test.df2 = 1 / (3 * imbalance);
  test.p_value = FisherTail(test.f, test.df1, test.df2);
  return test;
}

std::optional<VarianceShare> BetweenShare(std::span<const Moments> groups) {
  const SumsOfSquares sums = Decompose(groups);
  const double total = sums.between + sums.within;
  if (sums.groups < 2 || sums.df_within() <= 0 || total <= 0) return std::nullopt;
  const double mean_within = sums.within / sums.df_within();
  const double omega = (sums.between - (sums.groups - 1) * mean_within) / (total + mean_within);
  return VarianceShare{sums.between / total, std::max(0.0, omega)};
}

std::optional<KruskalWallisTest> KruskalWallis(Groups groups) {
  std::vector<std::pair<double, size_t>> rows;  // value, group
  double filled = 0;
  for (size_t group = 0; group < groups.size(); ++group) {
    for (const double value : groups[group]) rows.emplace_back(value, group);
    if (!groups[group].empty()) filled += 1;
  }
  if (filled < 2) return std::nullopt;
  std::ranges::sort(rows);
  std::vector<double> values;
  values.reserve(rows.size());
  for (const auto& row : rows) values.push_back(row.first);
  KruskalWallisTest test;
  test.df = filled - 1;
  if (values.front() == values.back()) return test;

  const std::vector<double> ranks = MidRanks(values);
  std::vector<double> rank_sums(groups.size());
  for (size_t i = 0; i < rows.size(); ++i) rank_sums[rows[i].second] += ranks[i];
  const auto n = static_cast<double>(rows.size());
  double spread = 0;  // Σ nᵢ·(mean rank − (n+1)/2)², free of cancellation
  for (size_t group = 0; group < groups.size(); ++group) {
    if (groups[group].empty()) continue;
    const auto size = static_cast<double>(groups[group].size());
    const double excess = rank_sums[group] / size - (n + 1) / 2;
    spread += size * excess * excess;
  }
  test.h = 12 / (n * (n + 1)) * spread / (1 - TieTerm(CountedSample(values)) / (n * n * n - n));
  test.p_value = ChiSquareTail(test.h, test.df);
  test.epsilon_squared = test.h / (n - 1);
  return test;
}

std::optional<FTest> LeveneTest(Groups groups) {
  std::vector<Moments> deviations;
  for (const std::span<const double> group : groups) {
    if (!group.empty()) deviations.push_back(MomentsOf(DeviationsFromMedian(group)));
  }
  const SumsOfSquares sums = Decompose(deviations);
  if (sums.groups < 2 || sums.df_within() <= 0 || sums.within <= 0) return std::nullopt;
  FTest test;
  test.df1 = sums.groups - 1;
  test.df2 = sums.df_within();
  test.f = sums.between / test.df1 / (sums.within / test.df2);
  test.p_value = FisherTail(test.f, test.df1, test.df2);
  return test;
}

}  // namespace tessera::stats
