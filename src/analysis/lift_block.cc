#include "analysis/lift_block.h"

#include <fmt/format.h>

#include "analysis/lift_tables.h"

namespace tessera {
namespace {

// The outcomes of one block are one family, each way of comparing by itself.
void AdjustFamilies(std::vector<LiftOutcome>& outcomes) {
  for (Difference LiftOutcome::*part :
       {&LiftOutcome::crude, &LiftOutcome::relative, &LiftOutcome::shift, &LiftOutcome::adjusted,
        &LiftOutcome::adjusted_relative, &LiftOutcome::to_control, &LiftOutcome::to_treated}) {
    std::vector<Difference*> family;
    for (LiftOutcome& outcome : outcomes) family.push_back(&(outcome.*part));
    AdjustFamily(family);
  }
}

std::string FilterOf(const Lift& lift) {
  if (lift.block.control == "rest") return "";
  return fmt::format("{} in ('{}', '{}')", lift.block.dimension, lift.groups.treated,
                     lift.groups.control);
}

Metric GroupMetric(const Lift& lift, const LiftOutcome& outcome, bool treated) {
  const Estimate& estimate = treated ? outcome.treated : outcome.control;
  const std::string& group = treated ? lift.groups.treated : lift.groups.control;
  Metric metric;
  metric.id = fmt::format("{}_{}_{}", lift.spec.id, OutcomeName(outcome.metric->id),
                          treated ? "treated" : "control");
  metric.label = fmt::format("{}, {}", outcome.metric->label, group);
  metric.description = outcome.metric->description;
  metric.format = outcome.metric->format;
  metric.value = estimate.value;
  metric.interval = estimate.interval;
  metric.interval_method = outcome.is_rate ? "Wilson score" : "t";
  metric.n = outcome.is_rate ? estimate.part : estimate.n;
  if (outcome.is_rate) metric.denominator = estimate.n;
  metric.formula = fmt::format("{} of {}", outcome.metric->id, group);
  metric.source = lift.input.spec.entity_source;
  if (metric.value) return metric;
  const bool empty = (treated ? lift.groups.treated_rows : lift.groups.control_rows).empty();
  metric.missing_reason = empty ? fmt::format("{} has no {}", group, lift.input.spec.entities)
                                : outcome.crude.missing_reason;
  return metric;
}

// How a figure of a comparison is named and worded.
struct Wording {
  const char* part;         // the end of its id
  const char* label;        // after "Mean ARR, Trained − Not trained"
  const char* description;  // of what it tells
  const char* formula;
  std::optional<Format> format = std::nullopt;  // the outcome's own, as a difference, when not set
};

Metric ComparisonMetric(const Lift& lift, const LiftOutcome& outcome, const Difference& difference,
                        const Wording& wording) {
  const std::string name = OutcomeName(outcome.metric->id);
  Metric metric = DifferenceMetric(fmt::format("{}_{}_{}", lift.spec.id, name, wording.part),
                                   difference, lift.groups);
  metric.label = fmt::format("{}, {}{}", outcome.metric->label, lift.groups.Words(), wording.label);
  metric.description = wording.description;
  if (!lift.block.caveat.empty()) metric.description += ". " + lift.block.caveat;
  metric.format = wording.format.value_or(DifferenceFormat(outcome.metric->format));
  metric.n = outcome.treated.n + outcome.control.n;
  metric.formula = fmt::format(fmt::runtime(wording.formula), outcome.metric->id);
  metric.filter = FilterOf(lift);
  metric.source = lift.input.spec.entity_source;
  return metric;
}

Metric ExplainedMetric(const Lift& lift, const LiftOutcome& outcome) {
  Difference explained;
  explained.value = outcome.explained;
  if (!explained.value) {
    explained.missing_reason = !outcome.crude.value      ? outcome.crude.missing_reason
                               : !outcome.adjusted.value ? outcome.adjusted.missing_reason
                                                         : "the crude difference is not clear";
  }
  Metric metric = ComparisonMetric(
      lift, outcome, explained,
      {"explained", ", explained by confounders",
       "The part of the crude difference that is gone within combinations of the confounders",
       "1 − adjusted difference / crude difference of {0}", Format::kPct1});
  metric.is_difference = false;
  return metric;
}

void AddComparisons(const Lift& lift, const LiftOutcome& outcome, BlockResult& result) {
  const auto add = [&](const Difference& difference, const Wording& wording) {
    result.metrics.push_back(ComparisonMetric(lift, outcome, difference, wording));
  };
  add(outcome.crude, {"lift_crude", "", "The difference as it is found, nothing held fixed",
                      "{0} of the treated − {0} of the control"});
  add(outcome.adjusted,
      {"lift_adjusted", ", adjusted",
       "The difference within combinations of the confounders, weighted by everyone in them",
       "Σ wₛ·({0} of the treated − {0} of the control in s), w ∝ n"});
  add(outcome.to_control,
      {"lift_atc", ", adjusted for the control group",
       "The difference within combinations of the confounders, weighted by the control group",
       "Σ wₛ·({0} of the treated − {0} of the control in s), w ∝ n of the control"});
  add(outcome.relative, {"lift_relative", ", relative", "The difference as a part of the control's",
                         "{0} of the treated / {0} of the control − 1", Format::kPct1});
  add(outcome.adjusted_relative,
      {"lift_relative_adjusted", ", relative, adjusted",
       "The adjusted difference as a part of the control's standardised value",
       "adjusted difference / standardised {0} of the control", Format::kPct1});
  if (!outcome.is_rate) {
    add(outcome.shift,
        {"lift_median", ", shift",
         "The median of the differences of all pairs of a treated and a control value",
         "median({0} value of a treated − of a control)"});
    add(outcome.g, {"g", ", Hedges' g", "The difference in standard deviations, free of bias",
                    "J · difference of {0} / pooled standard deviation", Format::kNum2});
  }
  result.metrics.push_back(ExplainedMetric(lift, outcome));
  if (!outcome.IsMoney()) return;
  Metric total = ComparisonMetric(
      lift, outcome, AssociatedTotal(outcome),
      {"attributable", ", difference associated with all of the treated",
       "Treated entities times the difference standardised to them; an association",
       "n treated × Σ wₛ·({0} of the treated − {0} of the control in s), w ∝ n of the treated",
       outcome.metric->format});
  total.n = outcome.n_treated_used;
  result.metrics.push_back(std::move(total));
}

Metric SizeMetric(const Lift& lift, bool treated) {
  const auto& rows = treated ? lift.groups.treated_rows : lift.groups.control_rows;
  Metric metric;
  metric.id = lift.spec.id + (treated ? "_n_treated" : "_n_control");
  metric.label = fmt::format("{}, {}", lift.input.spec.entities,
                             treated ? lift.groups.treated : lift.groups.control);
  metric.format = Format::kInt;
  metric.value = static_cast<double>(rows.size());
  metric.n = static_cast<double>(rows.size());
  metric.denominator = static_cast<double>(lift.input.frame.rows);
  metric.formula = "count";
  metric.source = lift.input.spec.entity_source;
  return metric;
}

}  // namespace

BlockResult ComputeLift(const BlockSpec& spec, const LiftBlock& block, const AnalysisInput& input) {
  const auto& confounders = block.adjust.empty() ? input.spec.confounders : block.adjust;
  const AdjustedGroups compared =
      AdjustGroups(SelectGroups(block, spec.place, input),
                   Confounders(confounders, block.dimension, input), input);
  Lift lift{spec, block, input, compared.groups, compared.confounders, {}};
  for (const std::string& outcome : block.outcomes) {
    lift.outcomes.push_back(CompareOutcome(outcome, compared, spec.place, input));
    CompareDistributions(lift.groups, spec.place, input, lift.outcomes.back());
  }
  AdjustFamilies(lift.outcomes);

  BlockResult result;
  result.metrics = {SizeMetric(lift, true), SizeMetric(lift, false)};
  for (const LiftOutcome& outcome : lift.outcomes) {
    result.metrics.push_back(GroupMetric(lift, outcome, true));
    result.metrics.push_back(GroupMetric(lift, outcome, false));
    AddComparisons(lift, outcome, result);
  }
  result.tables.push_back(ComparisonTable(lift));
  if (!lift.confounders.empty()) result.tables.push_back(BalanceTable(lift));
  if (Table revenue = RevenueTable(lift); !revenue.rows.empty()) {
    result.tables.push_back(std::move(revenue));
  }
  for (const std::vector<std::uint32_t>* rows :
       {&lift.groups.treated_rows, &lift.groups.control_rows}) {
    if (!rows->empty()) continue;
    const bool treated = rows == &lift.groups.treated_rows;
    result.notes.push_back(
        {Severity::kWarning, spec.id,
         fmt::format("{} has no {}: there is no comparison",
                     treated ? lift.groups.treated : lift.groups.control, input.spec.entities)});
  }
  return result;
}

}  // namespace tessera
