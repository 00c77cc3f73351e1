#include "warehouse/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"

namespace tessera {
namespace {

bool IsClickHouse(Dialect dialect) { return dialect == Dialect::kClickHouse; }

// The smaller or larger of two, or the one that is not null.
std::string OneOfTwo(std::string_view which, const std::string& a, const std::string& b) {
  return fmt::format("if({1} IS NULL, {2}, if({2} IS NULL, {1}, {0}({1}, {2})))", which, a, b);
}

std::string ClickHouseText(std::string_view name, const std::vector<std::string>& list) {
  const std::string& text = list.front();
  if (name == "length") return fmt::format("lengthUTF8({})", text);
  if (name == "lower" || name == "upper") return fmt::format("{}UTF8({})", name, text);
  if (name == "contains") return fmt::format("(position({}, {}) > 0)", text, list[1]);
  if (name == "concat") return fmt::format("concat({})", Join(list, ", "));
  if (name == "starts_with") {
    return fmt::format("(substring({0}, 1, length({1})) = {1})", text, list[1]);
  }
  return fmt::format(
      "(length({0}) >= length({1}) AND substring({0}, length({0}) - length({1}) + 1, length({1})) "
      "= {1})",
      text, list[1]);
}

std::string PostgresText(std::string_view name, const std::vector<std::string>& list) {
  if (name == "contains") return fmt::format("(strpos({}, {}) > 0)", list[0], list[1]);
  if (name == "starts_with") return fmt::format("(left({0}, length({1})) = {1})", list[0], list[1]);
  if (name == "ends_with") return fmt::format("(right({0}, length({1})) = {1})", list[0], list[1]);
  return fmt::format("{}({})", name, list[0]);
}

std::string ClickHouseAggregate(std::string_view aggregate, const std::string& argument,
                                const std::string& condition) {
  const std::string name = aggregate == "list"             ? "groupArray"
                           : aggregate == "bool_or"        ? "max"
                           : aggregate == "count_distinct" ? "uniqExact"
                                                           : std::string(aggregate);
  if (argument == "*") {
    return condition.empty() ? "count()" : fmt::format("countIf(ifNull({}, 0) != 0)", condition);
  }
  if (condition.empty()) return fmt::format("{}({})", name, argument);
  // Not -If: over no row it gives 0, not null.
  return fmt::format("{}(CASE WHEN ifNull({}, 0) != 0 THEN {} END)", name, condition, argument);
}

std::string FilterSql(const std::string& condition) {
  return condition.empty() ? "" : fmt::format(" FILTER (WHERE {})", condition);
}

}  // namespace

std::string QuoteName(std::string_view name, Dialect dialect) {
  if (!IsClickHouse(dialect)) return "\"" + ReplaceAll(name, "\"", "\"\"") + "\"";
  return "\"" + ReplaceAll(ReplaceAll(name, "\\", "\\\\"), "\"", "\\\"") + "\"";
}

std::string QuoteText(std::string_view text, Dialect dialect) {
  if (IsClickHouse(dialect)) {
    return "'" + ReplaceAll(ReplaceAll(text, "\\", "\\\\"), "'", "\\'") + "'";
  }
  const std::string quoted = "'" + ReplaceAll(text, "'", "''") + "'";
  const bool escapes = dialect == Dialect::kPostgres && text.find('\\') != std::string_view::npos;
  return escapes ? "E" + ReplaceAll(quoted, "\\", "\\\\") : quoted;
}

std::string BoolSql(bool value, Dialect dialect) {
  if (IsClickHouse(dialect)) return value ? "1" : "0";
  return value ? "true" : "false";
}

std::string DateSql(int days, Dialect dialect) {
  const std::string date = "'" + FormatDate(days) + "'";
  return IsClickHouse(dialect) ? "toDate(" + date + ")" : "DATE " + date;
}

std::string TypeSql(ColumnType type, Dialect dialect) {
  const bool postgres = dialect == Dialect::kPostgres;
  switch (type) {
    case ColumnType::kText:
      return "VARCHAR";
    case ColumnType::kInt:
      return "BIGINT";
    case ColumnType::kNumber:
      return postgres ? "DOUBLE PRECISION" : "DOUBLE";
    case ColumnType::kMoney:
      return "DECIMAL(18,2)";
    case ColumnType::kBool:
      return "BOOLEAN";
    case ColumnType::kDate:
      return "DATE";
    case ColumnType::kTimestamp:
      return "TIMESTAMP";
  }
  return "VARCHAR";
}

std::string CastSql(const std::string& sql, ColumnType type, Dialect dialect) {
  if (!IsClickHouse(dialect)) return sql + "::" + TypeSql(type, dialect);
  switch (type) {
    case ColumnType::kText:
      return fmt::format("toString({})", sql);
    case ColumnType::kInt:
      return fmt::format("toInt64({})", sql);
    case ColumnType::kNumber:
      return fmt::format("toFloat64({})", sql);
    case ColumnType::kMoney:
      return fmt::format("toDecimal64({}, 2)", sql);
    case ColumnType::kBool:
      return fmt::format("toUInt8({})", sql);
    case ColumnType::kDate:
      return fmt::format("toDate({})", sql);
    case ColumnType::kTimestamp:
      return fmt::format("toDateTime({}, 'UTC')", sql);
  }
  return sql;
}

std::string NullSql(ColumnType type, Dialect dialect) {
  if (!IsClickHouse(dialect)) return "NULL::" + TypeSql(type, dialect);
  static constexpr std::array<const char*, 7> kTypes = {
      "String", "Int64", "Float64", "Decimal(18, 2)", "UInt8", "Date", "DateTime"};
  return fmt::format("CAST(NULL AS Nullable({}))", kTypes[static_cast<size_t>(type)]);
}

std::string ShownSql(const std::string& sql, ColumnType type, Dialect dialect) {
  if (type == ColumnType::kNumber && dialect != Dialect::kDuckDb) {
    // DuckDB shows a whole one as 2.0.
    const std::string whole =
        CastSql(CastSql("(" + sql + ")", ColumnType::kInt, dialect), ColumnType::kText, dialect);
    return fmt::format("CASE WHEN abs({0}) < 1e15 AND floor({0}) = {0} THEN {1} ELSE {2} END", sql,
                       TextFunctionSql("concat", {whole, "'.0'"}, dialect),
                       CastSql("(" + sql + ")", ColumnType::kText, dialect));
  }
  if (type != ColumnType::kBool || !IsClickHouse(dialect)) {
    return CastSql("(" + sql + ")", ColumnType::kText, dialect);
  }
  return fmt::format("CASE WHEN {0} IS NULL THEN NULL WHEN {0} != 0 THEN 'true' ELSE 'false' END",
                     sql);
}

std::string HashBelowSql(const std::string& text, std::string_view digits, Dialect dialect) {
  switch (dialect) {
    case Dialect::kClickHouse:
      return fmt::format("(lower(hex(MD5({}))) < '{}')", text, digits);
    case Dialect::kPostgres:
      return fmt::format("(md5({}) COLLATE \"C\" < '{}')", text, digits);
    case Dialect::kDuckDb:
      break;
  }
  return fmt::format("(md5({}) < '{}')", text, digits);
}

std::string MoneySql(const std::string& product, Dialect dialect) {
  if (dialect == Dialect::kDuckDb) return fmt::format("TRY_CAST({} AS DECIMAL(18,2))", product);
  return "(" + product + ")";
}

std::string DaysBetweenSql(const std::string& from, const std::string& to, Dialect dialect) {
  if (IsClickHouse(dialect)) {
    return fmt::format("(toInt64(toUInt16(toDate({}))) - toInt64(toUInt16(toDate({}))))", to, from);
  }
  return fmt::format("({}::DATE - {}::DATE)", to, from);
}

std::string MonthsBetweenSql(const std::string& from, const std::string& to, Dialect dialect) {
  const char* part = IsClickHouse(dialect) ? "(toInt64(toYear({0})) * 12 + toMonth({0}))"
                                           : "(extract(year FROM {0}) * 12 + extract(month FROM "
                                             "{0}))::BIGINT";
  if (dialect == Dialect::kDuckDb) {
    return fmt::format("date_diff('month', {}::DATE, {}::DATE)", from, to);
  }
  return fmt::format("({} - {})", fmt::format(fmt::runtime(part), to),
                     fmt::format(fmt::runtime(part), from));
}

std::string AddDaysSql(const std::string& day, std::string_view sign, const std::string& days,
                       Dialect dialect) {
  return fmt::format("({} {} {})", CastSql(day, ColumnType::kDate, dialect), sign, days);
}

std::string SecondsSql(const std::string& sql, ColumnType type, Dialect dialect) {
  if (!IsClickHouse(dialect)) return sql;
  if (type == ColumnType::kDate) return fmt::format("(toInt64(toUInt16({})) * 86400)", sql);
  return fmt::format("toInt64(toUInt32({}))", sql);
}

std::string RoundSql(const std::string& number, int places, Dialect dialect) {
  if (dialect == Dialect::kDuckDb) return fmt::format("round({}, {})", number, places);
  if (dialect == Dialect::kPostgres) {
    return fmt::format("round(({})::NUMERIC, {})::DOUBLE PRECISION", number, places);
  }
  return fmt::format("(if({0} < 0, -1, 1) * floor(abs({0}) * exp10({1}) + 0.5) / exp10({1}))",
                     number, places);
}

std::string LogarithmSql(const std::string& number, Dialect dialect) {
  return fmt::format("{}({})", IsClickHouse(dialect) ? "log" : "ln", number);
}

std::string ExtremeSql(std::string_view which, const std::vector<std::string>& list,
                       Dialect dialect) {
  if (!IsClickHouse(dialect)) return fmt::format("{}({})", which, Join(list, ", "));
  std::string sql = list.front();
  for (size_t index = 1; index < list.size(); ++index) sql = OneOfTwo(which, sql, list[index]);
  return sql;
}

std::string TextFunctionSql(std::string_view name, const std::vector<std::string>& list,
                            Dialect dialect) {
  if (IsClickHouse(dialect)) return ClickHouseText(name, list);
  // A text with a missing part is missing.
  if (name == "concat") return fmt::format("({})", Join(list, " || "));
  if (dialect == Dialect::kPostgres) return PostgresText(name, list);
  return fmt::format("{}({})", name, Join(list, ", "));
}

std::string InSql(const std::string& subject, const std::vector<std::string>& list, bool negated,
                  Dialect dialect) {
  const std::string in =
      fmt::format("({} {} ({}))", subject, negated ? "NOT IN" : "IN", Join(list, ", "));
  return IsClickHouse(dialect) ? fmt::format("if({} IS NULL, NULL, {})", subject, in) : in;
}

std::string AggregateSql(std::string_view aggregate, const std::string& argument,
                         const std::string& condition, Dialect dialect) {
  if (IsClickHouse(dialect)) return ClickHouseAggregate(aggregate, argument, condition);
  const bool array = aggregate == "list" && dialect == Dialect::kPostgres;
  const std::string_view name = array ? "array_agg" : aggregate;
  if (name == "count_distinct") return "count(DISTINCT " + argument + ")" + FilterSql(condition);
  return fmt::format("{}({}){}", name, argument, FilterSql(condition));
}

std::string QuantileSql(const std::string& number, double at, const std::string& condition,
                        Dialect dialect) {
  const std::string value = CastSql("(" + number + ")", ColumnType::kNumber, dialect);
  switch (dialect) {
    case Dialect::kDuckDb:
      return fmt::format("quantile_cont({}, {}){}", value, at, FilterSql(condition));
    case Dialect::kPostgres:
      return fmt::format("percentile_cont({}) WITHIN GROUP (ORDER BY {}){}", at, value,
                         FilterSql(condition));
    case Dialect::kClickHouse:
      break;
  }
  // The places of an array begin at 1; beyond its end there is 0, of which nothing is added.
  const std::string sorted =
      fmt::format("arraySort({})", ClickHouseAggregate("list", value, condition));
  const std::string place = fmt::format("((toFloat64(length({})) - 1) * {})", sorted, at);
  const std::string low = fmt::format("{}[toUInt64(floor({})) + 1]", sorted, place);
  const std::string high = fmt::format("{}[toUInt64(floor({})) + 2]", sorted, place);
  return fmt::format("(CASE WHEN length({0}) > 0 THEN {1} + ({2} - floor({2})) * ({3} - {1}) END)",
                     sorted, low, place, high);
}

}  // namespace tessera
