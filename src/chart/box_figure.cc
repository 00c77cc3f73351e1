// Boxes over five numbers a row, computed by the analysis: Plotly never sees the values themselves.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

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

}  // namespace

PlotlyFigure BoxFigure(const FigureSource& source) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const std::array<std::pair<const char*, size_t>, 5> parts = {{
      {"lowerfence", source.RequiredColumn("min")},
      {"q1", source.RequiredColumn("q1")},
      {"median", source.RequiredColumn("median")},
      {"q3", source.RequiredColumn("q3")},
      {"upperfence", source.RequiredColumn("max")},
  }};
  const Format format = source.table.columns[parts[2].second].format;
  PlotlyFigure figure;
  std::vector<std::string> labels;
  for (const Series& member : SeriesOf(source, category)) {
    for (size_t row = 0; row < source.table.rows.size(); ++row) {
      if (CellText(source.table.rows[row][category]) != member.name) continue;
      labels.push_back(member.label);
      Json trace = {{"type", "box"},
                    {"orientation", "h"},
                    {"name", member.label},
                    {"y", {member.label}},
                    {"boxpoints", false},
                    {"line", {{"color", member.colour}, {"width", 1.5}}},
                    {"fillcolor", member.colour.substr(0, member.colour.size() - 1) + ", 25%)"},
                    {"xhoverformat", NumberPattern(format)},
                    {"showlegend", false}};
      bool complete = true;
      const double least = LeastShown(source, row, parts);
      for (const auto& [key, column] : parts) {
        const auto number = source.Number(row, column);
        complete = complete && number;
        const double at =
            source.figure.logarithmic ? std::max(number.value_or(0), least) : number.value_or(0);
        trace[key] = Json::array({AxisValue(at, format)});
      }
      if (complete) figure.data.push_back(trace);
    }
  }
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
