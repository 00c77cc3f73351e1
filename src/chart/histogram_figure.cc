// Bins made by the analysis (columns lower, upper, count), drawn as bars without gaps.
#include <fmt/format.h>

#include <cmath>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {

using Json = nlohmann::ordered_json;

PlotlyFigure HistogramFigure(const FigureSource& source) {
  const size_t lower = source.RequiredColumn("lower");
  const size_t upper = source.RequiredColumn("upper");
  const size_t count = source.RequiredColumn("count");
  const Format format = source.table.columns[lower].format;
  Json x = Json::array(), y = Json::array(), widths = Json::array(), hover = Json::array();
  Json ticks = Json::array(), tick_texts = Json::array();
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    const auto from = source.Number(row, lower);
    const auto to = source.Number(row, upper);
    if (!from || !to) continue;
    // Bins of a logarithmic scale are equally wide on it: their places are counted, not measured.
    const double place = static_cast<double>(row);
    x.push_back(source.figure.logarithmic ? place + 0.5 : (*from + *to) / 2);
    widths.push_back(source.figure.logarithmic ? 1 : *to - *from);
    y.push_back(source.Number(row, count).value_or(0));
    ticks.push_back(place);
    tick_texts.push_back(PlotlyText(FormatCompact(*from, format, source.report.locale)));
    hover.push_back(fmt::format(
        "<b>{} to {}</b><br>{}: {}", PlotlyText(source.Shown(*from, format)),
        PlotlyText(source.Shown(*to, format)), PlotlyText(source.table.columns[count].label),
        PlotlyText(source.Shown(row, count))));
  }
  PlotlyFigure figure;
  const Json trace = {
      {"type", "bar"},
      {"x", x},
      {"y", y},
      {"width", widths},
      {"customdata", hover},
      {"hovertemplate", "%{customdata}<extra></extra>"},
      {"marker",
       {{"color", "var(--member-1)"}, {"line", {{"color", "var(--page)"}, {"width", 1}}}}},
      {"showlegend", false}};
  figure.data = Json::array({trace});
  figure.layout = {{"height", 320},
                   {"bargap", 0},
                   {"xaxis", ValueAxis(format, source.report.locale)},
                   {"yaxis", ValueAxis(Format::kInt, source.report.locale)}};
  figure.layout["xaxis"]["showgrid"] = false;
  figure.layout["yaxis"]["rangemode"] = "tozero";
  if (source.figure.logarithmic) {
    figure.layout["xaxis"] = {{"tickmode", "array"}, {"tickvals", ticks}, {"ticktext", tick_texts}};
  }
  return figure;
}

}  // namespace tessera
