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
#include "warehouse/clickhouse_server.h"
#include "warehouse/clickhouse_source.h"
#include "warehouse/csv_head.h"
#include "warehouse/fetched_files.h"
#include "warehouse/file_set.h"
#include "warehouse/mariadb_source.h"
#include "warehouse/postgres_source.h"
#include "warehouse/refusals.h"
#include "warehouse/sql.h"
#include "warehouse/sqlite_source.h"
#include "warehouse/transcode.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

constexpr size_t kHeadBytes = 64 * 1024;
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";
constexpr std::string_view kGzipMagic = "\x1F\x8B";

// The first bytes as they are on the disk; throws when nothing can be read.
std::string RawHead(const SourceSpec& source, const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
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

FileFormat FormatOf(const SourceSpec& source, const std::string& path, std::string_view raw) {
  if (source.format == "csv") return FileFormat::kCsv;
  if (source.format == "parquet") return FileFormat::kParquet;
  if (source.format == "jsonl") return FileFormat::kJsonLines;
  if (IsSqlite(raw)) return FileFormat::kSqlite;
  if (IsDuckDb(raw)) return FileFormat::kDuckDb;
  if (raw.starts_with("PAR1")) return FileFormat::kParquet;
  std::string name = AsciiLower(path);
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

std::string Compression(std::string_view raw) {
  if (raw.starts_with(kGzipMagic)) return "gzip";
  return raw.starts_with(kZstdMagic) ? "zstd" : "none";
}

// As the engine takes one file or a list of them.
std::string PathsSql(const std::vector<std::string>& paths) {
  std::vector<std::string> quoted;
  for (const std::string& path : paths) quoted.push_back(QuoteText(LiteralPath(path)));
  return quoted.size() == 1 ? quoted.front() : "[" + Join(quoted, ", ") + "]";
}

// Every line of text files, whatever they hold.
std::string LinesScan(const std::vector<std::string>& paths, const std::string& compression) {
  return fmt::format(
      "read_csv({}, auto_detect=false, header=false, delim=E'\\x01', quote='', escape='',"
      " columns={{'line': 'VARCHAR'}}, compression='{}')",
      PathsSql(paths), compression);
}

std::string ZstdHead(const std::string& path, Database& database) {
  const Result lines =
      database.Query(fmt::format("SELECT line FROM {} LIMIT 100", LinesScan({path}, "zstd")));
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
      PathsSql(file.texts), separator, columns, strict, compression, ReadAlso(file, bound));
}

// A file in another encoding is read from its copy in UTF-8. Gives what is to be scanned.
std::string ConvertText(const SourceSpec& source, const std::string& path, const Database& database,
                        SourceFile& file) {
  static const std::map<std::string, std::string> kNames = {
      {"utf-16", "UTF-16LE"}, {"windows-1252", "WINDOWS-1252"}, {"latin-1", "ISO-8859-1"}};
  const auto named = kNames.find(source.encoding);
  const std::string head = TextHead(path, source);
  std::string encoding = DetectUtf16(head);
  if (encoding.empty() && named != kNames.end()) encoding = named->second;
  if (encoding.empty() && source.encoding.empty() && LooksLikeWindows1252(head)) {
    encoding = kNames.at("windows-1252");
  }
  if (encoding.empty()) return path;
  std::string copy =
      fmt::format("{}/{} {}.utf8", database.WorkFolder(), source.name, file.texts.size());
  file.repaired += static_cast<double>(ConvertToUtf8(path, encoding, copy));
  file.encoding = encoding.starts_with("UTF-16") ? "UTF-16" : encoding;
  return copy;
}

CsvHead HeadOf(const SourceSpec& source, const std::string& head,
               std::span<const std::string> expected) {
  const std::string given =
      source.separator == "\\t" || source.separator == "tab" ? "\t" : source.separator;
  CsvHead found =
      ReadCsvHead(head, head.size() == kHeadBytes, given.empty() ? '\0' : given.front(), expected);
  if (found.header.empty()) throw CannotRead(source, "it is empty");
  return found;
}

void OpenCsv(const SourceSpec& source, std::string compression, Database& database,
             SourceFile& file) {
  std::vector<std::string> expected;
  for (const ColumnSpec& column : source.columns) expected.push_back(column.bound);
  CsvHead found;
  for (const std::string& path : file.paths) {
    file.texts.push_back(compression == "zstd" ? path : ConvertText(source, path, database, file));
    const std::string head =
        compression == "zstd" ? ZstdHead(path, database) : TextHead(file.texts.back(), source);
    RefuseOtherKinds(source, head);
    CsvHead one = HeadOf(source, head, expected);
    if (file.texts.size() == 1) {
      found = std::move(one);
      continue;
    }
    found.mixed_newlines = found.mixed_newlines || one.mixed_newlines;
    if (one.header != found.header || one.separator != found.separator) {
      RefuseDifferent(source, file.paths.front(), path,
                      one.header == found.header ? "another sign separates its columns"
                                                 : ColumnDifference(found.header, one.header));
    }
  }
  if (!file.encoding.empty()) compression = "none";
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

// Columns of each file of a set must be those of the first.
void CompareParquet(const SourceSpec& source, Database& database, const SourceFile& file) {
  const auto columns_of = [&](const std::string& path) {
    std::vector<std::string> columns;
    const Result found = database.Query(
        fmt::format("DESCRIBE SELECT * FROM read_parquet({}, hive_partitioning = false)",
                    QuoteText(LiteralPath(path))));
    for (size_t row = 0; row < found.rows; ++row) columns.push_back(found.Text(row, "column_name"));
    return columns;
  };
  const std::vector<std::string> first = columns_of(file.paths.front());
  for (const std::string& path : std::span(file.paths).subspan(1)) {
    const std::vector<std::string> other = columns_of(path);
    if (other != first) {
      RefuseDifferent(source, file.paths.front(), path, ColumnDifference(first, other));
    }
  }
}

void OpenParquet(const SourceSpec& source, Database& database, SourceFile& file) {
  const bool hive = file.paths.size() > 1 && IsHivePath(file.paths.front());
  file.scan = fmt::format("read_parquet({}{})", PathsSql(file.paths),
                          hive ? ", hive_partitioning = true" : "");
  try {
    if (file.paths.size() > 1) CompareParquet(source, database, file);
    DescribeColumns(database, file);
  } catch (const Error& error) {
    if (error.place().known()) throw;
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
                                 LinesScan(file.paths, compression)));
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
      "CREATE OR REPLACE TEMP TABLE rejects AS SELECT 0 AS file_id, rowid + 1 AS line,"
      " NULL::INTEGER AS column_idx, 'is no JSON object' AS error_message, 'JSON' AS error_type,"
      " line AS csv_line FROM {}"
      " WHERE trim(coalesce(line, '')) <> '' AND ({}) IS NOT TRUE",
      table, good));
}

