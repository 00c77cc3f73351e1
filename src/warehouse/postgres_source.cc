#include "warehouse/postgres_source.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "base/text.h"
#include "warehouse/refusals.h"
#include "warehouse/rows_hash.h"
#include "warehouse/sql.h"
#include "warehouse/text_table.h"

namespace tessera {
namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

constexpr Oid kTimestampWithZone = 1184;

// The server's words, on one line. They never hold the password.
Error Failure(const SourceSpec& source, const char* message) {
  const std::string text = SanitizeUtf8(message == nullptr ? "" : message);
  std::string line;
  for (const std::string& part : Split(text, '\n')) {
    if (!part.empty()) line += (line.empty() ? "" : "; ") + part;
  }
  return CannotRead(source, line.empty() ? "the server gave no reason" : line);
}

// Options of the address win over the environment, which wins over these.
struct Options {
  std::vector<const char*> keys = {"dbname"};
  std::vector<const char*> values;

  void Default(const char* key, const char* value, const PQconninfoOption* given) {
    for (const PQconninfoOption* option = given; option->keyword != nullptr; ++option) {
      if (std::string_view(option->keyword) == key && option->val != nullptr) return;
    }
    keys.push_back(key);
    values.push_back(value);
  }
};

bool IsHere(const PQconninfoOption* given) {
  for (const PQconninfoOption* option = given; option->keyword != nullptr; ++option) {
    const std::string_view key = option->keyword;
    if ((key != "host" && key != "hostaddr") || option->val == nullptr) continue;
    const std::string_view host = option->val;
    if (host != "localhost" && host != "127.0.0.1" && host != "::1" && !host.starts_with("/")) {
      return false;
    }
  }
  return true;
}

Connection Connect(const SourceSpec& source) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> given(
      PQconninfoParse(source.file.c_str(), &reason), PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> held(reason, PQfreemem);
  if (!given) throw CannotRead(source, "the address is not well formed");
  Options options;
  options.values.push_back(source.file.c_str());
  options.Default("connect_timeout", "10", given.get());
  options.Default("application_name", "tessera", given.get());
  options.Default("client_encoding", "UTF8", given.get());
  if (!IsHere(given.get())) {
    options.Default("sslmode", "verify-full", given.get());
    options.Default("sslrootcert", "/etc/ssl/certs/ca-certificates.crt", given.get());
  }
  options.keys.push_back(nullptr);
  options.values.push_back(nullptr);
  Connection connection(PQconnectdbParams(options.keys.data(), options.values.data(), 1), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw Failure(source, PQerrorMessage(connection.get()))
        .Remedy("credentials come from the address, PGUSER, PGPASSWORD or PGPASSFILE");
  }
  return connection;
}

Answer Run(const SourceSpec& source, const std::string& sql, ExecStatusType wanted,
           PGconn* connection) {
  Answer answer(PQexec(connection, sql.c_str()), PQclear);
  if (PQresultStatus(answer.get()) != wanted) throw Failure(source, PQerrorMessage(connection));
  return answer;
}

std::string Quoted(const std::string& name) { return "\"" + ReplaceAll(name, "\"", "\"\"") + "\""; }

// "schema.table" as two names, or the query in brackets, and which of its rows.
std::string Origin(const SourceSpec& source) {
  const std::string where = source.where.empty() ? "" : " WHERE " + source.where;
  if (!source.query.empty()) return "(" + source.query + ") AS q" + where;
  RequireTable(source);
  std::string name;
  for (const std::string& part : Split(source.table, '.')) {
    name += (name.empty() ? "" : ".") + Quoted(part);
  }
  return name + where;
}

// Types whose values are one number, text or time: not arrays, composites, bytes.
bool IsPlain(Oid type, const SourceSpec& source, PGconn* connection) {
  const Answer category =
      Run(source, fmt::format("SELECT typcategory FROM pg_catalog.pg_type WHERE oid = {}", type),
          PGRES_TUPLES_OK, connection);
  constexpr Oid kBytes = 17;
  if (PQntuples(category.get()) == 0 || type == kBytes) return false;
  const char kind = *PQgetvalue(category.get(), 0, 0);
  return kind != 'A' && kind != 'C' && kind != 'P' && kind != 'R';
}

// What DuckDB would call it.
const char* EmbeddedType(Oid type) {
  static const std::map<Oid, const char*> kTypes = {
      {16, "BOOLEAN"}, {20, "BIGINT"}, {21, "BIGINT"},      {23, "BIGINT"},      {700, "DOUBLE"},
      {701, "DOUBLE"}, {1082, "DATE"}, {1114, "TIMESTAMP"}, {1184, "TIMESTAMP"}, {1700, "DECIMAL"}};
  const auto known = kTypes.find(type);
  return known == kTypes.end() ? "VARCHAR" : known->second;
}

// The columns that the definition binds, as they are to be sent; the others are known by name.
std::vector<std::string> ChooseColumns(const SourceSpec& source, PGconn* connection,
                                       SourceFile& file) {
  const Answer shape =
      Run(source, "SELECT * FROM " + Origin(source) + " LIMIT 0", PGRES_TUPLES_OK, connection);
  std::vector<std::string> sent;
  for (int index = 0; index < PQnfields(shape.get()); ++index) {
    const std::string name = PQfname(shape.get(), index);
    const bool bound =
        std::ranges::find(source.columns, name, &ColumnSpec::bound) != source.columns.end();
    FileColumn column{SanitizeUtf8(name), "NULL::VARCHAR",
                      EmbeddedType(PQftype(shape.get(), index))};
    if (bound && !IsPlain(PQftype(shape.get(), index), source, connection)) {
      file.left_out.push_back(name);
      continue;
    }
    if (bound) {
      const bool zoned = PQftype(shape.get(), index) == kTimestampWithZone;
      sent.push_back(Quoted(name) + (zoned ? " AT TIME ZONE 'UTC'" : ""));
      column.sql = fmt::format("c{}", sent.size());
    }
    file.columns.push_back(std::move(column));
  }
  return sent;
}

// One line of COPY's text format, without its line end (PostgreSQL 15, COPY, "Text Format").
void AppendLine(std::string_view line, std::string& value, TextTable& table) {
  bool null = false;
  value.clear();
  for (size_t at = 0; at <= line.size(); ++at) {
    if (at == line.size() || line[at] == '\t') {
      table.Append(null ? std::nullopt : std::optional<std::string_view>(value));
      value.clear();
      null = false;
      continue;
    }
    if (line[at] != '\\' || at + 1 == line.size()) {
      value += line[at];
      continue;
    }
    static const std::map<char, char> kEscapes = {{'b', '\b'}, {'f', '\f'}, {'n', '\n'},
                                                  {'r', '\r'}, {'t', '\t'}, {'v', '\v'}};
    const char escaped = line[++at];
    null = escaped == 'N';
    if (null) continue;
    const auto known = kEscapes.find(escaped);
    value += known == kEscapes.end() ? escaped : known->second;
  }
  table.EndRow();
}

// Takes what COPY sends, line by line.
void CopyRows(const SourceSpec& source, PGconn* connection, SourceFile& file, TextTable& table) {
  RowsHash hash;
  std::string value;
  char* buffer = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(connection, &buffer, 0)) > 0) {
    const std::unique_ptr<char, decltype(&PQfreemem)> held(buffer, PQfreemem);
    std::string_view line(buffer, static_cast<size_t>(size));
    hash.Add(line);
    file.bytes += size;
    if (line.ends_with('\n')) line.remove_suffix(1);
    AppendLine(line, value, table);
  }
  if (size == -2) throw Failure(source, PQerrorMessage(connection));
  const Answer end(PQgetResult(connection), PQclear);
  if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) {
    throw Failure(source, PQerrorMessage(connection));
  }
  file.hash = FileHash{hash.Hex(), false, ""};
}

