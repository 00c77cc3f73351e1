#include "warehouse/text_table.h"

#include <duckdb.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "warehouse/sql.h"

namespace tessera {

struct TextTable::Handle {
  duckdb_appender appender = nullptr;

  ~Handle() { duckdb_appender_destroy(&appender); }

  void Require(duckdb_state state) const {
    if (state == DuckDBSuccess) return;
    const char* reason = duckdb_appender_error(appender);
    throw Error(fmt::format("the rows cannot be kept: {}",
                            SanitizeUtf8(reason == nullptr ? "no reason given" : reason)));
  }
};

TextTable::TextTable(const std::string& name, size_t columns, Database& database)
    : handle_(std::make_unique<Handle>()) {
  std::string list;
  for (size_t column = 1; column <= columns; ++column) {
    list += fmt::format("{}c{} VARCHAR", column == 1 ? "" : ", ", column);
  }
  database.Execute(fmt::format("CREATE OR REPLACE TABLE {} ({})", QuoteName(name), list));
  handle_->Require(duckdb_appender_create(static_cast<duckdb_connection>(database.connection()),
                                          nullptr, name.c_str(), &handle_->appender));
}

TextTable::~TextTable() = default;

void TextTable::Append(std::optional<std::string_view> value) {
  if (!value) return handle_->Require(duckdb_append_null(handle_->appender));
  if (IsValidUtf8(*value)) {
    return handle_->Require(
        duckdb_append_varchar_length(handle_->appender, value->data(), value->size()));
  }
  ++repaired_;
  const std::string text = SanitizeUtf8(*value);
  handle_->Require(duckdb_append_varchar_length(handle_->appender, text.data(), text.size()));
}

void TextTable::EndRow() {
  handle_->Require(duckdb_appender_end_row(handle_->appender));
  ++rows_;
}

void TextTable::Finish() { handle_->Require(duckdb_appender_close(handle_->appender)); }

}  // namespace tessera
