#include "stats/roc.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "stats/distribution.h"
#include "stats/moments.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

std::vector<size_t> ByDescendingScore(std::span<const double> scores) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](size_t i) { return scores[i]; });
  return order;
}

// How each row with the outcome fares against those without, and the other way round (DeLong's
// structural components): shares of the other side that are below, equal ones half.
struct Placements {
  std::vector<double> positives;
  std::vector<double> negatives;

  double area() const { return Sum(positives) / static_cast<double>(positives.size()); }
};

Placements PlacementsOf(std::span<const double> scores, Outcomes outcome) {
  std::vector<double> of_positives;
  std::vector<double> of_negatives;
  for (size_t i = 0; i < scores.size(); ++i) {
    (outcome[i] != 0 ? of_positives : of_negatives).push_back(scores[i]);
  }
  const auto m = static_cast<double>(of_positives.size());
  const auto n = static_cast<double>(of_negatives.size());
  const std::vector<double> ranks = MidRanks(scores);
  const std::vector<double> within_positives = MidRanks(of_positives);
  const std::vector<double> within_negatives = MidRanks(of_negatives);
  Placements placements;
  for (size_t i = 0, p = 0, q = 0; i < scores.size(); ++i) {
    if (outcome[i] != 0) {
      placements.positives.push_back((ranks[i] - within_positives[p++]) / n);
    } else {
      placements.negatives.push_back(1 - (ranks[i] - within_negatives[q++]) / m);
    }
  }
  return placements;
}

bool Comparable(Outcomes outcome) {
  const auto positives = std::ranges::count_if(outcome, [](std::uint8_t y) { return y != 0; });
  return positives >= 2 && static_cast<std::ptrdiff_t>(outcome.size()) - positives >= 2;
}

double VarianceOfMean(std::span<const double> values) {
  const Moments moments = MomentsOf(values);
  return moments.variance / moments.n;
}

std::vector<double> Differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> differences(a.size());
  std::ranges::transform(a, b, differences.begin(), std::minus<>());
  return differences;
}

}  // namespace

std::vector<RocPoint> RocCurve(std::span<const double> scores, Outcomes outcome) {
  const std::vector<size_t> order = ByDescendingScore(scores);
  const auto all = static_cast<double>(scores.size());
  const auto positives =
      static_cast<double>(std::ranges::count_if(outcome, [](std::uint8_t y) { return y != 0; }));
  if (positives == 0 || positives == all) return {};
  std::vector<RocPoint> curve = {{std::numeric_limits<double>::infinity(), 0, 0, 1}};
  double found = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    found += outcome[order[i]] != 0 ? 1 : 0;
    const double threshold = scores[order[i]];
    if (i + 1 < order.size() && scores[order[i + 1]] == threshold) continue;
    const auto called = static_cast<double>(i + 1);
    curve.push_back(
        {threshold, (called - found) / (all - positives), found / positives, found / called});
  }
  return curve;
}

std::optional<double> AveragePrecision(std::span<const double> scores, Outcomes outcome) {
  const std::vector<RocPoint> curve = RocCurve(scores, outcome);
  if (curve.empty()) return std::nullopt;
  double sum = 0;
  for (size_t i = 1; i < curve.size(); ++i) {
    sum += (curve[i].true_positive_rate - curve[i - 1].true_positive_rate) * curve[i].precision;
  }
  return sum;
}

std::optional<AreaUnderRoc> RocArea(std::span<const double> scores, Outcomes outcome,
                                    double level) {
  if (!Comparable(outcome)) return std::nullopt;
  const Placements placements = PlacementsOf(scores, outcome);
  AreaUnderRoc result;
  result.area = placements.area();
  result.standard_error =
      std::sqrt(VarianceOfMean(placements.positives) + VarianceOfMean(placements.negatives));
  const double margin = NormalCritical(level) * result.standard_error;
  result.interval = {std::max(0.0, result.area - margin), std::min(1.0, result.area + margin)};
  return result;
}

std::optional<Estimate> CompareRocAreas(std::span<const double> a, std::span<const double> b,
                                        Outcomes outcome, double level) {
  if (!Comparable(outcome)) return std::nullopt;
  const Placements of_a = PlacementsOf(a, outcome);
  const Placements of_b = PlacementsOf(b, outcome);
  const double variance = VarianceOfMean(Differences(of_a.positives, of_b.positives)) +
                          VarianceOfMean(Differences(of_a.negatives, of_b.negatives));
  if (variance <= 0) return std::nullopt;
  return NormalEstimate(of_a.area() - of_b.area(), std::sqrt(variance), level);
}

}  // namespace tessera::stats
