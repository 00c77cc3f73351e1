#include "warehouse/mariadb_source.h"

#include <fmt/format.h>
#include <mariadb/errmsg.h>
#include <mariadb/mysql.h>
#include <mariadb/mysqld_error.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/text.h"
#include "warehouse/refusals.h"
#include "warehouse/rows_hash.h"
#include "warehouse/server_address.h"
#include "warehouse/sql.h"
#include "warehouse/text_table.h"

namespace tessera {
namespace {

using Session = std::unique_ptr<MYSQL, decltype(&mysql_close)>;
using SessionAnswer = std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)>;

// How the server is spoken to, as the address has it.
struct SessionOptions {
  std::string tls;  // "disable", "require", "verify-full"
  std::string authorities;
  std::string socket;
  unsigned seconds = 3600;
  unsigned port = 0;
};

// A column as it is asked for.
struct SentColumn {
  std::string sql;
  bool single = false;  // of single precision
};

// Once a program, before any thread of its own speaks.
void StartLibrary() {
  static const int started = mysql_server_init(0, nullptr, nullptr);
  (void)started;
}

unsigned NumberOf(const SourceSpec& source, const std::string& name, const std::string& text) {
  char* end = nullptr;
  const auto number = std::strtoul(text.c_str(), &end, 10);
  constexpr unsigned kMost = 1'000'000;
  if (text.empty() || *end != '\0' || number > kMost) {
    throw CannotRead(source, fmt::format("'{}' is no value for {}=", SanitizeUtf8(text), name));
  }
  return static_cast<unsigned>(number);
}

SessionOptions ReadOptions(const SourceSpec& source, const ServerAddress& address) {
  SessionOptions options;
  if (!address.port.empty()) options.port = NumberOf(source, "port", address.port);
  for (const AddressOption& option : address.options) {
    if (option.name == "sslmode") {
      if (option.value != "disable" && option.value != "require" && option.value != "verify-full") {
        throw CannotRead(source, fmt::format("'{}' is no value for sslmode=", option.value))
            .Remedy("known: disable, require, verify-full");
      }
      options.tls = option.value;
    } else if (option.name == "sslrootcert") {
      options.authorities = option.value;
    } else if (option.name == "socket") {
      options.socket = option.value;
    } else if (option.name == "timeout") {
      options.seconds = NumberOf(source, option.name, option.value);
    } else {
      throw CannotRead(source, fmt::format("its address has an option '{}', which is not known",
                                           SanitizeUtf8(option.name)))
          .Remedy("known: sslmode, sslrootcert, socket, timeout");
    }
  }
  if (options.tls.empty()) {
    options.tls = address.IsHere() || !options.socket.empty() ? "disable" : "verify-full";
  }
  return options;
}

// "user 'me'@'host'" as "user '…'@'host'".
std::string WithoutUser(const std::string& text) {
  const size_t end = text.find("'@'");
  const size_t begin = end == std::string::npos || end == 0 ? end : text.rfind('\'', end - 1);
  if (begin == std::string::npos || begin == end) return text;
  return text.substr(0, begin + 1) + "…" + text.substr(end);
}

// The server's words on one line.
Error SessionFailure(const SourceSpec& source, MYSQL* session) {
  std::string text = WithoutUser(Join(Split(SanitizeUtf8(mysql_error(session)), '\n'), " "));
  const unsigned code = mysql_errno(session);
  if (text.empty()) text = "the server gave no reason";
  return CannotRead(source, fmt::format("{} (error {})", text, code));
}

std::string ConnectRemedy(unsigned code) {
  switch (code) {
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
      return "credentials come from the address or MYSQL_PWD";
    case CR_SSL_CONNECTION_ERROR:
      return "?sslrootcert=FILE names who vouches for the server; ?sslmode=require asks for no "
             "proof, ?sslmode=disable for no encryption";
    case ER_BAD_DB_ERROR:
      return "the database stands in the address, mariadb://host/database";
    default:
      return "ask whether the server is there";
  }
}

void SetFlag(MYSQL* session, mysql_option option, bool on) {
  const my_bool value = on ? 1 : 0;
  mysql_optionsv(session, option, &value);
}

void SetOptions(const SessionOptions& options, MYSQL* session) {
  constexpr unsigned kConnectSeconds = 10;
  mysql_optionsv(session, MYSQL_OPT_CONNECT_TIMEOUT, &kConnectSeconds);
  mysql_optionsv(session, MYSQL_OPT_READ_TIMEOUT, &options.seconds);
  mysql_optionsv(session, MYSQL_OPT_WRITE_TIMEOUT, &options.seconds);
  mysql_optionsv(session, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  constexpr unsigned kNoFiles = 0;
  mysql_optionsv(session, MYSQL_OPT_LOCAL_INFILE, &kNoFiles);
  const bool verified = options.tls == "verify-full";
  SetFlag(session, MYSQL_OPT_SSL_ENFORCE, options.tls != "disable");
  SetFlag(session, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, verified);
  if (!options.authorities.empty()) {
    mysql_optionsv(session, MYSQL_OPT_SSL_CA, options.authorities.c_str());
  }
  // Others would send the password as it is to whoever asks.
  if (!verified) {
    mysql_optionsv(session, MARIADB_OPT_RESTRICTED_AUTH,
                   "mysql_native_password,client_ed25519,caching_sha2_password");
  }
}

Session OpenSession(const SourceSpec& source) {
  const ServerAddress address = ParseServerAddress(source, "mariadb://user@host:3306/database");
  const SessionOptions options = ReadOptions(source, address);
  StartLibrary();
  Session session(mysql_init(nullptr), mysql_close);
  if (!session) throw CannotRead(source, "not enough memory");
  SetOptions(options, session.get());
  const std::string password =
      address.password.empty() ? FromEnvironment("MYSQL_PWD") : address.password;
  // The library takes "localhost" for a socket, whatever port is named.
  const bool by_socket =
      !options.socket.empty() || (address.host == "localhost" && address.port.empty());
  const unsigned protocol = by_socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
  mysql_optionsv(session.get(), MYSQL_OPT_PROTOCOL, &protocol);
  const auto given = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
  if (mysql_real_connect(session.get(), by_socket ? nullptr : address.host.c_str(),
                         given(address.user), password.c_str(), given(address.path), options.port,
                         given(options.socket), 0) == nullptr) {
    throw SessionFailure(source, session.get()).Remedy(ConnectRemedy(mysql_errno(session.get())));
  }
  if (options.tls != "disable" && mysql_get_ssl_cipher(session.get()) == nullptr) {
    throw CannotRead(source, "the server has no encryption")
        .Remedy("?sslmode=disable in its address goes without");
  }
  return session;
}

void RunStatement(const SourceSpec& source, const std::string& sql, MYSQL* session) {
  if (mysql_real_query(session, sql.c_str(), sql.size()) != 0) {
    throw SessionFailure(source, session);
  }
}

// One view of the data, times in UTC.
Session BeginReading(const SourceSpec& source) {
  Session session = OpenSession(source);
  for (const char* sql : {"SET SESSION time_zone = '+00:00', net_write_timeout = 600",
                          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                          "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"}) {
    RunStatement(source, sql, session.get());
  }
  return session;
}

std::string InBackticks(const std::string& name) { return "`" + ReplaceAll(name, "`", "``") + "`"; }

// "database.table" as two names, or the query in brackets.
std::string FromClause(const SourceSpec& source) {
  if (!source.query.empty()) return "(" + source.query + ") AS q";
  RequireTable(source);
  std::vector<std::string> names;
  for (const std::string& part : Split(source.table, '.')) names.push_back(InBackticks(part));
  return Join(names, ".");
}

// "did you mean 'users'?" for a table of the address's database.
std::string TableRemedy(const SourceSpec& source, MYSQL* session) {
  std::vector<std::string> tables;
  if (mysql_query(session, "SHOW TABLES") != 0) return "";
  const SessionAnswer answer(mysql_store_result(session), mysql_free_result);
  if (!answer) return "";
  while (const MYSQL_ROW row = mysql_fetch_row(answer.get())) {
    tables.push_back(SanitizeUtf8(row[0] == nullptr ? "" : row[0]));
  }
  return DidYouMean(source.table, tables);
}

// Bytes and shapes, not numbers, texts and times.
bool HoldsBytes(const MYSQL_FIELD& field) {
  constexpr unsigned kBinary = 63;  // the character set of what has none
  switch (field.type) {
    case MYSQL_TYPE_GEOMETRY:
      return true;
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
      return field.charsetnr == kBinary;
    default:
      return false;
  }
}

SentColumn Sent(const MYSQL_FIELD& field, const std::string& name) {
  switch (field.type) {
    case MYSQL_TYPE_FLOAT:
      // Its own text would have six digits.
      return {InBackticks(name) + " + 0e0", true};
    case MYSQL_TYPE_BIT:
      return {InBackticks(name) + " + 0", false};
    default:
      return {InBackticks(name), false};
  }
}

// The columns that the definition binds, as they are to be sent; the others are known by name.
std::vector<SentColumn> FindColumns(const SourceSpec& source, MYSQL* session, SourceFile& file) {
  const std::string sql = fmt::format("SELECT * FROM {} LIMIT 0", FromClause(source));
  if (mysql_real_query(session, sql.c_str(), sql.size()) != 0) {
    Error error = SessionFailure(source, session);
    const bool no_table = mysql_errno(session) == ER_NO_SUCH_TABLE && !source.table.empty();
    const std::string remedy = no_table ? TableRemedy(source, session) : "";
    if (!remedy.empty()) error.Remedy(remedy);
    throw error;
  }
  const SessionAnswer shape(mysql_store_result(session), mysql_free_result);
  if (!shape) throw SessionFailure(source, session);
  std::vector<SentColumn> sent;
  for (unsigned index = 0; index < mysql_num_fields(shape.get()); ++index) {
    const MYSQL_FIELD& field = *mysql_fetch_field_direct(shape.get(), index);
    const std::string name(field.name, field.name_length);
    const bool bound =
        std::ranges::find(source.columns, name, &ColumnSpec::bound) != source.columns.end();
    if (bound && HoldsBytes(field)) {
      file.left_out.push_back(name);
      continue;
    }
    FileColumn column{SanitizeUtf8(name), "NULL::VARCHAR", "VARCHAR"};
    if (bound) {
      sent.push_back(Sent(field, name));
      column.sql = fmt::format("c{}", sent.size());
    }
    file.columns.push_back(std::move(column));
  }
  return sent;
}

void TakeRows(const std::vector<SentColumn>& sent, MYSQL_RES* answer, RowsHash& hash,
              TextTable& table, SourceFile& file) {
  std::string row, single;
  while (const MYSQL_ROW values = mysql_fetch_row(answer)) {
    const auto* lengths = mysql_fetch_lengths(answer);
    row.clear();
    for (size_t column = 0; column < sent.size(); ++column) {
      if (values[column] == nullptr) {
        table.Append(std::nullopt);
      } else {
        std::string_view text(values[column], lengths[column]);
        if (sent[column].single) {
          single = fmt::format("{}", static_cast<float>(std::strtod(values[column], nullptr)));
          text = single;
        }
        table.Append(text);
        row += '=';
        row += text;
      }
      row += '\0';
    }
    table.EndRow();
    hash.Add(row);
    file.bytes += static_cast<double>(row.size());
  }
}

}  // namespace

bool IsMariaDb(std::string_view address) {
  return address.starts_with("mariadb://") || address.starts_with("mysql://");
}

void ImportMariaDb(const SourceSpec& source, Database& database, SourceFile& file) {
  const Session holder = BeginReading(source);
  MYSQL* session = holder.get();
  const std::vector<SentColumn> sent = FindColumns(source, session, file);
  if (sent.empty()) {
    std::vector<std::string> names;
    for (const FileColumn& column : file.columns) names.push_back(column.name);
    RefuseColumns(source, names);
  }
  std::vector<std::string> list;
  list.reserve(sent.size());
  for (const SentColumn& column : sent) list.push_back(column.sql);
  RunStatement(source, fmt::format("SELECT {} FROM {}", Join(list, ", "), FromClause(source)),
               session);
  TextTable table(ImportTable(source), sent.size(), database);
  RowsHash hash;
  {
    const SessionAnswer answer(mysql_use_result(session), mysql_free_result);
    if (!answer) throw SessionFailure(source, session);
    try {
      TakeRows(sent, answer.get(), hash, table, file);
    } catch (...) {
      mariadb_cancel(session);  // else the rest would be read before the answer is freed
      throw;
    }
    if (mysql_errno(session) != 0) throw SessionFailure(source, session);
  }
  table.Finish();
  file.repaired = static_cast<double>(table.repaired());
  file.hash = FileHash{hash.Hex(), false, ""};
  file.scan = QuoteName(ImportTable(source));
}

}  // namespace tessera
