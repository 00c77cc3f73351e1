// A table or query of a MariaDB or MySQL server, by libmariadb.
//
// Address: mariadb://[user[:password]@]host[:port]/database[?option=value&…], or mysql://… Options:
// sslmode=disable, require (no matter whose certificate) or verify-full, sslrootcert=FILE (the
// authorities, else the system's), socket=FILE, timeout=SECONDS (of one wait for the server, an
// hour when not given). The password comes from the address, else from MYSQL_PWD.
#ifndef TESSERA_WAREHOUSE_MARIADB_SOURCE_H_
#define TESSERA_WAREHOUSE_MARIADB_SOURCE_H_

#include <string_view>

#include "warehouse/source_file.h"

namespace tessera {

// "mariadb://…" or "mysql://…".
bool IsMariaDb(std::string_view address);

// Streams the columns that the definition binds, of `source.query` or of the table `source.table`
// ("table" or "database.table"), into the database, row after row: no more in memory than a row.
// Every value is the text that reads back as the same number, text or time; a BIT is its number,
// and TIMESTAMP comes in UTC. A bound column of bytes or shapes is left out with a note. The
// transaction is read-only and sees one state of the data. file.hash is over the rows that came,
// whatever their order.
//
// Where the address does not say otherwise, the server must show a certificate that holds unless it
// is on this machine; a connection is waited for 10 seconds. Without such a certificate no password
// is sent as it is, and no server may ask for a file of this machine. Throws Error, without
// credentials, when the server cannot be reached, refuses, or breaks off.
void ImportMariaDb(const SourceSpec& source, Database& database, SourceFile& file);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_MARIADB_SOURCE_H_
