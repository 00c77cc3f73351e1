// A table of the database that is filled row by row with texts: how rows come in that DuckDB does
// not read by itself.
#ifndef TESSERA_WAREHOUSE_TEXT_TABLE_H_
#define TESSERA_WAREHOUSE_TEXT_TABLE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "warehouse/database.h"

namespace tessera {

class TextTable {
 public:
  // Makes the table `name` with `columns` columns c1, c2, … of VARCHAR, in place of one of that
  // name. Throws Error as Database::Execute does.
  TextTable(const std::string& name, size_t columns, Database& database);
  ~TextTable();
  TextTable(const TextTable&) = delete;
  TextTable& operator=(const TextTable&) = delete;

  // The next value of the row; nothing is null. What is no UTF-8 is replaced by U+FFFD and counted.
  void Append(std::optional<std::string_view> value);
  // REQUIRES: as many values as there are columns since the last call.
  void EndRow();
  // All rows are in the table after this. Throws Error when there is no room for them.
  void Finish();

  size_t rows() const { return rows_; }
  size_t repaired() const { return repaired_; }

 private:
  struct Handle;  // DuckDB's appender
  std::unique_ptr<Handle> handle_;
  size_t rows_ = 0;
  size_t repaired_ = 0;
};

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_TEXT_TABLE_H_