std::string Attached(const SourceSpec& source) { return QuoteName("file of " + source.name); }

// A DuckDB file is read where it is.
void OpenDuckDb(const SourceSpec& source, Database& database, SourceFile& file) {
  try {
    database.Execute(fmt::format("ATTACH {} AS {} (READ_ONLY)", QuoteText(file.paths.front()),
                                 Attached(source)));
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

SourceFile OpenServer(const SourceSpec& source, bool there, Database& database) {
  SourceFile file;
  file.name = source.ShownFile() + (source.table.empty() ? "" : " " + source.table);
  if (IsClickHouse(source.file)) {
    file.format = FileFormat::kClickHouse;
    OpenClickHouse(source, file);
    if (!there) ImportClickHouse(source, database, file);
  } else if (IsPostgres(source.file)) {
    file.format = FileFormat::kPostgres;
    there ? OpenPostgres(source, file) : ImportPostgres(source, database, file);
  } else if (IsMariaDb(source.file)) {
    file.format = FileFormat::kMariaDb;
    ImportMariaDb(source, database, file);
  } else {
    const std::string scheme = source.file.substr(0, source.file.find("://"));
    throw CannotRead(source, fmt::format("'{}' is no kind of server that is known here", scheme))
        .Remedy("known: postgres://, clickhouse://, mariadb://, mysql://, https://, s3://");
  }
  return file;
}

}  // namespace

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
    case FileFormat::kClickHouse:
      return "clickhouse";
    case FileFormat::kMariaDb:
      return "mariadb";
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
  if (source.IsAddress()) return true;
  const std::vector<std::string> files =
      source.file.empty() ? std::vector<std::string>() : FilesOf(source.file);
  return std::ranges::any_of(files, [](const std::string& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return !error && size > 0;
  });
}

bool IsReducedThere(const SourceSpec& source, const ReportSpec& spec) {
  if (source.relationship != Relationship::kManyToOne) return false;
  return (spec.engine == "clickhouse" && IsClickHouse(source.file)) ||
         (spec.engine == "postgres" && IsPostgres(source.file));
}

void RequireEngine(const ReportSpec& spec) {
  if (spec.engine == "duckdb") return;
  for (const SourceSpec& source : spec.sources) {
    if (IsReducedThere(source, spec)) return;
  }
  throw Error(fmt::format("the engine is {0}, but no source of many rows an entity is at {0}://",
                          spec.engine),
              Place{spec.path, 0, 0})
      .Remedy("give such a source its address, or leave `engine:` out");
}

SourceFile OpenSource(const SourceSpec& source, bool there, Database& database) {
  if (source.file.empty()) {
    throw Error(fmt::format("the source '{}' has no file", source.name), source.place)
        .Remedy(
            fmt::format("write `file:` under sources.{0}, or give --source {0}=PATH", source.name));
  }
  if (source.IsServer()) return OpenServer(source, there, database);
  SourceFile file;
  if (source.IsFetched()) {
    file.paths = FetchedFiles(source, database);
    file.name = source.ShownFile();
    if (file.paths.size() > 1) file.name += fmt::format(" ({} files)", file.paths.size());
  } else {
    file.paths = RequireFiles(source);
    file.name = ShownName(source.file, file.paths.size());
  }
  file.bytes = BytesOf(file.paths);
  std::string compression;
  for (const std::string& path : file.paths) {
    const std::string raw = RawHead(source, path);
    if (raw.empty()) {
      throw CannotRead(source, file.paths.size() == 1 ? "it is empty" : path + " is empty");
    }
    const FileFormat format = FormatOf(source, path, raw);
    if (&path != &file.paths.front() &&
        (format != file.format || Compression(raw) != compression)) {
      RefuseDifferent(source, file.paths.front(), path, "it is of another format");
    }
    file.format = format;
    compression = Compression(raw);
  }
  file.gzip = compression == "gzip";
  const bool database_file =
      file.format == FileFormat::kSqlite || file.format == FileFormat::kDuckDb;
  if (database_file && file.paths.size() > 1) {
    throw CannotRead(source, fmt::format("it names {} databases", file.paths.size()))
        .Remedy("a source is one table of one database");
  }
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
    case FileFormat::kClickHouse:
    case FileFormat::kMariaDb:
      break;
  }
  return file;
}

}  // namespace tessera
