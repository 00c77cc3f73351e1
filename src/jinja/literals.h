// What the literals of a template mean: numbers and quoted strings.
#ifndef TESSERA_JINJA_LITERALS_H_
#define TESSERA_JINJA_LITERALS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tessera::jinja {

// Appends the text of a string token, quotes and escapes undone, to `out`. Line breaks in it become
// `newline`. False when an escape is unknown to this engine or cut short.
bool Unquote(std::string_view token, std::string_view newline, std::string& out);

// Out of a double's range it is infinity, or zero.
double ReadFloat(std::string_view token);

// Decimal, 0x, 0o or 0b; nothing when it does not fit.
std::optional<std::int64_t> ReadInteger(std::string_view token);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_LITERALS_H_
