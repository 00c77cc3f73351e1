#include "warehouse/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

// Whole numbers up to here are exact as DOUBLE, in which every figure is computed.
constexpr long long kMostExact = 9'007'199'254'740'991;
// Money below this is exact as DOUBLE too, so that a third decimal can be seen.
constexpr std::string_view kMostExactMoney = "1e13";

std::string GivenName(const std::string& name) { return QuoteName("#given " + name); }
std::string DoubleName(const std::string& name) { return QuoteName("#double " + name); }

bool IsNumericType(ColumnType type) {
  return type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney;
}

bool IsDayType(ColumnType type) {
  return type == ColumnType::kDate || type == ColumnType::kTimestamp;
}

// The file's own type is already one of the kind that is asked for: no detour over text.
bool IsNative(const BoundColumn& column) {
  const std::string& type = column.file.type;
  const auto starts = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names,
                               [&](std::string_view name) { return type.starts_with(name); });
  };
  if (IsNumericType(column.type())) {
    return starts({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
                   "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL"});
  }
  if (IsDayType(column.type())) return starts({"DATE", "TIMESTAMP"});
  return column.type() == ColumnType::kBool && type == "BOOLEAN";
}

std::string TextList(std::span<const std::string> texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(QuoteText(text));
  return Join(quoted, ", ");
}

std::vector<std::string> NullTexts(const BoundColumn& column,
                                   std::span<const std::string> null_values) {
  std::vector<std::string> texts = {""};
  texts.insert(texts.end(), null_values.begin(), null_values.end());
  texts.insert(texts.end(), column.spec.null_values.begin(), column.spec.null_values.end());
  std::vector<std::string> unique;
  for (const std::string& text : texts) {
    if (std::ranges::find(unique, text) == unique.end()) unique.push_back(text);
  }
  return unique;
}

// Those null values that are numbers: 999 is then 999.0 too. NaN is always one.
std::string NoNumberSql(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::string number = DoubleName(column.spec.name);
  std::string sql = fmt::format("isnan({})", number);
  for (const std::string& text : NullTexts(column, null_values)) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(value)) continue;
    sql += fmt::format(" OR {} = {}", number, NumberSql(value));
  }
  return sql;
}

// The value without white space around it. NUL cannot be shown and would end names early.
std::string TrimmedSql(const std::string& raw) {
  return fmt::format("trim(replace({}::VARCHAR, chr(0), ' '), E' \\t\\r\\n\u00A0')", raw);
}

std::string DaySql(const BoundColumn& column, const std::string& given) {
  const bool date = column.type() == ColumnType::kDate;
  if (IsNative(column))
    return fmt::format("TRY_CAST({} AS {})", given, date ? "DATE" : "TIMESTAMP");
  // DATE would take anything after the day, TIMESTAMP would drop a zone's offset; TIMESTAMPTZ,
  // which does neither, is four times slower, so it is kept for texts that may hold a zone.
  const std::string moment = fmt::format(
      "CASE WHEN strlen({0}) = 19 AND {0}[17] = ':' THEN TRY_CAST({0} AS TIMESTAMP)"
      " ELSE TRY_CAST({0} AS TIMESTAMPTZ)::TIMESTAMP END",
      given);
  if (!date) return moment;
  return fmt::format("CASE WHEN strlen({0}) <= 10 THEN TRY_CAST({0} AS DATE) ELSE ({1})::DATE END",
                     given, moment);
}

std::string ValueSql(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::string given = GivenName(column.spec.name);
  const std::string number = DoubleName(column.spec.name);
  switch (column.type()) {
    case ColumnType::kText:
      return given;
    case ColumnType::kInt:
      return fmt::format(
          "CASE WHEN {0} = trunc({0}) AND abs({0}) <= {1} AND NOT ({2}) THEN {0}::BIGINT END",
          number, kMostExact, NoNumberSql(column, null_values));
    case ColumnType::kNumber:
      return fmt::format("CASE WHEN isfinite({0}) AND NOT ({1}) THEN {0} END", number,
                         NoNumberSql(column, null_values));
    case ColumnType::kMoney:
      return fmt::format(
          "CASE WHEN isfinite({}) AND NOT ({}) THEN TRY_CAST({} AS DECIMAL(18,2)) END", number,
          NoNumberSql(column, null_values), given);
    case ColumnType::kBool:
      if (IsNative(column)) return given;
      return fmt::format(
          "CASE WHEN lower({0}) IN ('true', 't', 'yes', 'y', '1', '1.0') THEN true"
          " WHEN lower({0}) IN ('false', 'f', 'no', 'n', '0', '0.0') THEN false END",
          given);
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      break;
  }
  // Infinite days and those that no calendar shows are none.
  return fmt::format("CASE WHEN {0} >= DATE '0001-01-01' AND {0} < DATE '10000-01-01' THEN {0} END",
                     "(" + DaySql(column, given) + ")");
}

