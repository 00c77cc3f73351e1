#include "base/text.h"

#include <doctest/doctest.h>

namespace tessera {
namespace {

using Strings = std::vector<std::string>;

TEST_CASE("trim, split and join") {
  CHECK(Trim(" \t a b \r\n") == "a b");
  CHECK(Trim(" \n ").empty());
  CHECK(Split("a,,b", ',') == Strings{"a", "", "b"});
  CHECK(Split("", ',') == Strings{""});
  CHECK(Join(Strings{"a", "b"}, ", ") == "a, b");
  CHECK(JoinWords(Strings{"a", "b", "c"}) == "a, b and c");
  CHECK(JoinWords(Strings{"a"}) == "a");
  CHECK(JoinWords({}).empty());
  CHECK(ReplaceAll("aaa", "a", "ab") == "ababab");
  CHECK(ReplaceAll("aaa", "", "x") == "aaa");
  CHECK(AsciiLower("ÄBC") == "Äbc");
}

TEST_CASE("broken UTF-8 is seen and replaced, one sign a broken byte") {
  CHECK(IsValidUtf8("naïve – ✓ 🎉"));
  CHECK_FALSE(IsValidUtf8("\xC0\xAF"));          // overlong
  CHECK_FALSE(IsValidUtf8("\xED\xA0\x80"));      // a surrogate
  CHECK_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(IsValidUtf8("abc\xE2\x82"));       // cut short
  CHECK(SanitizeUtf8("a\xFFz") == "a\uFFFDz");
  CHECK(SanitizeUtf8(std::string_view("a\0b", 3)) == "a\uFFFDb");
  CHECK(SanitizeUtf8("naïve 🎉") == "naïve 🎉");
  CHECK(CodePoints("é\xFFz") == Strings{"é", "\xFF", "z"});
}

TEST_CASE("HTML is escaped as Jinja does") {
  CHECK(EscapeHtml("<a href=\"x\" b='y'>&") == "&lt;a href=&#34;x&#34; b=&#39;y&#39;&gt;&amp;");
}

TEST_CASE("slugs are safe names and never empty") {
  CHECK(Slug("2–5 units") == "2-5-units");
  CHECK(Slug("11+") == "11-plus");
  CHECK(Slug("  High  Touch! ") == "high-touch");
  CHECK(Slug("é") == "c3a9");
  CHECK(Slug("../../etc/passwd") == "etc-passwd");
  CHECK(Slug("") == "unnamed");
  CHECK(Slug("!!!") == "unnamed");
}

TEST_CASE("the nearest name is the one that was meant") {
  const Strings known = {"plan_type", "portfolio_size", "arr"};
  CHECK(Nearest("plna_type", known) == "plan_type");
  CHECK(Nearest("PLAN_TYPE", known) == "plan_type");
  CHECK_FALSE(Nearest("zebra", known));
  CHECK(DidYouMean("plan_typ", known) == "did you mean 'plan_type'?");
  CHECK(DidYouMean("zebra", known) == "known: plan_type, portfolio_size, arr");
  CHECK(DidYouMean("zebra", {}).empty());
}

}  // namespace
}  // namespace tessera
