// The definition's columns found in a file, and the SQL that makes them what they are declared to
// be.
#ifndef TESSERA_WAREHOUSE_BINDING_H_
#define TESSERA_WAREHOUSE_BINDING_H_

#include <span>
#include <string>
#include <vector>

#include "model/source_summary.h"
#include "spec/report_spec.h"
#include "warehouse/source_file.h"

namespace tessera {

struct BoundColumn {
  ColumnSpec spec;
  bool present = true;
  bool key = false;  // the key or the foreign key: text, whatever is declared
  FileColumn file;   // void unless present

  ColumnType type() const { return key ? ColumnType::kText : spec.type; }
};

// Finds each column of `source` by its bound name. Throws Error for one that is required and not
// there, with the nearest name of the header, and for one that is there twice.
std::vector<BoundColumn> BindColumns(const SourceSpec& source, const SourceFile& file);

// The columns of TypedSelect that stand beside the canonical one of column `name`, quoted.
std::string RawName(const std::string& name);     // as the file has it
std::string FailedName(const std::string& name);  // the text that is not of the type, else null
std::string ChangedName(
    const std::string& name);  // true where trimming, folding or rounding changed it

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

// What a summary says of a column before its values are known.
ColumnSummary DescribeColumn(const BoundColumn& column);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_BINDING_H_
