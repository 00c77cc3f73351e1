#include "jinja/urlize.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "jinja/operations.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

bool IsWordCode(char32_t code) { return code == '_' || IsAlphabetic(code) || IsDecimal(code); }
bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }

bool AllWord(std::string_view text, std::string_view more) {
  for (size_t position = 0; position < text.size();) {
    const char32_t code = NextCodePoint(text, position);
    if (!IsWordCode(code) && !(code < 0x80 && more.find(static_cast<char>(code)) != more.npos)) {
      return false;
    }
  }
  return !text.empty();
}

bool IsTopLevel(std::string_view label) {
  const bool letters = std::all_of(label.begin(), label.end(), IsAsciiLetter);
  if (label.size() >= 2 && label.size() <= 63 && letters) return true;
  return AsciiLower(label.substr(0, 4)) == "xn--" && label.size() >= 6 &&
         AllWord(label.substr(4), "%");
}

bool IsNumericAddress(std::string_view host) {
  const std::vector<std::string> parts = Split(host, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
           return !part.empty() && part.size() <= 3 &&
                  std::all_of(part.begin(), part.end(), IsAsciiDigit);
         });
}

bool IsBracketedAddress(std::string_view host) {
  if (!host.starts_with('[') || !host.ends_with(']')) return false;
  const std::string_view inside = host.substr(1, host.size() - 2);
  return std::count(inside.begin(), inside.end(), ':') >= 2 &&
         std::all_of(inside.begin(), inside.end(), [](char c) {
           return c == ':' || std::isxdigit(static_cast<unsigned char>(c)) != 0;
         });
}

// Labels before the last one, each a word.
bool AreLabels(std::string_view labels) {
  for (const std::string& label : Split(labels, '.')) {
    if (!AllWord(label, "%-")) return false;
  }
  return true;
}

bool IsHost(std::string_view host, bool with_scheme, bool www) {
  const size_t dot = host.rfind('.');
  const std::string_view last = dot == host.npos ? host : host.substr(dot + 1);
  const std::string_view before = dot == host.npos ? "" : host.substr(0, dot);
  if (with_scheme && (IsNumericAddress(host) || IsBracketedAddress(host))) return true;
  if (with_scheme || www) return IsTopLevel(last) && (dot == host.npos || AreLabels(before));
  constexpr std::array<std::string_view, 8> kKnown = {"com", "net", "int",  "edu",
                                                      "gov", "org", "info", "mil"};
  const std::string lower = AsciiLower(last);
  return dot != host.npos && AreLabels(before) && CountCodePoints(before) >= 2 &&
         std::find(kKnown.begin(), kKnown.end(), lower) != kKnown.end();
}

// A web address: with a scheme, with "www.", or under one of the oldest top level domains.
bool IsWebAddress(std::string_view text) {
  const std::string lower = AsciiLower(text.substr(0, 8));
  const bool secure = lower.starts_with("https://");
  const bool scheme = secure || lower.starts_with("http://");
  const bool www = !scheme && lower.starts_with("www.");
  text.remove_prefix(secure ? 8 : scheme ? 7 : www ? 4 : 0);
  const std::string_view authority = text.substr(0, text.find_first_of("/?#"));
  const size_t colon = authority.ends_with(']') ? authority.npos : authority.rfind(':');
  if (colon != authority.npos) {
    const std::string_view port = authority.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), IsAsciiDigit)) {
      return false;
    }
  }
  return IsHost(authority.substr(0, colon), scheme, www);
}

bool IsMailAddress(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == text.npos || at == 0) return false;
  const std::string_view host = text.substr(at + 1);
  const size_t dot = host.rfind('.');
  if (dot == host.npos || dot == 0 || !AllWord(host.substr(dot + 1), "")) return false;
  size_t position = 0;
  return IsWordCode(NextCodePoint(host, position)) && AllWord(host.substr(0, dot), ".-");
}

