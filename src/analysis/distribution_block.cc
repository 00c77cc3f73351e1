#include "analysis/distribution_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/table_columns.h"
#include "base/sort.h"
#include "stats/moments.h"
#include "stats/quantile.h"

namespace tessera {
namespace {

constexpr double kTukeyReach = 1.5;

std::vector<double> SortedValues(const Measure& measure, std::span<const std::uint32_t> rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    const double value = measure.value(row);
    if (!std::isnan(value)) values.push_back(value);
  }
  SortNumbers(values);
  return values;
}

std::vector<Cell> DistributionCells(const Measure& measure, std::span<const std::uint32_t> rows) {
  const Distribution found = DistributionOf(SortedValues(measure, rows));
  std::vector<Cell> cells = {found.n, static_cast<double>(rows.size()) - found.n};
  for (const auto& value : {found.minimum, found.q1, found.median, found.q3, found.maximum,
                            found.mean, found.sd, found.lower_fence, found.upper_fence}) {
    cells.push_back(NumberCell(value));
  }
  cells.push_back(found.n == 0 ? Cell() : Cell(found.outliers));
  return cells;
}

std::vector<Column> DistributionColumns(const Dimension& dimension, Format format) {
  std::vector<Column> columns = {KeyColumn(dimension.id, dimension.label),
                                 ValueColumn("n", "n", Format::kInt),
                                 ValueColumn("missing", "Missing", Format::kInt),
                                 ValueColumn("min", "Minimum", format),
                                 ValueColumn("q1", "First quartile", format),
                                 ValueColumn("median", "Median", format),
                                 ValueColumn("q3", "Third quartile", format),
                                 ValueColumn("max", "Maximum", format),
                                 ValueColumn("mean", "Mean", format),
                                 ValueColumn("sd", "Standard deviation", format),
                                 ValueColumn("lower_fence", "Fence below", format),
                                 ValueColumn("upper_fence", "Fence above", format),
                                 ValueColumn("outliers", "Beyond the fences", Format::kInt)};
  for (Column& column : columns) {
    column.additive =
        column.name == "n" || column.name == "missing";  // outliers differ group by group
  }
  return columns;
}

}  // namespace

Distribution DistributionOf(std::span<const double> ascending) {
  Distribution found;
  found.n = static_cast<double>(ascending.size());
  if (ascending.empty()) return found;
  const auto quantile = [&](std::uint64_t quarters) {
    return stats::QuantileOfSorted(ascending, quarters, 4);
  };
  found.minimum = ascending.front();
  found.q1 = quantile(1);
  found.median = quantile(2);
  found.q3 = quantile(3);
  found.maximum = ascending.back();
  const stats::Moments moments = stats::MomentsOf(ascending);
  found.mean = moments.mean;
  if (moments.n >= 2) found.sd = moments.sd();
  const double reach = kTukeyReach * (*found.q3 - *found.q1);
  const auto inside = std::ranges::lower_bound(ascending, *found.q1 - reach);
  const auto beyond = std::ranges::upper_bound(ascending, *found.q3 + reach);
  found.lower_fence = *inside;
  found.upper_fence = *(beyond - 1);
  found.outliers = static_cast<double>((inside - ascending.begin()) + (ascending.end() - beyond));
  return found;
}

BlockResult ComputeDistribution(const BlockSpec& spec, const DistributionBlock& block,
                                const AnalysisInput& input) {
  const FrameDimension& dimension = RequireDimension(block.dimension, spec.place, input);
  const Measure* measure = input.frame.FindMeasure("column:" + block.column);
  BlockResult result;
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.dimensions = {dimension.dimension.id};
  const bool money = measure != nullptr && measure->scale() > 1;
  table.columns = DistributionColumns(dimension.dimension, money ? Format::kUsd0 : Format::kNum1);
  if (measure == nullptr) {
    const std::string reason = fmt::format("the data has no column '{}'", block.column);
    result.notes.push_back({Severity::kWarning, spec.id, reason});
    table.notes.push_back(reason);
    result.tables.push_back(std::move(table));
    return result;
  }
  const std::vector<const FrameDimension*> one = {&dimension};
  const Grouping grouping = GroupRows(CombineCodes(one, input.frame.rows), dimension.size());
  const auto row_of = [&](std::string name, std::span<const std::uint32_t> rows) {
    std::vector<Cell> cells = {std::move(name)};
    for (Cell& cell : DistributionCells(*measure, rows)) cells.push_back(std::move(cell));
    return cells;
  };
  for (size_t m = 0; m < dimension.size(); ++m) {
    table.rows.push_back(row_of(dimension.dimension.members[m].name, grouping.rows(m)));
  }
  table.total = row_of("Total", grouping.order);
  table.notes = {
      "Quartiles of type 7. Fences: the outermost values within 1.5 interquartile "
      "ranges of the quartiles."};
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
