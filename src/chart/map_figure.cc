// `category` (y) × `series` (x), each cell in the colour of the member that stands in `value`, with
// its name and its number of entities: a decision table as a map.
#include <algorithm>

#include "base/text.h"
#include "chart/axes.h"
#include "chart/figure_kinds.h"
#include "chart/palette.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMapRowHeight = 62;
constexpr int kMapFrameHeight = 64;
constexpr int kTint = 42;  // per cent: text stays readable on every colour

// One step a member, so that z = its index picks its colour.
Json StepScale(const std::vector<std::string>& colours) {
  Json scale = Json::array();
  const auto steps = static_cast<double>(colours.size());
  for (size_t i = 0; i < colours.size(); ++i) {
    scale.push_back(Json::array({static_cast<double>(i) / steps, colours[i]}));
    scale.push_back(Json::array({static_cast<double>(i + 1) / steps, colours[i]}));
  }
  return scale;
}

std::optional<size_t> RowOf(const FigureSource& source, size_t y, const std::string& category,
                            size_t x, const std::string& series) {
  for (size_t row = 0; row < source.table.rows.size(); ++row) {
    const auto& cells = source.table.rows[row];
    if (CellText(cells[y]) == category && CellText(cells[x]) == series) return row;
  }
  return std::nullopt;
}

// "Unassigned" and the like: grey says it, and the legend under the title.
bool IsMuted(const Dimension* dimension, const std::string& name) {
  if (dimension == nullptr) return false;
  const auto found = std::ranges::find(dimension->members, name, &Member::name);
  return found != dimension->members.end() && found->muted;
}

// The members of the dimension in their order, then whatever else stands in the cells.
std::vector<std::string> MembersOf(const FigureSource& source, size_t value,
                                   const Dimension* dimension) {
  std::vector<std::string> names;
  for (size_t m = 0; dimension != nullptr && m < dimension->members.size(); ++m) {
    names.push_back(dimension->members[m].name);
  }
  for (const std::vector<Cell>& cells : source.table.rows) {
    const std::string name = CellText(cells[value]);
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

// A line of a cell: narrow, but wide enough for the longest word of a name.
size_t LineWidth(const Dimension* dimension, const std::vector<std::string>& names) {
  size_t width = 9;
  for (const std::string& name : names) {
    if (IsMuted(dimension, name)) continue;
    for (const std::string& word : Split(MemberLabel(dimension, name), ' ')) {
      width = std::max(width, std::min(CodePoints(word).size(), size_t{16}));
    }
  }
  return width;
}

// The dimension all of whose cells' names are members; the column itself may bear another name.
const Dimension* DimensionOfValues(const FigureSource& source, size_t value) {
  if (const Dimension* own = source.DimensionOf(value)) return own;
  for (const Dimension& dimension : source.report.dimensions) {
    const bool fits = std::ranges::all_of(source.table.rows, [&](const auto& cells) {
      const std::string name = CellText(cells[value]);
      return name.empty() || std::ranges::any_of(dimension.members, [&](const Member& member) {
               return member.name == name;
             });
    });
    if (fits) return &dimension;
  }
  return nullptr;
}

}  // namespace

PlotlyFigure MapFigure(const FigureSource& source) {
  const size_t y = source.RequiredColumn(source.figure.category);
  const size_t x = source.RequiredColumn(source.figure.series);
  const size_t value = source.RequiredColumn(source.figure.value);
  const auto count = source.OptionalColumn(source.figure.count);
  const Dimension* dimension = DimensionOfValues(source, value);
  const std::vector<std::string> names = MembersOf(source, value, dimension);
  std::vector<std::string> colours;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string colour = dimension != nullptr
                                   ? MemberColour(*dimension, names[i])
                                   : "var(--member-" + std::to_string(i % 7 + 1) + ")";
    colours.push_back(Faded(colour, kTint));
  }
  const std::vector<Series> columns = SeriesOf(source, x), rows = SeriesOf(source, y);
  std::vector<std::string> column_labels, row_labels;
  for (const Series& one : columns) column_labels.push_back(one.label);
  for (const Series& one : rows) row_labels.push_back(one.label);
  const size_t width = LineWidth(dimension, names);
  Json z = Json::array(), texts = Json::array(), hovers = Json::array();
  for (const Series& row_of : rows) {
    Json values = Json::array(), text = Json::array(), hover = Json::array();
    for (const Series& column_of : columns) {
      const auto row = RowOf(source, y, row_of.name, x, column_of.name);
      const std::string name = row ? CellText(source.table.rows[*row][value]) : "";
      const auto at = std::ranges::find(names, name);
      const std::string n = row && count ? source.ShownCount(*row, value) : "";
      values.push_back(at == names.end() ? Json() : Json(at - names.begin()));
      const std::string shown = WrappedText(MemberLabel(dimension, name), width);
      const double size = row && count ? source.Number(*row, *count).value_or(0) : 0;
      const std::string number = "n " + source.Shown(size, Format::kInt);
      text.push_back(name.empty()               ? std::string()
                     : IsMuted(dimension, name) ? number
                                                : shown + "<br>" + number);
      hover.push_back("<b>" + row_of.label + " · " + column_of.label + "</b><br>" +
                      (name.empty() ? "nobody" : shown) +
                      (n.empty() ? "" : "<br>" + PlotlyText(n)));
    }
    z.push_back(values);
    texts.push_back(text);
    hovers.push_back(hover);
  }
  Json trace = {{"type", "heatmap"},
                {"x", column_labels},
                {"y", row_labels},
                {"z", z},
                {"text", texts},
                {"texttemplate", "%{text}"},
                {"customdata", hovers},
                {"hovertemplate", "%{customdata}<extra></extra>"},
                {"hoverongaps", false},
                {"showscale", false},
                {"xgap", 2},
                {"ygap", 2},
                {"textfont", {{"color", "var(--text)"}, {"size", 11.5}}},
                {"colorscale", StepScale(colours)},
                {"zmin", -0.5},
                {"zmax", static_cast<double>(names.size()) - 0.5}};
  PlotlyFigure figure;
  figure.data = Json::array({trace});
  figure.layout = {{"height", kMapFrameHeight + kMapRowHeight * static_cast<int>(rows.size())},
                   {"margin", {{"t", 56}}},
                   {"xaxis", CategoryAxis(column_labels)},
                   {"yaxis", CategoryAxis(row_labels)}};
  figure.layout["xaxis"]["side"] = "top";
  figure.layout["xaxis"]["title"] = {{"text", PlotlyText(source.table.columns[x].label)}};
  figure.layout["yaxis"]["title"] = {{"text", PlotlyText(source.table.columns[y].label)}};
  figure.layout["yaxis"]["autorange"] = "reversed";
  return figure;
}

}  // namespace tessera
