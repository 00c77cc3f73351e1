#include "metric/row_set.h"

#include <bit>

namespace tessera {

double RowSet::CountIn(const RowBits& flags) const {
  constexpr size_t kBits = 64;
  std::uint64_t count = 0;
  // Of few rows, walking all bits takes longer than looking at each.
  if (rows_.size() < flags.size()) {
    for (const std::uint32_t row : rows_) count += flags[row / kBits] >> (row % kBits) & 1;
    return static_cast<double>(count);
  }
  if (bits_.empty()) {
    bits_.resize(flags.size());
    for (const std::uint32_t row : rows_) bits_[row / kBits] |= std::uint64_t{1} << (row % kBits);
  }
  for (size_t i = 0; i < flags.size(); ++i) {
    count += static_cast<std::uint64_t>(std::popcount(flags[i] & bits_[i]));
  }
  return static_cast<double>(count);
}

}  // namespace tessera
