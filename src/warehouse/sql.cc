#include "warehouse/sql.h"

#include <fmt/format.h>

#include <cmath>

namespace tessera {

void SqlScope::AddColumn(const std::string& name, ColumnType type) {
  names[name] = {.type = type, .sql = QuoteName(name, dialect), .enumerated = false, .members = {}};
}

void SqlScope::AddDimension(const std::string& id, const std::vector<std::string>& members) {
  names[id] = {.type = ColumnType::kText,
               .sql = QuoteName(id, dialect),
               .enumerated = true,
               .members = members};
}

std::string NumberSql(double value) {
  constexpr double kWhole = 1e15;
  std::string text;
  if (std::trunc(value) == value && std::abs(value) < kWhole) {
    text = fmt::format("{}", static_cast<long long>(value));
  } else {
    // An exponent makes it DOUBLE; without one it would be DECIMAL.
    text = fmt::format("{}", value);
    if (text.find('e') == std::string::npos) text += "e0";
  }
  return value < 0 ? "(" + text + ")" : text;
}

}  // namespace tessera
