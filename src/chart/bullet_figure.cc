// Where a figure stands (a bar, with its interval) and where it is to be (a mark), a row each. Rows
// have units of their own, so each is drawn from zero to its own largest number and bears its
// values in words.
#include <fmt/format.h>

#include <algorithm>

#include "chart/axes.h"
#include "chart/figure_kinds.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kBulletRowHeight = 54;
constexpr int kBulletFrameHeight = 52;

struct Bullets {
  std::vector<std::string> labels;
  Json bars = Json::array(), above = Json::array(), below = Json::array();
  Json targets = Json::array(), ends = Json::array(), words = Json::array();
  Json hover = Json::array();
};

void AddBullet(const FigureSource& source, size_t row, size_t category, size_t value, size_t target,
               Bullets& bullets) {
  const auto stands = source.Number(row, value), aim = source.Number(row, target);
  if (!stands || !aim) return;
  const Interval limits = source.IntervalOf(row, value).value_or(Interval{*stands, *stands});
  const double whole = std::max({*stands, *aim, limits.high, 1e-12});
  const std::string label = Distinct(WrappedText(source.Shown(row, category), 34), bullets.labels);
  bullets.labels.push_back(label);
  bullets.bars.push_back(*stands / whole);
  bullets.above.push_back((limits.high - *stands) / whole);
  bullets.below.push_back((*stands - limits.low) / whole);
  bullets.targets.push_back(*aim / whole);
  bullets.ends.push_back(1.04);
  bullets.words.push_back(
      PlotlyText(fmt::format("{} → {}", source.Shown(row, value), source.Shown(row, target))));
  bullets.hover.push_back(fmt::format("{}<br>{}: {}", HoverText(source, label, row, value),
                                      PlotlyText(source.table.columns[target].label),
                                      PlotlyText(source.Shown(row, target))));
}

Json Marks(const Bullets& bullets) {
  return {{"type", "scatter"},
          {"mode", "markers"},
          {"x", bullets.targets},
          {"y", bullets.labels},
          {"name", "Target"},
          {"marker",
           {{"symbol", "line-ns"},
            {"size", 26},
            {"line", {{"width", 3}, {"color", "var(--diverging-low)"}}}}},
          {"customdata", bullets.hover},
          {"hovertemplate", "%{customdata}<extra></extra>"},
          {"cliponaxis", false}};
}

}  // namespace

PlotlyFigure BulletFigure(const FigureSource& source) {
  const size_t category = source.RequiredColumn(source.figure.category);
  const size_t value = source.RequiredColumn(source.figure.value);
  const size_t target = source.RequiredColumn("target");
  Bullets bullets;
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    AddBullet(source, row, category, value, target, bullets);
  }
  PlotlyFigure figure;
  figure.data.push_back({{"type", "bar"},
                         {"orientation", "h"},
                         {"name", PlotlyText(source.table.columns[value].label)},
                         {"x", bullets.bars},
                         {"y", bullets.labels},
                         {"width", 0.34},
                         {"marker", {{"color", "var(--member-1)"}}},
                         {"error_x",
                          {{"type", "data"},
                           {"symmetric", false},
                           {"array", bullets.above},
                           {"arrayminus", bullets.below}}},
                         {"customdata", bullets.hover},
                         {"hovertemplate", "%{customdata}<extra></extra>"}});
  figure.data.push_back(Marks(bullets));
  figure.data.push_back({{"type", "scatter"},
                         {"mode", "text"},
                         {"x", bullets.ends},
                         {"y", bullets.labels},
                         {"text", bullets.words},
                         {"textposition", "middle right"},
                         {"hoverinfo", "skip"},
                         {"showlegend", false},
                         {"cliponaxis", false}});
  figure.layout = {
      {"height", kBulletFrameHeight + kBulletRowHeight * static_cast<int>(bullets.labels.size())},
      {"showlegend", true},
      {"margin", {{"t", 36}}},
      {"xaxis", {{"range", {0, 1.5}}, {"showticklabels", false}, {"showgrid", false}}},
      {"yaxis", CategoryAxis(bullets.labels)}};
  figure.layout["yaxis"]["autorange"] = "reversed";
  return figure;
}

}  // namespace tessera
