// A table or query of a PostgreSQL server (or one that speaks its protocol), by libpq.
#ifndef TESSERA_WAREHOUSE_POSTGRES_SOURCE_H_
#define TESSERA_WAREHOUSE_POSTGRES_SOURCE_H_

#include "warehouse/remote_groups.h"
#include "warehouse/source_file.h"

namespace tessera {

// "postgres://…" or "postgresql://…".
bool IsPostgres(std::string_view address);

// Streams the columns that the definition binds, of `source.query` or of the table `source.table`
// ("schema.table"), into the database by COPY, row after row: no cursor, and no more in memory than
// a row. Times with a zone come in UTC. A column of arrays, composites or bytes is left out with a
// note. The transaction is read-only and sees one state of the data. file.hash is over the bytes
// that came.
//
// Credentials come from the address, the environment (PGUSER, PGPASSWORD, PGPASSFILE, …) or the
// service file, as libpq has it. Where the address does not say otherwise, the server's certificate
// is verified unless it is on this machine, and a connection is waited for 10 seconds. Throws
// Error, without credentials, when the server cannot be reached, refuses, or breaks off.
void ImportPostgres(const SourceSpec& source, Database& database, SourceFile& file);

// Looks at the columns alone; `file.scan` is what stands after FROM on the server.
void OpenPostgres(const SourceSpec& source, SourceFile& file);
// Makes the table of the groups, which the server works out. `file.bytes` and `file.hash` are of
// what came back.
void ReduceInPostgres(const SourceSpec& source, const RemoteGroups& groups, Database& database,
                      SourceFile& file);

// A query whose columns are texts; null is nothing.
std::vector<std::vector<std::optional<std::string>>> AskPostgres(const SourceSpec& source,
                                                                 const std::string& sql,
                                                                 size_t columns);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_POSTGRES_SOURCE_H_
