// A flow through stages. The table holds links between neighbouring stages: `stage` (the dimension
// that a link leaves, or its number), `from`, `to`, then measures, all of which the hover tells.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "chart/figure_kinds.h"
#include "chart/palette.h"
#include "chart/sankey_layout.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kNodeHeight = 56;
constexpr int kSmallest = 380, kTallest = 620;
constexpr int kTitleHeight = 64;  // above and below the drawing
constexpr int kLabelHeight = 32;  // two lines

struct Link {
  size_t row = 0;
  size_t stage = 0;
  std::string from, to;
  double value = 0;
};

struct Flow {
  size_t value_column = 0;
  std::vector<const Dimension*> stages;  // null when the report does not know the dimension
  std::vector<Link> links;
  std::vector<SankeyNode> nodes;
  double total = 0;  // of the first stage
  int height = kSmallest;
};

// Enough for the fullest stage.
int HeightOf(const Flow& flow) {
  std::vector<int> counts(flow.stages.size() + 1);
  for (const SankeyNode& node : flow.nodes) ++counts[node.stage];
  return std::clamp(kNodeHeight * (*std::ranges::max_element(counts) + 3), kSmallest, kTallest);
}

size_t StageOf(const FigureSource& source, size_t row, size_t column, double first) {
  const auto& stages = source.figure.stages;
  if (const auto number = source.Number(row, column)) {
    if (*number >= first && *number - first + 1 < static_cast<double>(stages.size())) {
      return static_cast<size_t>(*number - first);
    }
  }
  const std::string text = CellText(source.table.rows[row][column]);
  for (size_t i = 0; i + 1 < stages.size(); ++i) {
    if (text == stages[i] || text.starts_with(stages[i] + " ")) return i;
  }
  throw Error(fmt::format("figure '{}': row {} of the table '{}' leaves no stage of the figure",
                          source.figure.id, row + 1, source.table.id))
      .Remedy("its stages are " + Join(stages, ", "));
}

std::vector<Link> CollectLinks(const FigureSource& source, size_t value) {
  const size_t stage = source.RequiredColumn("stage");
  const size_t from = source.RequiredColumn("from");
  const size_t to = source.RequiredColumn("to");
  double first = 1;  // stages are counted from 0 or from 1
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    first = std::min(first, source.Number(row, stage).value_or(1));
  }
  std::vector<Link> links;
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    const double amount = source.Number(row, value).value_or(0);
    if (amount <= 0) continue;
    const std::vector<Cell>& cells = source.table.rows[row];
    links.push_back({row, StageOf(source, row, stage, first), CellText(cells[from]),
                     CellText(cells[to]), amount});
  }
  return links;
}

size_t RankOf(const Dimension* dimension, std::string_view member) {
  if (dimension == nullptr) return 0;
  const auto found = std::ranges::find(dimension->members, member, &Member::name);
  return static_cast<size_t>(found - dimension->members.begin());
}

std::vector<SankeyNode> CollectNodes(const Flow& flow) {
  std::map<std::pair<size_t, std::string>, std::pair<double, double>> through;  // in, out
  for (const Link& link : flow.links) {
    through[{link.stage, link.from}].second += link.value;
    through[{link.stage + 1, link.to}].first += link.value;
  }
  std::vector<SankeyNode> nodes;
  for (const auto& [key, amounts] : through) {
    nodes.push_back({key.first, key.second, std::max(amounts.first, amounts.second), 0, 0});
  }
  std::ranges::stable_sort(nodes, {}, [&](const SankeyNode& node) {
    return std::pair(node.stage, RankOf(flow.stages[node.stage], node.name));
  });
  return nodes;
}

Flow CollectFlow(const FigureSource& source) {
  Flow flow;
  const std::string& value = source.figure.value;
  flow.value_column = source.RequiredColumn(value.empty() ? source.report.entities : value);
  for (const std::string& stage : source.figure.stages) {
    flow.stages.push_back(source.report.FindDimension(stage));
  }
  flow.links = CollectLinks(source, flow.value_column);
  flow.nodes = CollectNodes(flow);
  flow.height = HeightOf(flow);
  const double label = kLabelHeight / static_cast<double>(flow.height - kTitleHeight);
  PlaceNodes(flow.stages.size(), label, flow.nodes);
  for (const SankeyNode& node : flow.nodes) flow.total += node.stage == 0 ? node.value : 0;
  return flow;
}

std::string NodeColour(const Flow& flow, size_t stage, const std::string& name) {
  const Dimension* dimension = flow.stages[stage];
  return dimension == nullptr ? "var(--member-1)" : MemberColour(*dimension, name);
}

