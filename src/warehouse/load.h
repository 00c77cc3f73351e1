// Reads the sources of a definition into the database, each file once.
//
// Gives the table `entities`: one row an entity in the order of its key (binary order of the text),
// the entity source's columns under their canonical names and the definition's attributes, typed by
// TypeSql. An optional column that the file does not have is there, all null. Keys are text.
//
// A one-to-one source gives the entities its columns, but for its key and its time: null for an
// entity without a row.
//
// A many-to-one source is reduced while it is read, never held row by row. It gives its attributes
// in `entities` (count 0, any false and count_distinct 0 for an entity without rows, else null)
// and, for each values block, the table "<source>_values_<column>" (value, rows, entities), the
// most frequent first.
//
// Of more entities than `frame_limit`, `entities` and the values tables hold a hash sample
// (everyone.h).
//
// Sums and means are exact: of whole numbers and money by themselves, of numbers to 10^-9 a row
// (values beyond 10^18 are left out), so that they do not depend on the number of threads.
#ifndef TESSERA_WAREHOUSE_LOAD_H_
#define TESSERA_WAREHOUSE_LOAD_H_

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/source_summary.h"
#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/everyone.h"
#include "warehouse/sql.h"

namespace tessera {

// Proof that joining a many-to-one source's attributes onto the entities multiplied nothing.
struct JoinProof {
  std::string source;
  double entities_before = 0, entities_after = 0;
  std::string column;                    // an additive column of the entities; "" if there is none
  double sum_before = 0, sum_after = 0;  // of that column, in its unit
  double rows_used = 0;                  // rows of the source that belong to an entity
  double rows_joined = 0;                // the same, counted over the joined entities

  bool holds() const;
};

// The table of a snapshot: its rows once each in the order of their key, the columns of the entity
// source. There is none where the snapshot is absent.
std::string SnapshotTable(std::string_view source);
// An attribute that is a formula over entities.
TypedSql FormulaSql(const AttributeSpec& attribute, const SqlScope& scope);

// What was read. `entities` may be used through `scope`.
struct Sources {
  std::vector<SourceSummary> summaries;  // in the definition's order
  int as_of = 0;                         // days since 1970-01-01
  bool as_of_given = false;  // by the definition; else it is the newest date of the data
  std::optional<int> first_day, last_day;  // window of the time columns
  double entities = 0;
  SqlScope scope;                // the columns of `entities`, parameters and as_of
  std::vector<JoinProof> joins;  // one a source that was joined
  // How many rows a join of the files as they came would have given: more than there are entities
  // where keys are repeated. Nothing when none is.
  std::optional<double> naive_rows;
  // Where there are more entities than `frame_limit`: `entities` holds a hash sample of them.
  std::optional<Everyone> everyone;
  std::vector<Diagnostic> notes;

  const SourceSummary* Find(std::string_view source) const;
};

// Throws Error, with the file and what to do, for what a report cannot survive: a missing, empty or
// unreadable file, a required column that is not there, no customers, no date. All else is counted.
Sources LoadSources(const ReportSpec& spec, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_LOAD_H_
