// Small text functions. Text is UTF-8; broken bytes never make any of these fail.
#ifndef TESSERA_BASE_TEXT_H_
#define TESSERA_BASE_TEXT_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

std::string_view Trim(std::string_view text);
std::string AsciiLower(std::string_view text);
std::vector<std::string> Split(std::string_view text, char separator);
std::string Join(std::span<const std::string> parts, std::string_view separator);
// "a, b and c".
std::string JoinWords(std::span<const std::string> parts, std::string_view last = "and");
std::string ReplaceAll(std::string_view text, std::string_view from, std::string_view to);

// One string a code point; a byte that is no part of one stands alone.
std::vector<std::string> CodePoints(std::string_view text);
bool IsValidUtf8(std::string_view text);
// Broken sequences and NUL become U+FFFD.
std::string SanitizeUtf8(std::string_view text);

// & < > " ' become entities, as in Jinja's escape: &amp; &lt; &gt; &#34; &#39;.
std::string EscapeHtml(std::string_view text);
// A name usable in an id or a file name: lower case letters, digits and single hyphens; other
// letters are kept as their hexadecimal code points. Never empty.
std::string Slug(std::string_view text);

// The candidate that `word` most likely meant: the smallest edit distance (with transpositions, case
// ignored) of at most a third of its length; nothing when none is near. First of equals.
std::optional<std::string> Nearest(std::string_view word, std::span<const std::string> candidates);
// "did you mean 'x'?", or "known: a, b, c" when nothing is near, or "" without candidates.
std::string DidYouMean(std::string_view word, std::span<const std::string> candidates);

}  // namespace tessera

#endif  // TESSERA_BASE_TEXT_H_
