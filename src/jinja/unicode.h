// Text by code points, with Python's idea of letters, digits, spaces and case.
// Text is UTF-8; a byte that is no part of a code point counts as one of its own, U+DC80 + (byte -
// 0x80).
#ifndef TESSERA_JINJA_UNICODE_H_
#define TESSERA_JINJA_UNICODE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tessera::jinja {

// The code point at `position`, which moves past it. REQUIRES: position < text.size().
char32_t NextCodePoint(std::string_view text, size_t& position);
// The code point that ends before `position`, which moves to its start. REQUIRES: position > 0.
char32_t PreviousCodePoint(std::string_view text, size_t& position);
void AppendCodePoint(char32_t code, std::string& out);

bool IsAscii(std::string_view text);
size_t CountCodePoints(std::string_view text);
// The byte offset of the code point at `index`, or the text's size when there are fewer.
size_t OffsetOfCodePoint(std::string_view text, size_t index);

bool IsSpace(char32_t code);
bool IsAlphabetic(char32_t code);
bool IsDecimal(char32_t code);
bool IsPrintable(char32_t code);
bool IsUpper(char32_t code);
bool IsLower(char32_t code);
bool StartsIdentifier(char32_t code);
bool ContinuesIdentifier(char32_t code);

std::string ToUpper(std::string_view text);
std::string ToLower(std::string_view text);
// The first code point in upper case, the rest in lower.
std::string Capitalize(std::string_view text);
// Each run of letters capitalized, as Python's str.title.
std::string TitleCase(std::string_view text);
std::string SwapCase(std::string_view text);

// Without the code points at either end that are in `characters` (white space when null).
enum class Side { kBoth, kLeft, kRight };
std::string_view Strip(std::string_view text, const std::string_view* characters = nullptr,
                       Side side = Side::kBoth);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_UNICODE_H_
