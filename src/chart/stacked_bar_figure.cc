// One column a category, cut into its series; a second view shows the parts of each whole.
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

// Row of each (series, category) pair, or nothing where the table has none.
using Grid = std::vector<std::vector<std::optional<size_t>>>;

struct Stack {
  std::vector<Series> categories, series;
  Grid rows;
  std::vector<double> totals;  // a category
};

std::vector<std::string> LabelsOf(const std::vector<Series>& members) {
  std::vector<std::string> labels;
  for (const Series& member : members) labels.push_back(member.label);
  return labels;
}

Stack CollectStack(const FigureSource& source, size_t value) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const size_t part = source.RequiredColumn(source.figure.series);
  Stack stack{SeriesOf(source, category), SeriesOf(source, part), {}, {}};
  stack.rows.assign(stack.series.size(), {});
  for (auto& row : stack.rows) row.resize(stack.categories.size());
  stack.totals.resize(stack.categories.size());
  for (size_t r = 0; r < source.table.rows.size(); ++r) {
    for (size_t s = 0; s < stack.series.size(); ++s) {
      for (size_t c = 0; c < stack.categories.size(); ++c) {
        if (CellText(source.table.rows[r][part]) != stack.series[s].name) continue;
        if (CellText(source.table.rows[r][category]) != stack.categories[c].name) continue;
        stack.rows[s][c] = r;
        stack.totals[c] += source.Number(r, value).value_or(0);
      }
    }
  }
  return stack;
}

struct Parts {
  Json values = Json::array(), shares = Json::array(), hover = Json::array();
  Json texts = Json::array(), share_texts = Json::array();
};

Parts CollectParts(const FigureSource& source, const Stack& stack, size_t s, size_t value) {
  Parts parts;
  for (size_t c = 0; c < stack.categories.size(); ++c) {
    const auto row = stack.rows[s][c];
    const double amount = row ? source.Number(*row, value).value_or(0) : 0;
    const double share = stack.totals[c] > 0 ? amount / stack.totals[c] : 0;
    const Format format = source.table.columns[value].format;
    const std::string share_text = source.Shown(share, Format::kPct1);
    parts.values.push_back(amount);
    parts.shares.push_back(share);
    parts.texts.push_back(FormatCompact(amount, format, source.report.locale));
    parts.share_texts.push_back(share_text);
    const std::string label = stack.categories[c].label + " · " + stack.series[s].label;
    const std::string hover = row ? HoverText(source, label, *row, value) : label;
    parts.hover.push_back(
        fmt::format("{}<br>{} of {}", hover, share_text, stack.categories[c].label));
  }
  return parts;
}

}  // namespace

PlotlyFigure StackedBarFigure(const FigureSource& source) {
  const size_t value = source.RequiredColumn(source.figure.value);
  const Column& column = source.table.columns[value];
  const Stack stack = CollectStack(source, value);
  const std::vector<std::string> categories = LabelsOf(stack.categories);
  PlotlyFigure figure;
  Json shares = Json::array();
  for (size_t s = 0; s < stack.series.size(); ++s) {
    const Parts parts = CollectParts(source, stack, s, value);
    figure.data.push_back({{"type", "bar"},
                           {"name", stack.series[s].label},
                           {"x", categories},
                           {"y", parts.values},
                           {"text", parts.texts},
                           {"textposition", "inside"},
                           {"insidetextanchor", "middle"},
                           {"textangle", 0},
                           {"customdata", parts.hover},
                           {"hovertemplate", "%{customdata}<extra></extra>"},
                           {"marker", {{"color", stack.series[s].colour}}}});
    shares.push_back({{"y", parts.shares}, {"text", parts.share_texts}});
  }
  figure.layout = {{"height", 380},
                   {"barmode", "stack"},
                   {"showlegend", true},
                   {"legend", {{"traceorder", "normal"}}},
                   {"uniformtext", {{"mode", "hide"}, {"minsize", 10}}},
                   {"margin", {{"t", 40}}},
                   {"xaxis", CategoryAxis(categories)},
                   {"yaxis", ValueAxis(column.format, source.report.locale)}};
  figure.layout["yaxis"]["rangemode"] = "tozero";
  const Json absolute = {{"label", column.label}};
  const Json relative = {{"label", "100%"},
                         {"update", shares},
                         {"layout",
                          {{"yaxis.tickformat", ",.0%"},
                           {"yaxis.tickprefix", ""},
                           {"yaxis.ticksuffix", ""},
                           {"yaxis.range", {0, 1}}}}};
  figure.views = Json::array({absolute, relative});
  return figure;
}

}  // namespace tessera
