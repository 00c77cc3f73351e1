// A table or query of an SQLite file, by libsqlite3.
#ifndef TESSERA_WAREHOUSE_SQLITE_SOURCE_H_
#define TESSERA_WAREHOUSE_SQLITE_SOURCE_H_

#include "warehouse/source_file.h"

namespace tessera {

// Whether a file's first bytes are those of an SQLite database.
bool IsSqlite(std::string_view head);

// Copies the rows of `source.query`, or of the table `source.table` (the only one, when it names
// none), into the database: each value as the text that reads back as the same number or text, a
// blob as nothing. The file is opened read-only. Throws Error when it is damaged, locked, or has no
// such table; the tables are named then.
void ImportSqlite(const SourceSpec& source, Database& database, SourceFile& file);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SQLITE_SOURCE_H_
