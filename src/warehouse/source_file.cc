#include "warehouse/source_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <span>

#include "base/text.h"
#include "warehouse/csv_head.h"
#include "warehouse/postgres_source.h"
#include "warehouse/sql.h"
#include "warehouse/sqlite_source.h"
#include "warehouse/transcode.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

constexpr size_t kHeadBytes = 64 * 1024;
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";
constexpr std::string_view kGzipMagic = "\x1F\x8B";

[[noreturn]] void RefuseAbsent(const SourceSpec& source, const fs::path& path) {
  std::vector<std::string> siblings;
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    siblings.push_back(entry.path().filename().string());
  }
  std::ranges::sort(siblings);
  Error error = CannotRead(source, "there is no such file");
  if (const auto near = Nearest(path.filename().string(), siblings)) {
    error.Remedy(fmt::format("did you mean '{}'?", *near));
  } else {
    error.Remedy(fmt::format("give the file with --source {}=PATH", source.name));
  }
  throw error;
}

// The first bytes as they are on the disk; throws when nothing can be read.
std::string RawHead(const SourceSpec& source) {
  std::ifstream stream(source.file, std::ios::binary);
  if (!stream) throw CannotRead(source, std::strerror(errno));
  std::string head(16, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(stream.gcount()));
  return head;
}

// The first bytes of the text, unpacked where the file is compressed by gzip.
std::string TextHead(const std::string& path, const SourceSpec& source) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw CannotRead(source, std::strerror(errno));
  std::string head(kHeadBytes, '\0');
  const int count = gzread(file.get(), head.data(), static_cast<unsigned>(head.size()));
  if (count < 0) throw CannotRead(source, "it is damaged: its gzip data cannot be unpacked");
  head.resize(static_cast<size_t>(count));
  return head;
}

bool IsDuckDb(std::string_view head) { return head.size() >= 12 && head.substr(8, 4) == "DUCK"; }

FileFormat FormatOf(const SourceSpec& source, std::string_view raw) {
  if (source.format == "csv") return FileFormat::kCsv;
  if (source.format == "parquet") return FileFormat::kParquet;
  if (source.format == "jsonl") return FileFormat::kJsonLines;
  if (IsSqlite(raw)) return FileFormat::kSqlite;
  if (IsDuckDb(raw)) return FileFormat::kDuckDb;
  if (raw.starts_with("PAR1")) return FileFormat::kParquet;
  std::string name = AsciiLower(source.file);
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  for (const std::string_view suffix : {".parquet", ".pq"}) {
    if (name.ends_with(suffix)) return FileFormat::kParquet;
  }
  for (const std::string_view suffix : {".jsonl", ".ndjson", ".json"}) {
    if (name.ends_with(suffix)) return FileFormat::kJsonLines;
  }
  return FileFormat::kCsv;
}

void RefuseOtherKinds(const SourceSpec& source, std::string_view head) {
  if (head.starts_with("PK\x03\x04")) {
    throw CannotRead(source, "it is a ZIP file or a spreadsheet").Remedy("save it as CSV (UTF-8)");
  }
  const std::string_view first_line = head.substr(0, head.find('\n'));
  if (first_line.find('\0') != std::string_view::npos) {
    throw CannotRead(source, "it is no text");
  }
  if (!IsValidUtf8(first_line)) {
    throw CannotRead(source, "its header is not UTF-8")
        .Remedy("say how it is written, `encoding: windows-1252`, or save it as UTF-8");
  }
}

std::string Compression(std::string_view raw) {
  if (raw.starts_with(kGzipMagic)) return "gzip";
  return raw.starts_with(kZstdMagic) ? "zstd" : "none";
}

// Every line of a text file, whatever it holds.
std::string LinesScan(const std::string& path, const std::string& compression) {
  return fmt::format(
      "read_csv({}, auto_detect=false, header=false, delim=E'\\x01', quote='', escape='',"
      " columns={{'line': 'VARCHAR'}}, compression='{}')",
      QuoteText(LiteralPath(path)), compression);
}

