// Rows counted by their key as they pass by: what GROUP BY gives, for a source of which no more is
// wanted than counts by a few texts (class_counts.h) and the span of one time. Rows of a key mostly
// come together, and then each costs a comparison.
#ifndef TESSERA_WAREHOUSE_KEY_COUNTS_H_
#define TESSERA_WAREHOUSE_KEY_COUNTS_H_

#include <duckdb.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "warehouse/class_counts.h"

namespace tessera {

// What is equal in all rows of a group, and what is counted of them.
struct KeyGroup {
  std::string_view key;
  bool has_key = false;
  bool late = false;
  std::int64_t flaws = 0;

  std::int64_t rows = 0;
  // Microseconds since 1970; low > high where no row has a time.
  std::int64_t low = std::numeric_limits<std::int64_t>::max();
  std::int64_t high = std::numeric_limits<std::int64_t>::min();
  std::array<std::uint32_t, ClassDictionary::kMost> classes{};

  std::uint64_t hash = 0;

  bool IsOf(const KeyGroup& other) const;
  void Take(const KeyGroup& other);
};

// An open table of groups, which stay where they are.
class KeyGroups {
 public:
  KeyGroups() : places_(kFirstPlaces, 0) {}

  // The group of `like`, which is made of its first five members where there is none.
  KeyGroup& Of(const KeyGroup& like);
  size_t size() const { return size_; }
  KeyGroup& operator[](size_t index) { return (*blocks_[index / kBlock])[index % kBlock]; }

 private:
  static constexpr size_t kFirstPlaces = 1024;
  static constexpr size_t kBlock = 1024;
  static constexpr size_t kArena = 1 << 18;

  KeyGroup& Append(const KeyGroup& like);
  std::string_view Kept(std::string_view text);
  void Grow();

  std::vector<std::uint32_t> places_;  // 1 + index; a power of two of them
  std::vector<std::unique_ptr<std::array<KeyGroup, kBlock>>> blocks_;
  size_t size_ = 0;
  std::vector<std::unique_ptr<char[]>> texts_;
  size_t text_left_ = 0;
};

// Any thread may add, each into a table of its own.
class KeyCounts {
 public:
  // Groups of all threads. More are left to the engine, which can put them on the disk.
  static constexpr size_t kMost = 8'000'000;

  KeyGroups& Own();
  // Adds to the number of groups; false when they are too many.
  bool Made(size_t groups);
  bool overflowed() const { return made_ > kMost; }
  // All groups, once each; starts anew. REQUIRES: no scan is running.
  KeyGroups Take();

 private:
  std::mutex mutex_;  // of `tables_`, but not of what they hold
  std::map<std::thread::id, KeyGroups> tables_;
  std::atomic<size_t> made_ = 0;
};

// The SQL function count_row(key VARCHAR, class UTINYINT, late BOOLEAN, flaws BIGINT, time
// TIMESTAMP), which fails at a group too many and gives true. `counts` must outlive the connection.
void RegisterCountRow(duckdb_connection connection, KeyCounts& counts);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_KEY_COUNTS_H_
