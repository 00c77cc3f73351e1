// One source on its way in: what is common to entities and to the rows that belong to them.
#ifndef TESSERA_WAREHOUSE_INTAKE_H_
#define TESSERA_WAREHOUSE_INTAKE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "warehouse/binding.h"
#include "warehouse/database.h"
#include "warehouse/file_hash.h"

namespace tessera {

struct Intake {
  const ReportSpec* spec = nullptr;
  const SourceSpec* source = nullptr;
  SourceFile file;
  std::vector<BoundColumn> columns;
  std::future<FileHash> hash;
  SourceSummary summary;
  std::vector<Diagnostic> notes;

  const BoundColumn& Column(std::string_view canonical) const;  // REQUIRES: it is declared
  void Note(Severity severity, std::string message);
};

// Looks at the file and binds its columns; the fingerprint is taken from here on.
Intake Open(const ReportSpec& spec, const SourceSpec& source, Database& database);

// Runs `statement(scan)`, which must read the file once, and counts the rows that could not be
// read. When it fails and `retry` gives true, the scan begins anew with another statement.
void Scan(Intake& intake, Database& database,
          const std::function<std::string(const std::string& scan)>& statement,
          const std::function<bool()>& retry = {});

// Throws Error when no row could be read, or more were rejected than the definition's max_rejected
// allows. REQUIRES: summary.rows is known.
void CheckRejected(const Intake& intake);

// Waits for the fingerprint. Throws Error for a damaged file, and for one that was written to
// meanwhile.
void Finish(Intake& intake);

// A number of a column as the report shows it: 12 units, $3.50, 2025-08-01. NaN is "".
std::string ShownExtreme(double value, ColumnType type, const Locale& locale);
// A value of the file inside a sentence: quoted, short, valid UTF-8.
std::string ShownValue(std::string_view text);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_INTAKE_H_
