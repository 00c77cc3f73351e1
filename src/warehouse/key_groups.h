// Groups made by KeyCounts (key_counts.h) in place of the engine's GROUP BY: when they will do, and
// the table of them. Private to this room.
#ifndef TESSERA_WAREHOUSE_KEY_GROUPS_H_
#define TESSERA_WAREHOUSE_KEY_GROUPS_H_

#include <optional>
#include <string>
#include <vector>

#include "warehouse/intake.h"
#include "warehouse/reduction.h"

namespace tessera {

// What the groups hold beside their key, their marks and their counts.
struct KeyGroupPlan {
  std::string key;                  // canonical
  std::optional<std::string> time;  // the one column whose span is kept
  ColumnType time_type = ColumnType::kTimestamp;
  struct Bound {
    std::string name;  // of the table's column
    bool high = false;
  };
  std::vector<Bound> bounds;        // its columns of that time
  std::vector<BoundColumn> absent;  // columns that the file does not have: their bounds are null
};

// Nothing when more is wanted of the rows than counts by one class, and the least and greatest
// value of one day or time. REQUIRES: CanCountClasses.
std::optional<KeyGroupPlan> PlanKeyGroups(const Reduction& reduction, const Intake& intake);

// The call of count_row for a row of TypedSelect; `late` and `flaws` are SQL.
std::string CountRowSql(const KeyGroupPlan& plan, const std::string& counted,
                        const std::string& late, const std::string& flaws);

// Makes GroupsTable(source) of what count_row has met, which is forgotten.
void WriteKeyGroups(const KeyGroupPlan& plan, const SourceSpec& source, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_KEY_GROUPS_H_
