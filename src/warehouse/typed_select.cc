#include "warehouse/typed_select.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "warehouse/plain_text.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

// Whole numbers up to here are exact as DOUBLE, in which every figure is computed.
constexpr long long kMostExact = 9'007'199'254'740'991;
// Money below this is exact as DOUBLE too, so that a third decimal can be seen.
constexpr std::string_view kMostExactMoney = "1e13";

// The steps between the file's value and the typed one, beside each other in TypedSelect.
std::string ParsedName(const std::string& name) { return QuoteName("#parsed " + name); }
std::string GivenName(const std::string& name) { return QuoteName("#given " + name); }
std::string FoundName(const std::string& name) { return QuoteName("#found " + name); }

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

size_t Longest(std::span<const std::string> texts) {
  size_t longest = 0;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  return longest;
}

// Whether a text is one of a few short ones.
std::string IsOneOfSql(const std::string& text, std::span<const std::string> list) {
  std::vector<std::string> quoted;
  for (const std::string& item : list) quoted.push_back(QuoteText(item));
  return fmt::format("strlen({0}) <= {1} AND list_contains([{2}], {0})", text, Longest(list),
                     Join(quoted, ", "));
}

// Whether a value has white space around it, or a NUL, which cannot be shown and would end names
// early: a cheap question, so that only such values pay for the answer.
std::string IsUncleanSql(const std::string& raw) {
  return fmt::format(
      "{0} < '!' OR suffix({0}, ' ') OR suffix({0}, chr(9)) OR suffix({0}, chr(13))"
      " OR suffix({0}, chr(10)) OR prefix({0}, chr(160)) OR suffix({0}, chr(160))"
      " OR contains({0}, chr(0))",
      raw);
}

std::string TrimmedSql(const std::string& raw) {
  return fmt::format("trim(replace({}, chr(0), ' '), E' \\t\\r\\n\u00A0')", raw);
}

// A day or a time in text. DATE would take anything after the day, TIMESTAMP would drop a zone's
// offset; TIMESTAMPTZ does neither but is four times slower, so it is kept for what may hold a
// zone.
std::string DaySql(const BoundColumn& column, const std::string& text) {
  const std::string moment = fmt::format("TRY_CAST({} AS TIMESTAMPTZ)::TIMESTAMP", text);
  if (column.type() == ColumnType::kTimestamp) return moment;
  return fmt::format("CASE WHEN strlen({0}) <= 10 THEN TRY_CAST({0} AS DATE) ELSE ({1})::DATE END",
                     text, moment);
}

// Whether a text's truth can be had at once: none of the words for it means nothing here.
bool IsQuickTruth(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::vector<std::string> nulls = NullTexts(column, null_values);
  return column.file.type == "VARCHAR" &&
         std::ranges::none_of(nulls, [](const auto& text) { return ParseTruth(text).has_value(); });
}

// The quick way for values as they should be; null sends a value the slow way.
std::string ParsedSql(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::string raw = RawName(column.spec.name);
  switch (column.type()) {
    case ColumnType::kInt:
    case ColumnType::kNumber:
    case ColumnType::kMoney:
      return fmt::format("TRY_CAST({} AS DOUBLE)", raw);
    case ColumnType::kDate:
      if (IsNative(column)) return fmt::format("TRY_CAST({} AS DATE)", raw);
      return fmt::format("iso_day({})", raw);
    case ColumnType::kTimestamp:
      if (IsNative(column)) return fmt::format("TRY_CAST({} AS TIMESTAMP)", raw);
      return fmt::format("iso_moment({})", raw);
    case ColumnType::kBool:
      if (IsNative(column)) return raw;
      return IsQuickTruth(column, null_values) ? fmt::format("truth({})", raw) : "NULL::BOOLEAN";
    case ColumnType::kText:
      break;
  }
  return "NULL::VARCHAR";
}

