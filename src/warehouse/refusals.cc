#include "warehouse/refusals.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "warehouse/file_set.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

Error CannotRead(const SourceSpec& source, const std::string& why) {
  return Error(fmt::format("cannot read {}: {}", source.ShownFile(), why), source.place);
}

std::vector<std::string> RequireFiles(const SourceSpec& source) {
  std::error_code error;
  std::vector<std::string> files = FilesOf(source.file);
  if (files.empty()) {
    if (fs::is_directory(source.file, error)) {
      throw CannotRead(source, "the folder holds no data files")
          .Remedy("known: .csv .tsv .txt .parquet .pq .jsonl .ndjson .json, also with .gz or .zst");
    }
    if (IsPattern(source.file)) throw CannotRead(source, "no file fits this pattern");
    RefuseAbsent(source, source.file);
  }
  if (!fs::is_regular_file(files.front(), error)) {
    throw CannotRead(source, "it is no regular file").Remedy("write it to a file first");
  }
  return files;
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

void RequireTable(const SourceSpec& source) {
  if (!source.table.empty() || !source.query.empty()) return;
  throw CannotRead(source, "it is a server with many tables")
      .Remedy("name one with `table:`, or write a `query:`");
}

void RefuseColumns(const SourceSpec& source, const std::vector<std::string>& names) {
  throw CannotRead(source, "it has none of the columns that the report knows")
      .Remedy("its columns are " + Join(names, ", "));
}

std::string ColumnDifference(const std::vector<std::string>& first,
                             const std::vector<std::string>& other) {
  const auto without = [](const std::vector<std::string>& all,
                          const std::vector<std::string>& some) {
    std::vector<std::string> rest;
    for (const std::string& name : all) {
      if (std::ranges::find(some, name) == some.end())
        rest.push_back("'" + SanitizeUtf8(name) + "'");
    }
    return Join(rest, ", ");
  };
  const std::string missing = without(first, other), further = without(other, first);
  std::vector<std::string> parts;
  if (!missing.empty()) parts.push_back("it lacks " + missing);
  if (!further.empty()) parts.push_back("it has also " + further);
  return parts.empty() ? "its columns stand in another order" : Join(parts, "; ");
}

void RefuseDifferent(const SourceSpec& source, const std::string& first, const std::string& other,
                     const std::string& why) {
  throw CannotRead(source,
                   fmt::format("{} differs from {}: {}", fs::path(other).filename().string(),
                               fs::path(first).filename().string(), why))
      .Remedy("files of one source have the same columns in the same order");
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

}  // namespace tessera