std::string ZstdHead(const SourceSpec& source, Database& database) {
  const Result lines =
      database.Query(fmt::format("SELECT line FROM {} LIMIT 100", LinesScan(source.file, "zstd")));
  std::string head;
  for (size_t row = 0; row < lines.rows; ++row) head += lines.Text(row, "line") + "\n";
  return head;
}

// DuckDB cannot reject a row for broken bytes in a column that stands behind one that is not read:
// it fails beyond repair. So the columns up to the last one bound are all read.
std::string ReadAlso(const SourceFile& file, std::span<const std::string> bound) {
  std::vector<std::string> skipped, also;
  for (const FileColumn& column : file.columns) {
    if (std::ranges::find(bound, column.name) == bound.end()) {
      skipped.push_back(column.sql);
    } else {
      also = skipped;
    }
  }
  return also.empty() ? "" : fmt::format(" WHERE hash({}) IS NOT NULL", Join(also, ", "));
}

std::string CsvScan(const SourceFile& file, const CsvHead& head, const std::string& compression,
                    std::span<const std::string> bound, bool strict) {
  std::string columns;
  for (const FileColumn& column : file.columns) {
    columns += fmt::format("{}'{}': 'VARCHAR'", columns.empty() ? "" : ", ", column.sql);
  }
  const std::string separator = head.separator == '\t' ? "\\t" : std::string(1, head.separator);
  return fmt::format(
      "(SELECT * FROM read_csv({}, auto_detect=false, header=true, delim='{}', quote='\"',"
      " escape='\"', columns={{{}}}, strict_mode={}, null_padding=false, compression='{}',"
      " store_rejects=true, rejects_table='rejects', rejects_scan='reject_scans',"
      " rejects_limit=0){})",
      QuoteText(LiteralPath(file.text_path)), separator, columns, strict, compression,
      ReadAlso(file, bound));
}

// A file in another encoding is read from its copy in UTF-8.
void ConvertText(const SourceSpec& source, const Database& database, SourceFile& file) {
  static const std::map<std::string, std::string> kNames = {
      {"utf-16", "UTF-16LE"}, {"windows-1252", "WINDOWS-1252"}, {"latin-1", "ISO-8859-1"}};
  const auto named = kNames.find(source.encoding);
  const std::string head = TextHead(file.path, source);
  std::string encoding = DetectUtf16(head);
  if (encoding.empty() && named != kNames.end()) encoding = named->second;
  if (encoding.empty() && source.encoding.empty() && LooksLikeWindows1252(head)) {
    encoding = kNames.at("windows-1252");
  }
  if (encoding.empty()) return;
  const std::string copy = database.WorkFolder() + "/" + source.name + ".utf8";
  file.repaired = static_cast<double>(ConvertToUtf8(file.path, encoding, copy));
  file.encoding = encoding.starts_with("UTF-16") ? "UTF-16" : encoding;
  file.text_path = copy;
}

void OpenCsv(const SourceSpec& source, std::string compression, Database& database,
             SourceFile& file) {
  file.text_path = file.path;
  if (compression != "zstd") ConvertText(source, database, file);
  if (!file.encoding.empty()) compression = "none";
  const std::string head =
      compression == "zstd" ? ZstdHead(source, database) : TextHead(file.text_path, source);
  RefuseOtherKinds(source, head);
  std::vector<std::string> expected;
  for (const ColumnSpec& column : source.columns) expected.push_back(column.bound);
  const std::string given =
      source.separator == "\\t" || source.separator == "tab" ? "\t" : source.separator;
  const CsvHead found =
      ReadCsvHead(head, head.size() == kHeadBytes, given.empty() ? '\0' : given.front(), expected);
  if (found.header.empty()) throw CannotRead(source, "it is empty");
  for (size_t index = 0; index < found.header.size(); ++index) {
    file.columns.push_back({found.header[index], fmt::format("c{}", index + 1), "VARCHAR"});
  }
  file.scan = CsvScan(file, found, compression, expected, true);
  file.tolerant_scan = CsvScan(file, found, compression, expected, false);
}

