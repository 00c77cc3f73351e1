#include "base/lexicon.h"

#include <doctest/doctest.h>

using namespace tessera;

namespace {

std::string WordIn(std::string_view text) {
  const auto hit = FindLexiconWord(text);
  return hit ? std::string(LexiconKindName(hit->kind)) + ": " +
                   std::string(text.substr(hit->offset, hit->length))
             : "none";
}

}  // namespace

TEST_CASE("words that claim something are found whole and in any case") {
  CHECK(WordIn("Training drives revenue") == "causal: drives");
  CHECK(WordIn("this Leads To more") == "causal: Leads To");
  CHECK(WordIn("the impact of training") == "causal: impact of");
  CHECK(WordIn("due to") == "causal: due to");
  CHECK(WordIn("Higher by far") == "comparative: Higher");
  CHECK(WordIn("the highest") == "superlative: highest");
  CHECK(WordIn("most customers") == "majority: most");
  CHECK(WordIn("a significant share") == "test: significant");
  CHECK(WordIn("(strongly) related") == "strength: strongly");
}

TEST_CASE("other words hold no claim") {
  CHECK(WordIn("") == "none");
  CHECK(WordIn("moreover, the almost topmost furthermore") == "none");
  CHECK(WordIn("because of the mosty lower_bound driver's") == "none");
  CHECK(WordIn("stärkst") == "none");
  CHECK(WordIn("at most three, at least two, the lower limit") == "none");
  CHECK(WordIn("the most recent event; no more than once") == "none");
}

TEST_CASE("a neutral phrase covers its own words only") {
  CHECK(WordIn("at most the highest") == "superlative: highest");
  CHECK(WordIn("the lower limit is lower") == "comparative: lower");
  CHECK(WordIn("most, at most") == "majority: most");
}
