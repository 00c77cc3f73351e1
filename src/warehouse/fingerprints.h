// Counts rows that are equal to an earlier one, while they pass by: each is remembered as 64 bits.
#ifndef TESSERA_WAREHOUSE_FINGERPRINTS_H_
#define TESSERA_WAREHOUSE_FINGERPRINTS_H_

#include <duckdb.h>

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace tessera {

// Any thread may add; one counts when all have added. Eight bytes a row: of more than kMost rows
// none is kept.
class Fingerprints {
 public:
  static constexpr size_t kMost = 100'000'000;

  void Add(std::span<const uint64_t> hashes);
  // How many were equal to one before them, exact but for chance (10^-5 for 20 million rows);
  // nothing when there were too many. Starts anew.
  std::optional<size_t> TakeRepeated();

 private:
  static constexpr size_t kParts = 256;  // by the highest byte, so that each fits a cache

  using Parts = std::array<std::vector<uint64_t>, kParts>;
  Parts* OwnParts(size_t added);

  std::mutex mutex_;  // of what follows, but not of the numbers themselves
  std::map<std::thread::id, Parts> parts_;
  size_t size_ = 0;
};

// The SQL function note_row(UBIGINT): adds to `fingerprints`, which must outlive the connection,
// and gives true.
void RegisterNoteRow(duckdb_connection connection, Fingerprints& fingerprints);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FINGERPRINTS_H_
