// Marks in a plane, their area the number of entities, one colour a member of `series`.
#include <algorithm>
#include <cmath>

#include "chart/axes.h"
#include "chart/figure_kinds.h"
#include "chart/palette.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kSmallestMark = 5, kLargestMark = 22;

Json PlaneAxis(const FigureSource& source, size_t column) {
  Json axis = ValueAxis(source.table.columns[column].format, source.report.locale);
  axis["title"] = {{"text", PlotlyText(source.table.columns[column].label)}};
  return axis;
}

}  // namespace

PlotlyFigure ScatterFigure(const FigureSource& source) {
  const size_t x = source.RequiredColumn(source.figure.category);
  const size_t y = source.RequiredColumn(source.figure.value);
  const size_t part = source.RequiredColumn(source.figure.series);
  const auto count = source.CountColumn(y);
  double most = 1;
  for (size_t row = 0; count && row < source.table.rows.size(); ++row) {
    most = std::max(most, source.Number(row, *count).value_or(1));
  }
  PlotlyFigure figure;
  for (const Series& one : SeriesOf(source, part)) {
    Json xs = Json::array(), ys = Json::array(), sizes = Json::array(), hover = Json::array();
    for (size_t row = 0; row < source.table.rows.size(); ++row) {
      const auto at = source.Number(row, x), value = source.Number(row, y);
      if (CellText(source.table.rows[row][part]) != one.name || !at || !value) continue;
      xs.push_back(*at);
      ys.push_back(*value);
      const double n = count ? source.Number(row, *count).value_or(1) : 1;
      const double reach = std::sqrt(n / most);
      sizes.push_back(std::round(10 * (kSmallestMark + reach * (kLargestMark - kSmallestMark))) /
                      10);
      hover.push_back("<b>" + one.label + "</b><br>" + PlotlyText(source.ShownCount(row, y)));
    }
    figure.data.push_back({{"type", "scatter"},
                           {"mode", "markers"},
                           {"name", one.label},
                           {"x", xs},
                           {"y", ys},
                           {"marker",
                            {{"size", sizes},
                             {"color", Faded(one.colour, 72)},
                             {"line", {{"color", "var(--page)"}, {"width", 0.6}}}}},
                           {"customdata", hover},
                           {"hovertemplate", "%{customdata}<extra></extra>"}});
  }
  figure.layout = {{"height", 460},
                   {"showlegend", true},
                   {"margin", {{"t", 40}}},
                   {"legend", {{"itemsizing", "constant"}}},
                   {"xaxis", PlaneAxis(source, x)},
                   {"yaxis", PlaneAxis(source, y)}};
  return figure;
}

}  // namespace tessera
