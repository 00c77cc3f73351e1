// The reduction of a server's rows to groups (reduction.h) as one query that the server answers, so
// that its rows stay where they are.
//
// GROUP BY and the aggregates stand in the one SELECT over the table: each shard of a distributed
// table does its part of it.
#ifndef TESSERA_WAREHOUSE_REMOTE_GROUPS_H_
#define TESSERA_WAREHOUSE_REMOTE_GROUPS_H_

#include <string>
#include <vector>

#include "warehouse/dialect.h"
#include "warehouse/intake.h"
#include "warehouse/reduction.h"

namespace tessera {

// A column of the groups: its aggregate or, where rows are grouped by it, its expression; its name
// in the table of the groups.
struct RemoteGroupColumn {
  Partial value;
  std::string name;
  bool grouped = false;
};

struct RemoteGroups {
  Reduction reduction;                     // its partials are in the server's dialect
  std::vector<RemoteGroupColumn> columns;  // the first is the key as the table has it
};

// The columns that ScanRows gives the groups of a file, and kRepeatedRows. `scope` holds the
// parameters, and as_of where it is given. Throws Error as PlanReduction does.
RemoteGroups PlanRemoteGroups(const Intake& intake, SqlScope scope, Dialect dialect);

// A row a group; every value is a text or null.
std::string PostgresGroupsQuery(const RemoteGroups& groups, const std::string& table);
// A row a key: the key, and an array a further column, with an element a group; empty where all are
// 0. What can be put `together` has one element, for all groups that are not late. Every value is a
// text, as ClickHouseText makes it.
std::string ClickHouseGroupsQuery(const RemoteGroups& groups, const std::string& table);
// Any value as a text: "" for null, else "=" before it.
std::string ClickHouseText(const std::string& sql);

// The statement that makes the table of the groups out of the columns c1, c2, … of `texts`.
std::string TypedGroups(const RemoteGroups& groups, const SourceSpec& source,
                        const std::string& texts);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_REMOTE_GROUPS_H_