std::string FailedSql(const BoundColumn& column, std::span<const std::string> null_values) {
  if (column.type() == ColumnType::kText) return "NULL::VARCHAR";
  std::string condition = fmt::format("{} IS NULL AND {} IS NOT NULL", QuoteName(column.spec.name),
                                      GivenName(column.spec.name));
  if (IsNumericType(column.type())) {
    condition += fmt::format(" AND ({}) IS NOT TRUE", NoNumberSql(column, null_values));
  }
  return fmt::format("CASE WHEN {} THEN {}::VARCHAR END", condition, GivenName(column.spec.name));
}

std::string ChangedSql(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::string name = QuoteName(column.spec.name);
  switch (column.type()) {
    case ColumnType::kText:
      return ChangedTextSql(column, RawName(column.spec.name), null_values);
    case ColumnType::kMoney:
      return fmt::format("coalesce({0}::DOUBLE <> {1} AND abs({1}) < {2}, false)", name,
                         DoubleName(column.spec.name), kMostExactMoney);
    case ColumnType::kBool:
      if (column.spec.fold && !IsNative(column)) {
        return fmt::format("coalesce({0} IS NOT NULL AND lower({1}) <> {1}, false)", name,
                           GivenName(column.spec.name));
      }
      return "false";
    default:
      return "false";
  }
}

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
  throw Error(what, renamed ? column.place : Place{source.file, 1, 0}).Remedy(remedy);
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
                  Place{source.file, 1, 0});
    }
    if (count == 0 && (!column.optional || result.key)) RefuseMissing(source, column, file);
    if (count == 1) result.file = *std::ranges::find_if(file.columns, same);
    bound.push_back(std::move(result));
  }
  return bound;
}

std::string RawName(const std::string& name) { return QuoteName("#raw " + name); }
std::string FailedName(const std::string& name) { return QuoteName("#failed " + name); }
std::string ChangedName(const std::string& name) { return QuoteName("#changed " + name); }

std::string CleanTextSql(const BoundColumn& column, const std::string& raw,
                         std::span<const std::string> null_values) {
  const std::string trimmed = TrimmedSql(raw);
  const bool fold = column.spec.fold && column.type() == ColumnType::kText;
  return fmt::format("CASE WHEN {} NOT IN ({}) THEN {} END", trimmed,
                     TextList(NullTexts(column, null_values)),
                     fold ? "lower(" + trimmed + ")" : trimmed);
}

std::string ChangedTextSql(const BoundColumn& column, const std::string& raw,
                           std::span<const std::string> null_values) {
  return fmt::format("coalesce({} <> {}::VARCHAR, false)", CleanTextSql(column, raw, null_values),
                     raw);
}

std::string TypedSelect(std::span<const BoundColumn> columns, const std::string& scan,
                        std::span<const std::string> null_values) {
  std::vector<std::string> raw, given, numbers, values;
  for (const BoundColumn& column : columns) {
    const std::string& name = column.spec.name;
    if (!column.present) {
      values.push_back(fmt::format("NULL::{} AS {}, NULL::VARCHAR AS {}, false AS {}",
                                   TypeSql(column.type()), QuoteName(name), FailedName(name),
                                   ChangedName(name)));
      continue;
    }
    raw.push_back(fmt::format("{} AS {}", column.file.sql, RawName(name)));
    given.push_back(fmt::format(
        "{} AS {}",
        IsNative(column) ? RawName(name) : CleanTextSql(column, RawName(name), null_values),
        GivenName(name)));
    if (IsNumericType(column.type())) {
      numbers.push_back(
          fmt::format("TRY_CAST({} AS DOUBLE) AS {}", GivenName(name), DoubleName(name)));
    }
    values.push_back(fmt::format("{} AS {}, {} AS {}, {} AS {}", ValueSql(column, null_values),
                                 QuoteName(name), FailedSql(column, null_values), FailedName(name),
                                 ChangedSql(column, null_values), ChangedName(name)));
  }
  numbers.insert(numbers.begin(), "*");
  given.insert(given.begin(), "*");
  values.insert(values.begin(), "*");
  return fmt::format("SELECT {} FROM (SELECT {} FROM (SELECT {} FROM (SELECT {} FROM {})))",
                     Join(values, ", "), Join(numbers, ", "), Join(given, ", "), Join(raw, ", "),
                     scan);
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
