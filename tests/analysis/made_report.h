// A report from a definition and tables written in a test: read, computed, and given back whole.
#ifndef TESSERA_TESTS_ANALYSIS_MADE_REPORT_H_
#define TESSERA_TESTS_ANALYSIS_MADE_REPORT_H_

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "analysis/build_report.h"
#include "spec/definition_reader.h"
#include "warehouse/load.h"

namespace tessera {

using Files = std::map<std::string, std::string>;  // name → text

inline Report MadeReport(const std::string& definition, const Files& files) {
  static int count = 0;
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() /
      ("tessera-made-" + std::to_string(getpid()) + "-" + std::to_string(count++));
  std::filesystem::create_directories(folder);
  for (const auto& [name, text] : files) std::ofstream(folder / name, std::ios::binary) << text;
  const ReportSpec spec =
      ParseReportSpec((folder / "report.yml").string(), definition, DefinitionOptions{});
  Database database;
  const Sources sources = LoadSources(spec, database);
  Report report = BuildReport(spec, sources, database);
  std::filesystem::remove_all(folder);
  return report;
}

// The number in a cell of the row whose key columns are `members`; NaN when it is missing.
inline double NumberIn(const Report& report, const std::string& table,
                       const std::vector<std::string>& members, const std::string& column) {
  const Table& found = *report.FindTable(table);
  const int row = found.RowIndex(members), at = found.ColumnIndex(column);
  if (row < 0 || at < 0) return std::numeric_limits<double>::quiet_NaN();
  return CellNumber(found.rows[static_cast<size_t>(row)][static_cast<size_t>(at)])
      .value_or(std::numeric_limits<double>::quiet_NaN());
}

inline std::string TextIn(const Report& report, const std::string& table,
                          const std::vector<std::string>& members, const std::string& column) {
  const Table& found = *report.FindTable(table);
  const int row = found.RowIndex(members), at = found.ColumnIndex(column);
  if (row < 0 || at < 0) return "no such cell";
  return CellText(found.rows[static_cast<size_t>(row)][static_cast<size_t>(at)]);
}

}  // namespace tessera

#endif  // TESSERA_TESTS_ANALYSIS_MADE_REPORT_H_
