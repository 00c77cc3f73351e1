#include "base/error.h"

#include <doctest/doctest.h>

#include <string>

#include "base/diagnostic.h"

namespace tessera {
namespace {

TEST_CASE("an error says what, where, what to do and what was going on") {
  Error error("unknown key 'metrik'", {"report.yml", 41, 17});
  error.Excerpt(CaretExcerpt("metrik: arr\n", 1, 1, 6))
      .Remedy("did you mean 'metric'?")
      .While("reading the definition");
  CHECK(std::string(error.what()) ==
        "report.yml:41:17: unknown key 'metrik'\n"
        "  1 | metrik: arr\n"
        "      ^^^^^^\n"
        "  did you mean 'metric'?\n"
        "  while reading the definition");
}

TEST_CASE("places are as exact as they are known") {
  CHECK(Place{"a.csv", 3, 4}.ToString() == "a.csv:3:4");
  CHECK(Place{"a.csv", 3, 0}.ToString() == "a.csv:3");
  CHECK(Place{"a.csv", 0, 0}.ToString() == "a.csv");
  CHECK_FALSE(Place{}.known());
  CHECK(std::string(Error("no place").what()) == "no place");
  CHECK(std::string(Error("x").At({"f", 1, 2}).what()) == "f:1:2: x");
}

TEST_CASE("carets stand under code points, tabs and long lines included") {
  CHECK(CaretExcerpt("é: x\r\nb", 1, 4, 1) == "  1 | é: x\n         ^");
  CHECK(CaretExcerpt("\tab", 1, 2, 2) == "  1 |  ab\n       ^^");
  CHECK(CaretExcerpt("ab", 1, 2, 99) == "  1 | ab\n       ^");
  CHECK(CaretExcerpt("ab", 7, 1, 1) == "  7 | \n      ^");
  const std::string line = std::string(500, '-') + "!" + std::string(500, '-');
  const std::string excerpt = CaretExcerpt(line, 1, 501, 1);
  const size_t newline = excerpt.find('\n');
  CHECK(newline < 200);
  CHECK(excerpt[excerpt.size() - newline - 2] != ' ');
  CHECK(excerpt[excerpt.find('^') - newline - 1] == '!');
}

TEST_CASE("an excerpt holds no credentials") {
  CHECK(CaretExcerpt("file: \"postgres://me:se@cret@db/shop\", on: x", 1, 7, 3) ==
        "  1 | file: \"postgres://**********@db/shop\", on: x\n            ^^^");
  CHECK(CaretExcerpt("see https://example.org/@me", 1, 1, 3) ==
        "  1 | see https://************@me\n      ^^^");
  CHECK(CaretExcerpt("a: 'https://x/y?sig=hush', b", 1, 1, 1) ==
        "  1 | a: 'https://x/y?********', b\n      ^");
}

TEST_CASE("severities have the names of report.json") {
  CHECK(SeverityName(Severity::kInfo) == std::string("info"));
  CHECK(SeverityName(Severity::kWarning) == std::string("warning"));
  CHECK(SeverityName(Severity::kError) == std::string("error"));
}

}  // namespace
}  // namespace tessera
