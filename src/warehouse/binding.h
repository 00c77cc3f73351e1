// The definition's columns, found in a file.
#ifndef TESSERA_WAREHOUSE_BINDING_H_
#define TESSERA_WAREHOUSE_BINDING_H_

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

// What a summary says of a column before its values are known.
ColumnSummary DescribeColumn(const BoundColumn& column);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_BINDING_H_
