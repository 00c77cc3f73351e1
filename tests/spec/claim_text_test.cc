#include "spec/claim_text.h"

#include <doctest/doctest.h>

using namespace tessera;

TEST_CASE("the words of a claim are taken apart") {
  using Kind = ClaimPiece::Kind;
  const std::vector<ClaimPiece> pieces = ParseClaimText(
      "ARR of {cell(by_plan, pro, arr)|full} is [higher|lower](f(a, g(b))), **not** more than one.",
      {"r.yml", 1, 1});
  REQUIRE(pieces.size() == 7);
  CHECK(pieces[0].text == "ARR of ");
  CHECK(pieces[1].kind == Kind::kFigure);
  CHECK(pieces[1].text == "cell(by_plan, pro, arr)");
  CHECK(pieces[1].style == "full");
  CHECK(pieces[3].kind == Kind::kWord);
  CHECK(pieces[3].text == "higher|lower");
  CHECK(pieces[3].figure == "f(a, g(b))");
  CHECK(pieces[4].text == ", ");
  CHECK(pieces[5].kind == Kind::kStrong);
  CHECK(pieces[5].text == "not");
  CHECK(pieces[6].text == " more than one.");
  CHECK(ParseClaimText("", {}).empty());
}

TEST_CASE("an error of a folded claim shows the words") {
  try {
    ParseClaimText("Sales are higher", {"r.yml", 7, 0});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) ==
          "r.yml:7: 'higher' is a comparative word and needs a licence\n"
          "  7 | Sales are higher\n"
          "                ^^^^^^\n"
          "  name the figure that allows it: [higher](figure)");
  }
}
