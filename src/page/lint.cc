#include "page/lint.h"

#include <algorithm>

#include "base/lexicon.h"
#include "base/text.h"
#include "page/html_text.h"

namespace tessera {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

Place PlaceOf(std::string_view source, size_t position, std::string_view name) {
  const std::string_view before = source.substr(0, position);
  const auto line = 1 + std::ranges::count(before, '\n');
  const size_t newline = before.rfind('\n');
  const std::string_view start = before.substr(newline == std::string_view::npos ? 0 : newline + 1);
  return {std::string(name), static_cast<int>(line),
          static_cast<int>(CodePoints(start).size()) + 1};
}

// Entities are written with digits and say none: "&#39;".
std::string WithoutEntities(std::string_view text) {
  std::string clean(text);
  for (size_t at = 0; (at = clean.find("&#", at)) != std::string::npos; ++at) {
    const size_t end = std::min(clean.find(';', at), clean.size());
    std::fill(clean.begin() + static_cast<std::ptrdiff_t>(at),
              clean.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  }
  return clean;
}

void FindWords(std::string_view text, std::vector<UnlicensedWord>& found) {
  constexpr size_t kAround = 30;
  size_t at = 0;
  while (const auto hit = FindLexiconWord(text.substr(at))) {
    const size_t begin = at + hit->offset, end = begin + hit->length;
    const size_t from = begin > kAround ? begin - kAround : 0;
    found.push_back({hit->entry, SanitizeUtf8(text.substr(from, end + kAround - from))});
    at = end;
  }
}

}  // namespace

std::vector<Place> FindTypedDigits(std::string_view source, std::string_view template_name) {
  std::vector<Place> places;
  int inside = 0;  // elements that hold no prose
  for (const HtmlPart& part : HtmlParts(source)) {
    if (part.is_tag) {
      if (HoldsNoProse(TagName(part.source))) inside += IsClosing(part.source) ? -1 : 1;
      continue;
    }
    if (inside > 0) continue;
    const std::string text = WithoutEntities(part.source);
    for (size_t i = 0; i < text.size(); ++i) {
      if (!IsDigit(text[i]) || (i > 0 && IsDigit(text[i - 1]))) continue;
      places.push_back(PlaceOf(source, part.position + i, template_name));
    }
  }
  return places;
}

std::vector<UnlicensedWord> FindUnlicensedWords(std::string_view html) {
  std::vector<UnlicensedWord> found;
  // The open element that exempts its text, and how many of its name are open inside it.
  std::string exempt;
  int depth = 0;
  std::string text;
  for (const HtmlPart& part : HtmlParts(html)) {
    if (!part.is_tag) {
      if (exempt.empty()) text += part.source;
      continue;
    }
    const std::string_view name = TagName(part.source);
    if (!exempt.empty()) {
      if (name == exempt) depth += IsClosing(part.source) ? -1 : 1;
      if (depth == 0) exempt.clear();
    } else if (!IsClosing(part.source) &&
               (HoldsNoProse(name) || part.source.find("data-licence") != std::string_view::npos)) {
      exempt = name;
      depth = 1;
      text += ' ';
    }
    // A tag ends a sentence but not a word that is partly emphasised.
    if (name != "strong" && name != "b" && name != "em") text += "\n";
  }
  FindWords(text, found);
  return found;
}

}  // namespace tessera
