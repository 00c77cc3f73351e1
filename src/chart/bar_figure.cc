// Bars lie: long names stay readable, and the value stands at the end of its bar or whisker.
#include <algorithm>
#include <cmath>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kBarRowHeight = 40;
constexpr int kBarFrameHeight = 64;
const std::string kGap = "\u00a0\u00a0";  // between a whisker and the value written beside it
constexpr double kRoomForText = 0.16;     // of the axis, beyond the longest bar

struct Bars {
  std::vector<std::string> labels;
  Json values = Json::array(), colours = Json::array(), hover = Json::array();
  Json above = Json::array(), below = Json::array();  // from the value to the interval's ends
  Json ends = Json::array(), texts = Json::array();   // where the written value stands
  bool whiskers = false;
  double lowest = 0, highest = 0;
};

// "$1,234", or "60 · 60.0%" where the bars add up to the table's total.
std::string WrittenValue(const FigureSource& source, size_t row, size_t column) {
  const std::string shown = source.Shown(row, column);
  const std::vector<Cell>& total = source.table.total;
  const auto whole = column < total.size() ? CellNumber(total[column]) : std::nullopt;
  const auto part = source.Number(row, column);
  if (!source.table.columns[column].additive || !part || whole.value_or(0) <= 0) return shown;
  return shown + " · " + source.Shown(*part / *whole, Format::kPct1);
}

void AddBar(const FigureSource& source, size_t row, size_t column, const Series& member,
            Bars& bars) {
  const Format format = source.table.FormatOf(row, column);
  const auto value = source.Number(row, column);
  const auto interval = value ? source.IntervalOf(row, column) : std::nullopt;
  const double at = AxisValue(value.value_or(0), format);
  const double low = interval ? std::min(at, AxisValue(interval->low, format)) : at;
  const double high = interval ? std::max(at, AxisValue(interval->high, format)) : at;
  bars.labels.push_back(member.label);
  bars.values.push_back(value ? Json(at) : Json());
  bars.colours.push_back(member.colour);
  bars.hover.push_back(HoverText(source, member.label, row, column));
  bars.above.push_back(high - at);
  bars.below.push_back(at - low);
  bars.ends.push_back(at < 0 ? low : high);
  bars.texts.push_back(kGap + PlotlyText(WrittenValue(source, row, column)) + kGap);
  bars.whiskers = bars.whiskers || interval;
  bars.lowest = std::min(bars.lowest, low);
  bars.highest = std::max(bars.highest, high);
}

// A muted member without a value, "not new" among the rates of new customers, has no bar to draw.
bool IsNothing(const FigureSource& source, size_t row, size_t column) {
  const Dimension* dimension = source.DimensionOf(source.RequiredColumn(source.figure.category));
  if (dimension == nullptr || source.Number(row, column)) return false;
  const std::string name =
      CellText(source.table.rows[row][source.RequiredColumn(source.figure.category)]);
  const auto found = std::ranges::find(dimension->members, name, &Member::name);
  return found != dimension->members.end() && found->muted;
}

Bars CollectBars(const FigureSource& source) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const size_t value = source.RequiredColumn(source.figure.value);
  Bars bars;
  for (const Series& member : PlainWhereMany(source, category, SeriesOf(source, category))) {
    for (size_t row = 0; row < source.table.rows.size(); ++row) {
      if (CellText(source.table.rows[row][category]) != member.name) continue;
      if (IsNothing(source, row, value)) break;
      AddBar(source, row, value, member, bars);
      break;
    }
  }
  return bars;
}

Json BarTrace(const Bars& bars) {
  Json trace = {{"type", "bar"},
                {"orientation", "h"},
                {"x", bars.values},
                {"y", bars.labels},
                {"customdata", bars.hover},
                {"hovertemplate", "%{customdata}<extra></extra>"},
                {"marker", {{"color", bars.colours}}},
                {"showlegend", false}};
  if (bars.whiskers) {
    trace["error_x"] = {
        {"type", "data"}, {"symmetric", false}, {"array", bars.above}, {"arrayminus", bars.below}};
  }
  return trace;
}

Json WrittenValues(const Bars& bars) {
  Json positions = Json::array();
  for (const Json& end : bars.ends) {
    positions.push_back(end.get<double>() < 0 ? "middle left" : "middle right");
  }
  return {{"type", "scatter"},   {"mode", "text"},      {"x", bars.ends},
          {"y", bars.labels},    {"text", bars.texts},  {"textposition", positions},
          {"hoverinfo", "skip"}, {"showlegend", false}, {"cliponaxis", false}};
}

void DrawReference(const FigureSource& source, Format format, Json& layout) {
  if (!source.figure.reference) return;
  const double at = AxisValue(*source.figure.reference, format);
  const Json line = {{"type", "line"},
                     {"x0", at},
                     {"x1", at},
                     {"yref", "paper"},
                     {"y0", 0},
                     {"y1", 1},
                     {"line", {{"color", "var(--muted)"}, {"width", 1}, {"dash", "dot"}}}};
  const std::string& given = source.figure.reference_label;
  const std::string label =
      (given.empty() ? "overall" : given) + " " + source.Shown(*source.figure.reference, format);
  const Json note = {{"x", at},
                     {"y", 1},
                     {"yref", "paper"},
                     {"yanchor", "bottom"},
                     {"showarrow", false},
                     {"text", PlotlyText(label)},
                     {"font", {{"color", "var(--muted)"}, {"size", 12}}}};
  layout["shapes"] = Json::array({line});
  layout["annotations"] = Json::array({note});
  layout["margin"] = {{"t", 28}};
}

}  // namespace

PlotlyFigure BarFigure(const FigureSource& source) {
  const Bars bars = CollectBars(source);
  const Format format = source.table.columns[source.RequiredColumn(source.figure.value)].format;
  const double span = std::max(bars.highest - bars.lowest, 1e-12);
  PlotlyFigure figure;
  figure.data = Json::array({BarTrace(bars), WrittenValues(bars)});
  figure.layout["height"] = kBarFrameHeight + kBarRowHeight * static_cast<int>(bars.labels.size());
  figure.layout["xaxis"] = ValueAxis(format, source.report.locale);
  figure.layout["xaxis"]["range"] = {bars.lowest < 0 ? bars.lowest - kRoomForText * span : 0.0,
                                     bars.highest + kRoomForText * span};
  figure.layout["yaxis"] = CategoryAxis(bars.labels);
  figure.layout["yaxis"]["autorange"] = "reversed";
  DrawReference(source, format, figure.layout);
  return figure;
}

}  // namespace tessera