// The slow way: from the cleaned text.
std::string FoundSql(const BoundColumn& column) {
  const std::string parsed = ParsedName(column.spec.name), given = GivenName(column.spec.name);
  std::string slow;
  switch (column.type()) {
    case ColumnType::kText:
      return given;
    case ColumnType::kInt:
    case ColumnType::kNumber:
    case ColumnType::kMoney:
      slow = fmt::format("TRY_CAST({} AS DOUBLE)", given);
      break;
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      slow = DaySql(column, given);
      break;
    case ColumnType::kBool:
      slow = fmt::format(
          "CASE WHEN lower({0}) IN ('true', 't', 'yes', 'y', '1', '1.0') THEN true"
          " WHEN lower({0}) IN ('false', 'f', 'no', 'n', '0', '0.0') THEN false END",
          given);
      break;
  }
  if (IsNative(column)) return parsed;
  return fmt::format("CASE WHEN {0} IS NOT NULL THEN {0} ELSE {1} END", parsed, slow);
}

// Whether a value that could be parsed means nothing: 999 where that is a null value (so is 999.0),
// a day that is one, NaN.
std::string IsNothingSql(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::string found = FoundName(column.spec.name);
  const bool numeric = IsNumericType(column.type());
  std::string sql = numeric ? fmt::format("isnan({})", found) : "false";
  if (column.type() == ColumnType::kText || column.type() == ColumnType::kBool) return sql;
  for (const std::string& text : NullTexts(column, null_values)) {
    if (numeric) {
      char* end = nullptr;
      const double value = std::strtod(text.c_str(), &end);
      if (text.empty() || *end != '\0' || !std::isfinite(value)) continue;
      sql += fmt::format(" OR {} = {}", found, NumberSql(value));
    } else if (const std::optional<int> day = ParseDate(text)) {
      sql += fmt::format(" OR {} = {}", found, DateSql(*day));
    }
  }
  return sql;
}

std::string ValueSql(const BoundColumn& column, std::span<const std::string> null_values) {
  const std::string& name = column.spec.name;
  const std::string found = FoundName(name);
  const auto when = [&](const std::string& condition, const std::string& value) {
    return fmt::format("CASE WHEN {} AND NOT ({}) THEN {} END", condition,
                       IsNothingSql(column, null_values), value);
  };
  switch (column.type()) {
    case ColumnType::kInt:
      return when(fmt::format("{0} = trunc({0}) AND abs({0}) <= {1}", found, kMostExact),
                  found + "::BIGINT");
    case ColumnType::kNumber:
      return when(fmt::format("isfinite({})", found), found);
    case ColumnType::kMoney:
      // From the text, not from the DOUBLE: every cent of large sums is kept.
      return when(fmt::format("isfinite({})", found),
                  fmt::format("TRY_CAST(CASE WHEN {0} IS NULL THEN {1} ELSE {2}::VARCHAR END AS"
                              " DECIMAL(18,2))",
                              ParsedName(name), GivenName(name), RawName(name)));
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      // Infinite days and those that no calendar shows are none.
      return when(fmt::format("{0} >= DATE '0001-01-01' AND {0} < DATE '10000-01-01'", found),
                  found);
    case ColumnType::kText:
    case ColumnType::kBool:
      break;
  }
  return found;
}

std::string FailedSql(const BoundColumn& column, std::span<const std::string> null_values) {
  if (column.type() == ColumnType::kText) return "NULL::VARCHAR";
  const std::string& name = column.spec.name;
  return fmt::format(
      "CASE WHEN {} IS NULL AND coalesce(NOT ({}), {} IS NOT NULL) THEN {}::VARCHAR END",
      QuoteName(name),
      fmt::format("CASE WHEN {} IS NOT NULL THEN {} END", FoundName(name),
                  IsNothingSql(column, null_values)),
      GivenName(name), RawName(name));
}

