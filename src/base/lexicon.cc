#include "base/lexicon.h"

#include <array>

#include "base/text.h"

namespace tessera {
namespace {

using Kind = LexiconKind;

struct Entry {
  std::string_view words;
  Kind kind;
};

constexpr Entry kEntries[] = {
    {"attributable", Kind::kCausal},   {"attributed to", Kind::kCausal},
    {"cause", Kind::kCausal},          {"caused", Kind::kCausal},
    {"causes", Kind::kCausal},         {"causing", Kind::kCausal},
    {"drive", Kind::kCausal},          {"driven by", Kind::kCausal},
    {"drives", Kind::kCausal},         {"driving", Kind::kCausal},
    {"drove", Kind::kCausal},          {"due to", Kind::kCausal},
    {"generates", Kind::kCausal},      {"impact of", Kind::kCausal},
    {"impact on", Kind::kCausal},      {"lead to", Kind::kCausal},
    {"leading to", Kind::kCausal},     {"leads to", Kind::kCausal},
    {"led to", Kind::kCausal},         {"lift from", Kind::kCausal},
    {"results in", Kind::kCausal},     {"thanks to", Kind::kCausal},
    {"better", Kind::kComparative},    {"fewer", Kind::kComparative},
    {"greater", Kind::kComparative},   {"higher", Kind::kComparative},
    {"larger", Kind::kComparative},    {"less", Kind::kComparative},
    {"lower", Kind::kComparative},     {"more", Kind::kComparative},
    {"smaller", Kind::kComparative},   {"worse", Kind::kComparative},
    {"best", Kind::kSuperlative},      {"fewest", Kind::kSuperlative},
    {"greatest", Kind::kSuperlative},  {"highest", Kind::kSuperlative},
    {"largest", Kind::kSuperlative},   {"least", Kind::kSuperlative},
    {"lowest", Kind::kSuperlative},    {"smallest", Kind::kSuperlative},
    {"strongest", Kind::kSuperlative}, {"top", Kind::kSuperlative},
    {"weakest", Kind::kSuperlative},   {"worst", Kind::kSuperlative},
    {"dominant", Kind::kMajority},     {"dominate", Kind::kMajority},
    {"dominated", Kind::kMajority},    {"dominates", Kind::kMajority},
    {"majority", Kind::kMajority},     {"most", Kind::kMajority},
    {"mostly", Kind::kMajority},       {"insignificant", Kind::kTest},
    {"significance", Kind::kTest},     {"significant", Kind::kTest},
    {"significantly", Kind::kTest},    {"strong", Kind::kStrength},
    {"strongly", Kind::kStrength},
};

// Longer phrases in which a word of the lexicon compares nothing.
constexpr std::string_view kNeutral[] = {
    "at least",      "at most",     "best before",  "less than or equal",
    "lower bound",   "lower case",  "lower limit",  "lower quartile",
    "more than one", "most recent", "no less than", "no more than",
    "once more",     "one or more", "two or more",  "top of the page",
};

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         byte == '_';
}

// Whether `phrase` stands at `at` of `lower` as whole words.
bool StandsAt(std::string_view lower, size_t at, std::string_view phrase) {
  if (!lower.substr(at).starts_with(phrase)) return false;
  const size_t end = at + phrase.size();
  return (at == 0 || !IsWordByte(lower[at - 1])) &&
         (end == lower.size() || !IsWordByte(lower[end]));
}

// Whether the word lies inside a neutral phrase.
bool IsNeutral(std::string_view lower, size_t at, size_t length) {
  for (const std::string_view phrase : kNeutral) {
    const size_t first = at + length < phrase.size() ? 0 : at + length - phrase.size();
    for (size_t begin = first; begin <= at; ++begin) {
      if (StandsAt(lower, begin, phrase) && begin + phrase.size() >= at + length) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<LexiconHit> FindLexiconWord(std::string_view text) {
  const std::string lower = AsciiLower(text);
  for (size_t at = 0; at < lower.size(); ++at) {
    if (!IsWordByte(lower[at]) || (at > 0 && IsWordByte(lower[at - 1]))) continue;
    for (const auto& [words, kind] : kEntries) {
      if (StandsAt(lower, at, words) && !IsNeutral(lower, at, words.size())) {
        return LexiconHit{kind, std::string(words), at, words.size()};
      }
    }
  }
  return std::nullopt;
}

const char* LexiconKindName(LexiconKind kind) {
  static constexpr std::array kNames = {"causal",   "comparative", "superlative",
                                        "majority", "test",        "strength"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace tessera
