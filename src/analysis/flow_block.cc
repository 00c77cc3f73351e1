#include "analysis/flow_block.h"

namespace tessera {
namespace {

Column NamedColumn(std::string name, std::string label, ColumnRole role, Format format) {
  Column column;
  column.name = std::move(name);
  column.label = std::move(label);
  column.role = role;
  column.format = format;
  return column;
}

void AddStage(size_t stage, const FrameDimension& from, const FrameDimension& to,
              const FlowBlock& block, const AnalysisInput& input, Table& table) {
  const std::vector<const FrameDimension*> pair = {&from, &to};
  const Grouping grouping =
      GroupRows(CombineCodes(pair, input.frame.rows), from.size() * to.size());
  for (size_t group = 0; group < grouping.groups(); ++group) {
    if (grouping.rows(group).empty()) continue;
    std::vector<Cell> cells = {static_cast<double>(stage),
                               from.dimension.members[group / to.size()].name,
                               to.dimension.members[group % to.size()].name};
    for (const std::string& id : block.metrics) {
      for (Cell& cell :
           MetricCells(RequireMetric(id, {}, input.spec), grouping.rows(group), input)) {
        cells.push_back(std::move(cell));
      }
    }
    table.rows.push_back(std::move(cells));
  }
}

}  // namespace

BlockResult ComputeFlow(const BlockSpec& spec, const FlowBlock& block, const AnalysisInput& input) {
  Table table;
  table.id = spec.id + "_links";
  table.title = spec.title;
  table.description = spec.description;
  table.columns = {NamedColumn("stage", "Stage", ColumnRole::kKey, Format::kInt),
                   NamedColumn("from", "From", ColumnRole::kKey, Format::kText),
                   NamedColumn("to", "To", ColumnRole::kKey, Format::kText)};
  for (const std::string& id : block.metrics) {
    for (Column& column : MetricColumns(RequireMetric(id, spec.place, input.spec), input)) {
      // Each stage holds everyone, so the links of all stages do not add up to a total.
      column.additive = false;
      table.columns.push_back(std::move(column));
    }
  }
  for (size_t stage = 0; stage + 1 < block.stages.size(); ++stage) {
    AddStage(stage + 1, RequireDimension(block.stages[stage], spec.place, input),
             RequireDimension(block.stages[stage + 1], spec.place, input), block, input, table);
  }
  BlockResult result;
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
