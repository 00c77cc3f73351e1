#include "stats/calibration.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>

#include "stats/logit.h"
#include "stats/moments.h"
#include "stats/proportion.h"
#include "stats/quantile.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

double BaseRate(Outcomes outcome) {
  const auto ones = std::ranges::count_if(outcome, [](std::uint8_t y) { return y != 0; });
  return static_cast<double>(ones) / static_cast<double>(outcome.size());
}

// The breaks between groups of equal size, each once.
std::vector<double> Breaks(std::span<const double> values, int groups) {
  const std::vector<double> sorted = Sorted(values);
  std::vector<double> breaks;
  for (int i = 1; i < groups; ++i) {
    const double at =
        QuantileOfSorted(sorted, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(groups));
    if (breaks.empty() || at > breaks.back()) breaks.push_back(at);
  }
  return breaks;
}

// The value that lies at each place when the rows stand by descending score, those of equal score
// sharing theirs evenly.
std::vector<double> ValuesByScore(std::span<const double> scores, std::span<const double> value) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](size_t i) { return scores[i]; });
  std::vector<double> result(order.size());
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    double sum = 0;
    for (; end < order.size() && scores[order[end]] == scores[order[begin]]; ++end) {
      sum += value[order[end]];
    }
    const double mean = sum / static_cast<double>(end - begin);
    for (size_t i = begin; i < end; ++i) result[i] = mean;
  }
  return result;
}

}  // namespace

std::optional<ProbabilityScore> ScoreProbabilities(std::span<const double> probabilities,
                                                   Outcomes outcome) {
  if (probabilities.empty()) return std::nullopt;
  constexpr double kLeast = std::numeric_limits<double>::epsilon();
  const auto n = static_cast<double>(probabilities.size());
  Summation squares;
  Summation logs;
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const bool happened = outcome[i] != 0;
    const double p = probabilities[i];
    squares.Add((p - (happened ? 1 : 0)) * (p - (happened ? 1 : 0)));
    const double kept = std::clamp(p, kLeast, 1 - kLeast);
    logs.Add(happened ? std::log(kept) : std::log1p(-kept));
  }
  ProbabilityScore score{squares.value() / n, std::nullopt, -logs.value() / n};
  const double base = BaseRate(outcome);
  if (base > 0 && base < 1) score.skill = 1 - score.brier / (base * (1 - base));
  return score;
}

std::vector<CalibrationGroup> CalibrationTable(std::span<const double> probabilities,
                                               Outcomes outcome, int groups, double level) {
  if (probabilities.empty()) return {};
  const std::vector<double> breaks = Breaks(probabilities, groups);
  std::vector<CalibrationGroup> all(breaks.size() + 1);
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const auto at = std::ranges::lower_bound(breaks, probabilities[i]) - breaks.begin();
    CalibrationGroup& group = all[static_cast<size_t>(at)];
    group.n += 1;
    group.predicted += probabilities[i];
    group.observed += outcome[i] != 0 ? 1 : 0;
  }
  std::vector<CalibrationGroup> table;
  for (CalibrationGroup group : all) {
    if (group.n == 0) continue;
    group.interval = *WilsonInterval({group.observed, group.n}, level);
    group.predicted /= group.n;
    group.observed /= group.n;
    table.push_back(group);
  }
  return table;
}

double ExpectedCalibrationError(std::span<const CalibrationGroup> table) {
  double sum = 0;
  double n = 0;
  for (const CalibrationGroup& group : table) {
    sum += group.n * std::abs(group.observed - group.predicted);
    n += group.n;
  }
  return n == 0 ? 0 : sum / n;
}

std::optional<CalibrationLine> FitCalibration(std::span<const double> probabilities,
                                              Outcomes outcome) {
  std::vector<double> logits;
  logits.reserve(probabilities.size());
  for (const double p : probabilities) logits.push_back(std::log(p) - std::log1p(-p));
  const auto model = FitLogit({logits, logits.size(), 1}, outcome);
  if (!model) return std::nullopt;
  return CalibrationLine{model->coefficients[0].value, model->coefficients[1].value};
}

std::vector<GainsGroup> GainsTable(std::span<const double> scores, std::span<const double> value,
                                   int groups) {
  const double total = Sum(value);
  if (scores.empty() || !(total > 0)) return {};
  const std::vector<double> ordered = ValuesByScore(scores, value);
  const auto parts = static_cast<size_t>(groups);
  const double overall = total / static_cast<double>(ordered.size());
  std::vector<GainsGroup> table;
  Summation so_far;
  for (size_t part = 0; part < parts; ++part) {
    const size_t begin = ordered.size() * part / parts;
    const size_t end = ordered.size() * (part + 1) / parts;
    if (begin == end) continue;
    GainsGroup group;
    group.n = static_cast<double>(end - begin);
    group.value = Sum(std::span(ordered).subspan(begin, end - begin));
    so_far.Add(group.value);
    group.share = group.value / total;
    group.cumulative_share = so_far.value() / total;
    group.lift = group.value / group.n / overall;
    group.cumulative_lift = so_far.value() / static_cast<double>(end) / overall;
    table.push_back(group);
  }
  return table;
}

}  // namespace tessera::stats
