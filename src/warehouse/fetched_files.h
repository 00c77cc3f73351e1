// Files at https:// and s3:// addresses. DuckDB's extension httpfs fetches them, where somebody has
// installed it; they are then read as any other file.
//
// It is looked for in TESSERA_EXTENSION_DIRECTORY, else in ~/.duckdb/extensions, in DuckDB's own
// folders <version>/<platform>. It is never downloaded, and DuckDB takes none that it has not
// signed.
#ifndef TESSERA_WAREHOUSE_FETCHED_FILES_H_
#define TESSERA_WAREHOUSE_FETCHED_FILES_H_

#include <span>
#include <string>
#include <vector>

#include "spec/report_spec.h"
#include "warehouse/database.h"

namespace tessera {

// Copies the files of all sources that are at such an address into the database's WorkFolder, each
// in memory while it is copied. "s3://bucket/logs/*.parquet" is a pattern. Servers must show a
// certificate that holds. Credentials for S3 come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
// AWS_SESSION_TOKEN; AWS_REGION and AWS_ENDPOINT_URL say where it is. Does nothing where there is
// no such source. Throws Error at the source's place, without what is secret: no extension, with
// the places looked at; one that does not load; what cannot be fetched.
// REQUIRES: the database is not restricted yet (Database::AllowOnly).
void FetchFiles(std::span<const SourceSpec> sources, Database& database);

// Copies what DuckDB finds at `source.file`, a path or an address.
void CopyFiles(const SourceSpec& source, Database& database);

// The copies, in the order of their names.
std::vector<std::string> FetchedFiles(const SourceSpec& source, const Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FETCHED_FILES_H_
