// A function written in C++ for the SQL of this room. Private to it.
#ifndef TESSERA_WAREHOUSE_SCALAR_FUNCTION_H_
#define TESSERA_WAREHOUSE_SCALAR_FUNCTION_H_

#include <duckdb.h>

#include <vector>

namespace tessera {

struct ScalarFunction {
  const char* name = "";
  std::vector<duckdb_type> parameters;
  duckdb_type result = DUCKDB_TYPE_BOOLEAN;
  duckdb_scalar_function_t body = nullptr;  // gets nulls as they are
  void* extra = nullptr;                    // what the body asks for; must outlive the connection
  // Called once a row, whatever it gives; else once a different value where the engine knows them.
  bool is_volatile = false;
  bool variadic = false;  // takes any number of its one parameter
};

// Throws Error when DuckDB does not take it.
void Register(const ScalarFunction& scalar, duckdb_connection connection);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SCALAR_FUNCTION_H_
