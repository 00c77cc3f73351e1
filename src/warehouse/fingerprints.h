// Counts rows that are equal to an earlier one, while they pass by: each is remembered as 64 bits.
#ifndef TESSERA_WAREHOUSE_FINGERPRINTS_H_
#define TESSERA_WAREHOUSE_FINGERPRINTS_H_

#include <duckdb.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
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

  // Numbers that never move: pages of them.
  class Part {
   public:
    void Add(uint64_t hash) {
      if (size_ % kPage == 0) pages_.push_back(std::make_unique<std::array<uint64_t, kPage>>());
      (*pages_.back())[size_++ % kPage] = hash;
    }
    void MoveTo(std::vector<uint64_t>& hashes);

   private:
    static constexpr size_t kPage = 512;
    std::vector<std::unique_ptr<std::array<uint64_t, kPage>>> pages_;
    size_t size_ = 0;
  };
  using Parts = std::array<Part, kParts>;
  Parts* OwnParts(size_t added);

  std::mutex mutex_;  // of what follows, but not of the numbers themselves
  std::map<std::thread::id, Parts> parts_;
  size_t size_ = 0;
};

// The SQL functions text_hash(VARCHAR): UBIGINT, also of null, and note_row(UBIGINT…), which adds
// the row that the numbers stand for to `fingerprints`, which must outlive the connection, and
// gives true.
void RegisterNoteRow(duckdb_connection connection, Fingerprints& fingerprints);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FINGERPRINTS_H_
