// From DuckDB's vectors to a Result. Private to this room.
#ifndef TESSERA_WAREHOUSE_FETCH_H_
#define TESSERA_WAREHOUSE_FETCH_H_

#include <duckdb.h>

#include "warehouse/result.h"

namespace tessera {

// Copies every chunk of `result`, whole vectors at a time. Throws Error for a type that a report
// has no use for (a list, a blob), and for a DECIMAL beyond 64 bits.
// With `keep_bytes`, a column of UTINYINT, of which none is null, is one of bytes.
Result FetchAll(duckdb_result& result, bool keep_bytes = false);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FETCH_H_
