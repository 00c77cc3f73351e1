#include "warehouse/result.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"

namespace tessera {

bool ResultColumn::IsNull(size_t row) const {
  switch (kind) {
    case ValueKind::kText:
      return null_texts[row] != 0;
    case ValueKind::kEnum:
      return codes[row] == kNullCode;
    case ValueKind::kByte:
      return false;
    default:
      return std::isnan(numbers[row]);
  }
}

size_t Result::Bytes() const {
  size_t bytes = 0;
  for (const ResultColumn& column : columns) {
    bytes += column.numbers.size() * sizeof(double) + column.scaled.size() * sizeof(int64_t) +
             column.codes.size() * sizeof(uint32_t) + column.bytes.size();
    for (const std::string& text : column.texts) bytes += text.size();
  }
  return bytes;
}

const ResultColumn& Result::Column(std::string_view name) const {
  for (const ResultColumn& column : columns) {
    if (column.name == name) return column;
  }
  throw Error(fmt::format("the query's result has no column '{}'", name));
}

double Result::Number(size_t row, std::string_view name) const {
  const ResultColumn& column = Column(name);
  return column.numbers.empty() ? std::numeric_limits<double>::quiet_NaN() : column.numbers[row];
}

std::string Result::Text(size_t row, std::string_view name) const {
  const ResultColumn& column = Column(name);
  if (column.IsNull(row)) return "";
  if (column.kind == ValueKind::kText) return column.texts[row];
  if (column.kind == ValueKind::kEnum) return column.dictionary[column.codes[row]];
  if (column.kind == ValueKind::kByte) return std::to_string(column.bytes[row]);
  return fmt::format("{}", column.numbers[row]);
}

}  // namespace tessera
