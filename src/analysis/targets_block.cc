#include "analysis/targets_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/block_values.h"
#include "analysis/comparison.h"
#include "analysis/table_columns.h"
#include "spec/block_expressions.h"

namespace tessera {
namespace {

// How a change would be shown in two equal groups.
struct Measurement {
  double n = 0;
  Baseline baseline;
  std::optional<double> target, change, needed;

  std::string Feasible() const {
    if (!needed) return "";
    return n >= 2 * *needed ? "yes" : "no";
  }
};

Measurement MeasureGoal(const Goal& goal, const std::string& block, const AnalysisInput& input) {
  const std::vector<std::uint32_t> rows = RowsWhere(ExpressionId(block, goal.id), input);
  Measurement measured{static_cast<double>(rows.size()),
                       BaselineOf(goal.metric, rows, goal.place, input),
                       {},
                       {},
                       {}};
  const std::optional<double>& from = measured.baseline.estimate.value;
  if (goal.target) measured.target = goal.target;
  if (goal.relative && from) measured.target = *from * (1 + *goal.relative);
  if (!measured.target || !from) return measured;
  measured.change = *measured.target - *from;
  measured.needed = CustomersNeeded(measured.baseline, *measured.target, input.spec.alpha);
  return measured;
}

Measurement MeasureAction(const PlannedAction& action, const std::string& block,
                          const AnalysisInput& input) {
  const std::vector<std::uint32_t> rows = RowsWhere(ExpressionId(block, action.id), input);
  Measurement measured;
  measured.n = static_cast<double>(rows.size());
  if (action.metric.empty()) return measured;
  measured.baseline = BaselineOf(action.metric, rows, action.place, input);
  const std::optional<double>& from = measured.baseline.estimate.value;
  if (!from) return measured;
  measured.change = *from * action.relative_effect;
  // A rate near one has no room above it.
  const bool down = measured.baseline.is_rate && *from + *measured.change > 1;
  measured.needed = CustomersNeeded(measured.baseline, *from + (down ? -1 : 1) * *measured.change,
                                    input.spec.alpha);
  return measured;
}

std::vector<Column> MeasurementColumns(const char* change) {
  std::vector<Column> columns = {ValueColumn("metric", "Measured by", Format::kText),
                                 ValueColumn("n", "n", Format::kInt)};
  AppendWithLimits(RowFormatColumn("baseline", "Today", false), columns);
  columns.push_back(RowFormatColumn("target", "Target", false));
  columns.push_back(RowFormatColumn("change", change, true));
  return columns;
}

void AppendMeasurement(const Measurement& measured, std::vector<Cell>& cells) {
  const Baseline& baseline = measured.baseline;
  cells.push_back(baseline.metric == nullptr ? Cell() : Cell(baseline.metric->label));
  cells.push_back(measured.n);
  AppendWithLimits(baseline.estimate.value, baseline.estimate.interval, cells);
  cells.push_back(NumberCell(measured.target));
  cells.push_back(NumberCell(measured.change));
}

Format FormatOf(const Measurement& measured) {
  return measured.baseline.metric == nullptr ? Format::kNum1 : measured.baseline.metric->format;
}

Cell TextCell(const std::string& text) { return text.empty() ? Cell() : Cell(text); }

void AddGoalMetrics(const std::string& block, const Goal& goal, const Measurement& measured,
                    std::vector<Metric>& metrics) {
  const std::string id = fmt::format("{}_{}", block, goal.id);
  const Format format = FormatOf(measured);
  const auto add = [&](const char* part, const std::string& label, Format shown,
                       std::optional<double> value) {
    Metric metric = BlockMetric(fmt::format("{}_{}", id, part), label, shown, value);
    metric.n = measured.n;
    metric.filter = goal.where.text;
    metrics.push_back(std::move(metric));
  };
  const std::string& what = measured.baseline.metric->label;
  add("baseline", fmt::format("{}, {}, today", what, goal.segment), format,
      measured.baseline.estimate.value);
  metrics.back().interval = measured.baseline.estimate.interval;
  add("target", fmt::format("{}, {}, target", what, goal.segment), format, measured.target);
  add("change", fmt::format("{}, {}, change aimed at", what, goal.segment),
      DifferenceFormat(format), measured.change);
  add("needed", fmt::format("{}: customers in each group of a test", goal.label), Format::kInt,
      measured.needed);
}

}  // namespace

BlockResult ComputeTargets(const BlockSpec& spec, const TargetsBlock& block,
                           const AnalysisInput& input) {
  BlockResult result;
  Table table = BlockTable(spec);
  table.columns = {KeyColumn("goal", "Goal"), ValueColumn("segment", "For whom", Format::kText)};
  for (Column& column : MeasurementColumns("Change")) table.columns.push_back(std::move(column));
  for (Column column :
       {ValueColumn("relative", "Relative", Format::kPct1),
        ValueColumn("needed", "Each group needs", Format::kInt),
        ValueColumn("feasible", "Enough of them", Format::kText),
        ValueColumn("due", "By", Format::kText), ValueColumn("owner", "Owner", Format::kText)}) {
    table.columns.push_back(std::move(column));
  }
  for (const Goal& goal : block.goals) {
    const Measurement measured = MeasureGoal(goal, spec.id, input);
    std::vector<Cell> cells = {goal.label, goal.segment};
    AppendMeasurement(measured, cells);
    const double from = measured.baseline.estimate.value.value_or(0);
    cells.push_back(measured.change && from != 0 ? Cell(*measured.change / from) : Cell());
    cells.push_back(NumberCell(measured.needed));
    cells.push_back(TextCell(measured.Feasible()));
    cells.push_back(TextCell(goal.due));
    cells.push_back(TextCell(goal.owner));
    table.rows.push_back(std::move(cells));
    table.row_formats.push_back(FormatOf(measured));
    AddGoalMetrics(spec.id, goal, measured, result.metrics);
  }
  table.notes = {
      "Each group of a randomised test with a power of four in five needs this many; a change of a "
      "rate is in percentage points, relative is to today's value."};
  result.tables.push_back(std::move(table));
  for (Metric& metric : result.metrics) metric.source = input.spec.entity_source;
  return result;
}

BlockResult ComputePlan(const BlockSpec& spec, const PlanBlock& block, const AnalysisInput& input) {
  BlockResult result;
  Table table = BlockTable(spec);
  table.columns = {KeyColumn("action", "Action"),
                   ValueColumn("phase", "When", Format::kText),
                   ValueColumn("from_day", "From day", Format::kInt),
                   ValueColumn("to_day", "To day", Format::kInt),
                   ValueColumn("segment", "For whom", Format::kText),
                   ValueColumn("share", "Part of all", Format::kPct1)};
  for (Column& column : MeasurementColumns("Change to see")) {
    if (column.name != "target") table.columns.push_back(std::move(column));
  }
  for (Column column : {ValueColumn("needed", "Each group needs", Format::kInt),
                        ValueColumn("feasible", "Enough of them", Format::kText),
                        ValueColumn("owner", "Owner", Format::kText)}) {
    table.columns.push_back(std::move(column));
  }
  std::vector<const PlannedAction*> actions;
  for (const PlannedAction& action : block.actions) actions.push_back(&action);
  std::ranges::stable_sort(actions, {}, [](const PlannedAction* action) {
    return std::pair(action->from_day, action->to_day);
  });
  for (const PlannedAction* action : actions) {
    const Measurement measured = MeasureAction(*action, spec.id, input);
    const auto everyone = static_cast<double>(input.frame.rows);
    std::vector<Cell> cells = {action->label,
                               fmt::format("days {}–{}", action->from_day, action->to_day),
                               static_cast<double>(action->from_day),
                               static_cast<double>(action->to_day),
                               action->segment,
                               everyone > 0 ? Cell(measured.n / everyone) : Cell()};
    AppendMeasurement(measured, cells);
    cells.erase(cells.end() - 2);  // a plan has no target, only the change worth finding
    cells.push_back(NumberCell(measured.needed));
    cells.push_back(TextCell(measured.Feasible()));
    cells.push_back(TextCell(action->owner));
    table.rows.push_back(std::move(cells));
    table.row_formats.push_back(FormatOf(measured));
  }
  table.notes = {
      "Each action is measured against a group that it leaves alone; each group needs this many "
      "for "
      "a power of four in five."};
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
