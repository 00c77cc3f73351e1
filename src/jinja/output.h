// The text that a render writes.
#ifndef TESSERA_JINJA_OUTPUT_H_
#define TESSERA_JINJA_OUTPUT_H_

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tessera::jinja {

// Its memory is that of the last render of the thread, so that it need not grow again.
class Output {
 public:
  Output();
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::size_t size() const { return size_; }
  // What was written from `begin` on; good until more is written.
  std::string_view From(std::size_t begin) const {
    return std::string_view(text_.data(), size_).substr(begin);
  }

  void Append(std::string_view piece) {
    if (piece.empty()) return;
    std::memcpy(Room(piece.size()), piece.data(), piece.size());
    size_ += piece.size();
  }
  void AppendInteger(std::int64_t value) {
    constexpr std::size_t kMostDigits = 20;
    char* const begin = Room(kMostDigits);
    size_ += static_cast<std::size_t>(std::to_chars(begin, begin + kMostDigits, value).ptr - begin);
  }
  // & < > " ' become entities.
  void AppendEscaped(std::string_view piece);

  // Takes back everything from `size` on.
  void Truncate(std::size_t size) { size_ = size; }
  std::string Text() const { return text_.substr(0, size_); }

 private:
  // At least `bytes` that may be written behind the text.
  char* Room(std::size_t bytes) {
    if (text_.size() - size_ < bytes) [[unlikely]]
      Grow(bytes);
    return text_.data() + size_;
  }
  void Grow(std::size_t bytes);

  std::string text_;  // all of it may be written; the text ends at size_
  std::size_t size_ = 0;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_OUTPUT_H_
