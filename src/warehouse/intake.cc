#include "warehouse/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/text.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

constexpr size_t kShownRejects = 5;
constexpr size_t kShownCharacters = 40;
constexpr double kSecondsPerDay = 86400;

std::string Count(double value) { return FormatNumber(value, Format::kInt); }

// Why a row was refused, in words. `found` is the number of columns that it has.
std::string Reason(const std::string& type, double found, size_t expected,
                   const std::string& message) {
  if (type == "MISSING COLUMNS" || type == "TOO MANY COLUMNS") {
    return fmt::format("expected {} columns, found {}", expected, Count(found));
  }
  if (type == "INVALID ENCODING") return "is not UTF-8";
  if (type == "UNQUOTED VALUE") return "a quote is not closed, or text follows one";
  if (type == "LINE SIZE OVER MAXIMUM") return "is longer than 2 MB";
  return SanitizeUtf8(message.substr(0, message.find('\n')));
}

void DropRejects(Database& database) {
  database.Execute("DROP TABLE IF EXISTS rejects; DROP TABLE IF EXISTS reject_scans");
}

void CountRejects(Intake& intake, Database& database) {
  const Result present =
      database.Query("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'rejects'");
  if (present.Number(0, "n") == 0) return;
  // One line has several entries, one for each value beyond the last column.
  intake.summary.rejected_rows =
      database.Query("SELECT count(DISTINCT line) AS n FROM rejects").Number(0, "n");
  const Result first = database.Query(
      fmt::format("SELECT line, first(error_type::VARCHAR ORDER BY column_idx) AS type,"
                  " first(error_message ORDER BY column_idx) AS message, max(column_idx) AS found"
                  " FROM rejects GROUP BY line ORDER BY line LIMIT {}",
                  kShownRejects));
  for (size_t row = 0; row < first.rows; ++row) {
    intake.summary.rejects.push_back(
        fmt::format("line {}: {}", Count(first.Number(row, "line")),
                    Reason(first.Text(row, "type"), first.Number(row, "found"),
                           intake.file.columns.size(), first.Text(row, "message"))));
  }
  DropRejects(database);
}

// Mixed line ends are the one thing that the strict parser gives up at.
bool ScanTolerantly(Intake& intake, Database& database,
                    const std::function<std::string(const std::string& scan)>& statement) {
  if (intake.file.tolerant_scan.empty()) return false;
  try {
    DropRejects(database);
    database.Execute(statement(intake.file.tolerant_scan));
  } catch (const Error&) {
    return false;
  }
  intake.Note(Severity::kWarning,
              "its line ends are of several kinds; values beyond the last column of a row are left "
              "out without being counted");
  return true;
}

// A damaged file is better explained by its bytes than by what the parser met.
[[noreturn]] void RefuseFile(Intake& intake, const Error& error) {
  std::string why = intake.hash.get().damage;
  std::string remedy = "fetch the file again";
  if (why.empty() && intake.file.format == FileFormat::kCsv) {
    why = TextDamage(intake.file.path);
    remedy = "save it as UTF-8";
  }
  Error refusal(fmt::format("cannot read {}: {}", intake.source->ShownFile(),
                            why.empty() ? error.message() : why),
                intake.source->place);
  if (!why.empty()) refusal.Remedy(remedy);
  throw refusal;
}

// What was done to the file so that it could be read.
void NoteFile(Intake& intake) {
  const SourceFile& file = intake.file;
  if (!file.encoding.empty()) {
    intake.Note(Severity::kInfo, fmt::format("it is {} and was read as such", file.encoding));
  }
  if (file.repaired > 0) {
    intake.Note(Severity::kWarning,
                fmt::format("{} characters or values have no meaning in its encoding",
                            Count(file.repaired)));
  }
  for (const std::string& column : file.left_out) {
    intake.Note(Severity::kWarning, fmt::format("the column '{}' holds lists or bytes, no single "
                                                "values, and is left out",
                                                SanitizeUtf8(column)));
  }
}

