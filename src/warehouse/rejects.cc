#include "warehouse/rejects.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "base/text.h"
#include "warehouse/database.h"
#include "warehouse/source_file.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

constexpr size_t kShownRejects = 5;

bool HasTable(const std::string& name, Database& database) {
  const Result present = database.Query(fmt::format(
      "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = {}", QuoteText(name)));
  return present.Number(0, "n") > 0;
}

bool IsWidth(std::string_view type) {
  return type == "MISSING COLUMNS" || type == "TOO MANY COLUMNS";
}

// Why a row was refused, in words. `first` and `last` are the columns that its entries name: the
// missing ones, or those too many.
std::string Reason(const std::string& type, double first, double last, size_t expected,
                   const std::string& message) {
  if (IsWidth(type)) {
    const double found = type == "MISSING COLUMNS" ? first : last;
    return fmt::format("expected {} columns, found {}", expected, FormatCount(found));
  }
  if (type == "INVALID ENCODING") return "is not UTF-8";
  if (type == "UNQUOTED VALUE") return "a quote is not closed, or text follows one";
  if (type == "LINE SIZE OVER MAXIMUM") return "is longer than 2 MB";
  return SanitizeUtf8(message.substr(0, message.find('\n')));
}

// The column by its number in the file, from 1; a row that is too wide or too narrow is wrong as a
// whole.
std::string WrongColumn(const std::string& type, double number, const SourceFile& file) {
  const bool known =
      !IsWidth(type) && number >= 1 && number <= static_cast<double>(file.columns.size());
  return known ? file.columns[static_cast<size_t>(number) - 1].name : "";
}

// One row a rejected line: a line has several entries, one for each value beyond the last column.
Result QueryLines(bool all, Database& database) {
  const bool has_scans = HasTable("reject_scans", database);
  return database.Query(fmt::format(
      "SELECT {}, line, first(error_type::VARCHAR ORDER BY column_idx) AS type,"
      " first(error_message ORDER BY column_idx) AS message, max(column_idx) AS found,"
      " min(column_idx) AS wrong, first(csv_line ORDER BY column_idx) AS text"
      " FROM rejects r{} GROUP BY path, line ORDER BY path, line{}",
      has_scans ? "s.file_path AS path" : "'' AS path",
      has_scans ? " JOIN (SELECT DISTINCT file_id, file_path FROM reject_scans) s USING (file_id)"
                : "",
      all ? "" : fmt::format(" LIMIT {}", kShownRejects)));
}

std::string CsvField(std::string_view text) {
  std::string field = SanitizeUtf8(text);
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  return "\"" + ReplaceAll(field, "\"", "\"\"") + "\"";
}

}  // namespace

void RejectLog::Add(RejectedRow row) {
  const std::lock_guard lock(mutex_);
  rows_.push_back(std::move(row));
}

std::string RejectLog::Csv() const {
  std::vector<const RejectedRow*> ordered;
  for (const RejectedRow& row : rows_) ordered.push_back(&row);
  std::ranges::stable_sort(ordered, {}, [](const RejectedRow* row) {
    return std::tie(row->source, row->file, row->line);
  });
  std::string csv = "source,file,line,column,reason,text\n";
  for (const RejectedRow* row : ordered) {
    csv +=
        fmt::format("{},{},{:.0f},{},{},{}\n", CsvField(row->source), CsvField(row->file),
                    row->line, CsvField(row->column), CsvField(row->reason), CsvField(row->text));
  }
  return csv;
}

void DropRejects(Database& database) {
  database.Execute("DROP TABLE IF EXISTS rejects; DROP TABLE IF EXISTS reject_scans");
}

RejectedRows TakeRejects(const std::string& source, const SourceFile& file, Database& database) {
  RejectedRows rejected;
  if (!HasTable("rejects", database)) return rejected;
  rejected.count =
      database.Query("SELECT count(DISTINCT (file_id, line)) AS n FROM rejects").Number(0, "n");
  if (rejected.count == 0) return rejected;
  const bool all = database.rejects().keeps_all();
  const Result lines = QueryLines(all, database);
  for (size_t row = 0; row < lines.rows; ++row) {
    const std::string type = lines.Text(row, "type");
    const std::string path = lines.Text(row, "path");
    const std::string name = std::filesystem::path(path).filename().string();
    const std::string reason = Reason(type, lines.Number(row, "wrong"), lines.Number(row, "found"),
                                      file.columns.size(), lines.Text(row, "message"));
    if (row < kShownRejects) {
      rejected.first.push_back(fmt::format("{}line {}: {}", file.paths.size() > 1 ? name + " " : "",
                                           FormatCount(lines.Number(row, "line")), reason));
    }
    if (all) {
      database.rejects().Add(
          {source, file.paths.size() > 1 ? name : file.name, lines.Number(row, "line"),
           WrongColumn(type, lines.Number(row, "wrong"), file), reason, lines.Text(row, "text")});
    }
  }
  DropRejects(database);
  return rejected;
}

}  // namespace tessera
