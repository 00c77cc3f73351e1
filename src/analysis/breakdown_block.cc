#include "analysis/breakdown_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tessera {
namespace {

std::vector<const FrameDimension*> RequireDimensions(const std::vector<std::string>& ids,
                                                     const Place& place,
                                                     const AnalysisInput& input) {
  std::vector<const FrameDimension*> dimensions;
  for (const std::string& id : ids) dimensions.push_back(&RequireDimension(id, place, input));
  return dimensions;
}

size_t Combinations(std::span<const FrameDimension* const> dimensions) {
  size_t product = 1;
  for (const FrameDimension* dimension : dimensions) product *= dimension->size();
  return product;
}

Column KeyColumn(const FrameDimension& dimension) {
  Column column;
  column.name = dimension.dimension.id;
  column.label = dimension.dimension.label;
  column.role = ColumnRole::kKey;
  return column;
}

// The members of a combined code, in the dimensions' order.
std::vector<Cell> KeyCells(std::span<const FrameDimension* const> dimensions, size_t code) {
  std::vector<Cell> cells(dimensions.size());
  for (size_t d = dimensions.size(); d-- > 0;) {
    cells[d] = dimensions[d]->dimension.members[code % dimensions[d]->size()].name;
    code /= dimensions[d]->size();
  }
  return cells;
}

void AppendMetrics(std::span<const std::string> metrics, const RowSet& rows,
                   const AnalysisInput& input, std::vector<Cell>& cells) {
  for (const std::string& id : metrics) {
    const MetricSpec& metric = RequireMetric(id, {}, input.spec);
    for (Cell& cell : MetricCells(metric, rows, input)) cells.push_back(std::move(cell));
  }
}

// Best first; ties keep the members' order.
void RankRows(const std::string& rank_by, const Place& place, Table& table) {
  const int column = table.ColumnIndex(rank_by);
  if (column < 0) {
    throw Error(fmt::format("'{}' is no metric of these paths", rank_by), place);
  }
  std::ranges::stable_sort(table.rows, [&](const auto& a, const auto& b) {
    return CellNumber(a[static_cast<size_t>(column)]).value_or(0) >
           CellNumber(b[static_cast<size_t>(column)]).value_or(0);
  });
}

Metric CountMetric(std::string id, std::string label, double value, std::string formula) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = std::move(label);
  metric.format = Format::kInt;
  metric.value = value;
  metric.n = value;
  metric.formula = std::move(formula);
  return metric;
}

// Rows without the filter's flag go to a group of their own, behind all others, that is not shown.
Grouping FilteredGroups(std::vector<std::uint32_t> codes, size_t groups, const Measure* filter) {
  if (filter == nullptr) return GroupRows(codes, groups);
  for (size_t row = 0; row < codes.size(); ++row) {
    if ((*filter)[row] != 1) codes[row] = static_cast<std::uint32_t>(groups);
  }
  Grouping grouping = GroupRows(codes, groups + 1);
  grouping.starts.pop_back();
  grouping.order.resize(grouping.starts.back());
  return grouping;
}

// "<metric>_index": 100 × the row's value ÷ the total's.
void AddIndex(const std::string& metric, const BlockSpec& spec, Table& table) {
  const int of = table.ColumnIndex(metric);
  if (of < 0) {
    throw Error(fmt::format("'{}' has an index but is no metric of the block", metric), spec.place)
        .Remedy("name it among the metrics too");
  }
  const auto at = static_cast<size_t>(of);
  Column column;
  column.name = metric + "_index";
  column.label = table.columns[at].label + ", index";
  column.format = Format::kInt;
  const std::optional<double> total = CellNumber(table.total[at]);
  const auto index = [&](const std::vector<Cell>& cells) -> Cell {
    const std::optional<double> value = CellNumber(cells[at]);
    if (!value || !total || *total == 0) return Cell();
    return 100 * *value / *total;
  };
  for (std::vector<Cell>& cells : table.rows) cells.push_back(index(cells));
  table.total.push_back(index(table.total));
  table.columns.push_back(std::move(column));
}

void AddResiduals(std::span<const FrameDimension* const> dimensions, const Grouping& grouping,
                  Table& table) {
  std::vector<std::vector<double>> counts(dimensions[0]->size(),
                                          std::vector<double>(dimensions[1]->size()));
  for (size_t group = 0; group < grouping.groups(); ++group) {
    counts[group / dimensions[1]->size()][group % dimensions[1]->size()] =
        static_cast<double>(grouping.rows(group).size());
  }
  const std::vector<std::vector<std::optional<double>>> residuals = AdjustedResiduals(counts);
  Column column;
  column.name = "residual";
  column.label = "Adjusted residual";
  column.format = Format::kNum1;
  table.columns.push_back(column);
  size_t group = 0;
  for (const auto& line : residuals) {
    for (const std::optional<double>& residual : line) {
      table.rows[group++].push_back(NumberCell(residual));
    }
  }
  if (!table.total.empty()) table.total.emplace_back();
}

