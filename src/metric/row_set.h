// Rows of the frame that are asked about again and again: their numbers, and one bit a row of the
// frame, made when it is first needed, by which flags are counted 64 at a time.
#ifndef TESSERA_METRIC_ROW_SET_H_
#define TESSERA_METRIC_ROW_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera {

// A bit a row, the first in the lowest.
using RowBits = std::vector<std::uint64_t>;

// A view: the rows must outlive it. For one thread.
class RowSet {
 public:
  // As a span of them. NOLINTNEXTLINE(google-explicit-constructor)
  RowSet(std::span<const std::uint32_t> rows) : rows_(rows) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  RowSet(const std::vector<std::uint32_t>& rows) : rows_(rows) {}

  size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  std::span<const std::uint32_t> rows() const { return rows_; }
  // How many of them are in `flags`. REQUIRES: `flags` has a bit for each row.
  double CountIn(const RowBits& flags) const;

 private:
  std::span<const std::uint32_t> rows_;
  mutable RowBits bits_;
};

}  // namespace tessera

#endif  // TESSERA_METRIC_ROW_SET_H_
