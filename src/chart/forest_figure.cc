// A forest plot: an estimate with its interval a row, against a line of no difference. Rows of one
// unit share a panel, so that dollars and percentage points never share an axis.
#include <fmt/format.h>

#include <algorithm>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kForestRowHeight = 34;
constexpr int kAxisHeight = 44;         // between two panels
constexpr int kForestFrameHeight = 64;  // above the first row and below the last axis

struct Panel {
  Format format = Format::kNum1;
  std::vector<size_t> rows;
};

// "Plan · Premium": the category, after the key columns that stand before it.
std::string RowLabel(const FigureSource& source, size_t row) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const bool is_key = source.table.columns[category].role == ColumnRole::kKey;
  std::string label;
  for (size_t c = is_key ? 0 : category; c <= category; ++c) {
    if (c != category && source.table.columns[c].role != ColumnRole::kKey) continue;
    if (!label.empty()) label += " · ";
    label += source.Shown(row, c);
  }
  return WrappedText(label, 36);
}

std::vector<Panel> CollectPanels(const FigureSource& source, size_t value) {
  std::vector<Panel> panels;
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    if (!source.Number(row, value)) continue;
    const Format format = source.table.FormatOf(row, value);
    if (panels.empty() || panels.back().format != format) panels.push_back({format, {}});
    panels.back().rows.push_back(row);
  }
  return panels;
}

// Coloured where the interval leaves out "no difference"; grey where it does not.
std::string PointColour(const FigureSource& source, double value,
                        const std::optional<Interval>& interval) {
  if (!source.figure.reference) return "var(--member-1)";
  const double none = *source.figure.reference;
  if (!interval || interval->Contains(none)) return "var(--muted)";
  return value > none ? "var(--diverging-high)" : "var(--diverging-low)";
}

Json PanelTrace(const FigureSource& source, size_t value, const Panel& panel,
                const std::vector<std::string>& labels, const std::string& axis) {
  Json x = Json::array(), above = Json::array(), below = Json::array();
  Json colours = Json::array(), hover = Json::array(), texts = Json::array();
  for (size_t i = 0; i < panel.rows.size(); ++i) {
    const size_t row = panel.rows[i];
    const double number = *source.Number(row, value);
    const auto interval = source.IntervalOf(row, value);
    const double at = AxisValue(number, panel.format);
    x.push_back(at);
    above.push_back(interval ? std::max(0.0, AxisValue(interval->high, panel.format) - at) : 0.0);
    below.push_back(interval ? std::max(0.0, at - AxisValue(interval->low, panel.format)) : 0.0);
    colours.push_back(PointColour(source, number, interval));
    texts.push_back(PlotlyText(source.Shown(row, value)));
    hover.push_back(HoverText(source, labels[i], row, value));
  }
  return {{"type", "scatter"},
          {"mode", "markers+text"},
          {"x", x},
          {"y", labels},
          {"xaxis", "x" + axis},
          {"yaxis", "y" + axis},
          {"text", texts},
          {"textposition", "top center"},
          {"textfont", {{"size", 11}}},
          {"cliponaxis", false},
          {"error_x",
           {{"type", "data"},
            {"symmetric", false},
            {"array", above},
            {"arrayminus", below},
            {"width", 0},
            {"thickness", 2}}},
          {"marker", {{"color", colours}, {"size", 9}, {"symbol", "square"}}},
          {"customdata", hover},
          {"hovertemplate", "%{customdata}<extra></extra>"},
          {"showlegend", false}};
}

Json NoDifferenceLine(double at, const std::string& axis) {
  return {{"type", "line"},
          {"xref", "x" + axis},
          {"yref", "y" + axis + " domain"},
          {"x0", at},
          {"x1", at},
          {"y0", 0},
          {"y1", 1},
          {"line", {{"color", "var(--muted)"}, {"width", 1}, {"dash", "dot"}}}};
}

}  // namespace

PlotlyFigure ForestFigure(const FigureSource& source) {
  const size_t value = source.RequiredColumn(source.figure.value);
  const std::vector<Panel> panels = CollectPanels(source, value);
  int inner = kAxisHeight * (std::max(1, static_cast<int>(panels.size())) - 1);
  for (const Panel& panel : panels) inner += kForestRowHeight * static_cast<int>(panel.rows.size());
  PlotlyFigure figure;
  figure.layout = {{"height", inner + kForestFrameHeight}, {"margin", {{"t", 24}}}};
  Json lines = Json::array();
  double top = 1;
  for (size_t p = 0; p < panels.size(); ++p) {
    const Panel& panel = panels[p];
    const std::string axis = p == 0 ? "" : std::to_string(p + 1);
    std::vector<std::string> labels;
    for (const size_t row : panel.rows) {
      labels.push_back(Distinct(RowLabel(source, row), labels));
    }
    figure.data.push_back(PanelTrace(source, value, panel, labels, axis));
    const double rows_height = kForestRowHeight * static_cast<double>(panel.rows.size()) / inner;
    Json& y_axis = figure.layout["yaxis" + axis] = CategoryAxis(labels);
    y_axis["autorange"] = "reversed";
    y_axis["anchor"] = "x" + axis;
    y_axis["domain"] = {RoundHalfUp(std::max(0.0, top - rows_height), 4), RoundHalfUp(top, 4)};
    Json& x_axis = figure.layout["xaxis" + axis] = ValueAxis(panel.format, source.report.locale);
    x_axis["anchor"] = "y" + axis;
    if (source.figure.logarithmic) x_axis["type"] = "log";
    if (source.figure.reference) {
      lines.push_back(NoDifferenceLine(AxisValue(*source.figure.reference, panel.format), axis));
    }
    top -= rows_height + kAxisHeight / static_cast<double>(inner);
  }
  if (!lines.empty()) figure.layout["shapes"] = lines;
  return figure;
}

}  // namespace tessera
