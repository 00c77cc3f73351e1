# DuckDB: a system installation where there is one, else the library and the stable C header that
# `npm ci` puts into node_modules (package.json pins both).
find_library(DUCKDB_LIBRARY duckdb)
find_path(DUCKDB_INCLUDE duckdb.h)
set(node_modules ${CMAKE_SOURCE_DIR}/node_modules)
if(NOT DUCKDB_LIBRARY OR NOT DUCKDB_INCLUDE)
  set(DUCKDB_LIBRARY ${node_modules}/@duckdb/node-bindings-linux-x64/libduckdb.so)
  set(DUCKDB_INCLUDE ${node_modules}/duckdb/src/duckdb/src/include)
  if(NOT EXISTS ${DUCKDB_LIBRARY} OR NOT EXISTS ${DUCKDB_INCLUDE}/duckdb.h)
    message(FATAL_ERROR "DuckDB is missing: run `npm ci` in ${CMAKE_SOURCE_DIR} first")
  endif()
endif()
add_library(duckdb SHARED IMPORTED GLOBAL)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION ${DUCKDB_LIBRARY}
  IMPORTED_NO_SONAME TRUE
  INTERFACE_INCLUDE_DIRECTORIES ${DUCKDB_INCLUDE}
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${DUCKDB_INCLUDE})
