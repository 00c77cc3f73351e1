#include "warehouse/row_binary.h"

#include <cstdint>

namespace tessera {
namespace {

// A place in the bytes; `whole` becomes false where they end too early.
struct Cursor {
  std::string_view bytes;
  bool whole = true;

  // LEB128.
  std::uint64_t Number() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (bytes.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes.front());
      bytes.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return number;
    }
    whole = false;
    return 0;
  }

  std::string_view Text() {
    const std::uint64_t size = Number();
    if (!whole || size > bytes.size()) {
      whole = false;
      return {};
    }
    const std::string_view text = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return text;
  }
};

}  // namespace

void RowBinaryReader::Feed(std::string_view piece) {
  rest_.append(piece);
  Cursor cursor{rest_};
  size_t used = 0;
  while (!cursor.bytes.empty()) {
    row_.resize(columns_);
    for (size_t column = 0; column < columns_ && cursor.whole; ++column) {
      const std::uint64_t count = column < first_array_ ? 1 : cursor.Number();
      row_[column].clear();
      for (std::uint64_t index = 0; index < count && cursor.whole; ++index) {
        row_[column].push_back(cursor.Text());
      }
    }
    if (!cursor.whole) break;
    take_(row_);
    used = rest_.size() - cursor.bytes.size();
  }
  rest_.erase(0, used);
}

}  // namespace tessera
