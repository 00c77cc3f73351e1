// One input file, looked at but not yet read: what it is, what columns it has, how to scan it.
#ifndef TESSERA_WAREHOUSE_SOURCE_FILE_H_
#define TESSERA_WAREHOUSE_SOURCE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/file_hash.h"

namespace tessera {

enum class FileFormat {
  kCsv,
  kParquet,
  kJsonLines,
  kSqlite,
  kDuckDb,
  kPostgres,
  kClickHouse,
  kMariaDb
};
const char* FileFormatName(FileFormat format);  // "csv", "parquet", "jsonl", …

struct FileColumn {
  std::string name;  // as in the file
  std::string sql;   // as in a scan
  std::string type;  // the engine's; VARCHAR for everything in delimited files
};

struct SourceFile {
  std::vector<std::string> paths;  // one, or all of a set; none of a server
  std::vector<std::string> texts;  // what is scanned of delimited files: they, or copies in UTF-8
  std::string name;                // without its folder
  FileFormat format = FileFormat::kCsv;
  double bytes = 0;
  bool gzip = false;
  std::string encoding;  // of a text that was no UTF-8 and has been converted; "" for none
  std::vector<FileColumn> columns;
  std::vector<std::string> left_out;  // columns that hold no plain values
  double repaired = 0;                // values that were no UTF-8
  std::optional<FileHash> hash;       // where it was taken while the rows came in
  std::string scan;                   // what stands after FROM
  std::string tolerant_scan;  // the same for a file whose line ends are mixed: values beyond the
                              // last column are cut off; "" where there is no such file
};

// The table into which the rows of a source are copied that DuckDB does not read by itself.
std::string ImportTable(const SourceSpec& source);

// Whether `source` has files with something in them, or is a server.
bool IsThere(const SourceSpec& source);

// The path as the engine opens it: it takes a path for a pattern, so the signs of one are
// bracketed.
std::string LiteralPath(const std::string& path);

// Whether the rows of `source` are reduced where they are (remote_groups.h): the definition's
// engine is the server that its address names.
bool IsReducedThere(const SourceSpec& source, const ReportSpec& spec);

// Throws Error where the definition's engine is one that none of its sources is at.
void RequireEngine(const ReportSpec& spec);

// Looks at the file of `source`: its size, its format (by its first bytes, then by its name), its
// header. Throws Error, at the place that names it, for a file that is not there, may not be read,
// is empty or is no table at all, and for a set whose files differ in their columns, with the
// difference. The rows of a server are copied into the database, unless they stay `there`.
SourceFile OpenSource(const SourceSpec& source, bool there, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SOURCE_FILE_H_
