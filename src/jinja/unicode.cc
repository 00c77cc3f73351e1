#include "jinja/unicode.h"

#include <algorithm>

#include "jinja/unicode_tables.h"

namespace tessera::jinja {
namespace {

constexpr char32_t kSharpS = 0xDF;
constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kFinalSigma = 0x3C2;
constexpr char32_t kBrokenByte = 0xDC00;

bool Contains(const CodeRange* ranges, size_t count, char32_t code) {
  const CodeRange* found =
      std::upper_bound(ranges, ranges + count, code,
                       [](char32_t c, const CodeRange& range) { return c < range.first; });
  return found != ranges && code <= (found - 1)->last;
}

char32_t Moved(const CaseRange* ranges, size_t count, char32_t code) {
  const CaseRange* found =
      std::upper_bound(ranges, ranges + count, code,
                       [](char32_t c, const CaseRange& range) { return c < range.first; });
  if (found == ranges) return code;
  --found;
  if (code > found->last || (code - found->first) % found->step != 0) return code;
  return static_cast<char32_t>(static_cast<std::int32_t>(code) + found->distance);
}

char32_t Upper(char32_t code) {
  if (code < 0x80) return code >= 'a' && code <= 'z' ? code - 32 : code;
  return Moved(kToUpper, kToUpperCount, code);
}

char32_t Lower(char32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  return Moved(kToLower, kToLowerCount, code);
}

bool IsCased(char32_t code) {
  return Upper(code) != code || Lower(code) != code || code == kSharpS;
}

void AppendUpper(char32_t code, std::string& out) {
  if (code == kSharpS) {
    out += "SS";
  } else {
    AppendCodePoint(Upper(code), out);
  }
}

// `after_letter` and `last` tell a sigma that ends a word.
void AppendLower(char32_t code, bool after_letter, bool last, std::string& out) {
  if (code == kCapitalSigma && after_letter && last) {
    AppendCodePoint(kFinalSigma, out);
  } else {
    AppendCodePoint(Lower(code), out);
  }
}

bool EndsWord(std::string_view text, size_t position) {
  return position >= text.size() || !IsCased(NextCodePoint(text, position));
}

}  // namespace

char32_t NextCodePoint(std::string_view text, size_t& position) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const char32_t first = byte(position);
  if (first < 0x80) {
    ++position;
    return first;
  }
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  char32_t code = first & (0x7Fu >> length);
  bool whole = first >= 0xC2 && first <= 0xF4 && position + length <= text.size();
  for (size_t i = 1; whole && i < length; ++i) {
    whole = (byte(position + i) & 0xC0) == 0x80;
    code = (code << 6) | (byte(position + i) & 0x3F);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (!whole || overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    ++position;
    return kBrokenByte + first;
  }
  position += length;
  return code;
}

char32_t PreviousCodePoint(std::string_view text, size_t& position) {
  const size_t end = position;
  for (size_t back = std::min<size_t>(4, end); back > 0; --back) {
    size_t start = end - back;
    const char32_t code = NextCodePoint(text, start);
    if (start == end) {
      position = end - back;
      return code;
    }
  }
  size_t start = --position;
  return NextCodePoint(text, start);
}

void AppendCodePoint(char32_t code, std::string& out) {
  const auto add = [&](char32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80) {
    add(code);
  } else if (code >= kBrokenByte + 0x80 && code <= kBrokenByte + 0xFF) {
    add(code - kBrokenByte);
  } else if (code < 0x800) {
    add(0xC0 | (code >> 6));
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | (code >> 12));
    add(0x80 | ((code >> 6) & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | (code >> 18));
    add(0x80 | ((code >> 12) & 0x3F));
    add(0x80 | ((code >> 6) & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

bool IsAscii(std::string_view text) {
  unsigned char all = 0;
  for (char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

size_t CountCodePoints(std::string_view text) {
  if (IsAscii(text)) return text.size();
  size_t count = 0;
  for (size_t position = 0; position < text.size(); ++count) NextCodePoint(text, position);
  return count;
}

size_t OffsetOfCodePoint(std::string_view text, size_t index) {
  size_t position = 0;
  while (index-- > 0 && position < text.size()) NextCodePoint(text, position);
  return position;
}

bool IsSpace(char32_t code) {
  if (code <= ' ') return code == ' ' || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool IsAlphabetic(char32_t code) { return Contains(kAlphabetic, kAlphabeticCount, code); }
bool IsDecimal(char32_t code) { return Contains(kDecimal, kDecimalCount, code); }
bool IsPrintable(char32_t code) {
  if (code < 0x80) return code >= ' ' && code < 0x7F;
  return !Contains(kUnprintable, kUnprintableCount, code);
}
bool IsUpper(char32_t code) { return Lower(code) != code; }
bool IsLower(char32_t code) {
  return Upper(code) != code || code == kSharpS ||
         (Lower(code) == code && code > 0x80 && IsCased(code));
}

bool StartsIdentifier(char32_t code) {
  if (code < 0x80) return code == '_' || IsAlphabetic(code);
  return IsAlphabetic(code) || Contains(kIdentifierMore, kIdentifierMoreCount, code);
}

bool ContinuesIdentifier(char32_t code) {
  return StartsIdentifier(code) || IsDecimal(code) ||
         Contains(kIdentifierPart, kIdentifierPartCount, code);
}

std::string ToUpper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t position = 0; position < text.size();)
    AppendUpper(NextCodePoint(text, position), out);
  return out;
}

std::string ToLower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_letter = false;
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    AppendLower(code, after_letter, EndsWord(text, position), out);
    after_letter = IsCased(code);
  }
  return out;
}

std::string Capitalize(std::string_view text) {
  if (text.empty()) return {};
  size_t position = 0;
  std::string out;
  const char32_t first = NextCodePoint(text, position);
  if (first == kSharpS) {
    out = "Ss";
  } else {
    AppendUpper(first, out);
  }
  bool after_letter = IsCased(first);
  while (position < text.size()) {
    const char32_t code = NextCodePoint(text, position);
    AppendLower(code, after_letter, EndsWord(text, position), out);
    after_letter = IsCased(code);
  }
  return out;
}

std::string TitleCase(std::string_view text) {
  std::string out;
  bool inside = false;
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    if (inside) {
      AppendLower(code, true, EndsWord(text, position), out);
    } else if (code == kSharpS) {
      out += "Ss";
    } else {
      AppendUpper(code, out);
    }
    inside = IsCased(code);
  }
  return out;
}

std::string SwapCase(std::string_view text) {
  std::string out;
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    if (IsUpper(code)) {
      AppendCodePoint(Lower(code), out);
    } else {
      AppendUpper(code, out);
    }
  }
  return out;
}

std::string_view Strip(std::string_view text, const std::string_view* characters, Side side) {
  const auto goes = [&](char32_t code) {
    if (characters == nullptr) return IsSpace(code);
    for (size_t position = 0; position < characters->size();) {
      if (NextCodePoint(*characters, position) == code) return true;
    }
    return false;
  };
  if (side != Side::kRight) {
    for (size_t position = 0; !text.empty() && goes(NextCodePoint(text, position)); position = 0) {
      text.remove_prefix(position);
    }
  }
  if (side != Side::kLeft) {
    for (size_t position = text.size(); !text.empty() && goes(PreviousCodePoint(text, position));
         position = text.size()) {
      text = text.substr(0, position);
    }
  }
  return text;
}

}  // namespace tessera::jinja
