#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace tessera {
namespace {

constexpr size_t kWidestExcerpt = 160;

std::string_view LineOf(std::string_view source, int line) {
  size_t begin = 0;
  for (int current = 1; current < line; ++current) {
    const size_t newline = source.find('\n', begin);
    if (newline == std::string_view::npos) return {};
    begin = newline + 1;
  }
  std::string_view found = source.substr(begin, source.find('\n', begin) - begin);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

// The user, password and options of an address become stars, one each, so that carets stay where
// they are.
void HideCredentials(std::vector<std::string>& characters) {
  const auto is = [&](size_t at, std::string_view c) {
    return at < characters.size() && characters[at] == c;
  };
  for (size_t at = 0; at + 2 < characters.size(); ++at) {
    if (!is(at, ":") || !is(at + 1, "/") || !is(at + 2, "/")) continue;
    size_t end = at + 3, sign = 0;
    for (; end < characters.size() && !is(end, " ") && !is(end, "\"") && !is(end, "'"); ++end) {
      if (is(end, "@")) sign = end;
    }
    for (size_t hidden = at + 3; hidden < sign; ++hidden) characters[hidden] = "*";
    const auto options =
        std::find(characters.begin() + std::max(at + 3, sign), characters.begin() + end, "?");
    if (options != characters.begin() + end) std::fill(options + 1, characters.begin() + end, "*");
  }
}

}  // namespace

std::string Place::ToString() const {
  if (line <= 0) return file;
  if (column <= 0) return fmt::format("{}:{}", file, line);
  return fmt::format("{}:{}:{}", file, line, column);
}

Error::Error(std::string message, Place place)
    : message_(std::move(message)), place_(std::move(place)) {
  Compose();
}

Error& Error::Remedy(std::string remedy) {
  remedy_ = std::move(remedy);
  Compose();
  return *this;
}

Error& Error::Excerpt(std::string excerpt) {
  excerpt_ = std::move(excerpt);
  Compose();
  return *this;
}

Error& Error::While(std::string activity) {
  activities_.push_back(std::move(activity));
  Compose();
  return *this;
}

Error& Error::At(Place place) {
  place_ = std::move(place);
  Compose();
  return *this;
}

void Error::Compose() {
  text_ = place_.known() ? place_.ToString() + ": " + message_ : message_;
  if (!excerpt_.empty()) text_ += "\n" + excerpt_;
  if (!remedy_.empty()) text_ += "\n  " + remedy_;
  for (const std::string& activity : activities_) text_ += "\n  while " + activity;
}

std::string CaretExcerpt(std::string_view source, int line, int column, int length) {
  std::vector<std::string> characters = CodePoints(LineOf(source, line));
  HideCredentials(characters);
  size_t caret = static_cast<size_t>(std::max(column, 1) - 1);
  size_t width = static_cast<size_t>(std::max(length, 1));
  if (characters.size() > kWidestExcerpt) {
    const size_t first = caret > kWidestExcerpt / 2 ? caret - kWidestExcerpt / 2 : 0;
    const size_t last = std::min(characters.size(), first + kWidestExcerpt);
    if (first < last) {
      characters = {characters.begin() + static_cast<std::ptrdiff_t>(first),
                    characters.begin() + static_cast<std::ptrdiff_t>(last)};
      caret -= first;
    }
  }
  width =
      std::min(width, std::max<size_t>(1, characters.size() - std::min(caret, characters.size())));
  std::string text;
  for (std::string& character : characters) text += character == "\t" ? " " : character;
  const std::string margin = fmt::format("  {} | ", line);
  return margin + text + "\n" + std::string(margin.size() + caret, ' ') + std::string(width, '^');
}

}  // namespace tessera
