// A fingerprint of rows that come in any order: the sum of the rows' own SHA-256.
#ifndef TESSERA_WAREHOUSE_ROWS_HASH_H_
#define TESSERA_WAREHOUSE_ROWS_HASH_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tessera {

class RowsHash {
 public:
  void Add(std::string_view row);
  std::string Hex() const;  // 64 digits

 private:
  std::array<std::uint64_t, 4> sum_{};
};

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_ROWS_HASH_H_
