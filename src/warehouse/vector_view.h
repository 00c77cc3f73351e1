// The vectors that a function written in C++ is given by DuckDB. Private to this room.
#ifndef TESSERA_WAREHOUSE_VECTOR_VIEW_H_
#define TESSERA_WAREHOUSE_VECTOR_VIEW_H_

#include <duckdb.h>

#include <cstddef>
#include <string_view>

namespace tessera {

// One argument of a call, a value a row.
template <typename T>
class VectorView {
 public:
  VectorView(duckdb_data_chunk chunk, size_t argument)
      : VectorView(duckdb_data_chunk_get_vector(chunk, argument)) {}
  explicit VectorView(duckdb_vector vector)
      : values_(static_cast<const T*>(duckdb_vector_get_data(vector))),
        validity_(duckdb_vector_get_validity(vector)) {}

  bool Has(size_t row) const {
    return validity_ == nullptr || (validity_[row / 64] >> (row % 64) & 1) != 0;
  }
  const T& operator[](size_t row) const { return values_[row]; }

 private:
  const T* values_;
  const uint64_t* validity_;  // null: every value is there
};

inline std::string_view TextOf(const duckdb_string_t& text) {
  constexpr uint32_t kInlined = 12;
  const uint32_t length = text.value.inlined.length;
  return {length <= kInlined ? text.value.inlined.inlined : text.value.pointer.ptr, length};
}

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_VECTOR_VIEW_H_
