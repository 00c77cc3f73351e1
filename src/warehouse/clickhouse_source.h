// A table or query on a ClickHouse as a source: its rows copied into the database, or reduced where
// they are, so that only a row a key comes back.
#ifndef TESSERA_WAREHOUSE_CLICKHOUSE_SOURCE_H_
#define TESSERA_WAREHOUSE_CLICKHOUSE_SOURCE_H_

#include "warehouse/database.h"
#include "warehouse/remote_groups.h"
#include "warehouse/source_file.h"

namespace tessera {

// Finds the columns; those that hold no single values are left out. `file.scan` is what stands
// after FROM on the server. Throws Error as ClickHouseServer does.
void OpenClickHouse(const SourceSpec& source, SourceFile& file);

// Copies the columns that the definition binds into ImportTable(source), as text, times in UTC. The
// hash is over the rows that came, whatever their order.
void ImportClickHouse(const SourceSpec& source, Database& database, SourceFile& file);

// Makes the table of the groups. `file.bytes` and `file.hash` are of what came back.
void ReduceInClickHouse(const SourceSpec& source, const RemoteGroups& groups, Database& database,
                        SourceFile& file);

// A query whose columns are texts as ClickHouseText makes them; null is nothing.
std::vector<std::vector<std::optional<std::string>>> AskClickHouse(const SourceSpec& source,
                                                                   const std::string& sql,
                                                                   size_t columns);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_CLICKHOUSE_SOURCE_H_
