#include "warehouse/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/text.h"
#include "warehouse/file_set.h"
#include "warehouse/rejects.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

constexpr size_t kShownCharacters = 40;
constexpr double kSecondsPerDay = 86400;

void CountRejects(Intake& intake, Database& database) {
  RejectedRows rejected = TakeRejects(intake.source->name, intake.file, database);
  intake.summary.rejected_rows = rejected.count;
  intake.summary.rejects = std::move(rejected.first);
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
  std::string why = intake.hash.valid() ? intake.hash.get().damage : "";
  std::string remedy = "fetch the file again";
  if (why.empty() && intake.file.format == FileFormat::kCsv) {
    why = TextDamage(intake.file.paths);
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
                            FormatCount(file.repaired)));
  }
  for (const std::string& column : file.left_out) {
    intake.Note(Severity::kWarning, fmt::format("the column '{}' holds lists or bytes, no single "
                                                "values, and is left out",
                                                SanitizeUtf8(column)));
  }
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
  intake.file = OpenSource(source, IsReducedThere(source, spec), database);
  if (!source.IsServer()) {
    intake.hash = HashFilesAside(intake.file.paths, intake.file.gzip);
  }
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
    throw Error(
        fmt::format("{} of {} rows of {} could not be read, more than max_rejected allows; "
                    "the first: {}",
                    FormatCount(summary.rejected_rows), FormatCount(all), intake.file.name, first),
        intake.source->place);
  }
}

void Finish(Intake& intake) {
  FileHash hash = intake.hash.valid() ? intake.hash.get() : intake.file.hash.value_or(FileHash());
  intake.summary.bytes = intake.file.bytes;
  if (BytesOf(intake.file.paths) != intake.file.bytes && !intake.file.paths.empty()) {
    throw Error(
        fmt::format("cannot read {}: it changed while it was read", intake.source->ShownFile()),
        intake.source->place)
        .Remedy("build over a copy that nobody writes to");
  }
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
