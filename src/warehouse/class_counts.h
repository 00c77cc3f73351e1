// How often each of a few texts occurs in a group, counted as the rows pass by: one row a key
// instead of one a key and text.
//
// A dictionary gives each text a number when it is first seen. Which number that is depends on the
// threads; no figure may.
#ifndef TESSERA_WAREHOUSE_CLASS_COUNTS_H_
#define TESSERA_WAREHOUSE_CLASS_COUNTS_H_

#include <duckdb.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

// Any thread may ask; reading takes no lock.
class ClassDictionary {
 public:
  static constexpr size_t kMost = 32;  // numbers, kNullClass among them
  static constexpr std::uint8_t kNullClass = 0;

  // The text's number, from 1; nothing when it would be one too many.
  std::optional<std::uint8_t> Code(std::string_view text);
  // How many numbers there are, kNullClass among them.
  size_t size() const { return size_; }
  // Whether Code had to give nothing since the last Clear.
  bool overflowed() const { return overflowed_; }
  // Number i stands for the i-th; the first for null. REQUIRES of both: no scan is running.
  std::vector<std::optional<std::string>> Classes() const;
  void Clear();

 private:
  static constexpr size_t kPlaces = 256;
  static size_t PlaceOf(std::string_view text);

  std::mutex mutex_;  // of writers
  std::array<std::string, kMost> texts_;
  std::array<std::atomic<std::uint8_t>, kPlaces> places_{};  // an open table of numbers
  std::atomic<size_t> size_ = 1;
  std::atomic<bool> overflowed_ = false;
};

// The SQL functions class_code(VARCHAR): UTINYINT, which fails at a text too many, and the
// aggregate class_counts(UTINYINT): UINTEGER[], the numbers of rows of each class: of number i in
// the element i + 1. `dictionary` must outlive the connection.
void RegisterClassCounts(duckdb_connection connection, ClassDictionary& dictionary);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_CLASS_COUNTS_H_
