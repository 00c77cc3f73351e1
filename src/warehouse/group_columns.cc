#include "warehouse/group_columns.h"

#include <fmt/format.h>

#include "warehouse/dialect.h"

namespace tessera {

std::string GroupsTable(const SourceSpec& source) { return QuoteName("#groups " + source.name); }

std::string MaskName(size_t column) {
  return fmt::format("\"#flaws {}\"", column / kColumnsPerMask);
}

std::uint64_t FlawBit(size_t column, bool failed) {
  return std::uint64_t{1} << (2 * (column % kColumnsPerMask) + (failed ? 1 : 0));
}

bool HasExtremes(const BoundColumn& column) {
  return column.type() != ColumnType::kText && column.type() != ColumnType::kBool;
}

std::string LowName(const std::string& column) { return QuoteName("#low " + column); }
std::string HighName(const std::string& column) { return QuoteName("#high " + column); }

bool IsGroupedText(const BoundColumn& column, const Reduction& reduction) {
  return column.type() == ColumnType::kText &&
         (column.key || reduction.classes.contains(column.spec.name));
}

}  // namespace tessera
