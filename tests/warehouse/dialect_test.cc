#include "warehouse/dialect.h"

#include <doctest/doctest.h>

#include "warehouse/sql.h"

namespace tessera {
namespace {

std::string Sql(const std::string& text, Dialect dialect) {
  SqlScope scope;
  scope.dialect = dialect;
  scope.as_of = 20301;  // 2025-08-01
  scope.AddColumn("plan", ColumnType::kText);
  scope.AddColumn("visits", ColumnType::kInt);
  scope.AddColumn("spent", ColumnType::kMoney);
  scope.AddColumn("weight", ColumnType::kNumber);
  scope.AddColumn("paid", ColumnType::kBool);
  scope.AddColumn("day", ColumnType::kDate);
  scope.AddColumn("at", ColumnType::kTimestamp);
  return ToSql(*ParseExpression(text, Place{"test", 1, 1}), scope);
}

std::string ClickHouse(const std::string& text) { return Sql(text, Dialect::kClickHouse); }
std::string Postgres(const std::string& text) { return Sql(text, Dialect::kPostgres); }

TEST_CASE("ClickHouse's texts, names and truth") {
  CHECK(QuoteText("o'neil\\", Dialect::kClickHouse) == R"('o\'neil\\')");
  CHECK(QuoteName("a\"b\\", Dialect::kClickHouse) == R"("a\"b\\")");
  CHECK(ClickHouse("paid = true") == R"(("paid" = 1))");
  CHECK(ClickHouse("plan in ('a', 'b')") == R"(if("plan" IS NULL, NULL, ("plan" IN ('a', 'b'))))");
}

TEST_CASE("PostgreSQL's texts") {
  CHECK(QuoteText("o'neil", Dialect::kPostgres) == "'o''neil'");
  CHECK(QuoteText("a\\b'", Dialect::kPostgres) == R"(E'a\\b''')");
}

TEST_CASE("numbers of different kinds meet as doubles") {
  CHECK(ClickHouse("spent > 1.5") == R"((toFloat64("spent") > 1.5e0))");
  CHECK(ClickHouse("visits > 2") == R"(("visits" > 2))");
  CHECK(ClickHouse("spent / visits") == R"((toFloat64("spent") / nullIf(toFloat64("visits"), 0)))");
  CHECK(Postgres("spent / visits") ==
        R"(("spent"::DOUBLE PRECISION / nullif("visits"::DOUBLE PRECISION, 0)))");
  CHECK(ClickHouse("spent * visits") == R"(("spent" * "visits"))");
}

TEST_CASE("days beside times are compared as seconds") {
  CHECK(ClickHouse("at < as_of") ==
        R"((toInt64(toUInt32("at")) < (toInt64(toUInt16(toDate('2025-08-01'))) * 86400)))");
  CHECK(ClickHouse("at < '2025-05-01'") ==
        R"((toInt64(toUInt32("at")) < (toInt64(toUInt16(toDate('2025-05-01'))) * 86400)))");
  CHECK(ClickHouse("day < as_of") == R"(("day" < toDate('2025-08-01')))");
  CHECK(Postgres("at < as_of") == R"(("at" < DATE '2025-08-01'))");
}

TEST_CASE("days") {
  CHECK(ClickHouse("days_between(day, as_of)") ==
        R"((toInt64(toUInt16(toDate(toDate('2025-08-01')))) - toInt64(toUInt16(toDate("day")))))");
  CHECK(ClickHouse("as_of - 100") == "(toDate(toDate('2025-08-01')) - 100)");
  CHECK(Postgres("days_between(day, as_of)") == R"((DATE '2025-08-01'::DATE - "day"::DATE))");
}

TEST_CASE("functions that differ") {
  CHECK(ClickHouse("length(plan)") == R"(lengthUTF8("plan"))");
  CHECK(ClickHouse("lower(plan)") == R"(lowerUTF8("plan"))");
  CHECK(ClickHouse("contains(plan, 'x')") == R"((position("plan", 'x') > 0))");
  CHECK(ClickHouse("starts_with(plan, 'x')") == R"((substring("plan", 1, length('x')) = 'x'))");
  CHECK(ClickHouse("ln(weight)") == R"(log(CASE WHEN "weight" > 0 THEN "weight" END))");
  CHECK(ClickHouse("least(visits, 3)") ==
        R"(if("visits" IS NULL, 3, if(3 IS NULL, "visits", least("visits", 3))))");
  CHECK(Postgres("contains(plan, 'x')") == R"((strpos("plan", 'x') > 0))");
  CHECK(Postgres("round(weight, 2)") == R"(round(("weight")::NUMERIC, 2)::DOUBLE PRECISION)");
  CHECK(ClickHouse("round(weight)") ==
        R"((if("weight" < 0, -1, 1) * floor(abs("weight") * exp10(0) + 0.5) / exp10(0)))");
}

TEST_CASE("an aggregate over no row is null, a count is 0") {
  CHECK(AggregateSql("max", "x", "c", Dialect::kClickHouse) ==
        "max(CASE WHEN ifNull(c, 0) != 0 THEN x END)");
  CHECK(AggregateSql("count", "*", "c", Dialect::kClickHouse) == "countIf(ifNull(c, 0) != 0)");
  CHECK(AggregateSql("count", "*", "", Dialect::kClickHouse) == "count()");
  CHECK(AggregateSql("list", "x", "", Dialect::kClickHouse) == "groupArray(x)");
  CHECK(AggregateSql("list", "x", "c", Dialect::kPostgres) == "array_agg(x) FILTER (WHERE c)");
  CHECK(AggregateSql("list", "x", "c", Dialect::kDuckDb) == "list(x) FILTER (WHERE c)");
}

}  // namespace
}  // namespace tessera
