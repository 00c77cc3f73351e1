#include "chart/figure_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "chart/palette.h"

namespace tessera {
namespace {

constexpr std::string_view kNotAvailable = "not available";

std::vector<std::string> ColumnNames(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

std::vector<std::string> CellNames(const FigureSource& source, size_t column) {
  std::vector<std::string> names;
  for (const std::vector<Cell>& row : source.table.rows) {
    const std::string name = CellText(row[column]);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

// Members first, in their own order.
std::vector<std::string> InOrder(const Dimension* dimension, std::vector<std::string> names) {
  if (dimension == nullptr) return names;
  const auto rank = [&](const std::string& name) {
    const auto found = std::ranges::find(dimension->members, name, &Member::name);
    return found - dimension->members.begin();
  };
  std::ranges::stable_sort(names, {}, rank);
  return names;
}

}  // namespace

FigureSource MakeFigureSource(const Report& report, const Figure& figure) {
  if (const Table* table = report.FindTable(figure.table)) return {report, figure, *table};
  std::vector<std::string> ids;
  for (const Table& table : report.tables) ids.push_back(table.id);
  throw Error(fmt::format("figure '{}' draws the table '{}', which the report does not have",
                          figure.id, figure.table))
      .Remedy(DidYouMean(figure.table, ids));
}

size_t FigureSource::RequiredColumn(std::string_view name) const {
  if (const auto column = OptionalColumn(name)) return *column;
  throw Error(
      fmt::format("figure '{}' needs the column '{}' of the table '{}', which does not have it",
                  figure.id, name, table.id))
      .Remedy(DidYouMean(name, ColumnNames(table)));
}

std::optional<size_t> FigureSource::OptionalColumn(std::string_view name) const {
  const int index = table.ColumnIndex(name);
  if (name.empty() || index < 0) return std::nullopt;
  return static_cast<size_t>(index);
}

const Dimension* FigureSource::DimensionOf(size_t column) const {
  if (table.columns[column].role != ColumnRole::kKey) return nullptr;
  const auto before = table.columns.begin() + static_cast<std::ptrdiff_t>(column);
  const auto keys = static_cast<size_t>(std::count_if(
      table.columns.begin(), before, [](const Column& c) { return c.role == ColumnRole::kKey; }));
  if (keys < table.dimensions.size()) return report.FindDimension(table.dimensions[keys]);
  return report.FindDimension(table.columns[column].name);
}

std::optional<double> FigureSource::Number(size_t row, size_t column) const {
  return CellNumber(table.rows[row][column]);
}

std::optional<Interval> FigureSource::IntervalOf(size_t row, size_t column) const {
  const std::string& name = table.columns[column].name;
  const int low = table.RelatedColumn(name, ColumnRole::kLow);
  const int high = table.RelatedColumn(name, ColumnRole::kHigh);
  if (low < 0 || high < 0) return std::nullopt;
  const auto from = Number(row, static_cast<size_t>(low));
  const auto to = Number(row, static_cast<size_t>(high));
  if (!from || !to) return std::nullopt;
  return Interval{*from, *to};
}

std::string FigureSource::Shown(double value, Format format) const {
  return FormatNumber(value, format, report.locale);
}

std::string FigureSource::Shown(size_t row, size_t column) const {
  const Cell& cell = table.rows[row][column];
  if (const auto number = CellNumber(cell)) return Shown(*number, table.FormatOf(row, column));
  const std::string text = CellText(cell);
  return text.empty() ? std::string(kNotAvailable) : MemberLabel(DimensionOf(column), text);
}

std::string FigureSource::ShownWithInterval(size_t row, size_t column) const {
  const auto interval = IntervalOf(row, column);
  if (!interval) return Shown(row, column);
  const Format format = table.FormatOf(row, column);
  return fmt::format("{} ({}% interval {} to {})", Shown(row, column),
                     FixedDecimal(100 * (1 - report.alpha), 0), Shown(interval->low, format),
                     Shown(interval->high, format));
}

std::optional<size_t> FigureSource::CountColumn(size_t column) const {
  const int own = table.RelatedColumn(table.columns[column].name, ColumnRole::kCount);
  if (own >= 0) return static_cast<size_t>(own);
  if (const auto given = OptionalColumn(figure.count)) return given;
  return OptionalColumn(report.entities);
}

std::string FigureSource::ShownCount(size_t row, size_t column) const {
  const auto count_column = CountColumn(column);
  if (!count_column) return "";
  const auto count = Number(row, *count_column);
  if (!count) return "";
  return fmt::format("{} {}", Shown(*count, Format::kInt),
                     *count == 1 ? report.entity : report.entities);
}

std::vector<Series> SeriesOf(const FigureSource& source, size_t column) {
  const Dimension* dimension = source.DimensionOf(column);
  std::vector<Series> series;
  std::vector<std::string> labels;
  for (const std::string& name : InOrder(dimension, CellNames(source, column))) {
    const std::string colour = dimension ? MemberColour(*dimension, name) : "var(--member-1)";
    std::string label = WrappedText(MemberLabel(dimension, name));
    label = Distinct(std::move(label), labels);
    labels.push_back(label);
    series.push_back({name, label, colour});
  }
  return series;
}

std::vector<Series> PlainWhereMany(const FigureSource& source, size_t column,
                                   std::vector<Series> series) {
  const Dimension* dimension = source.DimensionOf(column);
  if (dimension == nullptr || dimension->ordered) return series;
  const auto muted = [](const Member& member) { return member.muted; };
  const auto coloured = dimension->members.size() -
                        static_cast<size_t>(std::ranges::count_if(dimension->members, muted));
  if (coloured <= kMemberColours) return series;
  const std::string grey = "var(--inactive)";
  for (Series& one : series) {
    if (one.colour != grey) one.colour = "var(--member-1)";
  }
  return series;
}

std::string Distinct(std::string label, const std::vector<std::string>& others) {
  while (std::ranges::find(others, label) != others.end()) label += "\u200b";
  return label;
}

std::string HoverText(const FigureSource& source, std::string_view label, size_t row,
                      size_t column) {
  std::string text =
      fmt::format("<b>{}</b><br>{}: {}", label, PlotlyText(source.table.columns[column].label),
                  PlotlyText(source.ShownWithInterval(row, column)));
  const auto count_column = source.CountColumn(column);
  const std::string count = source.ShownCount(row, column);
  if (!count.empty() && count_column != column) text += "<br>" + PlotlyText(count);
  return text;
}

std::string PlotlyText(std::string_view text) {
  std::string safe = ReplaceAll(SanitizeUtf8(text), "&", "&amp;");
  safe = ReplaceAll(ReplaceAll(safe, "<", "&lt;"), ">", "&gt;");
  return ReplaceAll(safe, "$", "&#36;");
}

std::string WrappedText(std::string_view text, size_t width) {
  constexpr size_t kMostLines = 3;
  const std::string clean = SanitizeUtf8(text);
  std::vector<std::string> lines = {""};
  std::vector<size_t> lengths = {0};
  for (const std::string& word : Split(clean, ' ')) {
    std::vector<std::string> letters = CodePoints(word);
    if (letters.size() > width) {
      letters.resize(width - 1);
      letters.push_back("…");
    }
    if (lengths.back() > 0 && lengths.back() + 1 + letters.size() > width) {
      lines.emplace_back();
      lengths.push_back(0);
    }
    if (lengths.back() > 0) lines.back() += ' ';
    lines.back() += Join(letters, "");
    lengths.back() += letters.size() + (lengths.back() > 0 ? 1 : 0);
  }
  if (lines.size() > kMostLines) {
    lines.resize(kMostLines);
    lines.back() += " …";
  }
  for (std::string& line : lines) line = PlotlyText(line);
  return Join(lines, "<br>");
}

}  // namespace tessera
