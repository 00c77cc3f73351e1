// All entities of a report that is about a hash sample of them (`frame_limit`): still a table, of
// the engine that holds them, which is asked for exact figures and never gives the rows.
//
// An entity is in the sample by the MD5 of its key alone: the same ones in every engine and on
// every day, whatever else there is, so that anybody can draw it again.
#ifndef TESSERA_WAREHOUSE_EVERYONE_H_
#define TESSERA_WAREHOUSE_EVERYONE_H_

#include <optional>
#include <string>
#include <vector>

#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/sql.h"

namespace tessera {

// The first `share` of all that an MD5 can be, 0 < share < 1: whose hexadecimal digits stand before
// these.
struct HashSample {
  std::string digits;

  static HashSample Of(double share);
  std::string Condition(const std::string& key, Dialect dialect) const;
  // "the MD5 of user_id is below 4ccccccc"
  std::string InWords(const std::string& key) const;
};

// What each shard of a ClickHouse cluster is asked to join its own part of a query with: a
// distributed table of the entities, whose shards hold each of them whole (clickhouse_shards.h).
struct ShardTable {
  std::string scan;  // what stands after FROM
  std::string key;   // an expression over it
};

// What is said of an entity that is in the sample.
inline constexpr const char* kSampled = "sample";

struct Everyone {
  double entities = 0;  // how many there are
  HashSample sample;    // who is in it,
  std::string key;      // by this column
  std::string query;    // "SELECT …": a row an entity; the report's filters have been applied
  SqlScope scope;       // its columns, in the dialect of the engine that answers
  std::optional<SourceSpec> server;  // where that is; nothing is the embedded engine
  std::optional<ShardTable> shards;  // `query` has the column kKeyAlias then
};
inline constexpr const char* kKeyAlias = "\"#key\"";

// What stands after FROM for `query`, made of everyone's; `scope` names its columns, and gets other
// names for them where each shard answers for its own part.
std::string ScanSql(const Everyone& everyone, const std::string& query, SqlScope& scope);

// Everyone in their segments.
struct EveryoneRows {
  std::string from;                  // a ScanSql
  SqlScope scope;                    // its columns and dimensions
  std::vector<std::string> members;  // of each dimension, the column with the member's name
  std::string drawn;                 // the column that says kSampled of who is in the sample; or ""
};

// A row of an answer, every value as text.
using TextRow = std::vector<std::optional<std::string>>;

// Asks for `values`, expressions over a ScanSql; `rest` follows it: "GROUP BY …". Throws Error as
// the engine's source does.
std::vector<TextRow> Ask(const Everyone& everyone, const std::vector<std::string>& values,
                         const std::string& from, const std::string& rest, Database& database);
// The same of a server, of anything that stands after FROM.
std::vector<TextRow> AskServer(const SourceSpec& server, const std::vector<std::string>& values,
                               const std::string& from, const std::string& rest);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_EVERYONE_H_
