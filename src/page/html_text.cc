#include "page/html_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tessera {
namespace {

size_t EndOf(std::string_view source, size_t begin, std::string_view closing) {
  const size_t at = source.find(closing, begin);
  return at == std::string_view::npos ? source.size() : at + closing.size();
}

// The end of what is skipped at `at`: a comment or a construct of Jinja; `at` itself when there is
// none.
size_t SkipAt(std::string_view source, size_t at) {
  const std::string_view rest = source.substr(at);
  if (rest.starts_with("<!--")) return EndOf(source, at, "-->");
  if (rest.starts_with("{#")) return EndOf(source, at, "#}");
  if (rest.starts_with("{%")) return EndOf(source, at, "%}");
  if (rest.starts_with("{{")) return EndOf(source, at, "}}");
  return at;
}

bool BeginsTag(std::string_view rest) {
  if (rest.size() < 2 || rest[0] != '<') return false;
  const auto next = static_cast<unsigned char>(rest[1]);
  return std::isalpha(next) || next == '/' || next == '!';
}

size_t EndOfTag(std::string_view source, size_t begin) {
  char quote = 0;
  for (size_t at = begin + 1; at < source.size();) {
    if (const size_t after = SkipAt(source, at); after != at) {
      at = after;
      continue;
    }
    const char c = source[at++];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at;
    }
  }
  return source.size();
}

}  // namespace

std::vector<HtmlPart> HtmlParts(std::string_view source) {
  std::vector<HtmlPart> parts;
  size_t begin = 0;
  const auto end_text = [&](size_t end) {
    if (end > begin) parts.push_back({false, source.substr(begin, end - begin), begin});
  };
  for (size_t at = 0; at < source.size();) {
    const size_t after = SkipAt(source, at);
    const bool tag = after == at && BeginsTag(source.substr(at));
    if (after == at && !tag) {
      ++at;
      continue;
    }
    end_text(at);
    begin = tag ? EndOfTag(source, at) : after;
    if (tag) parts.push_back({true, source.substr(at, begin - at), at});
    at = begin;
  }
  end_text(source.size());
  return parts;
}

std::string_view TagName(std::string_view tag) {
  tag.remove_prefix(IsClosing(tag) ? 2 : 1);
  return tag.substr(0, std::min(tag.find_first_of(" \t\r\n/>"), tag.size()));
}

bool IsClosing(std::string_view tag) { return tag.starts_with("</"); }

bool HoldsNoProse(std::string_view tag_name) {
  static constexpr std::array<std::string_view, 5> kNames = {"script", "style", "svg", "pre",
                                                             "code"};
  return std::ranges::find(kNames, tag_name) != kNames.end();
}

}  // namespace tessera
