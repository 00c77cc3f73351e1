#include "warehouse/binding.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tessera {
namespace {

[[noreturn]] void RefuseMissing(const SourceSpec& source, const ColumnSpec& column,
                                const SourceFile& file) {
  std::vector<std::string> names;
  for (const FileColumn& found : file.columns) names.push_back(found.name);
  const bool renamed = column.bound != column.name;
  const std::string what = renamed ? fmt::format("{} has no column '{}', which is to be {}.{}",
                                                 file.name, column.bound, source.name, column.name)
                                   : fmt::format("{} has no column '{}'", file.name, column.name);
  std::string remedy = DidYouMean(column.bound, names);
  if (!renamed) {
    remedy += fmt::format("{}say which one it is under columns.{}: {{ {}: … }}",
                          remedy.empty() ? "" : "; ", source.name, column.name);
  }
  throw Error(what, renamed ? column.place : Place{source.ShownFile(), 1, 0}).Remedy(remedy);
}

bool IsNumberText(const BoundColumn& column) {
  const ColumnType type = column.type();
  const bool number =
      type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney;
  return number && column.present && column.file.type == "VARCHAR";
}

}  // namespace

std::vector<BoundColumn> BindColumns(const SourceSpec& source, const SourceFile& file) {
  std::vector<BoundColumn> bound;
  for (const ColumnSpec& column : source.columns) {
    const auto same = [&](const FileColumn& found) { return found.name == column.bound; };
    const auto count = std::ranges::count_if(file.columns, same);
    BoundColumn result;
    result.spec = column;
    result.present = count > 0;
    result.key = column.name == source.key || column.name == source.on;
    if (count > 1) {
      throw Error(fmt::format("{} has {} columns named '{}'", file.name, count, column.bound),
                  Place{source.ShownFile(), 1, 0});
    }
    if (count == 0 && (!column.optional || result.key)) RefuseMissing(source, column, file);
    if (count == 1) result.file = *std::ranges::find_if(file.columns, same);
    if (source.decimal_comma && !source.IsServer() && IsNumberText(result)) {
      result.file.sql = fmt::format("replace(replace({}, '.', ''), ',', '.')", result.file.sql);
    }
    bound.push_back(std::move(result));
  }
  return bound;
}

ColumnSummary DescribeColumn(const BoundColumn& column) {
  ColumnSummary summary;
  summary.name = column.spec.name;
  summary.bound = column.spec.bound;
  summary.label = column.spec.label;
  summary.type = ColumnTypeName(column.spec.type);
  summary.unit = column.spec.unit;
  summary.present = column.present;
  return summary;
}

}  // namespace tessera
