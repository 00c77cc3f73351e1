#include "analysis/sensitivity_block.h"

#include <fmt/format.h>

#include "analysis/lift_outcome.h"
#include "analysis/table_columns.h"
#include "base/text.h"

namespace tessera {
namespace {

struct Line {
  const SensitivityLine* spec = nullptr;
  ComparedGroups groups;
  LiftOutcome outcome;
  Difference estimate, relative;
};

const BlockSpec& RequireLift(const SensitivityLine& line, const Place& place,
                             const ReportSpec& spec) {
  std::vector<std::string> known;
  for (const BlockSpec& block : spec.blocks) {
    if (!std::holds_alternative<LiftBlock>(block.block)) continue;
    if (block.id == line.lift) return block;
    known.push_back(block.id);
  }
  throw Error(fmt::format("there is no lift block '{}'", line.lift), place)
      .Remedy(DidYouMean(line.lift, known));
}

Line ComputeLine(const SensitivityLine& spec, const SensitivityBlock& block, const Place& place,
                 const AnalysisInput& input) {
  const LiftBlock& lift = std::get<LiftBlock>(RequireLift(spec, place, input.spec).block);
  Line line;
  line.spec = &spec;
  AdjustedGroups compared = AdjustGroups(SelectGroups(lift, place, input),
                                         Confounders(spec.adjust, lift.dimension, input), input);
  line.outcome = CompareOutcome(block.outcome, compared, place, input);
  line.groups = std::move(compared.groups);
  const bool crude = spec.adjust.empty();
  line.estimate = crude ? line.outcome.crude : line.outcome.adjusted;
  line.relative = crude ? line.outcome.relative : line.outcome.adjusted_relative;
  return line;
}

std::vector<Cell> LineCells(const Line& line) {
  std::vector<Cell> cells = {line.spec->label, line.groups.Words()};
  AppendWithLimits(line.estimate.value, line.estimate.interval, cells);
  AppendWithLimits(line.relative.value, line.relative.interval, cells);
  const LiftOutcome& outcome = line.outcome;
  cells.push_back(NumberCell(line.estimate.p_adjusted));
  cells.push_back(outcome.treated.n + outcome.control.n - outcome.n_dropped);
  cells.push_back(static_cast<double>(outcome.strata_used));
  cells.push_back(static_cast<double>(outcome.strata_dropped));
  return cells;
}

Metric LineMetric(const BlockSpec& spec, size_t index, const Line& line, Format format) {
  Metric metric =
      DifferenceMetric(fmt::format("{}_{}", spec.id, index + 1), line.estimate, line.groups);
  metric.label = line.spec->label;
  metric.description = fmt::format("{}, {}", line.outcome.metric->label, line.groups.Words());
  metric.format = format;
  metric.formula = line.spec->adjust.empty()
                       ? "difference as it is found"
                       : fmt::format("difference within combinations of {}, weighted by everyone",
                                     JoinWords(line.spec->adjust));
  return metric;
}

}  // namespace

BlockResult ComputeSensitivity(const BlockSpec& spec, const SensitivityBlock& block,
                               const AnalysisInput& input) {
  std::vector<Line> lines;
  for (const SensitivityLine& line : block.lines) {
    lines.push_back(ComputeLine(line, block, spec.place, input));
  }
  std::vector<Difference*> family;
  for (Line& line : lines) family.push_back(&line.estimate);
  AdjustFamily(family);

  const MetricSpec& outcome = RequireMetric(block.outcome, spec.place, input.spec);
  const Format format = DifferenceFormat(outcome.format);
  BlockResult result;
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description =
      spec.description.empty() ? "Differences of " + outcome.label : spec.description;
  table.columns = {KeyColumn("line", "What is held fixed"),
                   ValueColumn("comparison", "Groups", Format::kText)};
  AppendWithLimits(ValueColumn("estimate", "Difference", format), table.columns);
  AppendWithLimits(ValueColumn("relative", "Relative", Format::kPct1), table.columns);
  table.columns.push_back(PValueColumn("p_holm", "p, Holm"));
  table.columns.push_back(ValueColumn("n", "Compared", Format::kInt));
  table.columns.push_back(ValueColumn("strata", "Strata", Format::kInt));
  table.columns.push_back(ValueColumn("strata_dropped", "Strata dropped", Format::kInt));
  for (size_t i = 0; i < lines.size(); ++i) {
    table.rows.push_back(LineCells(lines[i]));
    result.metrics.push_back(LineMetric(spec, i, lines[i], format));
  }
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
