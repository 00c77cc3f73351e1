#include "warehouse/class_counts.h"

#include <doctest/doctest.h>

#include "load_fixture.h"

using namespace tessera;

TEST_CASE("each text has one number, and nulls the number 0") {
  ClassDictionary dictionary;
  const auto login = dictionary.Code("login");
  REQUIRE(login);
  CHECK(*login != ClassDictionary::kNullClass);
  CHECK(dictionary.Code("login") == login);
  CHECK(dictionary.Code("nigol") != login);
  CHECK(dictionary.Code("") != login);
  CHECK(dictionary.Classes().size() == 4);
  CHECK_FALSE(dictionary.Classes()[0]);
  CHECK(dictionary.Classes()[*login] == "login");
  dictionary.Clear();
  CHECK(dictionary.Classes().size() == 1);
}

TEST_CASE("texts beyond the most it holds have none") {
  ClassDictionary dictionary;
  for (size_t i = 1; i < ClassDictionary::kMost; ++i) CHECK(dictionary.Code(std::to_string(i)));
  CHECK_FALSE(dictionary.overflowed());
  CHECK_FALSE(dictionary.Code("one more"));
  CHECK(dictionary.overflowed());
  CHECK(dictionary.Code("7"));
}

TEST_CASE("rows are counted by class on all threads as count(*) counts them") {
  Database database({.threads = 4});
  database.Execute(
      "CREATE TABLE rows AS SELECT range % 977 AS key, CASE WHEN range % 11 = 0 THEN NULL ELSE "
      "'class ' || (range % 7) END AS class FROM range(300000)");
  database.Execute(
      "CREATE TABLE counted AS SELECT key, class_counts(class_code(class)) AS n FROM rows GROUP BY "
      "key");
  const std::vector<std::optional<std::string>> classes = database.classes().Classes();
  REQUIRE(classes.size() == 8);
  for (size_t code = 0; code < classes.size(); ++code) {
    const std::string condition =
        classes[code] ? "class = " + QuoteText(*classes[code]) : "class IS NULL";
    const Result different =
        database.Query("SELECT count(*) AS n FROM counted JOIN (SELECT key, count(*) FILTER (" +
                       condition + ") AS n FROM rows GROUP BY key) r USING (key) WHERE counted.n[" +
                       std::to_string(code + 1) + "] <> r.n");
    CHECK(different.Number(0, "n") == 0);
  }
}