void DescribeColumns(Database& database, SourceFile& file) {
  const Result columns = database.Query("DESCRIBE SELECT * FROM " + file.scan);
  for (size_t row = 0; row < columns.rows; ++row) {
    const std::string name = columns.Text(row, "column_name");
    file.columns.push_back({name, QuoteName(name), columns.Text(row, "column_type")});
  }
}

void OpenParquet(const SourceSpec& source, Database& database, SourceFile& file) {
  file.scan = fmt::format("read_parquet({})", QuoteText(LiteralPath(file.path)));
  try {
    DescribeColumns(database, file);
  } catch (const Error& error) {
    throw CannotRead(source,
                     fmt::format("it is no Parquet file or is cut off ({})", error.message()));
  }
}

// A name inside a JSON path.
std::string JsonPath(const std::string& name) {
  return QuoteText("$.\"" + ReplaceAll(name, "\"", "\\\"") + "\"");
}

// Lines of JSON are held as text, once, so that the broken ones can be counted and shown.
void OpenJsonLines(const SourceSpec& source, const std::string& compression, Database& database,
                   SourceFile& file) {
  const std::string table = QuoteName(source.name + " lines");
  try {
    database.Execute(fmt::format("CREATE OR REPLACE TABLE {} AS SELECT line FROM {}", table,
                                 LinesScan(source.file, compression)));
  } catch (const Error& error) {
    throw CannotRead(source, error.message());
  }
  const std::string good = "CASE WHEN json_valid(line) THEN json_type(line) END = 'OBJECT'";
  const Result keys = database.Query(fmt::format(
      "SELECT key, min(position) AS first FROM (SELECT unnest(json_keys(line)) AS key,"
      " rowid AS position FROM {} WHERE {} LIMIT 100000) GROUP BY key ORDER BY first, key",
      table, good));
  for (size_t row = 0; row < keys.rows; ++row) {
    const std::string name = keys.Text(row, "key");
    file.columns.push_back({name, fmt::format("(line->>{})", JsonPath(name)), "VARCHAR"});
  }
  if (file.columns.empty()) throw CannotRead(source, "no line of it is a JSON object");
  file.scan = fmt::format("(SELECT line FROM {} WHERE {})", table, good);
  database.Execute(fmt::format(
      "CREATE OR REPLACE TEMP TABLE rejects AS SELECT rowid + 1 AS line, null AS column_idx,"
      " 'is no JSON object' AS error_message, 'JSON' AS error_type FROM {}"
      " WHERE trim(coalesce(line, '')) <> '' AND ({}) IS NOT TRUE",
      table, good));
}

std::string Attached(const SourceSpec& source) { return QuoteName("file of " + source.name); }

// A DuckDB file is read where it is.
void OpenDuckDb(const SourceSpec& source, Database& database, SourceFile& file) {
  try {
    database.Execute(
        fmt::format("ATTACH {} AS {} (READ_ONLY)", QuoteText(file.path), Attached(source)));
    file.scan = fmt::format("({})", source.query);
    if (source.query.empty()) {
      const Result tables = database.Query(
          fmt::format("SELECT table_name FROM information_schema.tables WHERE table_catalog = {}"
                      " ORDER BY table_name",
                      QuoteText("file of " + source.name)));
      std::vector<std::string> names;
      for (size_t row = 0; row < tables.rows; ++row) {
        names.push_back(tables.Text(row, "table_name"));
      }
      file.scan = fmt::format("{}.{}", Attached(source), QuoteName(ChosenTable(source, names)));
    }
    DescribeColumns(database, file);
  } catch (Error& error) {
    if (error.place().known()) throw;
    throw CannotRead(source, error.message());
  }
}

