#include "warehouse/everyone.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "warehouse/clickhouse_source.h"
#include "warehouse/postgres_source.h"

namespace tessera {
namespace {

std::vector<TextRow> AskEmbedded(const std::string& sql, size_t columns, Database& database) {
  const Result result = database.Query(sql);
  std::vector<TextRow> rows(result.rows, TextRow(columns));
  for (size_t column = 0; column < columns; ++column) {
    const ResultColumn& values = result.columns[column];
    for (size_t row = 0; row < result.rows; ++row) {
      if (!values.IsNull(row)) rows[row][column] = values.texts[row];
    }
  }
  return rows;
}

// Every value as `text` makes it.
std::string Question(const std::vector<std::string>& values, const std::string& from,
                     const std::string& rest, std::string (*text)(const std::string&)) {
  std::vector<std::string> texts;
  for (const std::string& value : values) texts.push_back(text(value));
  return fmt::format("SELECT {} FROM {} {}", Join(texts, ", "), from, rest);
}

std::string AsVarchar(const std::string& value) { return "(" + value + ")::VARCHAR"; }

}  // namespace

HashSample HashSample::Of(double share) {
  constexpr double kFirstDigits = 4294967296;  // 16^8
  const double limit = std::clamp(std::floor(share * kFirstDigits), 1.0, kFirstDigits - 1);
  return {fmt::format("{:08x}", static_cast<unsigned long long>(limit))};
}

std::string HashSample::Condition(const std::string& key, Dialect dialect) const {
  return HashBelowSql(key, digits, dialect);
}

std::string HashSample::InWords(const std::string& key) const {
  return fmt::format("the MD5 of {} is below {}", key, digits);
}

std::vector<TextRow> AskServer(const SourceSpec& server, const std::vector<std::string>& values,
                               const std::string& from, const std::string& rest) {
  if (IsPostgres(server.file)) {
    return AskPostgres(server, Question(values, from, rest, AsVarchar), values.size());
  }
  return AskClickHouse(server, Question(values, from, rest, ClickHouseText), values.size());
}

std::string ScanSql(const Everyone& everyone, const std::string& query, SqlScope& scope) {
  if (!everyone.shards) return "(" + query + ") AS t";
  // The table's own columns stand before joined ones of the same name.
  std::string columns = kKeyAlias;
  for (auto& [name, column] : scope.names) {
    const std::string renamed = QuoteName("@" + name, scope.dialect);
    columns += fmt::format(", {} AS {}", column.sql, renamed);
    column.sql = renamed;
  }
  return fmt::format("{} ANY INNER JOIN (SELECT {} FROM ({}) AS t) AS r USING ({})",
                     everyone.shards->scan, columns, query, kKeyAlias);
}

std::vector<TextRow> Ask(const Everyone& everyone, const std::vector<std::string>& values,
                         const std::string& from, const std::string& rest, Database& database) {
  if (everyone.shards) {
    const std::string sql =
        fmt::format("WITH {} AS {} {} SETTINGS distributed_product_mode = 'local'",
                    everyone.shards->key, kKeyAlias, Question(values, from, rest, ClickHouseText));
    return AskClickHouse(*everyone.server, sql, values.size());
  }
  if (everyone.server) return AskServer(*everyone.server, values, from, rest);
  return AskEmbedded(Question(values, from, rest, AsVarchar), values.size(), database);
}

}  // namespace tessera
