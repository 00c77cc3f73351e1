// A grid of numbers. Rates and means diverge from the overall value; counts and money start at
// none.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kHeatmapRowHeight = 54;
constexpr int kHeatmapFrameHeight = 90;

struct Grid {
  std::vector<std::string> categories, series;  // labels: y and x
  Json values = Json::array(), texts = Json::array(), hover = Json::array();
  Json annotations = Json::array();  // what cells without a number say
  double lowest = 0, highest = 0;
  bool any = false;
};

// Why a cell holds no number: nobody there, too few to show, or nothing known of those there.
std::string EmptyText(const FigureSource& source, std::optional<double> count) {
  if (!count || *count == 0) return "–";
  if (*count < source.report.minimum_n) {
    return "&lt;" + source.Shown(source.report.minimum_n, Format::kInt);
  }
  return fmt::format("n {}", source.Shown(*count, Format::kInt));
}

std::optional<size_t> FindRow(const FigureSource& source, size_t category, std::string_view name,
                              size_t series, std::string_view part) {
  for (size_t r = 0; r < source.table.rows.size(); ++r) {
    if (CellText(source.table.rows[r][category]) == name &&
        CellText(source.table.rows[r][series]) == part) {
      return r;
    }
  }
  return std::nullopt;
}

Json EmptyNote(const std::string& x, const std::string& y, const std::string& text) {
  return {{"x", x},
          {"y", y},
          {"text", text},
          {"showarrow", false},
          {"font", {{"color", "var(--muted)"}, {"size", 12}}}};
}

struct GridCell {
  Json value, text = "", hover;
};

GridCell MakeCell(const FigureSource& source, std::optional<size_t> row, size_t value,
                  const std::string& label) {
  if (!row) return {Json(), "", label + "<br>nobody"};
  GridCell cell{Json(), "", HoverText(source, label, *row, value)};
  const auto number = source.Number(*row, value);
  if (!number) return cell;
  const auto count_column = source.CountColumn(value);
  const auto count = count_column ? source.Number(*row, *count_column) : std::nullopt;
  const Format format = source.table.FormatOf(*row, value);
  cell.value = *number;
  std::string text = PlotlyText(FormatCompact(*number, format, source.report.locale));
  if (count && count_column != value) {
    text += fmt::format("<br>n {}", source.Shown(*count, Format::kInt));
  }
  cell.text = text;
  return cell;
}

Grid CollectGrid(const FigureSource& source, size_t value) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const size_t part = source.RequiredColumn(source.figure.series);
  const auto count_column = source.CountColumn(value);
  const std::vector<Series> series = SeriesOf(source, part);
  Grid grid;
  for (const Series& x : series) grid.series.push_back(x.label);
  for (const Series& y : SeriesOf(source, category)) {
    grid.categories.push_back(y.label);
    Json values = Json::array(), texts = Json::array(), hover = Json::array();
    for (const Series& x : series) {
      const auto row = FindRow(source, category, y.name, part, x.name);
      const GridCell cell = MakeCell(source, row, value, y.label + " · " + x.label);
      values.push_back(cell.value);
      texts.push_back(cell.text);
      hover.push_back(cell.hover);
      if (cell.value.is_null()) {
        const auto count = row && count_column ? source.Number(*row, *count_column) : std::nullopt;
        grid.annotations.push_back(EmptyNote(x.label, y.label, EmptyText(source, count)));
        continue;
      }
      const double number = cell.value.get<double>();
      grid.lowest = grid.any ? std::min(grid.lowest, number) : number;
      grid.highest = grid.any ? std::max(grid.highest, number) : number;
      grid.any = true;
    }
    grid.values.push_back(values);
    grid.texts.push_back(texts);
    grid.hover.push_back(hover);
  }
  return grid;
}

bool IsAmount(Format format) {
  return format == Format::kInt || format == Format::kUsd0 || format == Format::kUsd2;
}

Json ColourScale(const std::vector<std::string>& colours) {
  Json scale = Json::array();
  for (size_t i = 0; i < colours.size(); ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(colours.size() - 1);
    scale.push_back(Json::array({at, colours[i]}));
  }
  return scale;
}

void SetScale(const FigureSource& source, const Grid& grid, Format format, Json& trace) {
  const auto& reference = source.figure.reference;
  if (!reference || IsAmount(format)) {
    trace["colorscale"] = ColourScale({"var(--heat-0)", "var(--heat-1)"});
    trace["zmin"] = std::min(0.0, grid.lowest);
    trace["zmax"] = std::max(grid.highest, grid.lowest + 1e-12);
    return;
  }
  const double reach =
      std::max({std::fabs(grid.highest - *reference), std::fabs(grid.lowest - *reference), 1e-12});
  trace["colorscale"] =
      ColourScale({"var(--diverging-low)", "var(--diverging-mid)", "var(--diverging-high)"});
  trace["zmin"] = *reference - reach;
  trace["zmax"] = *reference + reach;
}

}  // namespace

PlotlyFigure HeatmapFigure(const FigureSource& source) {
  const size_t value = source.RequiredColumn(source.figure.value);
  const Format format = source.table.columns[value].format;
  const Grid grid = CollectGrid(source, value);
  Json trace = {{"type", "heatmap"},        {"x", grid.series},
                {"y", grid.categories},     {"z", grid.values},
                {"text", grid.texts},       {"texttemplate", "%{text}"},
                {"customdata", grid.hover}, {"hovertemplate", "%{customdata}<extra></extra>"},
                {"hoverongaps", false},     {"showscale", false}};  // each cell carries its number
  SetScale(source, grid, format, trace);
  PlotlyFigure figure;
  figure.data = Json::array({trace});
  figure.layout = {{"height", kHeatmapFrameHeight +
                                  kHeatmapRowHeight * static_cast<int>(grid.categories.size())},
                   {"margin", {{"t", 36}}},
                   {"xaxis", CategoryAxis(grid.series)},
                   {"yaxis", CategoryAxis(grid.categories)}};
  figure.layout["xaxis"]["side"] = "top";
  figure.layout["yaxis"]["autorange"] = "reversed";
  if (!grid.annotations.empty()) figure.layout["annotations"] = grid.annotations;
  return figure;
}

}  // namespace tessera
