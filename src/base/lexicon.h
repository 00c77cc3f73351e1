// Words that claim something about the data: a report says them only where a figure licenses them
// (REPORTS.md §5.1). English words; a report in another language is not held to them.
#ifndef TESSERA_BASE_LEXICON_H_
#define TESSERA_BASE_LEXICON_H_

#include <optional>
#include <string>
#include <string_view>

namespace tessera {

enum class LexiconKind {
  kCausal,       // "drives": only in a randomised design
  kComparative,  // "higher": the interval of the difference excludes 0
  kSuperlative,  // "highest": the first of a ranking, ties named
  kMajority,     // "most": a share whose interval lies above one half
  kTest,         // "significant": p below alpha after the family's adjustment
  kStrength,     // "strong": large by the scale of the effect size
};

struct LexiconHit {
  LexiconKind kind;
  std::string entry;  // the entry of the lexicon, in lower case: "leads to"
  size_t offset = 0;  // in bytes
  size_t length = 0;
};

// The first such word of `text`, whole words only, in any case; nothing when there is none. Neutral
// phrases that hold one ("lower limit", "at most", "most recent") are passed over.
std::optional<LexiconHit> FindLexiconWord(std::string_view text);

// "causal", "comparative", …
const char* LexiconKindName(LexiconKind kind);

}  // namespace tessera

#endif  // TESSERA_BASE_LEXICON_H_
