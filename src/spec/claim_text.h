// The words of a claim, taken apart: what is said as it stands, which figures, which licensed
// words.
//
//   "Trained customers have {arr_lift|usd0} [higher](arr_lift) ARR, **not** adjusted."
//
// {figure} is a number or a text: an id, its part (arr_lift.low), or a call such as cell(…); after
// `|` stands the style. [words](figure) are words that the figure must license,
// [higher|lower](figure) with those of the other direction. **words** are emphasised. Outside of
// {…} there are no digits, and no word of the lexicon (base/lexicon.h) outside of [words](figure).
#ifndef TESSERA_SPEC_CLAIM_TEXT_H_
#define TESSERA_SPEC_CLAIM_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tessera {

struct ClaimPiece {
  enum class Kind { kText, kFigure, kWord, kStrong };
  Kind kind = Kind::kText;
  std::string text = {};    // as said; of a figure: its formula
  std::string style = {};   // of a figure: the word after `|`, "" for its own
  std::string figure = {};  // of a licensed word: the figure that grants it
};

// Throws Error at what breaks the rules above, placed in the definition: `place` is that of the
// first character of `text`, or has column 0 (see ParseExpression).
std::vector<ClaimPiece> ParseClaimText(std::string_view text, const Place& place);

}  // namespace tessera

#endif  // TESSERA_SPEC_CLAIM_TEXT_H_
