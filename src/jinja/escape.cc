#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "jinja/operations.h"
#include "jinja/output.h"

namespace tessera::jinja {
namespace {

constexpr std::array<bool, 256> SpecialCharacters() {
  std::array<bool, 256> special{};
  for (unsigned char c : {'&', '<', '>', '"', '\''}) special[c] = true;
  return special;
}
constexpr std::array<bool, 256> kSpecial = SpecialCharacters();
constexpr std::size_t kLongestEntity = 5;

constexpr std::string_view EntityOf(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&#34;";
    default:
      return "&#39;";
  }
}

// Of this thread, between renders. A render within a render finds none and grows its own.
thread_local std::string spare_output;

constexpr std::uint64_t Repeated(unsigned char byte) { return byte * 0x0101010101010101ULL; }

// Whether a byte of `word` is zero. Bytes above a zero one may be wrong, which does no harm.
constexpr std::uint64_t ZeroBytes(std::uint64_t word) {
  return (word - Repeated(1)) & ~word & Repeated(0x80);
}

// False when none of the eight bytes is special. < and > differ in one bit; " & ' in two, as does
// #, which makes this true as well.
constexpr bool MayBeSpecial(std::uint64_t word) {
  const std::uint64_t angles = (word & ~Repeated(0x02)) ^ Repeated('<');
  const std::uint64_t others = (word & ~Repeated(0x05)) ^ Repeated('"');
  return (ZeroBytes(angles) | ZeroBytes(others)) != 0;
}

char* WriteEscaped(const char* at, const char* end, char* to) {
  for (; at != end; ++at) {
    if (!kSpecial[static_cast<unsigned char>(*at)]) [[likely]] {
      *to++ = *at;
      continue;
    }
    const std::string_view entity = EntityOf(*at);
    to = std::copy(entity.begin(), entity.end(), to);
  }
  return to;
}

}  // namespace

Output::Output() : text_(std::exchange(spare_output, {})) {}

Output::~Output() {
  constexpr std::size_t kMostKept = 4 << 20;
  if (text_.size() <= kMostKept) spare_output = std::move(text_);
}

void Output::Grow(std::size_t bytes) {
  constexpr std::size_t kLeast = 4096;
  text_.resize(std::max({kLeast, text_.size() * 2, size_ + bytes}));
}

void Output::AppendEscaped(std::string_view piece) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  constexpr std::size_t kMost = 4096;  // at once, since the room is for the worst case
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kMost))) {
    const std::string_view part = piece.substr(0, kMost);
    char* const begin = Room(part.size() * kLongestEntity);
    char* to = begin;
    const char* at = part.data();
    const char* const end = at + part.size();
    for (; static_cast<std::size_t>(end - at) >= kWord; at += kWord) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, kWord);
      if (MayBeSpecial(word)) {
        to = WriteEscaped(at, at + kWord, to);
      } else {
        std::memcpy(to, &word, kWord);
        to += kWord;
      }
    }
    size_ += static_cast<std::size_t>(WriteEscaped(at, end, to) - begin);
  }
}

void AppendEscaped(std::string_view text, std::string& out) {
  const char* begin = text.data();
  const char* const end = begin + text.size();
  for (const char* at = begin; at != end; ++at) {
    if (!kSpecial[static_cast<unsigned char>(*at)]) [[likely]]
      continue;
    out.append(begin, at);
    out += EntityOf(*at);
    begin = at + 1;
  }
  out.append(begin, end);
}

Value Escaped(Runtime& runtime, Value value) {
  if (value.markup()) return value;
  if (value.string()) {
    const std::string_view text = value.AsText();
    const auto special = [](char c) { return kSpecial[static_cast<unsigned char>(c)]; };
    if (std::none_of(text.begin(), text.end(), special)) return Value::Markup(text);
  }
  std::string plain;
  std::string escaped;
  AppendText(runtime, value, plain);
  AppendEscaped(plain, escaped);
  return runtime.Markup(escaped);
}

}  // namespace tessera::jinja
