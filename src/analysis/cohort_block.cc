#include "analysis/cohort_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/association.h"
#include "analysis/block_values.h"
#include "analysis/cohort_tables.h"
#include "analysis/table_columns.h"
#include "spec/block_expressions.h"
#include "stats/proportion.h"

namespace tessera {
namespace {

struct Cohort {
  const BlockSpec& spec;
  const CohortBlock& block;
  const AnalysisInput& input;
  ComparedGroups groups;  // the cohort and the rest
};

// The rows of `from` that a condition keeps, and how many of the others it could not judge.
struct StepResult {
  std::vector<std::uint32_t> kept;
  double unknown = 0;
};

StepResult Apply(const std::string& id, std::span<const std::uint32_t> from,
                 const AnalysisInput& input) {
  const Measure* holds = input.frame.FindMeasure(id);
  const Measure* unknown = input.frame.FindMeasure("unknown:" + id);
  StepResult result;
  for (const std::uint32_t row : from) {
    if (holds != nullptr && (*holds)[row] == 1) {
      result.kept.push_back(row);
    } else if (unknown != nullptr && (*unknown)[row] == 1) {
      ++result.unknown;
    }
  }
  return result;
}

void AddFunnel(const Cohort& cohort, BlockResult& result) {
  const AnalysisInput& input = cohort.input;
  const auto everyone = static_cast<double>(input.frame.rows);
  Table table = BlockTable(cohort.spec, "_funnel", "How the cohort came about");
  table.description = cohort.spec.description;
  table.columns = {KeyColumn("step", "Condition"),
                   ValueColumn("rule", "Rule", Format::kText),
                   ValueColumn("n", "Left", Format::kInt),
                   ValueColumn("dropped", "Dropped", Format::kInt),
                   ValueColumn("unknown", "Of those, value missing", Format::kInt),
                   ValueColumn("share", "Part of all", Format::kPct1)};
  table.rows.push_back({"All " + input.spec.entities, std::string("everyone"), everyone, 0.0, 0.0,
                        everyone > 0 ? Cell(1.0) : Cell()});
  std::vector<std::uint32_t> left = AllRows(input.frame);
  for (const CohortStep& step : cohort.block.steps) {
    StepResult applied = Apply(ExpressionId(cohort.spec.id, step.id), left, input);
    const auto n = static_cast<double>(applied.kept.size());
    table.rows.push_back({step.label, step.condition_text, n, static_cast<double>(left.size()) - n,
                          applied.unknown, everyone > 0 ? Cell(n / everyone) : Cell()});
    left = std::move(applied.kept);
  }
  table.notes = {
      "Conditions apply one after another; a missing value fails its condition and is counted."};
  result.tables.push_back(std::move(table));

  Check check;
  check.id = cohort.spec.id + ".funnel";
  check.rule = "the conditions of a cohort, one after another, leave exactly its members";
  check.status = left == cohort.groups.treated_rows ? CheckStatus::kPass : CheckStatus::kFail;
  check.detail = fmt::format("{} left by the conditions, {} in the cohort",
                             FormatCount(static_cast<double>(left.size())),
                             FormatCount(static_cast<double>(cohort.groups.treated_rows.size())));
  result.checks.push_back(std::move(check));
}

void AddSize(const Cohort& cohort, BlockResult& result) {
  const auto n = static_cast<double>(cohort.groups.treated_rows.size());
  const auto everyone = static_cast<double>(cohort.input.frame.rows);
  Metric count = BlockMetric(cohort.spec.id + "_customers", cohort.groups.treated, Format::kInt, n);
  count.description = "Customers that meet every condition";
  count.n = n;
  Metric share =
      BlockMetric(cohort.spec.id + "_share", cohort.groups.treated + ", part of all", Format::kPct1,
                  everyone > 0 ? std::optional(n / everyone) : std::nullopt);
  share.n = n;
  share.denominator = everyone;
  share.interval =
      ModelInterval(stats::WilsonInterval({n, everyone}, Confidence(cohort.input.spec)));
  share.interval_method = "Wilson score";
  result.metrics.push_back(std::move(count));
  result.metrics.push_back(std::move(share));
}

struct Outcome {
  OutcomeSamples samples;
  Estimate cohort, rest;
  Difference difference;
};

std::vector<Outcome> CompareOutcomes(const Cohort& cohort) {
  std::vector<Outcome> outcomes;
  for (const std::string& id : cohort.block.outcomes) {
    OutcomeSamples samples = GatherOutcome(id, cohort.groups, cohort.spec.place, cohort.input);
    Difference difference = samples.Compare(Confidence(cohort.input.spec));
    outcomes.push_back(
        {std::move(samples), EstimateMetric(id, cohort.groups.treated_rows, cohort.input),
         EstimateMetric(id, cohort.groups.control_rows, cohort.input), std::move(difference)});
  }
  std::vector<Difference*> family;
  for (Outcome& outcome : outcomes) family.push_back(&outcome.difference);
  AdjustFamily(family);
  return outcomes;
}

Table ComparisonTable(const Cohort& cohort, const std::vector<Outcome>& outcomes) {
  Table table = BlockTable(cohort.spec, "_comparison", cohort.groups.treated + " against the rest");
  table.columns = {KeyColumn("outcome", "Measure"),
                   ValueColumn("n_cohort", "n of the cohort", Format::kInt),
                   ValueColumn("n_rest", "n of the rest", Format::kInt)};
  AppendWithLimits(RowFormatColumn("cohort", "Cohort", false), table.columns);
  AppendWithLimits(RowFormatColumn("rest", "Rest", false), table.columns);
  AppendWithLimits(RowFormatColumn("diff", "Difference", true), table.columns);
  table.columns.push_back(PValueColumn("p", "p"));
  table.columns.push_back(PValueColumn("p_holm", "p, Holm"));
  AppendWithLimits(ValueColumn("g", "Hedges' g", Format::kNum2), table.columns);
  table.columns.push_back(ValueColumn("size", "Size", Format::kText));
  for (const Outcome& outcome : outcomes) {
    std::vector<Cell> cells = {outcome.samples.metric->label, outcome.cohort.n, outcome.rest.n};
    AppendWithLimits(outcome.cohort.value, outcome.cohort.interval, cells);
    AppendWithLimits(outcome.rest.value, outcome.rest.interval, cells);
    AppendWithLimits(outcome.difference.value, outcome.difference.interval, cells);
    cells.push_back(NumberCell(outcome.difference.p_value));
    cells.push_back(NumberCell(outcome.difference.p_adjusted));
    const auto g =
        stats::HedgesEffect(outcome.samples.treated_moments, outcome.samples.control_moments,
                            Confidence(cohort.input.spec));
    AppendWithLimits(g ? std::optional(g->g) : std::nullopt,
                     g ? std::optional(ModelInterval(g->interval)) : std::nullopt, cells);
    cells.push_back(g ? Cell(std::string(SizeWord(stats::SizeOfHedgesG(g->g)))) : Cell());
    table.rows.push_back(std::move(cells));
    table.row_formats.push_back(outcome.samples.metric->format);
  }
  table.notes = {fmt::format(
      "Welch's difference of means, Newcombe's of rates; {} outcomes are one family (Holm).",
      outcomes.size())};
  return table;
}

void AddOutcomeMetrics(const Cohort& cohort, const Outcome& outcome, BlockResult& result) {
  const MetricSpec& metric = *outcome.samples.metric;
  const std::string id = fmt::format("{}_{}", cohort.spec.id, OutcomeName(metric.id));
  for (const bool treated : {true, false}) {
    const Estimate& estimate = treated ? outcome.cohort : outcome.rest;
    const std::string& group = treated ? cohort.groups.treated : cohort.groups.control;
    Metric value =
        BlockMetric(id + (treated ? "_cohort" : "_rest"),
                    fmt::format("{}, {}", metric.label, group), metric.format, estimate.value);
    value.interval = estimate.interval;
    value.interval_method = outcome.samples.is_rate ? "Wilson score" : "t";
    value.n = outcome.samples.is_rate ? estimate.part : estimate.n;
    if (outcome.samples.is_rate) value.denominator = estimate.n;
    result.metrics.push_back(std::move(value));
  }
  Metric difference = DifferenceMetric(id + "_diff", outcome.difference, cohort.groups);
  difference.label = fmt::format("{}, {}", metric.label, cohort.groups.Words());
  difference.format = DifferenceFormat(metric.format);
  result.metrics.push_back(std::move(difference));
}

}  // namespace

BlockResult ComputeCohort(const BlockSpec& spec, const CohortBlock& block,
                          const AnalysisInput& input) {
  const LiftBlock against_rest{block.dimension, block.member, "rest", {}, {}, ""};
  const Cohort cohort{spec, block, input, SelectGroups(against_rest, spec.place, input)};
  BlockResult result;
  AddFunnel(cohort, result);
  AddSize(cohort, result);
  if (!block.outcomes.empty()) {
    const std::vector<Outcome> outcomes = CompareOutcomes(cohort);
    result.tables.push_back(ComparisonTable(cohort, outcomes));
    for (const Outcome& outcome : outcomes) AddOutcomeMetrics(cohort, outcome, result);
  }
  for (const CohortTable& table : block.tables) {
    if (table.outcome.empty()) {
      AddShareTable(table, cohort.groups, input, result);
    } else {
      AddOutcomeTable(table, cohort.groups, input, result);
    }
  }
  for (Metric& metric : result.metrics) metric.source = input.spec.entity_source;
  return result;
}

}  // namespace tessera
