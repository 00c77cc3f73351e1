#include "model/table.h"

namespace tessera {

Cell NumberCell(std::optional<double> value) {
  if (!value) return std::monostate{};
  return *value;
}

std::optional<double> CellNumber(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return *number;
  return std::nullopt;
}

std::string CellText(const Cell& cell) {
  if (const std::string* text = std::get_if<std::string>(&cell)) return *text;
  return "";
}

int Table::ColumnIndex(std::string_view name) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

int Table::RelatedColumn(std::string_view of, ColumnRole role) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].role == role && columns[i].of == of) return static_cast<int>(i);
  }
  return -1;
}

Format Table::FormatOf(size_t row, size_t column) const {
  const Column& described = columns[column];
  const bool own = described.row_format && row < row_formats.size();
  const Format format = own ? row_formats[row] : described.format;
  return described.difference && format == Format::kPct1 ? Format::kPp1 : format;
}

int Table::RowIndex(const std::vector<std::string>& members) const {
  for (size_t r = 0; r < rows.size(); ++r) {
    bool equal = members.size() <= columns.size();
    for (size_t c = 0; equal && c < members.size(); ++c) equal = CellText(rows[r][c]) == members[c];
    if (equal) return static_cast<int>(r);
  }
  return -1;
}

}  // namespace tessera
