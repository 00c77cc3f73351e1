// Boxes over five numbers a row, computed by the analysis: Plotly never sees the values themselves.
// Whiskers end at Tukey's fences where the table has them; beyond, a ring marks the outermost
// value.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "chart/axes.h"
#include "chart/figure_kinds.h"
#include "chart/palette.h"

namespace tessera {

using Json = nlohmann::ordered_json;

namespace {

// A logarithmic axis has no place for zero: such ends are drawn at the least that it can show.
double LeastShown(const FigureSource& source, size_t row,
                  std::span<const std::pair<const char*, size_t>> parts) {
  double least = 0;
  for (const auto& [key, column] : parts) {
    const double number = source.Number(row, column).value_or(0);
    if (number > 0 && (least == 0 || number < least)) least = number;
  }
  return least;
}

// The outermost values beyond a member's fences.
struct Outermost {
  Json x = Json::array(), y = Json::array(), colours = Json::array(), hover = Json::array();
};

void AddOutermost(const FigureSource& source, size_t row, const Series& member, Format format,
                  Outermost& points) {
  const auto outliers = source.OptionalColumn("outliers");
  const auto ends = {std::pair("min", "lower_fence"), std::pair("max", "upper_fence")};
  for (const auto& [end, fence] : ends) {
    const size_t column = source.RequiredColumn(end);
    const auto at = source.Number(row, column);
    const auto limit = source.Number(row, source.RequiredColumn(fence));
    if (!at || !limit || *at == *limit || (source.figure.logarithmic && *at <= 0)) continue;
    points.x.push_back(AxisValue(*at, format));
    points.y.push_back(member.label);
    points.colours.push_back(member.colour);
    std::string hover = HoverText(source, member.label, row, column);
    if (outliers) {
      hover += "<br>" + PlotlyText(source.table.columns[*outliers].label) + ": " +
               PlotlyText(source.Shown(row, *outliers));
    }
    points.hover.push_back(std::move(hover));
  }
}

Json OutermostTrace(const Outermost& points) {
  return {{"type", "scatter"},
          {"mode", "markers"},
          {"x", points.x},
          {"y", points.y},
          {"marker", {{"symbol", "circle-open"}, {"size", 7}, {"color", points.colours}}},
          {"customdata", points.hover},
          {"hovertemplate", "%{customdata}<extra></extra>"},
          {"cliponaxis", false},
          {"showlegend", false}};
}

Json BoxTrace(const FigureSource& source, size_t row, const Series& member, Format format,
              std::span<const std::pair<const char*, size_t>> parts) {
  Json trace = {{"type", "box"},
                {"orientation", "h"},
                {"name", member.label},
                {"y", {member.label}},
                {"boxpoints", false},
                {"line", {{"color", member.colour}, {"width", 1.5}}},
                {"fillcolor", Faded(member.colour, 25)},
                {"xhoverformat", NumberPattern(format)},
                {"showlegend", false}};
  const double least = LeastShown(source, row, parts);
  for (const auto& [key, column] : parts) {
    const auto number = source.Number(row, column);
    if (!number) return Json();
    const double at = source.figure.logarithmic ? std::max(*number, least) : *number;
    trace[key] = Json::array({AxisValue(at, format)});
  }
  const auto mean = source.OptionalColumn("mean");
  const auto number = mean ? source.Number(row, *mean) : std::nullopt;
  if (number && !(source.figure.logarithmic && *number <= 0)) {
    trace["mean"] = Json::array({AxisValue(*number, format)});
    trace["boxmean"] = true;
  }
  return trace;
}

}  // namespace

PlotlyFigure BoxFigure(const FigureSource& source) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const bool fenced = source.OptionalColumn("lower_fence") && source.OptionalColumn("upper_fence");
  const std::array<std::pair<const char*, size_t>, 5> parts = {{
      {"lowerfence", source.RequiredColumn(fenced ? "lower_fence" : "min")},
      {"q1", source.RequiredColumn("q1")},
      {"median", source.RequiredColumn("median")},
      {"q3", source.RequiredColumn("q3")},
      {"upperfence", source.RequiredColumn(fenced ? "upper_fence" : "max")},
  }};
  const Format format = source.table.columns[parts[2].second].format;
  PlotlyFigure figure;
  std::vector<std::string> labels;
  Outermost points;
  for (const Series& member : PlainWhereMany(source, category, SeriesOf(source, category))) {
    for (size_t row = 0; row < source.table.rows.size(); ++row) {
      if (CellText(source.table.rows[row][category]) != member.name) continue;
      labels.push_back(member.label);
      Json trace = BoxTrace(source, row, member, format, parts);
      if (trace.is_null()) continue;
      figure.data.push_back(std::move(trace));
      if (fenced) AddOutermost(source, row, member, format, points);
    }
  }
  if (!points.x.empty()) figure.data.push_back(OutermostTrace(points));
  figure.layout = {{"height", 72 + 56 * static_cast<int>(labels.size())},
                   {"xaxis", ValueAxis(format, source.report.locale)},
                   {"yaxis", CategoryAxis(labels)}};
  figure.layout["yaxis"]["autorange"] = "reversed";
  if (source.figure.logarithmic) {
    figure.layout["xaxis"]["type"] = "log";
    figure.layout["xaxis"]["dtick"] = 1;  // a tick a decade
  }
  return figure;
}

}  // namespace tessera
