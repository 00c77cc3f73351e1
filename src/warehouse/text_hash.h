// 64 bits of texts, for tables in memory that see only this run. Private to this room.
#ifndef TESSERA_WAREHOUSE_TEXT_HASH_H_
#define TESSERA_WAREHOUSE_TEXT_HASH_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tessera {

// The high and the low half of a product, of which every bit of both factors has a part.
inline std::uint64_t Mixed(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// After wyhash (Wang Yi 2019): eight bytes at a time, the last eight again where they overlap.
// `hash` is what came before the text.
inline std::uint64_t HashText(std::uint64_t hash, std::string_view text) {
  constexpr std::uint64_t kFirst = 0xA0761D6478BD642F, kSecond = 0xE7037ED1A0B428DB;
  constexpr size_t kWord = sizeof(std::uint64_t);
  const auto word_at = [&](size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, std::min(kWord, text.size() - at));
    return word;
  };
  hash ^= text.size() + kFirst;
  if (text.size() <= kWord) return Mixed(hash ^ word_at(0), kSecond);
  for (size_t at = 0; at + kWord < text.size(); at += kWord) {
    hash = Mixed(hash ^ word_at(at), kSecond);
  }
  return Mixed(hash ^ word_at(text.size() - kWord), kSecond);
}

// Of a value that is null.
inline std::uint64_t HashNull(std::uint64_t hash) {
  constexpr std::uint64_t kNullBits = 0x9E3779B97F4A7C15;
  return Mixed(hash ^ kNullBits, kNullBits);
}

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_TEXT_HASH_H_
