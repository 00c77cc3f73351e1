#include "analysis/figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tessera {
namespace {

FigureKind KindOf(const FigureSpec& spec) {
  static const std::vector<std::pair<std::string, FigureKind>> kKinds = {
      {"bar", FigureKind::kBar},
      {"stacked_bar", FigureKind::kStackedBar},
      {"heatmap", FigureKind::kHeatmap},
      {"sankey", FigureKind::kSankey},
      {"box", FigureKind::kBox},
      {"forest", FigureKind::kForest},
      {"line", FigureKind::kLine},
      {"curve", FigureKind::kCurve},
      {"scatter", FigureKind::kScatter},
      {"map", FigureKind::kMap},
      {"histogram", FigureKind::kHistogram},
      {"survival", FigureKind::kSurvival},
      {"bullet", FigureKind::kBullet},
      {"timeline", FigureKind::kTimeline}};
  std::vector<std::string> names;
  for (const auto& [name, kind] : kKinds) {
    if (name == spec.type) return kind;
    names.push_back(name);
  }
  throw Error(fmt::format("'{}' is no type of figure", spec.type), spec.place)
      .Remedy(DidYouMean(spec.type, names));
}

void RequireColumn(const Table& table, const std::string& column, const FigureSpec& spec) {
  if (column.empty() || table.ColumnIndex(column) >= 0) return;
  std::vector<std::string> names;
  for (const Column& known : table.columns) names.push_back(known.name);
  throw Error(fmt::format("figure '{}': table '{}' has no column '{}'", spec.id, table.id, column),
              spec.place)
      .Remedy(DidYouMean(column, names));
}

Sentence TitleOf(const FigureSpec& spec, const Table& table, const Report& report) {
  const auto claim = report.claims.find(spec.title_claim);
  if (claim != report.claims.end() && !claim->second.empty()) return claim->second;
  if (!spec.title.empty()) return PlainSentence(spec.title);
  return PlainSentence(table.title);
}

std::string RowName(const Table& table, size_t row) {
  std::vector<std::string> names;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].role == ColumnRole::kKey) names.push_back(CellText(table.rows[row][c]));
  }
  return Join(names, ", ");
}

// "from 12 (a) to 90 (b)": what the eye would find first.
std::string Extremes(const Table& table, const std::string& value, const Locale& locale) {
  const int column = table.ColumnIndex(value);
  if (column < 0) return "";
  std::optional<size_t> low, high;
  const auto at = [&](size_t row) {
    return CellNumber(table.rows[row][static_cast<size_t>(column)]);
  };
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (!at(row)) continue;
    if (!low || *at(row) < *at(*low)) low = row;
    if (!high || *at(row) > *at(*high)) high = row;
  }
  if (!low || *low == *high) return "";
  const Format format = table.columns[static_cast<size_t>(column)].format;
  return fmt::format(" From {} ({}) to {} ({}).", FormatNumber(*at(*low), format, locale),
                     RowName(table, *low), FormatNumber(*at(*high), format, locale),
                     RowName(table, *high));
}

std::vector<std::string> StagesOf(const FigureSpec& spec, const ReportSpec& report_spec) {
  for (const BlockSpec& block : report_spec.blocks) {
    const auto* flow = std::get_if<FlowBlock>(&block.block);
    if (flow != nullptr && block.id + "_links" == spec.table) return flow->stages;
    const auto* migration = std::get_if<MigrationBlock>(&block.block);
    if (migration != nullptr && block.id + "_flow" == spec.table) {
      return {migration->dimension, migration->dimension};
    }
  }
  return {};
}

// "nps_mean_n" stands only where values are missing; else every customer has one.
std::string CountOf(const FigureSpec& spec, const Table& table) {
  if (spec.count.empty() || table.ColumnIndex(spec.count) >= 0) return spec.count;
  if (spec.count.ends_with("_n") && table.ColumnIndex("customers") >= 0) return "customers";
  RequireColumn(table, spec.count, spec);
  return spec.count;
}

Figure MakeFigure(const FigureSpec& spec, const ReportSpec& report_spec, const Table& table,
                  const Report& report) {
  Figure figure;
  figure.id = spec.id;
  figure.kind = KindOf(spec);
  figure.title = TitleOf(spec, table, report);
  figure.subtitle = spec.subtitle;
  figure.table = spec.table;
  figure.category = spec.category;
  figure.series = spec.series;
  figure.value = spec.value;
  figure.count = CountOf(spec, table);
  figure.logarithmic = spec.logarithmic;
  figure.stages = StagesOf(spec, report_spec);
  if (const Metric* reference = report.FindMetric(spec.reference)) {
    figure.reference = reference->value;
    figure.reference_label = reference->label;
  } else if (!spec.reference.empty()) {
    try {
      figure.reference = std::stod(spec.reference);
    } catch (const std::exception&) {
      throw Error(
          fmt::format("figure '{}': '{}' is no metric and no number", spec.id, spec.reference),
          spec.place);
    }
  }
  figure.alt = fmt::format("{} {}.{}", PlainText(figure.title), spec.subtitle,
                           Extremes(table, spec.value, report.locale));
  return figure;
}

}  // namespace

void AddFigures(const ReportSpec& spec, const Facts&, Report& report) {
  for (const FigureSpec& figure : spec.figures) {
    const Table* table = report.FindTable(figure.table);
    if (table == nullptr && report.IsLeftOut(figure.table)) continue;
    if (table == nullptr) {
      std::vector<std::string> ids;
      for (const Table& known : report.tables) ids.push_back(known.id);
      throw Error(fmt::format("figure '{}': '{}' is no table", figure.id, figure.table),
                  figure.place)
          .Remedy(DidYouMean(figure.table, ids));
    }
    for (const std::string& column : {figure.category, figure.series, figure.value}) {
      RequireColumn(*table, column, figure);
    }
    report.figures.push_back(MakeFigure(figure, spec, *table, report));
  }
}

}  // namespace tessera
