#include "warehouse/sqlite_source.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <vector>

#include "base/text.h"
#include "warehouse/refusals.h"
#include "warehouse/sql.h"
#include "warehouse/text_table.h"

namespace tessera {
namespace {

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Error Failure(const SourceSpec& source, sqlite3* connection) {
  return CannotRead(source, SanitizeUtf8(sqlite3_errmsg(connection)));
}

Connection OpenFile(const SourceSpec& source, const std::string& path) {
  sqlite3* raw = nullptr;
  const int state = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  Connection connection(raw, sqlite3_close);
  if (state != SQLITE_OK) throw Failure(source, raw);
  return connection;
}

Statement Prepare(const SourceSpec& source, const std::string& sql, sqlite3* connection) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(connection, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr) !=
      SQLITE_OK) {
    throw Failure(source, connection);
  }
  Statement statement(raw, sqlite3_finalize);
  if (raw == nullptr) throw CannotRead(source, "its query is empty");
  // A query of a definition reads; it never changes what is in the file or what is attached.
  if (sqlite3_stmt_readonly(raw) == 0) throw CannotRead(source, "its query would change the data");
  return statement;
}

std::string_view TextOf(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return {text == nullptr ? "" : text, static_cast<size_t>(sqlite3_column_bytes(row, column))};
}

std::vector<std::string> Tables(const SourceSpec& source, sqlite3* connection) {
  const Statement names = Prepare(source,
                                  "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                                  "AND name NOT LIKE 'sqlite_%' ORDER BY name",
                                  connection);
  std::vector<std::string> tables;
  while (sqlite3_step(names.get()) == SQLITE_ROW) tables.emplace_back(TextOf(names.get(), 0));
  return tables;
}

std::string QueryOf(const SourceSpec& source, sqlite3* connection) {
  if (!source.query.empty()) return source.query;
  return "SELECT * FROM " + QuoteName(ChosenTable(source, Tables(source, connection)));
}

void AppendValue(sqlite3_stmt* row, int column, TextTable& table) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
    case SQLITE_TEXT:
      return table.Append(TextOf(row, column));
    case SQLITE_FLOAT:
      // SQLite's own text has 15 digits; this one reads back as the same number.
      return table.Append(fmt::format("{}", sqlite3_column_double(row, column)));
    default:
      return table.Append(std::nullopt);
  }
}

}  // namespace

bool IsSqlite(std::string_view head) { return head.starts_with("SQLite format 3"); }

void ImportSqlite(const SourceSpec& source, Database& database, SourceFile& file) {
  const Connection connection = OpenFile(source, file.paths.front());
  const Statement rows = Prepare(source, QueryOf(source, connection.get()), connection.get());
  const int columns = sqlite3_column_count(rows.get());
  for (int column = 0; column < columns; ++column) {
    const char* name = sqlite3_column_name(rows.get(), column);
    file.columns.push_back({SanitizeUtf8(name), fmt::format("c{}", column + 1), "VARCHAR"});
  }
  TextTable table(ImportTable(source), static_cast<size_t>(columns), database);
  int state = SQLITE_DONE;
  while ((state = sqlite3_step(rows.get())) == SQLITE_ROW) {
    for (int column = 0; column < columns; ++column) AppendValue(rows.get(), column, table);
    table.EndRow();
  }
  if (state != SQLITE_DONE) throw Failure(source, connection.get());
  table.Finish();
  file.repaired = static_cast<double>(table.repaired());
  file.scan = QuoteName(ImportTable(source));
}

}  // namespace tessera
