#include "jinja/literals.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

// The code point of the `digits` hexadecimal digits at `position`, or nothing.
std::optional<char32_t> HexCode(std::string_view text, size_t position, size_t digits) {
  std::uint32_t code = 0;
  if (position + digits > text.size()) return std::nullopt;
  const char* end = text.data() + position + digits;
  const auto read = std::from_chars(text.data() + position, end, code, 16);
  if (read.ec != std::errc() || read.ptr != end || code > 0x10FFFF) return std::nullopt;
  return code;
}

// Undoes the escape whose backslash is at `position`, which moves behind it; false when it is cut
// short, or names a character, which would take the names of all of them.
bool Unescape(std::string_view text, size_t& position, std::string& out) {
  constexpr std::string_view kLetters = "abfnrtv\\'\"";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\'\"";
  const char letter = position + 1 < text.size() ? text[position + 1] : '\0';
  const size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (letter == 'N') return false;
  if (const auto code = digits > 0 ? HexCode(text, position + 2, digits) : std::nullopt) {
    AppendCodePoint(*code, out);
    position += 2 + digits;
  } else if (digits > 0) {
    return false;
  } else if (const size_t known = kLetters.find(letter); known != std::string_view::npos) {
    out += kMeanings[known];
    position += 2;
  } else if (letter == '\n') {
    position += 2;
  } else if (letter >= '0' && letter <= '7') {
    char32_t octal = 0;
    size_t at = position + 1;
    for (; at < std::min(position + 4, text.size()) && text[at] >= '0' && text[at] <= '7'; ++at) {
      octal = octal * 8 + static_cast<char32_t>(text[at] - '0');
    }
    AppendCodePoint(octal, out);
    position = at;
  } else {
    out += text[position++];
  }
  return true;
}

std::string WithoutUnderscores(std::string_view token) {
  std::string digits(token);
  std::erase(digits, '_');
  return digits;
}

}  // namespace

bool Unquote(std::string_view token, std::string_view newline, std::string& out) {
  const std::string_view text = token.substr(1, token.size() - 2);
  for (size_t position = 0; position < text.size();) {
    if (text[position] == '\\') {
      if (!Unescape(text, position, out)) return false;
    } else if (text[position] == '\n') {
      out += newline;
      ++position;
    } else {
      out += text[position++];
    }
  }
  return true;
}

double ReadFloat(std::string_view token) {
  const std::string digits = WithoutUnderscores(token);
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc::result_out_of_range) return value;
  // Either too large, infinity in Python, or too small, zero.
  const bool tiny =
      digits.find("e-") != std::string::npos || digits.find("E-") != std::string::npos;
  return tiny ? 0 : HUGE_VAL;
}

std::optional<std::int64_t> ReadInteger(std::string_view token) {
  const std::string digits = WithoutUnderscores(token);
  const char letter = digits.size() > 1 ? static_cast<char>(digits[1] | 0x20) : '0';
  const int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data() + (base == 10 ? 0 : 2),
                                    digits.data() + digits.size(), value, base);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace tessera::jinja
