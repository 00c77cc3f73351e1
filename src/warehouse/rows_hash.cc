#include "warehouse/rows_hash.h"

#include <fmt/format.h>

#include <charconv>

#include "base/hash.h"

namespace tessera {

void RowsHash::Add(std::string_view row) {
  constexpr size_t kDigits = 16;  // of one of the four numbers
  const std::string hex = Sha256Hex(row);
  for (size_t part = 0; part < sum_.size(); ++part) {
    const char* digits = hex.data() + part * kDigits;
    std::uint64_t number = 0;
    std::from_chars(digits, digits + kDigits, number, 16);
    sum_[part] += number;
  }
}

std::string RowsHash::Hex() const {
  return fmt::format("{:016x}{:016x}{:016x}{:016x}", sum_[0], sum_[1], sum_[2], sum_[3]);
}

}  // namespace tessera
