#include "analysis/opportunity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/comparison.h"
#include "base/text.h"
#include "stats/moments.h"
#include "stats/power.h"

namespace tessera {
namespace {

constexpr double kPower = 0.8;

const Metric& RequireEffect(const RecommendationSpec& spec, const Report& report) {
  if (const Metric* effect = report.FindMetric(spec.effect)) return *effect;
  std::vector<std::string> known;
  for (const Metric& metric : report.metrics) {
    if (metric.is_difference) known.push_back(metric.id);
  }
  throw Error(fmt::format("there is no metric '{}'", spec.effect), spec.place)
      .Remedy(DidYouMean(spec.effect, known));
}

void Say(std::string words, Recommendation& card) {
  card.evidence.push_back(PlainSentence(std::move(words)));
}

void SetCeiling(const RecommendationSpec& spec, const AnalysisInput& input, Recommendation& card) {
  if (spec.gain_metric.empty()) return;
  const MetricSpec& gain = RequireMetric(spec.gain_metric, spec.place, input.spec);
  const auto total = input.totals.find(spec.gain_metric);
  if (total == input.totals.end()) {
    throw Error(fmt::format("'{}' is no sum or count: it bounds nothing", spec.gain_metric),
                spec.place);
  }
  card.ceiling = total->second;
  card.ceiling_label = fmt::format("{} of all {}", gain.label, input.spec.entities);
}

OpportunityRange RangeOf(double uptake, const Metric& effect, const Recommendation& card) {
  const double responding = card.n * uptake;
  const auto bounded = [&](double value) {
    return std::clamp(value * responding, 0.0, card.ceiling.value_or(HUGE_VAL));
  };
  OpportunityRange range;
  range.uptake = uptake;
  range.range = {bounded(effect.interval->low), bounded(effect.interval->high)};
  range.middle = bounded(*effect.value);
  return range;
}

struct CardBaseline {
  std::optional<double> value;
  bool of_everyone = false;
};

// A rate of 0 or 1 is the target's own rule speaking, not what a test would see.
CardBaseline CardBaselineOf(const MetricSpec& metric, bool is_rate,
                            std::span<const std::uint32_t> target, const AnalysisInput& input) {
  const std::optional<double> value = EstimateMetric(metric.id, target, input).value;
  const bool fixed = is_rate && value && (*value == 0 || *value == 1);
  if (!fixed) return {value};
  return {EstimateMetric(metric.id, AllRows(input.frame), input).value, true};
}

std::optional<double> ArmOfRates(double baseline, double effect, const AnalysisInput& input) {
  const double above = baseline + effect;
  const double other = above <= 1 ? above : baseline - effect;
  if (other < 0) return std::nullopt;
  return stats::SampleSizeOfRates(baseline, other, kPower, input.spec.alpha);
}

std::optional<double> ArmOfMeans(const MetricSpec& metric, double effect,
                                 std::span<const std::uint32_t> target,
                                 const AnalysisInput& input) {
  const MetricValue values = input.catalogue.Evaluate(metric.id, input.frame, target);
  const double sd = stats::MomentsOf(CountedOf(values.tally)).sd();
  return stats::SampleSizeOfMeans(std::abs(effect), sd, kPower, input.spec.alpha);
}

}  // namespace

void AddOpportunity(const RecommendationSpec& spec, const AnalysisInput& input,
                    const Report& report, Recommendation& card) {
  SetCeiling(spec, input, card);
  if (spec.effect.empty()) return;
  const Metric& effect = RequireEffect(spec, report);
  card.effect_metric = effect.id;
  if (!effect.value || !effect.interval) {
    Say(fmt::format("No opportunity is given: {}.",
                    effect.value ? "the difference has no interval" : effect.missing_reason),
        card);
    return;
  }
  if (effect.interval->high <= 0) {
    Say("No opportunity is given: the difference lies below zero.", card);
    return;
  }
  for (const double uptake : input.spec.uptake) {
    card.opportunity.push_back(RangeOf(uptake, effect, card));
    card.unbounded = std::max(card.unbounded, effect.interval->high * card.n * uptake);
  }
  if (effect.interval->low < 0) {
    Say("The interval of the difference holds zero: the ranges begin there.", card);
  }
  if (card.ceiling && card.unbounded > *card.ceiling) {
    Say(fmt::format("The ranges are cut at what they are a part of, {}.", card.ceiling_label),
        card);
  }
}

MeasurementPlan PlanMeasurement(const RecommendationSpec& spec,
                                std::span<const std::uint32_t> target, const AnalysisInput& input) {
  MeasurementPlan plan;
  plan.duration = spec.plan_duration;
  if (spec.plan_metric.empty()) return plan;
  const MetricSpec& metric = RequireMetric(spec.plan_metric, spec.place, input.spec);
  const MetricPlan* how = input.catalogue.Find(metric.id);
  plan.metric = metric.id;
  plan.metric_label = metric.label;
  plan.format = metric.format;
  if (how == nullptr || !how->available || (!how->is_rate && !how->is_mean)) return plan;
  const CardBaseline baseline = CardBaselineOf(metric, how->is_rate, target, input);
  plan.baseline = baseline.value;
  if (baseline.of_everyone) {
    plan.metric_label += fmt::format(
        " (planned with that of all {}: in the target its rule fixes it)", input.spec.entities);
  }
  if (!plan.baseline || *plan.baseline == 0) return plan;
  plan.minimal_effect = *plan.baseline * spec.plan_relative_effect;
  const auto arm = how->is_rate ? ArmOfRates(*plan.baseline, *plan.minimal_effect, input)
                                : ArmOfMeans(metric, *plan.minimal_effect, target, input);
  if (!arm) return plan;
  plan.n_per_arm = std::ceil(*arm);
  plan.feasible = 2 * *plan.n_per_arm <= static_cast<double>(target.size());
  return plan;
}

}  // namespace tessera
