// Why a source cannot be read, said at the place that names it and with what to do.
#ifndef TESSERA_WAREHOUSE_REFUSALS_H_
#define TESSERA_WAREHOUSE_REFUSALS_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "spec/report_spec.h"

namespace tessera {

// "cannot read FILE: why", at the place that names it, without what is secret in an address.
Error CannotRead(const SourceSpec& source, const std::string& why);

// The source's files (file_set.h). Throws Error when there is none, with the nearest name, and for
// what is no regular file.
std::vector<std::string> RequireFiles(const SourceSpec& source);
// Throws Error for text that begins as no table does: a spreadsheet, bytes, another encoding.
void RefuseOtherKinds(const SourceSpec& source, std::string_view head);

// Throws Error for a source on a server that names neither a table nor a query.
void RequireTable(const SourceSpec& source);
// The Error for a table that has none of the columns that the report knows.
[[noreturn]] void RefuseColumns(const SourceSpec& source, const std::vector<std::string>& names);

// "it lacks 'a'; it has also 'b'", against the columns of the first file of the set.
std::string ColumnDifference(const std::vector<std::string>& first,
                             const std::vector<std::string>& other);
// The Error for the file `other` of a set that is not as its `first`.
[[noreturn]] void RefuseDifferent(const SourceSpec& source, const std::string& first,
                                  const std::string& other, const std::string& why);

// Of a database with several tables: `source.table`, or the only one. Throws Error with the names.
std::string ChosenTable(const SourceSpec& source, const std::vector<std::string>& tables);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_REFUSALS_H_
