#include "analysis/indicators_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/comparison.h"
#include "analysis/table_columns.h"
#include "stats/proportion.h"

namespace tessera {
namespace {

struct TestedFlag {
  const IndicatorFlag* flag = nullptr;
  ComparedGroups groups;
  Estimate with, without;
  Difference difference;
  std::optional<double> ratio;
  std::optional<Interval> ratio_interval;
  std::string verdict;
};

bool IsIndicator(const TestedFlag& tested) { return tested.verdict == "indicator"; }
bool IsContradicted(const TestedFlag& tested) { return tested.verdict.starts_with("contradicted"); }

// A condition that is null does not hold.
ComparedGroups GroupsOfFlag(const Measure* measure, size_t rows) {
  ComparedGroups groups;
  groups.treated = "with";
  groups.control = "without";
  for (size_t row = 0; row < rows; ++row) {
    const bool holds = measure != nullptr && (*measure)[row] > 0;
    (holds ? groups.treated_rows : groups.control_rows).push_back(static_cast<std::uint32_t>(row));
  }
  return groups;
}

TestedFlag CompareFlag(const IndicatorFlag& flag, const BlockSpec& spec, std::string_view outcome,
                       const AnalysisInput& input) {
  const double level = Confidence(input.spec);
  TestedFlag tested;
  tested.flag = &flag;
  const Measure* measure = input.frame.FindMeasure(fmt::format("flag:{}.{}", spec.id, flag.id));
  tested.groups = GroupsOfFlag(measure, input.frame.rows);
  const OutcomeSamples samples = GatherOutcome(outcome, tested.groups, flag.place, input);
  if (!samples.is_rate) {
    throw Error(fmt::format("the outcome '{}' of '{}' is no rate", outcome, spec.id), spec.place);
  }
  tested.with = EstimateMetric(outcome, tested.groups.treated_rows, input);
  tested.without = EstimateMetric(outcome, tested.groups.control_rows, input);
  tested.difference = samples.Compare(level);
  if (measure == nullptr) {
    tested.difference.missing_reason = "the data cannot give this condition";
  } else if (tested.groups.treated_rows.empty()) {
    tested.difference.missing_reason = fmt::format("no {} has it", input.spec.entity);
  } else if (tested.groups.control_rows.empty()) {
    tested.difference.missing_reason = fmt::format("every {} has it", input.spec.entity);
  }
  const auto ratio = stats::RiskRatio({tested.with.part, tested.with.n},
                                      {tested.without.part, tested.without.n}, level);
  if (ratio) {
    tested.ratio = ratio->value;
    tested.ratio_interval = ModelInterval(ratio->interval);
  }
  return tested;
}

// Where a rate is 0 there is no ratio, and the interval of the difference decides.
std::string VerdictOf(const TestedFlag& tested, double alpha) {
  if (!tested.difference.value) return tested.difference.missing_reason;
  const bool clear = tested.difference.p_adjusted.value_or(1) < alpha;
  const double equal = tested.ratio_interval ? 1 : 0;
  const auto& interval = tested.ratio_interval ? tested.ratio_interval : tested.difference.interval;
  if (!clear || !interval || interval->Contains(equal)) return "no clear difference";
  const bool above = interval->low > equal;
  if (above == tested.flag->expect_higher) return "indicator";
  return fmt::format("contradicted: the ratio is {} 1", above ? "above" : "below");
}

std::vector<Cell> FlagCells(const TestedFlag& tested) {
  std::vector<Cell> cells = {tested.flag->label,
                             static_cast<double>(tested.groups.treated_rows.size())};
  AppendWithLimits(tested.with.value, tested.with.interval, cells);
  cells.push_back(NumberCell(tested.without.value));
  AppendWithLimits(tested.difference.value, tested.difference.interval, cells);
  AppendWithLimits(tested.ratio, tested.ratio_interval, cells);
  cells.push_back(std::string(tested.flag->expect_higher ? "above 1" : "below 1"));
  cells.push_back(NumberCell(tested.difference.p_value));
  cells.push_back(NumberCell(tested.difference.p_adjusted));
  cells.push_back(tested.verdict);
  return cells;
}

Table IndicatorTable(const BlockSpec& spec, const MetricSpec& outcome,
                     const std::vector<TestedFlag>& flags) {
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = {KeyColumn("flag", "Flag"), ValueColumn("n", "With it", Format::kInt)};
  AppendWithLimits(ValueColumn("rate_with", outcome.label + " with it", outcome.format),
                   table.columns);
  table.columns.push_back(
      ValueColumn("rate_without", outcome.label + " without it", outcome.format));
  AppendWithLimits(ValueColumn("difference", "Difference", DifferenceFormat(outcome.format)),
                   table.columns);
  AppendWithLimits(ValueColumn("risk_ratio", "Ratio", Format::kNum2), table.columns);
  table.columns.push_back(ValueColumn("expected", "Expected", Format::kText));
  table.columns.push_back(PValueColumn("p", "p"));
  table.columns.push_back(PValueColumn("p_holm", "p, Holm"));
  table.columns.push_back(ValueColumn("verdict", "Verdict", Format::kText));
  for (const TestedFlag& flag : flags) table.rows.push_back(FlagCells(flag));
  table.notes.push_back(
      fmt::format("{} flags, one family of tests (Holm). Flags overlap.", flags.size()));
  return table;
}

Metric RateMetric(std::string id, std::string label, const Estimate& estimate, Format format) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = std::move(label);
  metric.format = format;
  metric.value = estimate.value;
  metric.interval = estimate.interval;
  metric.interval_method = "Wilson score";
  metric.n = estimate.part;
  metric.denominator = estimate.n;
  if (!metric.value) metric.missing_reason = "the group has nobody";
  return metric;
}

void AddFlagMetrics(const BlockSpec& spec, const MetricSpec& outcome, const TestedFlag& tested,
                    const AnalysisInput& input, std::vector<Metric>& metrics) {
  const std::string id = fmt::format("{}_{}", spec.id, tested.flag->id);
  const std::string& label = tested.flag->label;
  const size_t first = metrics.size();
  Metric n;
  n.id = id + "_n";
  n.label = fmt::format("{}: {}", label, input.spec.entities);
  n.format = Format::kInt;
  n.value = static_cast<double>(tested.groups.treated_rows.size());
  n.n = *n.value;
  n.denominator = static_cast<double>(input.frame.rows);
  metrics.push_back(std::move(n));
  metrics.push_back(RateMetric(id + "_rate", fmt::format("{}: {}", label, outcome.label),
                               tested.with, outcome.format));
  metrics.push_back(RateMetric(id + "_without", fmt::format("Without {}: {}", label, outcome.label),
                               tested.without, outcome.format));
  Metric difference = DifferenceMetric(id + "_difference", tested.difference, tested.groups);
  difference.label = fmt::format("{}: {}, with − without", label, outcome.label);
  difference.format = DifferenceFormat(outcome.format);
  metrics.push_back(std::move(difference));
  Metric ratio;
  ratio.id = id + "_ratio";
  ratio.label = fmt::format("{}: {}, with ÷ without", label, outcome.label);
  ratio.format = Format::kNum2;
  ratio.value = tested.ratio;
  ratio.interval = tested.ratio_interval;
  ratio.interval_method = "Katz, on the logarithm";
  ratio.n = static_cast<double>(input.frame.rows);
  ratio.p_value = tested.difference.p_value;
  ratio.p_adjusted = tested.difference.p_adjusted;
  ratio.family_size = tested.difference.family_size;
  if (!ratio.value) ratio.missing_reason = "a rate is 0 or a group has nobody";
  metrics.push_back(std::move(ratio));
  for (size_t i = first; i < metrics.size(); ++i) {
    metrics[i].filter = tested.flag->condition_text;
    metrics[i].source = input.spec.entity_source;
  }
}

Metric CountMetric(std::string id, std::string label, std::ptrdiff_t count, size_t of) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = std::move(label);
  metric.format = Format::kInt;
  metric.value = static_cast<double>(count);
  metric.n = static_cast<double>(count);
  metric.denominator = static_cast<double>(of);
  return metric;
}

}  // namespace

BlockResult ComputeIndicators(const BlockSpec& spec, const IndicatorsBlock& block,
                              const AnalysisInput& input) {
  const MetricSpec& outcome = RequireMetric(block.outcome, spec.place, input.spec);
  std::vector<TestedFlag> flags;
  for (const IndicatorFlag& flag : block.flags) {
    flags.push_back(CompareFlag(flag, spec, block.outcome, input));
  }
  std::vector<Difference*> family;
  for (TestedFlag& tested : flags) family.push_back(&tested.difference);
  AdjustFamily(family);
  BlockResult result;
  for (TestedFlag& tested : flags) {
    tested.verdict = VerdictOf(tested, input.spec.alpha);
    AddFlagMetrics(spec, outcome, tested, input, result.metrics);
  }
  result.metrics.push_back(CountMetric(spec.id + "_holding", "Flags that hold",
                                       std::ranges::count_if(flags, IsIndicator), flags.size()));
  result.metrics.push_back(CountMetric(spec.id + "_contradicted", "Flags that the data contradict",
                                       std::ranges::count_if(flags, IsContradicted), flags.size()));
  result.tables.push_back(IndicatorTable(spec, outcome, flags));
  return result;
}

}  // namespace tessera
