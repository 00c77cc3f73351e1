// The SQL that makes a file's values what their columns are declared to be.
#ifndef TESSERA_WAREHOUSE_TYPED_SELECT_H_
#define TESSERA_WAREHOUSE_TYPED_SELECT_H_

#include <span>
#include <string>

#include "warehouse/binding.h"

namespace tessera {

// The columns that TypedSelect gives beside the canonical one of column `name`, quoted: the value
// as the file has it, the text that is not of the type (else null), and whether trimming, folding
// or rounding changed the value.
std::string RawName(const std::string& name);
std::string FailedName(const std::string& name);
std::string ChangedName(const std::string& name);

// Text as the report takes it: trimmed, folded where asked for, null where it means nothing. `raw`
// is SQL for the file's value.
std::string CleanTextSql(const BoundColumn& column, const std::string& raw,
                         std::span<const std::string> null_values);
// Whether that changed it; false where it made it null.
std::string ChangedTextSql(const std::string& raw, const std::string& clean);

// A query over the file's rows that gives every column under its canonical name and type, and
// beside it the three above. Nothing in it fails: what is not of its type is null.
std::string TypedSelect(std::span<const BoundColumn> columns, const std::string& scan,
                        std::span<const std::string> null_values);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_TYPED_SELECT_H_