size_t Occurring(const Grouping& grouping) {
  size_t occurring = 0;
  for (size_t group = 0; group < grouping.groups(); ++group) {
    occurring += grouping.rows(group).empty() ? 0 : 1;
  }
  return occurring;
}

}  // namespace

Table TableOverDimensions(const BlockSpec& spec, std::span<const FrameDimension* const> dimensions,
                          std::span<const std::string> metrics, const Grouping& grouping,
                          bool occurring_only, const AnalysisInput& input) {
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  for (const FrameDimension* dimension : dimensions) {
    table.dimensions.push_back(dimension->dimension.id);
    table.columns.push_back(KeyColumn(*dimension));
    if (!dimension->dimension.caveat.empty()) table.notes.push_back(dimension->dimension.caveat);
  }
  for (const std::string& id : metrics) {
    for (Column& column : MetricColumns(RequireMetric(id, spec.place, input.spec), input)) {
      table.columns.push_back(std::move(column));
    }
  }
  for (size_t group = 0; group < grouping.groups(); ++group) {
    if (occurring_only && grouping.rows(group).empty()) continue;
    std::vector<Cell> cells = KeyCells(dimensions, group);
    AppendMetrics(metrics, grouping.rows(group), input, cells);
    table.rows.push_back(std::move(cells));
  }
  table.total.assign(dimensions.size(), std::monostate{});
  table.total.front() = "Total";
  // Everyone in key order: a mean of fractions then is the metric to the last bit.
  const bool everyone = grouping.order.size() == input.frame.rows;
  AppendMetrics(metrics, everyone ? AllRows(input.frame) : grouping.order, input, table.total);
  return table;
}

BlockResult ComputeBreakdown(const BlockSpec& spec, const BreakdownBlock& block,
                             const AnalysisInput& input) {
  const FrameDimension& dimension = RequireDimension(block.dimension, spec.place, input);
  const std::vector<const FrameDimension*> dimensions = {&dimension};
  const Grouping grouping = GroupRows(CombineCodes(dimensions, input.frame.rows), dimension.size());
  BlockResult result;
  result.tables.push_back(
      TableOverDimensions(spec, dimensions, block.metrics, grouping, false, input));
  for (const std::string& id : block.index) AddIndex(id, spec, result.tables.front());
  return result;
}

BlockResult ComputeCrosstab(const BlockSpec& spec, const CrosstabBlock& block,
                            const AnalysisInput& input) {
  const auto dimensions = RequireDimensions({block.rows, block.columns}, spec.place, input);
  const Grouping grouping =
      GroupRows(CombineCodes(dimensions, input.frame.rows), Combinations(dimensions));
  Table table = TableOverDimensions(spec, dimensions, block.metrics, grouping, false, input);
  AddResiduals(dimensions, grouping, table);
  BlockResult result;
  result.tables.push_back(std::move(table));
  return result;
}

BlockResult ComputePaths(const BlockSpec& spec, const PathsBlock& block,
                         const AnalysisInput& input) {
  const auto dimensions = RequireDimensions(block.dimensions, spec.place, input);
  const size_t possible = Combinations(dimensions);
  const Grouping grouping = FilteredGroups(CombineCodes(dimensions, input.frame.rows), possible,
                                           input.frame.FindMeasure("filter:" + spec.id));
  Table table = TableOverDimensions(spec, dimensions, block.metrics, grouping, !block.all, input);
  RankRows(block.rank_by, spec.place, table);
  BlockResult result;
  result.metrics.push_back(CountMetric(spec.id + "_observed", "Paths that occur",
                                       static_cast<double>(Occurring(grouping)),
                                       "combinations that are not empty"));
  result.metrics.push_back(CountMetric(spec.id + "_possible", "Paths that are possible",
                                       static_cast<double>(possible),
                                       "product of the dimensions' members"));
  if (block.limit && table.rows.size() > static_cast<size_t>(*block.limit)) {
    table.rows.resize(static_cast<size_t>(*block.limit));
    // The total stays that of all paths: the rows that are left do not add up to it.
    for (Column& column : table.columns) column.additive = false;
  }
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
