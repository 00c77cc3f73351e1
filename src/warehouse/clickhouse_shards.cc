#include "warehouse/clickhouse_shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "warehouse/dialect.h"
#include "warehouse/everyone.h"

namespace tessera {
namespace {

constexpr std::string_view kDistributed = "Distributed(";

bool IsNamePart(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// What stands in the brackets of "Distributed(…)", between the commas outside of further ones.
std::vector<std::string> Arguments(std::string_view engine) {
  std::vector<std::string> arguments(1);
  int depth = 0;
  for (const char c : engine.substr(kDistributed.size())) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) break;
    if (c == ',' && depth == 0) {
      arguments.emplace_back();
    } else {
      arguments.back() += c;
    }
  }
  for (std::string& argument : arguments) argument = Trim(argument);
  return arguments;
}

// The expression with `column` as "key"; "" when it has another name or has not that one.
std::string OfKey(std::string_view expression, std::string_view column) {
  std::string text;
  bool found = false;
  for (size_t at = 0; at < expression.size();) {
    const char c = expression[at];
    size_t end = at + 1;
    if (!IsNamePart(c)) {
      // Quotes are not looked into: what they hold may be a name or a text.
      if (c == '`' || c == '"' || c == '\'') return "";
      if (c != ' ') text += c;
      at = end;
      continue;
    }
    while (end < expression.size() && IsNamePart(expression[end])) ++end;
    const std::string_view word = expression.substr(at, end - at);
    const bool call = end < expression.size() && expression[end] == '(';
    const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (!call && !number && word != column) return "";
    found = found || (!call && !number);
    text += call || number ? word : "key";
    at = end;
  }
  return found ? text : "";
}

// One value out of a table of the server's own, about the source's table.
std::string Known(const SourceSpec& source, const std::string& value, const std::string& table,
                  const std::string& name, const std::string& more) {
  const std::vector<std::string> parts = Split(source.table, '.');
  const std::string database =
      parts.size() > 1 ? QuoteText(parts[0], Dialect::kClickHouse) : "currentDatabase()";
  const std::vector<TextRow> rows =
      AskServer(source, {value}, "system." + table,
                fmt::format("WHERE database = {} AND {} = {}{}", database, name,
                            QuoteText(parts.back(), Dialect::kClickHouse), more));
  return rows.empty() ? "" : rows.front().front().value_or("");
}

bool HasFlawedKeys(const KeyedTable& table) {
  const std::string count = AggregateSql("count", "*", table.flawed, Dialect::kClickHouse);
  const std::vector<TextRow> rows = AskServer(*table.source, {count}, table.scan, "");
  return rows.empty() || rows.front().front() != "0";
}

}  // namespace

std::string SpreadBy(std::string_view engine, std::string_view column) {
  if (!engine.starts_with(kDistributed)) return "";
  const std::vector<std::string> arguments = Arguments(engine);
  if (arguments.size() < 4) return "";
  const std::string key = OfKey(arguments[3], column);
  return key.empty() ? "" : arguments[0] + " " + key;
}

bool ShareShards(std::span<const KeyedTable> tables) {
  std::string shared;
  for (const KeyedTable& table : tables) {
    const SourceSpec& source = *table.source;
    if (!source.query.empty() || table.column.empty()) return false;
    const std::string spread =
        SpreadBy(Known(source, "engine_full", "tables", "name", ""), table.column);
    if (spread.empty()) return false;
    const std::string type = Known(source, "type", "columns", "table",
                                   " AND name = " + QuoteText(table.column, Dialect::kClickHouse));
    if (!shared.empty() && shared != spread + " " + type) return false;
    shared = spread + " " + type;
  }
  return std::ranges::none_of(tables, HasFlawedKeys);
}

}  // namespace tessera