// The answer of `query` as the table ImportTable(source).
void Copy(const SourceSpec& source, const std::string& query, size_t columns, PGconn* server,
          Database& database, SourceFile& file) {
  TextTable table(ImportTable(source), columns, database);
  Run(source, fmt::format("COPY ({}) TO STDOUT", query), PGRES_COPY_OUT, server);
  CopyRows(source, server, file, table);
  table.Finish();
  file.repaired = static_cast<double>(table.repaired());
}

// One view of the data, times in UTC.
Connection Begin(const SourceSpec& source) {
  Connection connection = Connect(source);
  Run(source,
      "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = 'UTC'; "
      "SET LOCAL DateStyle = 'ISO, YMD'",
      PGRES_COMMAND_OK, connection.get());
  return connection;
}

}  // namespace

bool IsPostgres(std::string_view address) {
  return address.starts_with("postgres://") || address.starts_with("postgresql://");
}

void ImportPostgres(const SourceSpec& source, Database& database, SourceFile& file) {
  const Connection connection = Begin(source);
  PGconn* server = connection.get();
  const std::vector<std::string> sent = ChooseColumns(source, server, file);
  for (FileColumn& column : file.columns) column.type = "VARCHAR";
  if (sent.empty()) {
    std::vector<std::string> names;
    for (const FileColumn& column : file.columns) names.push_back(column.name);
    RefuseColumns(source, names);
  }
  Copy(source, fmt::format("SELECT {} FROM {}", Join(sent, ", "), Origin(source)), sent.size(),
       server, database, file);
  file.scan = QuoteName(ImportTable(source));
}

void OpenPostgres(const SourceSpec& source, SourceFile& file) {
  const Connection connection = Begin(source);
  ChooseColumns(source, connection.get(), file);
  for (FileColumn& column : file.columns) column.sql = Quoted(column.name);
  file.scan = Origin(source);
}

void ReduceInPostgres(const SourceSpec& source, const RemoteGroups& groups, Database& database,
                      SourceFile& file) {
  const Connection connection = Begin(source);
  file.bytes = 0;
  Copy(source, PostgresGroupsQuery(groups, file.scan), groups.columns.size(), connection.get(),
       database, file);
  database.Execute(TypedGroups(groups, source, QuoteName(ImportTable(source))));
  database.Execute("DROP TABLE " + QuoteName(ImportTable(source)));
}

std::vector<std::vector<std::optional<std::string>>> AskPostgres(const SourceSpec& source,
                                                                 const std::string& sql,
                                                                 size_t columns) {
  const Connection connection = Begin(source);
  // Before PostgreSQL 12 a number is cut to 15 digits.
  Run(source, "SET LOCAL extra_float_digits = 3", PGRES_COMMAND_OK, connection.get());
  const Answer answer = Run(source, sql, PGRES_TUPLES_OK, connection.get());
  std::vector<std::vector<std::optional<std::string>>> rows;
  for (int row = 0; row < PQntuples(answer.get()); ++row) {
    auto& texts = rows.emplace_back(columns);
    for (int column = 0; column < static_cast<int>(columns); ++column) {
      if (PQgetisnull(answer.get(), row, column) != 0) continue;
      texts[static_cast<size_t>(column)] = PQgetvalue(answer.get(), row, column);
    }
  }
  return rows;
}

}  // namespace tessera
