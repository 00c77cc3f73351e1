// The columns of a server's table as the report takes them, in the server's own SQL: what
// typed_select.h does for files, in one expression a column, so that the server can group by it.
//
// It differs from files in three things: a time without a zone is taken as UTC, ClickHouse keeps
// times to the second and days from 1970 on, and ClickHouse reads a text that is a time by
// parseDateTimeBestEffort.
#ifndef TESSERA_WAREHOUSE_REMOTE_COLUMNS_H_
#define TESSERA_WAREHOUSE_REMOTE_COLUMNS_H_

#include <span>
#include <string>

#include "warehouse/binding.h"
#include "warehouse/dialect.h"

namespace tessera {

// Nothing in these fails; what is not of its type is null.
struct RemoteColumn {
  std::string raw;      // as the table has it, as text
  std::string value;    // cleaned, of its type
  std::string missing;  // whether that is null
  std::string flawed;   // text: whether cleaning changed it; else: whether it is not of its type
};

// `column.file` gives the server's expression and what DuckDB would call its type.
// REQUIRES: the column is present, and the dialect is not DuckDB's.
RemoteColumn MakeRemoteColumn(const BoundColumn& column, std::span<const std::string> null_values,
                              Dialect dialect);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_REMOTE_COLUMNS_H_
