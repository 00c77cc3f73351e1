#include "metric/frame.h"

#include <doctest/doctest.h>

#include "base/error.h"

namespace tessera {
namespace {

TEST_CASE("a frame has the rows in the order in which they were put in") {
  Database database;
  database.Execute("CREATE TABLE customers AS SELECT i::DOUBLE AS n FROM range(300000) AS r(i)");
  const FrameColumn n{"n", "n"};
  FrameColumn listed{"listed", "n IN (1, 2, 3, 4, 5, 299999)"};
  listed.flag = true;
  const Frame frame = ReadFrame({}, {n, listed}, database);
  REQUIRE(frame.rows == 300000);
  CHECK(frame.FindMeasure("n")->value(299999) == 299999);
  CHECK(frame.FindMeasure("listed")->value(299999) == 1);
  CHECK(frame.FindMeasure("listed")->value(299998) == 0);
}

TEST_CASE("rows that come in another order are refused") {
  Database database;
  database.Execute("CREATE TABLE customers AS SELECT i::DOUBLE AS n FROM range(3) AS r(i)");
  database.Execute("DELETE FROM customers WHERE n = 0");
  CHECK_THROWS_WITH(ReadFrame({}, {FrameColumn{"n", "n"}}, database),
                    "the engine gives rows in another order than they were put in");
}

}  // namespace
}  // namespace tessera
