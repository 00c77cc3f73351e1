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

struct Everyone {
  double entities = 0;  // how many there are
  std::string rule;     // who is in the sample, in words
  std::string query;    // "SELECT …": a row an entity; the report's filters have been applied
  SqlScope scope;       // its columns, in the dialect of the engine that answers
  std::optional<SourceSpec> server;  // where that is; nothing is the embedded engine
};

// A row of an answer, every value as text.
using TextRow = std::vector<std::optional<std::string>>;

// Asks for `values`, expressions over the row source `from` ("(SELECT …) AS t"); `rest` follows it:
// "GROUP BY …". Throws Error as the engine's source does.
std::vector<TextRow> Ask(const Everyone& everyone, const std::vector<std::string>& values,
                         const std::string& from, const std::string& rest, Database& database);
// The same of a server.
std::vector<TextRow> AskServer(const SourceSpec& server, const std::vector<std::string>& values,
                               const std::string& from, const std::string& rest);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_EVERYONE_H_
