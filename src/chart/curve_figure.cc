// One curve a series over an axis of numbers; a series of two points is the line that the others
// are read against, and dashed.
#include "chart/axes.h"
#include "chart/figure_kinds.h"
#include "chart/palette.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostMarkers = 20;
constexpr size_t kColours = 7;

Json CurveTrace(const FigureSource& source, const Series& one, const std::string& colour) {
  const size_t x = source.RequiredColumn(source.figure.category);
  const size_t y = source.RequiredColumn(source.figure.value);
  const auto part = source.OptionalColumn(source.figure.series);
  Json xs = Json::array(), ys = Json::array(), hover = Json::array();
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    if (part && CellText(source.table.rows[row][*part]) != one.name) continue;
    const auto at = source.Number(row, x), value = source.Number(row, y);
    if (!at || !value) continue;
    xs.push_back(*at);
    ys.push_back(*value);
    const std::string label =
        PlotlyText(source.table.columns[x].label) + " " + PlotlyText(source.Shown(row, x));
    hover.push_back(
        HoverText(source, one.label.empty() ? label : one.label + " · " + label, row, y));
  }
  const bool reference = xs.size() == 2;
  const bool marked = !reference && xs.size() <= kMostMarkers;
  Json line = {{"color", reference ? "var(--muted)" : colour}, {"width", reference ? 1.2 : 2.2}};
  if (reference) line["dash"] = "dot";
  return {{"type", "scatter"},
          {"mode", marked ? "lines+markers" : "lines"},
          {"name", one.label},
          {"x", xs},
          {"y", ys},
          {"line", line},
          {"marker", {{"size", 6}}},
          {"customdata", hover},
          {"hovertemplate", "%{customdata}<extra></extra>"}};
}

Json NamedAxis(const FigureSource& source, size_t column) {
  Json axis = ValueAxis(source.table.columns[column].format, source.report.locale);
  axis["title"] = {{"text", PlotlyText(source.table.columns[column].label)}};
  axis["rangemode"] = "tozero";
  return axis;
}

}  // namespace

PlotlyFigure CurveFigure(const FigureSource& source) {
  const size_t x = source.RequiredColumn(source.figure.category);
  const size_t y = source.RequiredColumn(source.figure.value);
  const auto part = source.OptionalColumn(source.figure.series);
  std::vector<Series> series = {{"", "", "var(--member-1)"}};
  if (part) series = SeriesOf(source, *part);
  const bool members = part && source.DimensionOf(*part) != nullptr;
  PlotlyFigure figure;
  size_t number = 0;
  for (const Series& one : series) {
    const std::string colour =
        members ? one.colour : "var(--member-" + std::to_string(number++ % kColours + 1) + ")";
    figure.data.push_back(CurveTrace(source, one, colour));
  }
  figure.layout = {{"height", 360},
                   {"showlegend", part.has_value()},
                   {"margin", {{"t", part ? 40 : 16}}},
                   {"xaxis", NamedAxis(source, x)},
                   {"yaxis", NamedAxis(source, y)}};
  figure.layout["xaxis"]["showgrid"] = false;
  return figure;
}

}  // namespace tessera
