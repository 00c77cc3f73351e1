#include "analysis/column_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/sort.h"
#include "stats/quantile.h"

namespace tessera {
namespace {

Column NamedColumn(std::string name, std::string label, Format format, ColumnRole role) {
  Column column;
  column.name = std::move(name);
  column.label = std::move(label);
  column.format = format;
  column.role = role;
  return column;
}

struct Binning {
  double first = 0;
  double width = 1;
  size_t bins = 1;
};

// A width of 1, 2 or 5 times a power of ten, so that the edges are numbers people say.
Binning NiceBinning(double minimum, double maximum, int wanted, bool whole) {
  const double raw = std::max((maximum - minimum) / wanted, whole ? 1.0 : 1e-12);
  const double power = std::pow(10, std::floor(std::log10(raw)));
  Binning binning;
  for (const double step : {1.0, 2.0, 5.0, 10.0}) {
    binning.width = step * power;
    if (binning.width >= raw) break;
  }
  if (whole) binning.width = std::max(1.0, std::round(binning.width));
  binning.first = std::floor(minimum / binning.width) * binning.width;
  binning.bins = static_cast<size_t>(std::floor((maximum - binning.first) / binning.width)) + 1;
  return binning;
}

std::vector<double> PresentValues(const Measure& measure) {
  std::vector<double> values;
  values.reserve(measure.size());
  for (const double value : measure.Values()) {
    if (!std::isnan(value)) values.push_back(value);
  }
  return values;
}

Metric ColumnMetric(const BlockSpec& spec, std::string_view part, std::string_view label,
                    std::optional<double> value, double n, Format format) {
  Metric metric;
  metric.id = fmt::format("{}_{}", spec.id, part);
  metric.label = fmt::format("{}, {}", spec.title, label);
  metric.format = format;
  metric.value = value;
  metric.n = n;
  metric.description = fmt::format("{} of the values that are there, type 7", label);
  if (!value) metric.missing_reason = "there is none";
  return metric;
}

Table HistogramTable(const BlockSpec& spec, const Binning& binning,
                     const std::vector<double>& values, Format format) {
  std::vector<double> counts(binning.bins);
  for (const double value : values) {
    ++counts[static_cast<size_t>((value - binning.first) / binning.width)];
  }
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = {NamedColumn("lower", "From", format, ColumnRole::kKey),
                   NamedColumn("upper", "Below", format, ColumnRole::kKey),
                   NamedColumn("count", "Customers", Format::kInt, ColumnRole::kValue),
                   NamedColumn("share", "Share", Format::kPct1, ColumnRole::kValue)};
  table.columns[2].additive = true;
  table.columns[3].share = true;
  const auto total = static_cast<double>(values.size());
  for (size_t bin = 0; bin < binning.bins; ++bin) {
    const double lower = binning.first + static_cast<double>(bin) * binning.width;
    table.rows.push_back({lower, lower + binning.width, counts[bin], counts[bin] / total});
  }
  table.total = {"Total", std::monostate{}, total, 1.0};
  return table;
}

}  // namespace

BlockResult ComputeHistogram(const BlockSpec& spec, const HistogramBlock& block,
                             const AnalysisInput& input) {
  const Measure* measure = input.frame.FindMeasure("column:" + block.column);
  std::vector<double> values = measure == nullptr ? std::vector<double>{} : PresentValues(*measure);
  BlockResult result;
  const auto n = static_cast<double>(values.size());
  const bool whole = measure != nullptr && measure->whole() && measure->scale() == 1;
  const Format format = whole                                           ? Format::kInt
                        : measure != nullptr && measure->scale() == 100 ? Format::kUsd0
                                                                        : Format::kNum1;
  Table table;
  if (values.empty()) {
    table = HistogramTable(spec, {}, values, format);
    table.rows.clear();
    table.total.clear();
  } else {
    SortNumbers(values);
    table = HistogramTable(spec, NiceBinning(values.front(), values.back(), block.bins, whole),
                           values, format);
  }
  const auto quantile = [&](double q) {
    return values.empty() ? std::nullopt : std::optional(stats::QuantileOfSorted(values, q));
  };
  const std::pair<const char*, double> kQuantiles[] = {
      {"minimum", 0}, {"q1", 0.25}, {"median", 0.5}, {"q3", 0.75}, {"maximum", 1}};
  for (const auto& [part, q] : kQuantiles) {
    result.metrics.push_back(ColumnMetric(spec, part, part, quantile(q), n, format));
  }
  result.metrics.push_back(ColumnMetric(spec, "missing", "missing",
                                        static_cast<double>(input.frame.rows) - n,
                                        static_cast<double>(input.frame.rows), Format::kInt));
  result.tables.push_back(std::move(table));
  return result;
}

BlockResult ComputeValues(const BlockSpec& spec, const ValuesBlock& block,
                          const AnalysisInput& input, Database& database) {
  const Result values = database.Query(
      fmt::format("SELECT value, rows, entities FROM {} ORDER BY rows DESC, value",
                  QuoteName(fmt::format("{}_values_{}", block.source, block.column))));
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = {NamedColumn(block.column, spec.title, Format::kText, ColumnRole::kKey),
                   NamedColumn(block.source, "Events", Format::kInt, ColumnRole::kValue),
                   NamedColumn(input.spec.entities, "Customers", Format::kInt, ColumnRole::kValue),
                   NamedColumn("share", "Share of events", Format::kPct1, ColumnRole::kValue)};
  table.columns[1].additive = true;
  table.columns[3].share = true;
  double total = 0;
  for (size_t row = 0; row < values.rows; ++row) total += values.Number(row, "rows");
  for (size_t row = 0; row < values.rows; ++row) {
    const double rows = values.Number(row, "rows");
    const std::string value = values.Text(row, "value");
    table.rows.push_back({value.empty() ? std::string("(missing)") : value, rows,
                          values.Number(row, "entities"), rows / total});
  }
  if (total > 0) table.total = {"Total", total, std::monostate{}, 1.0};
  BlockResult result;
  Metric distinct;
  distinct.id = spec.id + "_distinct";
  distinct.label = "Distinct values of " + spec.title;
  distinct.format = Format::kInt;
  distinct.value = static_cast<double>(values.rows);
  distinct.n = total;
  distinct.formula = fmt::format("count(distinct {})", block.column);
  result.metrics.push_back(std::move(distinct));
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
