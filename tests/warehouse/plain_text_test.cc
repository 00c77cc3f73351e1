#include "warehouse/plain_text.h"

#include <doctest/doctest.h>

#include <string>

#include "load_fixture.h"

using namespace tessera;

TEST_CASE("a plain text has nothing that cleaning would change") {
  CHECK(IsPlain("abc", 2));
  CHECK_FALSE(IsPlain("abc", 3));  // it may be a word for nothing
  CHECK_FALSE(IsPlain("", 0));
  for (const std::string space : {" ", "\t", "\r", "\n", "\u00A0"}) {
    CHECK_FALSE(IsPlain(space + "abc", 0));
    CHECK_FALSE(IsPlain("abc" + space, 0));
    CHECK(IsPlain("a" + space + "c", 0));
  }
  CHECK_FALSE(IsPlain("\x01", 0));
  CHECK_FALSE(IsPlain(std::string("a\0b", 3), 0));
  CHECK(IsPlain("é", 0));
}

TEST_CASE("truth is said in several words, in any case") {
  for (const char* word : {"true", "True", "TRUE", "t", "yes", "Y", "1", "1.0"}) {
    CHECK(ParseTruth(word) == true);
  }
  for (const char* word : {"false", "False", "F", "no", "N", "0", "0.0"}) {
    CHECK(ParseTruth(word) == false);
  }
  for (const char* word : {"", " true", "truee", "2", "on", "10"}) CHECK_FALSE(ParseTruth(word));
}

TEST_CASE("a truth that means nothing here, or that has space around it, is read as it was") {
  Fixture fixture;
  fixture.Users("id,active\na,True\nb, yes \nc,NA\nd,0\ne,maybe\nf,FALSE\ng,\n");
  const auto loaded = fixture.Load("id, active");
  CHECK(loaded.rows == "a|1\nb|1\nc|-\nd|0\ne|-\nf|0\ng|-\n");
  CHECK(loaded.column("active").failed == 1);
  CHECK(loaded.column("active").missing == 3);
  fixture.spec.null_values = {"0", "NA"};
  const auto without = fixture.Load("id, active");
  CHECK(without.rows == "a|1\nb|1\nc|-\nd|-\ne|-\nf|0\ng|-\n");
  CHECK(without.column("active").failed == 1);
}
