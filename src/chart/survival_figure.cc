// Curves of who is still there, as steps over time, with the numbers under observation below the
// axis: a curve that rests on few is seen to.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "chart/axes.h"
#include "chart/figure_kinds.h"
#include "chart/palette.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostBands = 4;  // of more curves the bands would hide each other
constexpr int kPlotHeight = 300;
constexpr int kSurvivalRowHeight = 18;
constexpr int kAxisHeight = 52;  // from the axis to the first row of numbers
constexpr size_t kLongestLabel = 20;
constexpr double kLetterWidth = 6.6;

struct Curve {
  Json x = Json::array(), y = Json::array(), low = Json::array(), high = Json::array();
  Json hover = Json::array();
};

Curve CollectCurve(const FigureSource& source, const Series& series, size_t part, size_t time,
                   size_t value) {
  Curve curve;
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    if (CellText(source.table.rows[row][part]) != series.name) continue;
    const double share = source.Number(row, value).value_or(0);
    const auto interval = source.IntervalOf(row, value);
    curve.x.push_back(source.Number(row, time).value_or(0));
    curve.y.push_back(share);
    curve.low.push_back(interval ? interval->low : share);
    curve.high.push_back(interval ? interval->high : share);
    curve.hover.push_back(HoverText(source,
                                    series.label + " · " +
                                        PlotlyText(source.table.columns[time].label + ": ") +
                                        PlotlyText(source.Shown(row, time)),
                                    row, value));
  }
  return curve;
}

Json Line(const Curve& curve, const Series& series) {
  return {{"type", "scatter"},
          {"mode", "lines"},
          {"name", series.label},
          {"x", curve.x},
          {"y", curve.y},
          {"line", {{"color", series.colour}, {"width", 2}, {"shape", "hv"}}},
          {"customdata", curve.hover},
          {"hovertemplate", "%{customdata}<extra></extra>"},
          {"showlegend", true}};
}

Json Edge(const Curve& curve, const Json& y, const std::string& colour, bool filled) {
  Json edge = {{"type", "scatter"},
               {"mode", "lines"},
               {"x", curve.x},
               {"y", y},
               {"line", {{"width", 0}, {"shape", "hv"}}},
               {"hoverinfo", "skip"},
               {"showlegend", false}};
  if (filled) {
    edge["fill"] = "tonexty";
    edge["fillcolor"] = Faded(colour, 14);
  }
  return edge;
}

std::string ShortLabel(const std::string& label) {
  std::vector<std::string> letters = CodePoints(ReplaceAll(label, "<br>", " "));
  if (letters.size() <= kLongestLabel) return Join(letters, "");
  letters.resize(kLongestLabel - 1);
  return Join(letters, "") + "…";
}

Json Note(double x, bool on_axis, int row, std::string text, const std::string& colour) {
  return {{"x", x},
          {"xref", on_axis ? "x" : "paper"},
          {"xanchor", on_axis ? "center" : "right"},
          {"xshift", on_axis ? 0 : -24},
          {"y", 0},
          {"yref", "paper"},
          {"yanchor", "top"},
          {"yshift", -(kAxisHeight + kSurvivalRowHeight * row)},
          {"showarrow", false},
          {"text", std::move(text)},
          {"font", {{"size", 11}, {"color", colour}}}};
}

// The companion table's numbers, a row a curve.
Json NumbersAtRisk(const FigureSource& source, const std::vector<Series>& series) {
  Json notes = Json::array();
  const Table* numbers = source.report.FindTable(source.table.id + "_at_risk");
  if (numbers == nullptr || numbers->columns.size() < 3) return notes;
  for (size_t s = 0; s < series.size(); ++s) {
    const int at = static_cast<int>(s) + 1;
    notes.push_back(Note(0, false, at, ShortLabel(series[s].label), series[s].colour));
    for (const std::vector<Cell>& row : numbers->rows) {
      if (CellText(row[0]) != series[s].name) continue;
      notes.push_back(Note(CellNumber(row[1]).value_or(0), true, at,
                           PlotlyText(source.Shown(CellNumber(row[2]).value_or(0), Format::kInt)),
                           "var(--muted)"));
    }
  }
  if (!notes.empty()) {
    Json title = Note(0, false, 0, "Under observation", "var(--muted)");
    title["xanchor"] = "left";
    title["xshift"] = 0;
    notes.push_back(std::move(title));
  }
  return notes;
}

// Where those numbers stand, each time once.
Json TimesAtRisk(const Json& notes) {
  std::set<double> times;
  for (const Json& note : notes) {
    if (note["xref"] == "x") times.insert(note["x"].get<double>());
  }
  return times;
}

}  // namespace

PlotlyFigure SurvivalFigure(const FigureSource& source) {
  const size_t part = source.RequiredColumn(source.figure.series);
  const size_t time = source.RequiredColumn(source.figure.category);
  const size_t value = source.RequiredColumn(source.figure.value);
  const std::vector<Series> series = SeriesOf(source, part);
  PlotlyFigure figure;
  size_t longest = 0;
  for (const Series& one : series) {
    const Curve curve = CollectCurve(source, one, part, time, value);
    if (series.size() <= kMostBands) {
      figure.data.push_back(Edge(curve, curve.low, one.colour, false));
      figure.data.push_back(Edge(curve, curve.high, one.colour, true));
    }
    figure.data.push_back(Line(curve, one));
    longest = std::max(longest, CodePoints(ShortLabel(one.label)).size());
  }
  const Json notes = NumbersAtRisk(source, series);
  const int below =
      notes.empty() ? 24 : kAxisHeight + kSurvivalRowHeight * (static_cast<int>(series.size()) + 1);
  const int left = 34 + static_cast<int>(kLetterWidth * static_cast<double>(longest));
  const Column& ages = source.table.columns[time];
  figure.layout = {{"height", kPlotHeight + 40 + below},
                   {"showlegend", series.size() > 1},
                   {"legend", {{"traceorder", "normal"}}},
                   {"margin", {{"t", 40}, {"b", below}, {"l", notes.empty() ? 8 : left}}},
                   {"xaxis",
                    {{"rangemode", "tozero"},
                     {"title", {{"text", PlotlyText(ages.label)}, {"standoff", 4}}},
                     {"automargin", false}}},
                   {"yaxis", ValueAxis(source.table.columns[value].format, source.report.locale)}};
  figure.layout["yaxis"]["range"] = {0, 1.02};
  if (!notes.empty()) {
    figure.layout["annotations"] = notes;
    figure.layout["xaxis"]["tickmode"] = "array";  // the numbers below stand under their ticks
    figure.layout["xaxis"]["tickvals"] = TimesAtRisk(notes);
  }
  return figure;
}

}  // namespace tessera
