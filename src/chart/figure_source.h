// A figure together with what it draws: its table, its columns, its words.
#ifndef TESSERA_CHART_FIGURE_SOURCE_H_
#define TESSERA_CHART_FIGURE_SOURCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace tessera {

struct FigureSource {
  const Report& report;
  const Figure& figure;
  const Table& table;

  // The index of a column that the figure needs. Throws an Error that names the nearest column.
  size_t RequiredColumn(std::string_view name) const;
  std::optional<size_t> OptionalColumn(std::string_view name) const;

  // The dimension whose members stand in a column, or null.
  const Dimension* DimensionOf(size_t column) const;

  std::optional<double> Number(size_t row, size_t column) const;
  std::optional<Interval> IntervalOf(size_t row, size_t column) const;

  // As the reader sees it, at full length; "not available" when it is missing. Not yet safe for
  // Plotly.
  std::string Shown(size_t row, size_t column) const;
  std::string Shown(double value, Format format) const;
  // Shown, with its interval where the table has one: "29.6% (95% interval 28.7% to 30.5%)".
  std::string ShownWithInterval(size_t row, size_t column) const;
  // The column of counts that `column` rests on: the figure's own, else the table's; or nothing.
  std::optional<size_t> CountColumn(size_t column) const;
  // "12,341 customers", by the figure's count; "" when the table does not say.
  std::string ShownCount(size_t row, size_t column) const;
};

// Throws an Error when the figure's table is not in the report.
FigureSource MakeFigureSource(const Report& report, const Figure& figure);

// The different texts of a column with the colours of their members, in the dimension's order;
// those that it does not know follow in the table's. `name` is as in the cells, `label` safe and
// wrapped.
struct Series {
  std::string name;
  std::string label;
  std::string colour;
};
std::vector<Series> SeriesOf(const FigureSource& source, size_t column);

// Of a dimension without an order and with more members than there are colours, all but the muted
// in one: marks that bear their names need no rainbow that ends in grey.
std::vector<Series> PlainWhereMany(const FigureSource& source, size_t column,
                                   std::vector<Series> series);

// `label`, made different from `others` by marks that nobody sees: an axis takes equal names for
// one.
std::string Distinct(std::string label, const std::vector<std::string>& others);

// What a mark says when it is pointed at: the label, the value with its interval, and its count.
// `label` is safe already.
std::string HoverText(const FigureSource& source, std::string_view label, size_t row,
                      size_t column);

// Text safe inside Plotly's pseudo-HTML, where & < > would be read as markup and what stands
// between two $ as a formula.
std::string PlotlyText(std::string_view text);
// The same over several lines of about `width` characters; what is left after three is cut with
// "…".
std::string WrappedText(std::string_view text, size_t width = 22);

}  // namespace tessera

#endif  // TESSERA_CHART_FIGURE_SOURCE_H_