size_t Count(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

// A word, taken apart: brackets before it, and punctuation behind it.
struct Word {
  std::string_view head;
  std::string_view middle;
  std::string_view tail;
};

Word TakeApart(std::string_view word) {
  size_t begin = 0;
  for (;;) {
    const std::string_view rest = word.substr(begin);
    if (rest.starts_with('(') || rest.starts_with('<')) {
      ++begin;
    } else if (rest.starts_with("&lt;")) {
      begin += 4;
    } else {
      break;
    }
  }
  size_t end = word.size();
  while (end > begin) {
    const std::string_view rest = word.substr(begin, end - begin);
    if (std::string_view(")>.,\n").find(rest.back()) != std::string_view::npos) {
      --end;
    } else if (rest.ends_with("&gt;")) {
      end -= 4;
    } else {
      break;
    }
  }
  // Brackets that are closed within the address belong to it.
  constexpr std::array<std::array<std::string_view, 2>, 3> kBrackets = {
      {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}};
  for (const auto& [open, close] : kBrackets) {
    const std::string_view middle = word.substr(begin, end - begin);
    const size_t opened = Count(middle, open);
    if (opened <= Count(middle, close)) continue;
    const size_t missing = std::min(opened, Count(word.substr(end), close));
    for (size_t i = 0; i < missing; ++i) end = word.find(close, end) + close.size();
  }
  return {word.substr(0, begin), word.substr(begin, end - begin), word.substr(end)};
}

class Linker {
 public:
  explicit Linker(const UrlizeOptions& options) : options_(options) {
    const auto attribute = [](std::string_view name, const std::string& value) {
      std::string text;
      if (value.empty()) return text;
      text.append(" ").append(name).append("=\"");
      AppendEscaped(value, text);
      return text + "\"";
    };
    attributes_ = attribute("rel", options.rel) + attribute("target", options.target);
  }

  std::string Link(std::string_view text) const {
    const std::string address(text);
    if (IsWebAddress(text)) {
      const bool scheme = text.starts_with("https://") || text.starts_with("http://");
      return "<a href=\"" + std::string(scheme ? "" : "https://") + address + "\"" + attributes_ +
             ">" + Trimmed(text) + "</a>";
    }
    if (text.starts_with("mailto:") && IsMailAddress(text.substr(7))) {
      return "<a href=\"" + address + "\">" + address.substr(7) + "</a>";
    }
    if (text.find('@') != text.npos && !text.starts_with("www.") && text.find(':') == text.npos &&
        IsMailAddress(text)) {
      return "<a href=\"mailto:" + address + "\">" + address + "</a>";
    }
    for (const std::string& scheme : options_.extra_schemes) {
      if (text == scheme || !text.starts_with(scheme)) continue;
      return "<a href=\"" + address + "\"" + attributes_ + ">" + address + "</a>";
    }
    return address;
  }

 private:
  std::string Trimmed(std::string_view text) const {
    if (!options_.trim_limit) return std::string(text);
    const auto limit = static_cast<size_t>(std::max<std::int64_t>(0, *options_.trim_limit));
    if (CountCodePoints(text) <= limit) return std::string(text);
    return std::string(text.substr(0, OffsetOfCodePoint(text, limit))) + "...";
  }

  const UrlizeOptions& options_;
  std::string attributes_;
};

}  // namespace

std::string Urlize(std::string_view escaped, const UrlizeOptions& options) {
  const Linker linker(options);
  std::string out;
  for (size_t position = 0; position < escaped.size();) {
    const size_t begin = position;
    size_t end = begin;
    bool space = false;
    while (position < escaped.size() && !space) {
      end = position;
      space = IsSpace(NextCodePoint(escaped, position));
    }
    if (!space) end = position;
    const Word word = TakeApart(escaped.substr(begin, end - begin));
    out += word.head;
    out += linker.Link(word.middle);
    out += word.tail;
    out += escaped.substr(end, position - end);
  }
  return out;
}

}  // namespace tessera::jinja
