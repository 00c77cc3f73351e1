// One line a series over an axis of categories or dates.
#include <map>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

struct Line {
  Json x = Json::array(), y = Json::array(), hover = Json::array();
};

Json LineTrace(const Line& line, const Series& series, bool named) {
  return {{"type", "scatter"},
          {"mode", "lines+markers"},
          {"name", series.label},
          {"x", line.x},
          {"y", line.y},
          {"connectgaps", false},
          {"line", {{"color", series.colour}, {"width", 2}}},
          {"marker", {{"size", 6}}},
          {"customdata", line.hover},
          {"hovertemplate", "%{customdata}<extra></extra>"},
          {"showlegend", named}};
}

}  // namespace

PlotlyFigure LineFigure(const FigureSource& source) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const size_t value = source.RequiredColumn(source.figure.value);
  const auto part = source.OptionalColumn(source.figure.series);
  const Format format = source.table.columns[value].format;
  std::vector<Series> series = {{"", "", "var(--member-1)"}};
  if (part) series = SeriesOf(source, *part);
  PlotlyFigure figure;
  for (const Series& one : series) {
    Line line;
    for (size_t row = 0; row < source.table.rows.size(); ++row) {
      if (part && CellText(source.table.rows[row][*part]) != one.name) continue;
      const std::string label = WrappedText(source.Shown(row, category));
      const auto number = source.Number(row, value);
      line.x.push_back(label);
      line.y.push_back(number ? Json(AxisValue(*number, format)) : Json());
      const std::string hover_label = part ? label + " · " + one.label : label;
      line.hover.push_back(HoverText(source, hover_label, row, value));
    }
    figure.data.push_back(LineTrace(line, one, part.has_value()));
  }
  const bool dates = source.table.columns[category].format == Format::kDate;
  figure.layout = {{"height", 340},
                   {"showlegend", part.has_value()},
                   {"margin", {{"t", part ? 40 : 16}}},
                   {"xaxis", {{"type", dates ? "date" : "category"}}},
                   {"yaxis", ValueAxis(format, source.report.locale)}};
  figure.layout["yaxis"]["rangemode"] = "tozero";
  if (!dates) {  // a date says itself what it is
    const std::string& label = source.table.columns[category].label;
    figure.layout["xaxis"]["title"] = {{"text", PlotlyText(label)}, {"standoff", 8}};
    figure.layout["xaxis"]["tickmode"] = "array";  // every category, none dropped for room
    figure.layout["xaxis"]["tickvals"] = figure.data.empty() ? Json::array() : figure.data[0]["x"];
  }
  return figure;
}

}  // namespace tessera
