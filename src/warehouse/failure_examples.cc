#include "warehouse/failure_examples.h"

#include <cstring>
#include <utility>

#include "base/error.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

void NoteFailure(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* examples = static_cast<FailureExamples*>(duckdb_scalar_function_get_extra_info(info));
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<std::uint32_t> columns(input, 0);
  const VectorView<duckdb_string_t> texts(input, 1);
  for (size_t row = 0; row < count; ++row) {
    if (texts.Has(row)) examples->Add(columns[row], TextOf(texts[row]));
  }
  std::memset(duckdb_vector_get_data(output), 1, count);
}

}  // namespace

void FailureExamples::Add(std::uint32_t column, std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto [least, is_new] = least_.try_emplace(column, text);
  if (!is_new && text < least->second) least->second = text;
}

std::map<std::uint32_t, std::string> FailureExamples::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(least_, {});
}

void RegisterNoteFailure(duckdb_connection connection, FailureExamples& examples) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_logical_type number = duckdb_create_logical_type(DUCKDB_TYPE_UINTEGER);
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_logical_type truth = duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
  duckdb_scalar_function_set_name(function, "note_failure");
  duckdb_scalar_function_add_parameter(function, number);
  duckdb_scalar_function_add_parameter(function, text);
  duckdb_scalar_function_set_return_type(function, truth);
  duckdb_scalar_function_set_volatile(function);
  duckdb_scalar_function_set_extra_info(function, &examples, nullptr);
  duckdb_scalar_function_set_function(function, NoteFailure);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  for (duckdb_logical_type* type : {&truth, &text, &number}) duckdb_destroy_logical_type(type);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) throw Error("DuckDB does not take the function note_failure");
}

}  // namespace tessera
