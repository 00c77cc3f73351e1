#include "analysis/concentration_block.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/block_values.h"
#include "analysis/entity_column.h"
#include "analysis/table_columns.h"
#include "stats/bootstrap.h"
#include "stats/concentration.h"
#include "stats/moments.h"

namespace tessera {
namespace {

constexpr std::uint32_t kReplicates = 400;
constexpr size_t kCurvePoints = 100;
constexpr int kTops[] = {1, 5, 10, 20};
constexpr int kHolds[] = {50, 80, 90};

std::optional<Interval> GiniInterval(const std::vector<double>& values,
                                     const AnalysisInput& input) {
  if (values.size() < 2) return std::nullopt;
  const std::vector<double> replicates =
      stats::BootstrapReplicates(values,
                                 [](std::span<const double> sample) {
                                   const auto gini = stats::GiniOf(sample);
                                   return gini ? gini->gini : std::nan("");
                                 },
                                 {.replicates = kReplicates, .seed = input.spec.seed});
  return ModelInterval(stats::PercentileInterval(replicates, Confidence(input.spec)));
}

// What a group holds of the total, by drawing entities anew: a sampled row is its number.
std::optional<Interval> ShareInterval(const std::vector<double>& values,
                                      const std::vector<char>& inside, const AnalysisInput& input) {
  if (values.size() < 2) return std::nullopt;
  std::vector<double> rows(values.size());
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<double>(i);
  const std::vector<double> replicates =
      stats::BootstrapReplicates(rows,
                                 [&](std::span<const double> sample) {
                                   stats::Summation part, whole;
                                   for (const double row : sample) {
                                     const auto at = static_cast<size_t>(row);
                                     whole.Add(values[at]);
                                     if (inside[at] != 0) part.Add(values[at]);
                                   }
                                   return part.value() / whole.value();
                                 },
                                 {.replicates = kReplicates, .seed = input.spec.seed});
  return ModelInterval(stats::PercentileInterval(replicates, Confidence(input.spec)));
}

std::vector<Cell> RowOf(std::string name, const std::vector<double>& values,
                        const std::optional<Interval>& interval) {
  std::vector<Cell> cells = {std::move(name), static_cast<double>(values.size()),
                             stats::Sum(values)};
  const auto gini = stats::GiniOf(values);
  AppendWithLimits(gini ? std::optional(gini->gini) : std::nullopt, interval, cells);
  for (const int top : kTops) cells.push_back(NumberCell(stats::TopShare(values, top / 100.0)));
  for (const int hold : kHolds) {
    const auto count = stats::CountHolding(values, hold / 100.0);
    cells.push_back(count ? Cell(static_cast<double>(*count)) : Cell());
  }
  cells.push_back(NumberCell(stats::HerfindahlIndex(values)));
  return cells;
}

std::vector<Column> Columns(const std::string& key, const std::string& key_label,
                            const std::string& label, Format format) {
  std::vector<Column> columns = {KeyColumn(key, key_label), ValueColumn("n", "n", Format::kInt),
                                 ValueColumn("total", label, format)};
  AppendWithLimits(ValueColumn("gini", "Gini", Format::kNum2), columns);
  for (const int top : kTops) {
    columns.push_back(
        ValueColumn(fmt::format("top_{}", top), fmt::format("First {}% hold", top), Format::kPct1));
  }
  for (const int hold : kHolds) {
    columns.push_back(ValueColumn(fmt::format("hold_{}", hold), fmt::format("Needed for {}%", hold),
                                  Format::kInt));
  }
  columns.push_back(ValueColumn("hhi", "Herfindahl", Format::kNum2));
  AppendWithLimits(ValueColumn("share", "Of the total", Format::kPct1), columns);
  return columns;
}

Table CurveTable(const BlockSpec& spec, const std::vector<double>& values) {
  Table table;
  table.id = spec.id + "_curve";
  table.title = spec.title;
  table.columns = {KeyColumn("group", "Curve"),
                   ValueColumn("population", "Share of {entities}, ascending", Format::kPct1),
                   ValueColumn("value", "Share of the total", Format::kPct1)};
  for (const stats::LorenzPoint& point : stats::LorenzCurve(values, kCurvePoints)) {
    table.rows.push_back({"As it is", point.population, point.value});
  }
  table.rows.push_back({"If all had the same", 0.0, 0.0});
  table.rows.push_back({"If all had the same", 1.0, 1.0});
  return table;
}

}  // namespace

BlockResult ComputeConcentration(const BlockSpec& spec, const ConcentrationBlock& block,
                                 const AnalysisInput& input) {
  const std::vector<double> column = ColumnValues(block.column, input);
  const FrameDimension* dimension =
      block.dimension.empty() ? nullptr : &RequireDimension(block.dimension, spec.place, input);
  std::vector<double> all;
  std::vector<std::uint32_t> codes;  // the member of each
  std::vector<std::vector<double>> groups(dimension == nullptr ? 0 : dimension->size());
  for (size_t row = 0; row < column.size(); ++row) {
    if (std::isnan(column[row])) continue;
    all.push_back(column[row]);
    codes.push_back(dimension == nullptr ? 0 : dimension->codes[row]);
    if (dimension != nullptr) groups[dimension->codes[row]].push_back(column[row]);
  }
  const std::string label = ColumnLabel(block.column, input.spec);
  const std::optional<Interval> interval = GiniInterval(all, input);

  BlockResult result;
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = Columns(dimension == nullptr ? "group" : dimension->dimension.id,
                          dimension == nullptr ? "Group" : dimension->dimension.label, label,
                          ColumnFormat(block.column, input.spec));
  std::vector<Cell> whole = RowOf(dimension == nullptr ? "all" : "Total", all, interval);
  AppendWithLimits(1, std::nullopt, whole);
  if (dimension != nullptr) {
    table.dimensions = {dimension->dimension.id};
    table.total = std::move(whole);
  } else {
    table.rows.push_back(std::move(whole));
  }
  const double total = stats::Sum(all);
  for (size_t group = 0; group < groups.size(); ++group) {
    table.rows.push_back(
        RowOf(dimension->dimension.members[group].name, groups[group], std::nullopt));
    std::vector<char> inside;
    for (const std::uint32_t code : codes) inside.push_back(code == group ? 1 : 0);
    AppendWithLimits(total > 0 ? std::optional(stats::Sum(groups[group]) / total) : std::nullopt,
                     total > 0 ? ShareInterval(all, inside, input) : std::nullopt,
                     table.rows.back());
  }
  const auto gini = stats::GiniOf(all);
  table.notes = {fmt::format("{} values, zeros among them; {} {{entities}} have none.",
                             FormatCount(static_cast<double>(all.size())),
                             FormatCount(static_cast<double>(column.size() - all.size())))};
  if (gini && gini->has_negative) {
    table.notes.push_back("Some values are below zero: the Gini need not lie between 0 and 1.");
  }
  result.tables.push_back(std::move(table));
  result.tables.push_back(CurveTable(spec, all));

  const auto add = [&](const char* suffix, std::string name, Format format,
                       std::optional<double> value, std::optional<Interval> limits = {}) {
    result.metrics.push_back(BlockMetric(spec.id + suffix, std::move(name), format, value, limits));
    result.metrics.back().n = static_cast<double>(all.size());
  };
  const auto hold = stats::CountHolding(all, 0.8);
  const std::optional<double> holders =
      hold ? std::optional(static_cast<double>(*hold)) : std::nullopt;
  add("_gini", "Gini of " + label, Format::kNum2, gini ? std::optional(gini->gini) : std::nullopt,
      interval);
  add("_gini_unbiased", "Gini, corrected for n", Format::kNum2,
      gini ? gini->unbiased : std::nullopt);
  add("_top_20", "Held by the first fifth", Format::kPct1, stats::TopShare(all, 0.2));
  add("_hold_80", "{Entities} that hold four fifths", Format::kInt, holders);
  add("_hold_80_share", "Share of {entities} that hold four fifths", Format::kPct1,
      holders ? std::optional(*holders / static_cast<double>(all.size())) : std::nullopt);
  add("_hhi", "Herfindahl index", Format::kNum2, stats::HerfindahlIndex(all));
  return result;
}

}  // namespace tessera
