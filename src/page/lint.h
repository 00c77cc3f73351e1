// What the words of a report must not hold (REPORTS.md ).
#ifndef TESSERA_PAGE_LINT_H_
#define TESSERA_PAGE_LINT_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tessera {

// Digits that stand in the prose of a template, outside tags, Jinja's delimiters, scripts, styles
// and drawings: a number in a report is a reference, never typed. One place for each run of digits.
std::vector<Place> FindTypedDigits(std::string_view source, std::string_view template_name);

struct UnlicensedWord {
  std::string word;
  std::string context;  // the words around it
};

// Words of the lexicon (base/lexicon.h) in the text of a page that no element with `data-licence`
// holds, as often as they stand there.
std::vector<UnlicensedWord> FindUnlicensedWords(std::string_view html);

}  // namespace tessera

#endif  // TESSERA_PAGE_LINT_H_
