#include "warehouse/scalar_function.h"

#include <fmt/format.h>

#include "base/error.h"

namespace tessera {

void Register(const ScalarFunction& scalar, duckdb_connection connection) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, scalar.name);
  for (const duckdb_type type : scalar.parameters) {
    duckdb_logical_type parameter = duckdb_create_logical_type(type);
    if (scalar.variadic) {
      duckdb_scalar_function_set_varargs(function, parameter);
    } else {
      duckdb_scalar_function_add_parameter(function, parameter);
    }
    duckdb_destroy_logical_type(&parameter);
  }
  duckdb_logical_type result = duckdb_create_logical_type(scalar.result);
  duckdb_scalar_function_set_return_type(function, result);
  duckdb_destroy_logical_type(&result);
  if (scalar.is_volatile) duckdb_scalar_function_set_volatile(function);
  duckdb_scalar_function_set_special_handling(function);
  duckdb_scalar_function_set_extra_info(function, scalar.extra, nullptr);
  duckdb_scalar_function_set_function(function, scalar.body);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) {
    throw Error(fmt::format("DuckDB does not take the function {}", scalar.name));
  }
}

}  // namespace tessera
