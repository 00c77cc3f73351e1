// A many-to-one source: read once, reduced to one row a key.
#ifndef TESSERA_WAREHOUSE_ROW_SOURCE_H_
#define TESSERA_WAREHOUSE_ROW_SOURCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "warehouse/counted_classes.h"
#include "warehouse/intake.h"
#include "warehouse/key_groups.h"
#include "warehouse/reduction.h"

namespace tessera {

// A source whose file has been read into its groups.
struct RowSource {
  Intake intake;
  Reduction reduction;
  std::optional<CountedClasses> counted;          // else: a group a class
  std::optional<KeyGroupPlan> key_groups;         // else: the engine makes the groups
  std::map<std::uint32_t, std::string> failures;  // an example by the column's number
  bool clean = false;                             // no text of the groups needs trimming or folding
  GroupKind kind = GroupKind::kRepeating;
  std::optional<int> newest_day;  // of all rows, whatever their key
};

// One scan of the file into the groups. `scope` holds the parameters, and as_of where it is given.
// Asks nothing of the entities: it may run while they are read.
RowSource ScanRows(Intake intake, const SqlScope& scope, Database& database);

// What the groups tell about the source. `entity_keys` is a query that gives the entities' keys.
void SummarizeRows(const std::string& entity_keys, Database& database, RowSource& rows);

// The totals, once as_of is known: the table TotalsTable(source), one row a key (column
// "#key", the attributes, kGroupRows), for keys without an entity too. `scope` as above, with
// as_of. Gives the attributes' types in order.
std::vector<ColumnType> ReduceRows(RowSource& rows, const SqlScope& scope, Database& database);
std::string TotalsTable(const std::string& source);

// The tables "<source>_values_<column>", over the rows of the entities that the query `entity_keys`
// gives; "" takes all rows. The groups are dropped.
void CountValues(const RowSource& rows, const std::string& entity_keys, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_ROW_SOURCE_H_