std::string ChangedSql(const BoundColumn& column) {
  const std::string& name = column.spec.name;
  switch (column.type()) {
    case ColumnType::kText:
      return ChangedTextSql(RawName(name), GivenName(name));
    case ColumnType::kMoney:
      return fmt::format("coalesce({0}::DOUBLE <> {1} AND abs({1}) < {2}, false)", QuoteName(name),
                         FoundName(name), kMostExactMoney);
    case ColumnType::kBool:
      if (column.spec.fold && !IsNative(column)) {
        return fmt::format(
            "coalesce({0} IS NOT NULL AND CASE WHEN {2} IS NOT NULL THEN lower({3}) <> {3} ELSE "
            "lower({1}) <> {1} END, false)",
            QuoteName(name), GivenName(name), ParsedName(name),
            column.file.type == "VARCHAR" ? RawName(name) : GivenName(name));
      }
      return "false";
    default:
      return "false";
  }
}

}  // namespace

std::string RawName(const std::string& name) { return QuoteName("#raw " + name); }
std::string FailedName(const std::string& name) { return QuoteName("#failed " + name); }
std::string ChangedName(const std::string& name) { return QuoteName("#changed " + name); }

std::string CleanTextSql(const BoundColumn& column, const std::string& raw,
                         std::span<const std::string> null_values) {
  const bool fold = column.spec.fold && column.type() == ColumnType::kText;
  const std::string text = column.file.type == "VARCHAR" ? raw : raw + "::VARCHAR";
  const std::string trimmed = TrimmedSql(text);
  const std::vector<std::string> nulls = NullTexts(column, null_values);
  const auto folded = [&](const std::string& sql) { return fold ? "lower(" + sql + ")" : sql; };
  return fmt::format(
      "CASE WHEN is_plain({5}, {6}) THEN {4} WHEN {0} THEN NULL WHEN {1} THEN CASE WHEN NOT ({2}) "
      "THEN {3} END ELSE {4} END",
      IsOneOfSql(text, nulls), IsUncleanSql(text), IsOneOfSql(trimmed, nulls), folded(trimmed),
      folded(text), text, Longest(nulls));
}

std::string ChangedTextSql(const std::string& raw, const std::string& clean) {
  return fmt::format("coalesce({} <> {}::VARCHAR, false)", clean, raw);
}

std::string TypedSelect(std::span<const BoundColumn> columns, const std::string& scan,
                        std::span<const std::string> null_values) {
  // Each step is a SELECT around the one before it, so that nothing is computed twice.
  std::vector<std::string> raw, parsed = {"*"}, given = {"*"}, found = {"*"}, values = {"*"},
                                checks = {"*"};
  for (const BoundColumn& column : columns) {
    const std::string& name = column.spec.name;
    const auto add = [&](std::vector<std::string>& step, const std::string& sql,
                         const std::string& as) { step.push_back(sql + " AS " + as); };
    if (!column.present) {
      add(values, "NULL::" + TypeSql(column.type()), QuoteName(name));
      add(checks, "NULL::VARCHAR", FailedName(name));
      add(checks, "false", ChangedName(name));
      continue;
    }
    const std::string clean = CleanTextSql(column, RawName(name), null_values);
    const bool text = column.type() == ColumnType::kText;
    add(raw, column.file.sql, RawName(name));
    add(parsed, ParsedSql(column, null_values), ParsedName(name));
    add(given,
        text ? clean : fmt::format("CASE WHEN {} IS NULL THEN {} END", ParsedName(name), clean),
        GivenName(name));
    add(found, FoundSql(column), FoundName(name));
    add(values, ValueSql(column, null_values), QuoteName(name));
    add(checks, FailedSql(column, null_values), FailedName(name));
    add(checks, ChangedSql(column), ChangedName(name));
  }
  std::string query = fmt::format("SELECT {} FROM {}", Join(raw, ", "), scan);
  for (const std::vector<std::string>& step : {parsed, given, found, values, checks}) {
    query = fmt::format("SELECT {} FROM ({})", Join(step, ", "), query);
  }
  return query;
}

}  // namespace tessera
