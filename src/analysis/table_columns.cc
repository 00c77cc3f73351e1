#include "analysis/table_columns.h"

#include <utility>

namespace tessera {
namespace {

Column LimitColumn(const Column& of, const char* suffix, const char* label, ColumnRole role) {
  Column column;
  column.name = of.name + suffix;
  column.label = of.label + label;
  column.format = of.format;
  column.role = role;
  column.of = of.name;
  column.row_format = of.row_format;
  column.difference = of.difference;
  return column;
}

}  // namespace

Column KeyColumn(std::string name, std::string label) {
  Column column;
  column.name = std::move(name);
  column.label = std::move(label);
  column.role = ColumnRole::kKey;
  return column;
}

Column ValueColumn(std::string name, std::string label, Format format) {
  Column column;
  column.name = std::move(name);
  column.label = std::move(label);
  column.format = format;
  return column;
}

Column PValueColumn(std::string name, std::string label) {
  Column column = ValueColumn(std::move(name), std::move(label), Format::kNum2);
  column.p_value = true;
  return column;
}

Column RowFormatColumn(std::string name, std::string label, bool difference) {
  Column column = ValueColumn(std::move(name), std::move(label), Format::kNum1);
  column.row_format = true;
  column.difference = difference;
  return column;
}

void AppendWithLimits(const Column& column, std::vector<Column>& columns) {
  columns.push_back(column);
  columns.push_back(LimitColumn(column, "_lo", ", lower limit", ColumnRole::kLow));
  columns.push_back(LimitColumn(column, "_hi", ", upper limit", ColumnRole::kHigh));
}

void AppendWithLimits(std::optional<double> value, const std::optional<Interval>& interval,
                      std::vector<Cell>& cells) {
  cells.push_back(NumberCell(value));
  cells.push_back(interval ? Cell(interval->low) : Cell());
  cells.push_back(interval ? Cell(interval->high) : Cell());
}

}  // namespace tessera