Json NodesOf(const FigureSource& source, const Flow& flow) {
  const Column& column = source.table.columns[flow.value_column];
  Json labels = Json::array(), colours = Json::array(), x = Json::array(), y = Json::array();
  Json hover = Json::array();
  for (const SankeyNode& node : flow.nodes) {
    const Dimension* dimension = flow.stages[node.stage];
    const std::string label = MemberLabel(dimension, node.name);
    const std::string share = source.Shown(node.value / flow.total, Format::kPct1);
    const std::string amount = FormatCompact(node.value, column.format, source.report.locale);
    labels.push_back(
        fmt::format("{}<br>{} · {}", WrappedText(label, 18), PlotlyText(amount), share));
    colours.push_back(NodeColour(flow, node.stage, node.name));
    x.push_back(RoundHalfUp(node.x, 4));
    y.push_back(RoundHalfUp(node.y, 4));
    hover.push_back(fmt::format("<b>{}</b>{}<br>{}: {} ({} of all)", PlotlyText(label),
                                dimension ? "<br>" + PlotlyText(dimension->label) : "",
                                PlotlyText(column.label),
                                PlotlyText(source.Shown(node.value, column.format)), share));
  }
  return {{"label", labels},
          {"color", colours},
          {"x", x},
          {"y", y},
          {"customdata", hover},
          {"hovertemplate", "%{customdata}<extra></extra>"},
          {"align", "justify"}};
}

size_t NodeIndex(const Flow& flow, size_t stage, std::string_view name) {
  const auto found = std::ranges::find_if(
      flow.nodes, [&](const SankeyNode& node) { return node.stage == stage && node.name == name; });
  return static_cast<size_t>(found - flow.nodes.begin());
}

std::string LinkHover(const FigureSource& source, const Flow& flow, const Link& link) {
  const std::string from = PlotlyText(MemberLabel(flow.stages[link.stage], link.from));
  const std::string to = PlotlyText(MemberLabel(flow.stages[link.stage + 1], link.to));
  std::string text = fmt::format("<b>{} → {}</b>", from, to);
  for (size_t c = 0; c < source.table.columns.size(); ++c) {
    const Column& column = source.table.columns[c];
    if (column.role != ColumnRole::kValue || column.name == "from" || column.name == "to" ||
        column.name == "stage") {
      continue;
    }
    text +=
        fmt::format("<br>{}: {}", PlotlyText(column.label), PlotlyText(source.Shown(link.row, c)));
  }
  const double leaving = flow.nodes[NodeIndex(flow, link.stage, link.from)].value;
  return text +
         fmt::format("<br>{} of {}", source.Shown(link.value / leaving, Format::kPct1), from);
}

Json LinksOf(const FigureSource& source, const Flow& flow) {
  Json sources = Json::array(), targets = Json::array(), values = Json::array();
  Json colours = Json::array(), hover = Json::array();
  for (const Link& link : flow.links) {
    sources.push_back(NodeIndex(flow, link.stage, link.from));
    targets.push_back(NodeIndex(flow, link.stage + 1, link.to));
    values.push_back(link.value);
    colours.push_back(Faded(NodeColour(flow, link.stage, link.from), 40));
    hover.push_back(LinkHover(source, flow, link));
  }
  return {{"source", sources},   {"target", targets},
          {"value", values},     {"color", colours},
          {"customdata", hover}, {"hovertemplate", "%{customdata}<extra></extra>"}};
}

// The dimension's name above each column; where it is one dimension at two times, which time it is.
std::string StageTitle(const FigureSource& source, const Flow& flow, size_t stage) {
  const std::vector<std::string>& stages = source.figure.stages;
  if (stages.size() == 2 && stages[0] == stages[1]) {
    return source.table.columns[source.RequiredColumn(stage == 0 ? "from" : "to")].label;
  }
  return flow.stages[stage] ? flow.stages[stage]->label : stages[stage];
}

Json StageTitles(const FigureSource& source, const Flow& flow) {
  Json titles = Json::array();
  for (size_t i = 0; i < flow.stages.size(); ++i) {
    const double x = flow.stages.size() < 2
                         ? 0.5
                         : static_cast<double>(i) / static_cast<double>(flow.stages.size() - 1);
    titles.push_back({{"x", RoundHalfUp(x, 4)},
                      {"y", 1},
                      {"xref", "paper"},
                      {"yref", "paper"},
                      {"xanchor", i == 0                        ? "left"
                                  : i + 1 == flow.stages.size() ? "right"
                                                                : "center"},
                      {"yanchor", "bottom"},
                      {"yshift", 8},
                      {"showarrow", false},
                      {"text", "<b>" + WrappedText(StageTitle(source, flow, i), 16) + "</b>"},
                      {"font", {{"color", "var(--muted)"}, {"size", 12}}}});
  }
  return titles;
}

}  // namespace

PlotlyFigure SankeyFigure(const FigureSource& source) {
  const Flow flow = CollectFlow(source);
  PlotlyFigure figure;
  const Json trace = {{"type", "sankey"},
                      {"arrangement", "fixed"},
                      {"node", NodesOf(source, flow)},
                      {"link", LinksOf(source, flow)}};
  figure.data = Json::array({trace});
  figure.layout = {{"height", flow.height},
                   {"margin", {{"t", 48}, {"b", 16}, {"l", 12}, {"r", 12}}},
                   {"annotations", StageTitles(source, flow)}};
  return figure;
}

}  // namespace tessera
