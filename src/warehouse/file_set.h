// The files of one source: a file, every data file of a folder, or those that a pattern names.
#ifndef TESSERA_WAREHOUSE_FILE_SET_H_
#define TESSERA_WAREHOUSE_FILE_SET_H_

#include <string>
#include <string_view>
#include <vector>

namespace tessera {

// In the order of their names, so that every run reads them alike:
//   a file      itself, whatever signs its name holds
//   a folder    the files in it and below it whose names end as data do (.csv .tsv .txt .parquet
//               .pq .jsonl .ndjson .json, and .gz or .zst after them); names that begin with '.' or
//               '_' are left out, as those that write such folders mean it
//   a pattern   * ? [abc] within a name, ** for any folders between
// Nothing when there is none.
std::vector<std::string> FilesOf(const std::string& path);

// The sizes of all of them together.
double BytesOf(const std::vector<std::string>& paths);

bool IsPattern(std::string_view path);

// "year=2025/" in a path: the folder says the value of a column.
bool IsHivePath(std::string_view path);

// How a set is called in a report: "events.csv", or "events/ (12 files)".
std::string ShownName(const std::string& path, size_t files);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FILE_SET_H_
