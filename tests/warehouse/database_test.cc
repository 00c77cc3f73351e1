#include "warehouse/database.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/error.h"
#include "warehouse/sql.h"

using namespace tessera;

TEST_CASE("a result holds each type in its own unit, and nulls") {
  Database database;
  const Result result = database.Query(
      "SELECT 12.34::DECIMAL(18,2) AS money, 'tê''xt' AS name, DATE '1970-01-11' AS day,"
      " TIMESTAMP '1970-01-01 00:01:00.5' AS moment, true AS flag, 'b'::ENUM('a', 'b') AS plan,"
      " sum(9007199254740991::BIGINT) AS whole, 0.1::DOUBLE AS number, 7::TINYINT AS tiny"
      " UNION ALL SELECT null, null, null, null, null, null, null, null, null");
  REQUIRE(result.rows == 2);
  CHECK(result.Column("money").scaled == std::vector<int64_t>{1234, kNullScaled});
  CHECK(result.Column("money").scale == 2);
  CHECK(result.Number(0, "money") == 12.34);
  CHECK(result.Text(0, "name") == "tê'xt");
  CHECK(result.Number(0, "day") == 10);
  CHECK(result.Number(0, "moment") == 60.5);
  CHECK(result.Number(0, "flag") == 1);
  CHECK(result.Column("plan").codes == std::vector<uint32_t>{1, kNullCode});
  CHECK(result.Column("plan").dictionary == std::vector<std::string>{"a", "b"});
  CHECK(result.Text(0, "plan") == "b");
  CHECK(result.Number(0, "whole") == 9007199254740991.0);
  CHECK(result.Number(0, "number") == 0.1);
  CHECK(result.Number(0, "tiny") == 7);
  for (const ResultColumn& column : result.columns) {
    CHECK_FALSE(column.IsNull(0));
    CHECK(column.IsNull(1));
  }
}

TEST_CASE("an exact sum beyond 64 bits is refused, not rounded") {
  Database database;
  CHECK_NOTHROW(database.Query("SELECT -1::DECIMAL(38,2) AS x"));
  CHECK_THROWS_WITH_AS(database.Query("SELECT 99999999999999999999::DECIMAL(38,2) AS x"),
                       doctest::Contains("too large to be exact"), Error);
}

TEST_CASE("results keep the order of rows over many chunks") {
  Database database;
  database.Execute(
      "CREATE TABLE t AS SELECT range AS x, CASE WHEN range % 3 = 0 THEN null ELSE 'n' || range END"
      " AS name FROM range(100000)");
  const Result result = database.Query("SELECT x, name FROM t");
  REQUIRE(result.rows == 100000);
  const std::vector<double>& numbers = result.Column("x").numbers;
  bool ordered = true;
  for (size_t row = 0; row < numbers.size(); ++row) ordered &= numbers[row] == double(row);
  CHECK(ordered);
  CHECK(result.Column("name").IsNull(99999));
  CHECK(result.Text(99998, "name") == "n99998");
}

TEST_CASE("errors are in plain words") {
  Database database;
  CHECK_THROWS_WITH_AS(database.Query("SELECT nothing"), doctest::Contains("the database refused"),
                       Error);
  CHECK_THROWS_WITH_AS(database.Query("SELECT 'x'::INT"), doctest::Contains("does not fit"), Error);
  CHECK_THROWS_WITH_AS(database.Query("SELECT [1] AS l"),
                       "column 'l' is of a type that a report does not know", Error);
  CHECK_THROWS_WITH_AS(Database({.memory_limit = "a lot"}),
                       doctest::Contains("'a lot' is no value for the setting memory_limit"),
                       Error);
  CHECK_THROWS_WITH_AS(database.Query(std::string("SELECT '\0'", 10)),
                       "a name or a text holds a NUL character", Error);
  CHECK_THROWS_AS(database.Query("SELECT 1 AS a").Column("b"), Error);
}

TEST_CASE("after AllowOnly nothing else can be opened") {
  Database database;
  const std::string allowed = std::string(TESSERA_TESTS) + "/warehouse/data/users.csv";
  database.AllowOnly({allowed});
  CHECK_NOTHROW(database.Query("SELECT count(*) FROM read_csv(" + QuoteText(allowed) + ")"));
  CHECK_THROWS_AS(database.Query("SELECT * FROM read_csv('/etc/passwd')"), Error);
  CHECK_THROWS_AS(database.Execute("SET enable_external_access = true"), Error);
}

TEST_CASE("every statement is timed under its stage") {
  Database database({.threads = 1});
  database.BeginStage("sources");
  database.Query("SELECT 1\n  UNION ALL SELECT 2");
  REQUIRE(database.timings().size() == 1);
  CHECK(database.timings()[0].stage == "sources");
  CHECK(database.timings()[0].sql == "SELECT 1 UNION ALL SELECT 2");
  CHECK(database.timings()[0].rows == 2);
}
