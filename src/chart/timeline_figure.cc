// What is done when: a bar from its first day to its last, a row each, coloured by who does it.
#include <fmt/format.h>

#include <algorithm>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kTimelineRowHeight = 40;
constexpr int kTimelineFrameHeight = 92;
constexpr int kPhase = 30;      // days
constexpr size_t kColours = 6;  // of the set; the others are grey

struct Bars {
  Json base = Json::array(), length = Json::array(), rows = Json::array();
  Json texts = Json::array(), hover = Json::array();
};

std::string ColourOf(size_t series) {
  return fmt::format("var(--member-{})", std::min(series, kColours) + 1);
}

// What the bar says: how many it is for.
std::string Words(const FigureSource& source, size_t row) {
  const auto n = source.OptionalColumn("n");
  const auto count = n ? source.Number(row, *n) : std::nullopt;
  if (!count) return "";
  return fmt::format("{} {}", source.Shown(*count, Format::kInt),
                     *count == 1 ? source.report.entity : source.report.entities);
}

std::string Hover(const FigureSource& source, const std::string& label, size_t row) {
  std::string text = fmt::format("<b>{}</b>", label);
  for (const char* name : {"phase", "segment", "n", "metric", "baseline", "change", "needed"}) {
    const auto column = source.OptionalColumn(name);
    if (!column || std::holds_alternative<std::monostate>(source.table.rows[row][*column]))
      continue;
    text += fmt::format("<br>{}: {}", PlotlyText(source.table.columns[*column].label),
                        PlotlyText(source.Shown(row, *column)));
  }
  return text;
}

}  // namespace

PlotlyFigure TimelineFigure(const FigureSource& source) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const size_t from = source.RequiredColumn("from_day"), to = source.RequiredColumn("to_day");
  const auto part = source.OptionalColumn(source.figure.series);
  std::vector<Series> series = {{"", "", ""}};
  if (part) series = SeriesOf(source, *part);
  std::vector<std::string> labels;
  double last = 0;
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    labels.push_back(Distinct(WrappedText(source.Shown(row, category), 34), labels));
    last = std::max(last, source.Number(row, to).value_or(0));
  }
  PlotlyFigure figure;
  for (size_t s = 0; s < series.size(); ++s) {
    Bars bars;
    for (size_t row = 0; row < source.table.rows.size(); ++row) {
      if (part && CellText(source.table.rows[row][*part]) != series[s].name) continue;
      const double start = source.Number(row, from).value_or(1) - 1;
      bars.base.push_back(start);
      bars.length.push_back(source.Number(row, to).value_or(start) - start);
      bars.rows.push_back(labels[row]);
      bars.texts.push_back(PlotlyText(Words(source, row)));
      bars.hover.push_back(Hover(source, labels[row], row));
    }
    const std::string name = series[s].name.empty() ? "Nobody named" : series[s].label;
    figure.data.push_back({{"type", "bar"},
                           {"orientation", "h"},
                           {"name", name},
                           {"base", bars.base},
                           {"x", bars.length},
                           {"y", bars.rows},
                           {"text", bars.texts},
                           {"textposition", "inside"},
                           {"insidetextanchor", "start"},
                           {"textangle", 0},
                           {"textfont", {{"color", "var(--page)"}}},
                           {"marker", {{"color", ColourOf(s)}}},
                           {"customdata", bars.hover},
                           {"hovertemplate", "%{customdata}<extra></extra>"}});
  }
  Json ticks = Json::array();
  for (int day = 0; day <= last + 0.5; day += kPhase) ticks.push_back(day);
  figure.layout = {
      {"height", kTimelineFrameHeight + kTimelineRowHeight * static_cast<int>(labels.size())},
      {"barmode", "overlay"},
      {"showlegend", part.has_value()},
      {"margin", {{"t", 40}}},
      {"xaxis",
       {{"showgrid", true},
        {"range", {0, std::max(last, 1.0)}},
        {"tickvals", ticks},
        {"title", {{"text", "Day"}}}}},
      {"yaxis", CategoryAxis(labels)}};
  figure.layout["yaxis"]["autorange"] = "reversed";
  return figure;
}

}  // namespace tessera
