#include <array>

#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

constexpr std::array<bool, 256> SpecialCharacters() {
  std::array<bool, 256> special{};
  for (unsigned char c : {'&', '<', '>', '"', '\''}) special[c] = true;
  return special;
}
constexpr std::array<bool, 256> kSpecial = SpecialCharacters();

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

}  // namespace

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
  std::string plain;
  std::string escaped;
  AppendText(runtime, value, plain);
  AppendEscaped(plain, escaped);
  return runtime.Markup(escaped);
}

}  // namespace tessera::jinja
