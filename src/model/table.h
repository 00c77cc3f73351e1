// A table of a report: plain values at full precision, and what each column means.
#ifndef TESSERA_MODEL_TABLE_H_
#define TESSERA_MODEL_TABLE_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/format.h"

namespace tessera {

// Missing, a number (counts too: exact up to 2^53; dates are days since 1970-01-01), or text.
using Cell = std::variant<std::monostate, double, std::string>;

Cell NumberCell(std::optional<double> value);
std::optional<double> CellNumber(const Cell& cell);
std::string CellText(const Cell& cell);  // "" unless the cell holds text

// What a column adds to the one it belongs to (`of`).
enum class ColumnRole {
  kKey,    // names the row: a dimension's member
  kValue,  // a figure
  kLow,    // lower end of the 95 % interval of column `of`
  kHigh,   // upper end
  kCount,  // how many values column `of` rests on, where fewer than the row's customers
};

struct Column {
  std::string name;   // unique in its table, stable: other programs use it
  std::string label;  // header, in words
  Format format = Format::kText;
  ColumnRole role = ColumnRole::kValue;
  std::string of;           // for kLow, kHigh, kCount: the name of the column described
  std::string metric;       // the metric of which this is the value in each row; "" if none
  bool additive = false;    // the rows add up to the total
  bool p_value = false;     // shown as p values are: "0.012", "<0.001"
  bool share = false;       // a part of the total: drawn with an in-cell bar
  bool row_format = false;  // each row has its own format: Table::row_formats, `format` is void
  bool difference = false;  // of two values: where the row's format is a rate, percentage points
};

// What a table is about and how it came to be, for the reader.
struct Table {
  std::string id;
  std::string title;
  std::string description;  // population, denominator, unit
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<Cell> total;  // one cell a column, or empty when there is no total row
  std::vector<std::string> notes;
  // Where rows hold different kinds of figures (a dollar difference, a rate): one format a row,
  // used by the columns marked `row_format`. Else empty.
  std::vector<Format> row_formats;
  // For tables over dimensions: their ids, one a key column, in order. Else empty.
  std::vector<std::string> dimensions;

  // Index of the column `name`, or -1.
  int ColumnIndex(std::string_view name) const;
  // The first row whose key columns equal `members`, or -1.
  int RowIndex(const std::vector<std::string>& members) const;
  // The column that plays `role` for the column `of`, or -1.
  int RelatedColumn(std::string_view of, ColumnRole role) const;
  // How the cell is shown: the row's own format where the column says so.
  Format FormatOf(size_t row, size_t column) const;
};

}  // namespace tessera

#endif  // TESSERA_MODEL_TABLE_H_
