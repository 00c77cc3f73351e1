// Whether each shard of a ClickHouse cluster can answer for its own entities.
#ifndef TESSERA_WAREHOUSE_CLICKHOUSE_SHARDS_H_
#define TESSERA_WAREHOUSE_CLICKHOUSE_SHARDS_H_

#include <span>
#include <string>
#include <string_view>

#include "spec/report_spec.h"

namespace tessera {

// A table on a ClickHouse, and its column of keys.
struct KeyedTable {
  const SourceSpec* source = nullptr;
  std::string scan;    // what stands after FROM
  std::string column;  // as the table names it
  std::string flawed;  // SQL: whether cleaning changed a key
};

// How a table is spread: the text "Distributed(cluster, database, table, cityHash64(id))", the
// engine of it, as the cluster and the expression with `column` as "key"; "" where another column
// or none says which shard a row is on.
std::string SpreadBy(std::string_view engine, std::string_view column);

// Whether all are distributed tables of one cluster, spread alike by their keys alone, of the same
// type and none in need of cleaning: then all rows of a key are on one shard. What the tables
// declare is believed. Throws Error as ClickHouseServer does.
bool ShareShards(std::span<const KeyedTable> tables);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_CLICKHOUSE_SHARDS_H_
