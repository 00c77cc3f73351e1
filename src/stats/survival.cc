#include "stats/survival.h"

#include <algorithm>
#include <cmath>

#include "stats/distribution.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

std::optional<Interval> LogLogInterval(double survival, double hazard_variance, double level) {
  if (survival <= 0 || survival >= 1) return std::nullopt;
  const double log = std::log(survival);
  const double reach = std::exp(NormalCritical(level) * std::sqrt(hazard_variance) / -log);
  return Interval{std::exp(log * reach), std::exp(log / reach)};
}

// Values that are equal but for the rounding of a product.
bool AtMost(double value, double limit) { return value <= limit + 1e-12; }

// The area under the curve from `from`, the time of a step, to `horizon`.
double AreaFrom(const SurvivalCurve& curve, size_t step, double horizon) {
  double area = 0;
  for (size_t i = step; i < curve.steps.size() && curve.steps[i].time < horizon; ++i) {
    const double end = i + 1 < curve.steps.size() ? curve.steps[i + 1].time : horizon;
    area += curve.steps[i].survival * (std::min(end, horizon) - curve.steps[i].time);
  }
  return area;
}

}  // namespace

SurvivalCurve KaplanMeier(std::span<const Spell> spells, double level) {
  std::vector<double> entries;
  std::vector<double> times;
  std::vector<double> events;
  for (const Spell& spell : spells) {
    entries.push_back(spell.entry);
    times.push_back(spell.time);
    if (spell.event) events.push_back(spell.time);
  }
  std::ranges::sort(entries);
  std::ranges::sort(times);
  std::ranges::sort(events);

  SurvivalCurve curve;
  curve.n = static_cast<double>(spells.size());
  curve.events = static_cast<double>(events.size());
  curve.last_time = times.empty() ? 0 : times.back();
  double survival = 1;
  double hazard_variance = 0;  // Σ d/(n(n − d))
  for (size_t begin = 0, end = 0; begin < events.size(); begin = end) {
    const double time = events[begin];
    while (end < events.size() && events[end] == time) ++end;
    const auto d = static_cast<double>(end - begin);
    const double n = CountBelow(entries, time) - CountBelow(times, time);
    survival *= 1 - d / n;
    if (d < n) hazard_variance += d / (n * (n - d));
    curve.steps.push_back({time, n, d, survival, survival * std::sqrt(hazard_variance),
                           LogLogInterval(survival, hazard_variance, level)});
  }
  return curve;
}

std::optional<SurvivalStep> SurvivalCurve::At(double time) const {
  const auto after = std::ranges::upper_bound(steps, time, {}, &SurvivalStep::time);
  if (after == steps.begin()) {
    if (n == 0 || time > last_time) return std::nullopt;
    return SurvivalStep{0, n, 0, 1, 0, std::nullopt};
  }
  const SurvivalStep& step = *(after - 1);
  if (time > last_time && step.survival > 0) return std::nullopt;
  return step;
}

std::optional<double> SurvivalCurve::Quantile(double q) const {
  for (const SurvivalStep& step : steps) {
    if (AtMost(step.survival, 1 - q)) return step.time;
  }
  return std::nullopt;
}

std::optional<double> SurvivalCurve::QuantileLow(double q) const {
  for (const SurvivalStep& step : steps) {
    if (step.interval && AtMost(step.interval->low, 1 - q)) return step.time;
  }
  return std::nullopt;
}

std::optional<double> SurvivalCurve::QuantileHigh(double q) const {
  for (const SurvivalStep& step : steps) {
    if (step.interval && AtMost(step.interval->high, 1 - q)) return step.time;
  }
  return std::nullopt;
}

std::vector<double> NumbersAtRisk(std::span<const Spell> spells, std::span<const double> times) {
  std::vector<double> numbers;
  for (const double time : times) {
    numbers.push_back(static_cast<double>(std::ranges::count_if(spells, [&](const Spell& spell) {
      return spell.time >= time && (spell.entry < time || spell.entry == 0);
    })));
  }
  return numbers;
}

std::optional<Estimate> RestrictedMean(const SurvivalCurve& curve, double horizon, double level) {
  if (curve.n == 0 || !curve.At(horizon)) return std::nullopt;
  const double first = curve.steps.empty() ? horizon : curve.steps.front().time;
  const double mean = std::min(first, horizon) + AreaFrom(curve, 0, horizon);
  double variance = 0;
  for (size_t i = 0; i < curve.steps.size() && curve.steps[i].time < horizon; ++i) {
    const SurvivalStep& step = curve.steps[i];
    if (step.events == step.at_risk) continue;  // nobody is left: no area behind it
    const double area = AreaFrom(curve, i, horizon);
    variance += area * area * step.events / (step.at_risk * (step.at_risk - step.events));
  }
  const double error = std::sqrt(variance);
  const double margin = NormalCritical(level) * error;
  return Estimate{
      mean, error, {mean - margin, mean + margin}, error > 0 ? NormalTwoSided(mean / error) : 1};
}

}  // namespace tessera::stats