std::future<FileHash> Ready(FileHash hash) {
  std::promise<FileHash> promise;
  promise.set_value(std::move(hash));
  return promise.get_future();
}

}  // namespace

const BoundColumn& Intake::Column(std::string_view canonical) const {
  return *std::ranges::find_if(
      columns, [&](const BoundColumn& column) { return column.spec.name == canonical; });
}

void Intake::Note(Severity severity, std::string message) {
  notes.push_back({severity, source->name, std::move(message)});
}

Intake Open(const ReportSpec& spec, const SourceSpec& source, Database& database) {
  Intake intake;
  intake.spec = &spec;
  intake.source = &source;
  DropRejects(database);
  intake.file = OpenSource(source, database);
  intake.hash = intake.file.hash ? Ready(*intake.file.hash)
                                 : HashFileAside(intake.file.path, intake.file.gzip);
  NoteFile(intake);
  intake.columns = BindColumns(source, intake.file);
  intake.summary.name = source.name;
  intake.summary.file = intake.file.name;
  intake.summary.format = FileFormatName(intake.file.format);
  intake.summary.bytes = intake.file.bytes;
  intake.summary.columns = static_cast<double>(intake.file.columns.size());
  return intake;
}

void Scan(Intake& intake, Database& database,
          const std::function<std::string(const std::string& scan)>& statement,
          const std::function<bool()>& retry) {
  try {
    database.Execute(statement(intake.file.scan));
  } catch (const Error& error) {
    if (retry && retry()) {
      DropRejects(database);
      return Scan(intake, database, statement);
    }
    if (!ScanTolerantly(intake, database, statement)) RefuseFile(intake, error);
  }
  CountRejects(intake, database);
}

void CheckRejected(const Intake& intake) {
  const SourceSummary& summary = intake.summary;
  const double all = summary.rows + summary.rejected_rows;
  const std::string first = summary.rejects.empty() ? "" : summary.rejects.front();
  if (summary.rows == 0 && summary.rejected_rows > 0) {
    throw Error(fmt::format("no row of {} could be read; {}", intake.file.name, first),
                intake.source->place);
  }
  const std::optional<double>& most = intake.spec->max_rejected;
  if (most && summary.rejected_rows > *most * all) {
    throw Error(fmt::format("{} of {} rows of {} could not be read, more than max_rejected allows; "
                            "the first: {}",
                            Count(summary.rejected_rows), Count(all), intake.file.name, first),
                intake.source->place);
  }
}

void Finish(Intake& intake) {
  FileHash hash = intake.hash.get();
  if (!hash.damage.empty()) {
    throw Error(fmt::format("cannot read {}: {}", intake.source->ShownFile(), hash.damage),
                intake.source->place)
        .Remedy("fetch the file again");
  }
  intake.summary.sha256 = std::move(hash.sha256);
  intake.summary.hash_sampled = hash.sampled;
}

std::string ShownExtreme(double value, ColumnType type, const Locale& locale) {
  if (std::isnan(value)) return "";
  switch (type) {
    case ColumnType::kInt:
      return FormatNumber(value, Format::kInt, locale);
    case ColumnType::kNumber:
      return FormatNumber(value, Format::kNum2, locale);
    case ColumnType::kMoney:
      return FormatNumber(value, Format::kUsd2, locale);
    case ColumnType::kDate:
      return FormatDate(static_cast<int>(value));
    case ColumnType::kTimestamp:
      return FormatDate(static_cast<int>(std::floor(value / kSecondsPerDay)));
    case ColumnType::kText:
    case ColumnType::kBool:
      break;
  }
  return "";
}

std::string ShownValue(std::string_view text) {
  const std::vector<std::string> characters = CodePoints(SanitizeUtf8(text));
  std::string shown;
  for (size_t index = 0; index < characters.size() && index < kShownCharacters; ++index) {
    shown += characters[index];
  }
  return "'" + shown + (characters.size() > kShownCharacters ? "…'" : "'");
}

}  // namespace tessera
