#include "chart/palette.h"

#include <doctest/doctest.h>

namespace tessera {
namespace {

Dimension Made(bool ordered, int members) {
  Dimension dimension{"d", "D", "", ordered, {}, ""};
  for (int i = 0; i < members; ++i) {
    dimension.members.push_back({std::to_string(i), "", "", false});
  }
  return dimension;
}

TEST_CASE("an ordered dimension is spread over the whole ramp") {
  CHECK(MemberColour(Made(true, 1), "0") == "var(--ordered-3)");
  CHECK(MemberColour(Made(true, 3), "0") == "var(--ordered-1)");
  CHECK(MemberColour(Made(true, 3), "1") == "var(--ordered-3)");
  CHECK(MemberColour(Made(true, 3), "2") == "var(--ordered-5)");
  CHECK(MemberColour(Made(true, 4), "1") == "var(--ordered-2)");
  CHECK(MemberColour(Made(true, 5), "4") == "var(--ordered-5)");
  CHECK(MemberColour(Made(true, 9), "8") == "var(--ordered-5)");
}

TEST_CASE("an unordered one takes the set, and grey beyond it") {
  CHECK(MemberColour(Made(false, 9), "0") == "var(--member-1)");
  CHECK(MemberColour(Made(false, 9), "6") == "var(--member-7)");
  CHECK(MemberColour(Made(false, 9), "8") == "var(--member-7)");
}

TEST_CASE("muted members are grey and take no colour from the others") {
  Dimension dimension = Made(false, 3);
  dimension.members[0].muted = true;
  CHECK(MemberColour(dimension, "0") == "var(--inactive)");
  CHECK(MemberColour(dimension, "1") == "var(--member-1)");
  CHECK(MemberColour(dimension, "unknown") == "var(--inactive)");
}

TEST_CASE("faded colours and labels") {
  CHECK(Faded("var(--member-1)", 40) == "var(--member-1, 40%)");
  Dimension dimension = Made(false, 1);
  CHECK(MemberLabel(&dimension, "0") == "0");
  dimension.members[0].label = "Zero";
  CHECK(MemberLabel(&dimension, "0") == "Zero");
  CHECK(MemberLabel(nullptr, "x") == "x");
}

}  // namespace
}  // namespace tessera
