#include "base/text.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace tessera {
namespace {

constexpr std::string_view kBlank = " \t\r\n\f\v";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Length in bytes of the well-formed code point at the start of `text`; 0 when there is none
// (Unicode 15, table 3-7: no overlong forms, no surrogates, at most U+10FFFF).
size_t CodePointLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if (text.empty()) return 0;
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!continues(1) || !continues(2)) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

// Optimal string alignment: insertions, deletions, changes and swaps of neighbours cost 1.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string AsciiLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  size_t begin = 0;
  while (true) {
    const size_t end = text.find(separator, begin);
    parts.emplace_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string Join(std::span<const std::string> parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string JoinWords(std::span<const std::string> parts, std::string_view last) {
  if (parts.size() < 2) return Join(parts, "");
  return fmt::format("{} {} {}", Join(parts.first(parts.size() - 1), ", "), last, parts.back());
}

std::string ReplaceAll(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  size_t begin = 0;
  for (size_t at; !from.empty() && (at = text.find(from, begin)) != std::string_view::npos;) {
    result.append(text.substr(begin, at - begin)).append(to);
    begin = at + from.size();
  }
  return result.append(text.substr(begin));
}

std::vector<std::string> CodePoints(std::string_view text) {
  std::vector<std::string> points;
  while (!text.empty()) {
    const size_t length = std::max<size_t>(1, CodePointLength(text));
    points.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return points;
}

bool IsValidUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = CodePointLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string SanitizeUtf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const size_t length = CodePointLength(text);
    if (length == 0 || text.front() == '\0') {
      clean += kReplacement;
    } else {
      clean += text.substr(0, length);
    }
    text.remove_prefix(std::max<size_t>(1, length));
  }
  return clean;
}

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&#34;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string Slug(std::string_view text) {
  std::string slug;
  const auto hyphen = [&] {
    if (!slug.empty() && slug.back() != '-') slug += '-';
  };
  for (const std::string& point : CodePoints(AsciiLower(text))) {
    const auto c = static_cast<unsigned char>(point[0]);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += point;
    } else if (c == '+') {
      hyphen();
      slug += "plus";
    } else if (c < 0x80 || point == "–" || point == "—" || point == "≤") {
      hyphen();
    } else {
      hyphen();
      for (const char b : point) slug += fmt::format("{:02x}", static_cast<unsigned char>(b));
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "unnamed" : slug;
}

std::optional<std::string> Nearest(std::string_view word, std::span<const std::string> candidates) {
  constexpr size_t kLongest = 64;  // the distance is quadratic, and no name is longer
  const std::string lower = AsciiLower(word.substr(0, kLongest));
  size_t best = std::max<size_t>(1, (lower.size() + 1) / 3) + 1;
  std::optional<std::string> nearest;
  for (const std::string& candidate : candidates) {
    const size_t distance =
        EditDistance(lower, AsciiLower(std::string_view(candidate).substr(0, kLongest)));
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string DidYouMean(std::string_view word, std::span<const std::string> candidates) {
  if (const auto nearest = Nearest(word, candidates)) {
    return fmt::format("did you mean '{}'?", *nearest);
  }
  if (candidates.empty()) return "";
  return "known: " + Join(candidates, ", ");
}

}  // namespace tessera
