#include "analysis/lift_outcome.h"

#include <algorithm>
#include <cmath>

#include "stats/effect_size.h"
#include "stats/hodges_lehmann.h"
#include "stats/mantel_haenszel.h"
#include "stats/proportion.h"
#include "stats/rank.h"
#include "stats/ratio.h"
#include "stats/simpson.h"

namespace tessera {
namespace {

Difference Missing(std::string reason) {
  Difference difference;
  difference.missing_reason = std::move(reason);
  return difference;
}

stats::Share ShareOf(const stats::Moments& moments) {
  return {std::round(moments.mean * moments.n), moments.n};
}

// "+x %" needs a scale that begins at zero.
Difference RelativeDifference(const OutcomeSamples& samples, double level) {
  if (samples.treated.values.front() < 0 || samples.control.values.front() < 0) {
    return Missing("values below zero have no ratio");
  }
  const auto ratio = samples.is_rate ? stats::RiskRatio(ShareOf(samples.treated_moments),
                                                        ShareOf(samples.control_moments), level)
                                     : stats::RatioOfMeans(samples.treated_moments,
                                                           samples.control_moments, level);
  if (!ratio) return Missing("the ratio has no finite interval");
  Difference relative;
  relative.value = ratio->value - 1;
  relative.interval = Interval{ratio->interval.low - 1, ratio->interval.high - 1};
  relative.p_value = ratio->p_value;
  relative.method = samples.is_rate ? "Katz, on the logarithm" : "delta method, on the logarithm";
  return relative;
}

// In whole cents: equal differences of money then are equal numbers.
Tally Held(Tally tally, double scale) {
  if (scale == 1) return tally;
  for (double& value : tally.values) value = std::round(value * scale);
  return tally;
}

Difference ShiftOf(const OutcomeSamples& samples, double level) {
  const Tally treated = Held(samples.treated, samples.scale);
  const Tally control = Held(samples.control, samples.scale);
  const auto shift = stats::HodgesLehmann(CountedOf(treated), CountedOf(control), level);
  if (!shift) return Missing("a group has no values");
  Difference result;
  result.value = shift->shift / samples.scale;
  if (shift->interval) {
    result.interval =
        Interval{shift->interval->low / samples.scale, shift->interval->high / samples.scale};
  }
  result.method = "Hodges-Lehmann, order statistics of the pairwise differences";
  if (!result.interval) result.missing_reason = "the groups are too small for an interval";
  return result;
}

Difference HedgesOf(const OutcomeSamples& samples, double level) {
  const auto effect = stats::HedgesEffect(samples.treated_moments, samples.control_moments, level);
  if (!effect) return Missing("the values do not vary");
  Difference g;
  g.value = effect->g;
  g.interval = ModelInterval(effect->interval);
  g.method = "noncentral t";
  return g;
}

stats::Estimate EstimateOf(const Difference& difference) {
  return {*difference.value,
          0,
          {difference.interval->low, difference.interval->high},
          difference.p_value.value_or(1)};
}

// A share of a difference that may be zero would be a share of noise.
void CompareCrudeWithAdjusted(std::span<const stats::Stratum> strata, LiftOutcome& outcome) {
  if (!outcome.crude.interval || !outcome.adjusted.interval) return;
  std::vector<double> differences;
  for (const stats::Stratum& stratum : strata) {
    if (stratum.comparable()) differences.push_back(stratum.treated.mean - stratum.control.mean);
  }
  const auto finding =
      stats::DetectSimpson(EstimateOf(outcome.crude), EstimateOf(outcome.adjusted), differences);
  const bool clear = !outcome.crude.interval->Contains(0);
  if (clear) outcome.explained = finding.share_explained;
  if (finding.strict || finding.weak) {
    outcome.simpson = finding.strict ? "strict reversal" : "weak reversal";
    if (!finding.supported) outcome.simpson += ", not clear";
  } else {
    outcome.simpson = finding.attenuated && clear ? "attenuated" : "none";
  }
}

std::optional<double> Homogeneity(std::span<const stats::Stratum> strata) {
  std::vector<stats::ShareStratum> shares;
  for (const stats::Stratum& stratum : strata) {
    if (!stratum.comparable()) continue;
    shares.push_back({ShareOf(stratum.treated), ShareOf(stratum.control)});
  }
  const auto test = stats::BreslowDay(shares);
  if (!test) return std::nullopt;
  return test->tarone.p_value;
}

void CountStrata(std::span<const stats::Stratum> strata, LiftOutcome& outcome) {
  for (const stats::Stratum& stratum : strata) {
    if (stratum.comparable()) {
      ++outcome.strata_used;
      outcome.n_treated_used += stratum.treated.n;
    } else if (stratum.treated.n + stratum.control.n > 0) {
      ++outcome.strata_dropped;
      outcome.n_dropped += stratum.treated.n + stratum.control.n;
    }
  }
}

Difference AdjustedRelative(const std::optional<stats::StandardisedDifference>& adjusted,
                            bool has_ratio) {
  if (!has_ratio || !adjusted || !adjusted->lift) {
    return Missing("there is no ratio of standardised values");
  }
  Difference relative;
  relative.value = adjusted->lift;
  relative.interval = ModelInterval(adjusted->lift_interval);
  relative.p_value = adjusted->difference.p_value;
  relative.method = "standardised over strata, delta method on the logarithm";
  return relative;
}

}  // namespace

bool LiftOutcome::IsMoney() const {
  return metric->format == Format::kUsd0 || metric->format == Format::kUsd2;
}

AdjustedGroups AdjustGroups(ComparedGroups groups, std::vector<const FrameDimension*> confounders,
                            const AnalysisInput& input) {
  GroupStrata strata = StrataOfGroups(groups, confounders, input);
  return {std::move(groups), std::move(confounders), std::move(strata)};
}

LiftOutcome CompareOutcome(std::string_view metric, const AdjustedGroups& compared,
                           const Place& place, const AnalysisInput& input) {
  const auto& [groups, confounders, of_groups] = compared;
  const double level = Confidence(input.spec);
  const OutcomeSamples samples = GatherOutcome(metric, groups, place, input);
  LiftOutcome outcome;
  outcome.metric = samples.metric;
  outcome.is_rate = samples.is_rate;
  outcome.treated = EstimateMetric(metric, groups.treated_rows, input);
  outcome.control = EstimateMetric(metric, groups.control_rows, input);
  outcome.crude = samples.Compare(level);
  if (!samples.missing_reason.empty()) {
    for (Difference* part :
         {&outcome.relative, &outcome.shift, &outcome.g, &outcome.adjusted,
          &outcome.adjusted_relative, &outcome.to_control, &outcome.to_treated}) {
      *part = Missing(samples.missing_reason);
    }
    return outcome;
  }
  outcome.relative = RelativeDifference(samples, level);
  const auto strata = StrataOfOutcome(metric, of_groups, input);
  CountStrata(strata, outcome);
  const auto to = [&](stats::StratumWeights weights) {
    return stats::StandardiseDifference(strata, weights, level);
  };
  const auto everyone = to(stats::StratumWeights::kAte);
  outcome.adjusted = Standardised(everyone, confounders, "of everyone (ATE)");
  outcome.adjusted_relative = AdjustedRelative(everyone, outcome.relative.value.has_value());
  outcome.to_control =
      Standardised(to(stats::StratumWeights::kAtc), confounders, "of the control group (ATC)");
  outcome.to_treated =
      Standardised(to(stats::StratumWeights::kAtt), confounders, "of the treated group (ATT)");
  CompareCrudeWithAdjusted(strata, outcome);
  if (samples.is_rate) outcome.homogeneity_p = Homogeneity(strata);
  return outcome;
}

void CompareDistributions(const ComparedGroups& groups, const Place& place,
                          const AnalysisInput& input, LiftOutcome& outcome) {
  if (outcome.is_rate || !outcome.crude.value) return;
  const double level = Confidence(input.spec);
  const OutcomeSamples samples = GatherOutcome(outcome.metric->id, groups, place, input);
  outcome.g = HedgesOf(samples, level);
  outcome.shift = ShiftOf(samples, level);
  const auto order = stats::MannWhitney(CountedOf(samples.treated), CountedOf(samples.control));
  if (order) {
    outcome.delta = order->cliffs_delta;
    outcome.shift.p_value = order->p_value;
  }
}

}  // namespace tessera
