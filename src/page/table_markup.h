// A table of the report as HTML: complete without script, sorted and searched with it.
#ifndef TESSERA_PAGE_TABLE_MARKUP_H_
#define TESSERA_PAGE_TABLE_MARKUP_H_

#include <optional>
#include <string>
#include <vector>

#include "model/report.h"

namespace tessera {

struct TableView {
  std::vector<std::string> columns;  // names of value columns; empty is all of them
  std::optional<size_t> limit;       // the first rows only
  std::optional<bool> search;        // by default where there are many rows
  bool anchor = true;                // carries the id "table-<id>"
};

// Intervals and counts stand small under the value that they belong to; the cells hold what is
// shown, and the full values are those of report.json at the same row. Throws an Error when the
// view names a column that the table does not have.
std::string TableHtml(const Report& report, const Table& table, const TableView& view);

}  // namespace tessera

#endif  // TESSERA_PAGE_TABLE_MARKUP_H_
