// What was read: per source its rows, what was dropped and why, and each column's state.
#ifndef TESSERA_MODEL_SOURCE_SUMMARY_H_
#define TESSERA_MODEL_SOURCE_SUMMARY_H_

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace tessera {

// A column of the definition as it was found in the file.
struct ColumnSummary {
  std::string name;   // the kind's name
  std::string bound;  // the file's own name
  std::string label;
  std::string type;  // "text", "int", "money", "number", "bool", "date", "timestamp"
  std::string unit;
  bool present = true;        // false: an optional column that the file does not have
  double missing = 0;         // null after null_values and failed casts
  double failed = 0;          // values that are not of the type; they became null
  std::string first_failure;  // "line 17: 'n/k'"
  double folded = 0;          // values changed by trimming or case folding
  std::string minimum;        // as displayed; "" when nothing is there
  std::string maximum;
};

// Rows are counted at each step: rows + rejected_rows are those of the file; used_rows are left.
struct SourceSummary {
  std::string name;
  std::string file;    // the name as given, without its folder
  std::string format;  // "csv", "parquet", "jsonl"
  double rows = 0;     // data rows that could be read
  double columns = 0;  // columns of the file
  double rejected_rows = 0;
  std::vector<std::string> rejects;  // the first few: "line 17: expected 5 columns, found 7"
  std::string sha256;
  bool hash_sampled = false;
  double bytes = 0;
  double identical_duplicates = 0;    // rows dropped (entity sources) or counted (event sources)
  double conflicting_duplicates = 0;  // rows with a key already seen and other content: dropped
  std::vector<std::string> conflicting_keys;  // counted examples never leave the machine: see notes
  double older_rows = 0;                      // rows of a key that has a later one: dropped
  double missing_keys = 0;                    // rows without a key: dropped
  double orphans = 0;                         // rows of an unknown entity: left out
  double after_as_of = 0;                     // rows later than as_of: left out
  double used_rows = 0;
  std::optional<int> first_day;  // window of the time column, days since 1970-01-01
  std::optional<int> last_day;
  std::vector<ColumnSummary> column_summaries;
  bool found = true;  // false: the source is missing or empty and the report goes on without it
};

}  // namespace tessera

#endif  // TESSERA_MODEL_SOURCE_SUMMARY_H_