SourceFile OpenServer(const SourceSpec& source, Database& database) {
  if (!IsPostgres(source.file)) {
    const std::string scheme = source.file.substr(0, source.file.find("://"));
    throw CannotRead(source, fmt::format("'{}' is no kind of server that is known here", scheme))
        .Remedy("known: postgres://");
  }
  SourceFile file;
  file.path = source.ShownFile();
  file.name = file.path + (source.table.empty() ? "" : " " + source.table);
  file.format = FileFormat::kPostgres;
  ImportPostgres(source, database, file);
  return file;
}

}  // namespace

Error CannotRead(const SourceSpec& source, const std::string& why) {
  return Error(fmt::format("cannot read {}: {}", source.ShownFile(), why), source.place);
}

std::string ChosenTable(const SourceSpec& source, const std::vector<std::string>& tables) {
  if (source.table.empty() && tables.size() == 1) return tables.front();
  if (std::ranges::find(tables, source.table) != tables.end()) return source.table;
  const std::string known =
      tables.empty() ? "it has no tables" : "its tables are " + Join(tables, ", ");
  if (source.table.empty()) {
    throw CannotRead(source, fmt::format("it has {} tables", tables.size()))
        .Remedy(fmt::format("name one with `table:`; {}", known));
  }
  throw CannotRead(source, fmt::format("it has no table '{}'", source.table)).Remedy(known);
}

std::string ImportTable(const SourceSpec& source) { return "#import " + source.name; }

const char* FileFormatName(FileFormat format) {
  switch (format) {
    case FileFormat::kParquet:
      return "parquet";
    case FileFormat::kJsonLines:
      return "jsonl";
    case FileFormat::kSqlite:
      return "sqlite";
    case FileFormat::kDuckDb:
      return "duckdb";
    case FileFormat::kPostgres:
      return "postgres";
    case FileFormat::kCsv:
      break;
  }
  return "csv";
}

std::string LiteralPath(const std::string& path) {
  std::string literal;
  for (const char c : path) {
    const bool sign = c == '*' || c == '?' || c == '[';
    literal += sign ? std::string("[") + c + "]" : std::string(1, c);
  }
  return literal;
}

bool IsThere(const SourceSpec& source) {
  if (source.IsServer()) return true;
  std::error_code error;
  const auto size = source.file.empty() ? 0 : fs::file_size(source.file, error);
  return !error && size > 0;
}

SourceFile OpenSource(const SourceSpec& source, Database& database) {
  if (source.file.empty()) {
    throw Error(fmt::format("the source '{}' has no file", source.name), source.place)
        .Remedy(
            fmt::format("write `file:` under sources.{0}, or give --source {0}=PATH", source.name));
  }
  if (source.IsServer()) return OpenServer(source, database);
  const fs::path path = source.file;
  std::error_code error;
  if (!fs::exists(path, error)) RefuseAbsent(source, path);
  if (fs::is_directory(path, error)) throw CannotRead(source, "it is a folder");
  if (!fs::is_regular_file(path, error)) {
    throw CannotRead(source, "it is no regular file").Remedy("write it to a file first");
  }

  SourceFile file;
  file.path = source.file;
  file.name = path.filename().string();
  const std::string raw = RawHead(source);
  if (raw.empty()) throw CannotRead(source, "it is empty");
  file.bytes = static_cast<double>(fs::file_size(path, error));
  file.format = FormatOf(source, raw);
  const std::string compression = Compression(raw);
  file.gzip = compression == "gzip";
  switch (file.format) {
    case FileFormat::kCsv:
      OpenCsv(source, compression, database, file);
      break;
    case FileFormat::kParquet:
      OpenParquet(source, database, file);
      break;
    case FileFormat::kJsonLines:
      OpenJsonLines(source, compression, database, file);
      break;
    case FileFormat::kSqlite:
      ImportSqlite(source, database, file);
      break;
    case FileFormat::kDuckDb:
      OpenDuckDb(source, database, file);
      break;
    case FileFormat::kPostgres:
      break;
  }
  return file;
}

}  // namespace tessera
