// One input file, looked at but not yet read: what it is, what columns it has, how to scan it.
#ifndef TESSERA_WAREHOUSE_SOURCE_FILE_H_
#define TESSERA_WAREHOUSE_SOURCE_FILE_H_

#include <string>
#include <vector>

#include "spec/report_spec.h"
#include "warehouse/database.h"

namespace tessera {

enum class FileFormat { kCsv, kParquet, kJsonLines };
const char* FileFormatName(FileFormat format);  // "csv", "parquet", "jsonl"

struct FileColumn {
  std::string name;  // as in the file
  std::string sql;   // as in a scan
  std::string type;  // the engine's; VARCHAR for everything in delimited files
};

struct SourceFile {
  std::string path;
  std::string name;  // without its folder
  FileFormat format = FileFormat::kCsv;
  double bytes = 0;
  bool gzip = false;
  std::vector<FileColumn> columns;
  std::string scan;           // what stands after FROM
  std::string tolerant_scan;  // the same for a file whose line ends are mixed: values beyond the
                              // last column are cut off; "" where there is no such file
};

// Whether `source` has a file with something in it.
bool IsThere(const SourceSpec& source);

// The path as the engine opens it: it takes a path for a pattern, so the signs of one are
// bracketed.
std::string LiteralPath(const std::string& path);

// Looks at the file of `source`: its size, its format (by its first bytes, then by its name), its
// header. Throws Error, at the place that names it, for a file that is not there, is a folder, may
// not be read, is empty or is no table at all.
SourceFile OpenSource(const SourceSpec& source, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SOURCE_FILE_H_
