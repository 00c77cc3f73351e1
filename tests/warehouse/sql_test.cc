#include "warehouse/sql.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/error.h"
#include "base/format.h"
#include "warehouse/database.h"

using namespace tessera;

namespace {

SqlScope Scope() {
  SqlScope scope;
  scope.AddColumn("plan", ColumnType::kText);
  scope.AddColumn("units", ColumnType::kInt);
  scope.AddColumn("arr", ColumnType::kMoney);
  scope.AddColumn("score", ColumnType::kNumber);
  scope.AddColumn("is_active", ColumnType::kBool);
  scope.AddColumn("signup", ColumnType::kDate);
  scope.AddColumn("seen", ColumnType::kTimestamp);
  scope.AddColumn("we\"ird", ColumnType::kInt);
  scope.AddDimension("size", {"small", "large"});
  scope.parameters = {{"recent_days", 30}, {"rate", 0.05}, {"floor_value", -2}};
  scope.as_of = ParseDate("2025-08-01");
  return scope;
}

std::string Sql(const std::string& text) {
  return ToSql(*ParseExpression(text, Place{"report.yml", 3, 5}), Scope());
}

std::string Message(const std::string& text) {
  try {
    Sql(text);
  } catch (const Error& error) {
    return error.place().ToString() + " " + error.message() +
           (error.remedy().empty() ? "" : " | " + error.remedy());
  }
  return "no error";
}

// The expression's value over one row of each column; NaN for null.
double Value(const std::string& text) {
  Database database;
  database.Execute(
      "CREATE TABLE t AS SELECT 'pro' AS plan, 7::BIGINT AS units, 12.34::DECIMAL(18,2) AS arr,"
      " 0.5::DOUBLE AS score, true AS is_active, DATE '2025-07-02' AS signup,"
      " TIMESTAMP '2025-07-31 23:00:00' AS seen, 1::BIGINT AS \"we\"\"ird\","
      " 'large'::ENUM('small', 'large') AS size");
  return database.Query("SELECT (" + Sql(text) + ")::DOUBLE AS v FROM t").Number(0, "v");
}

}  // namespace

TEST_CASE("expressions become SQL, quoted and typed") {
  CHECK(Sql("plan = 'pro' and units > 5") == R"((("plan" = 'pro') AND ("units" > 5)))");
  CHECK(Sql("plan != 'it''s'") == R"(("plan" <> 'it''s'))");
  CHECK(Sql("size in ('small', 'large')") == R"(("size" IN ('small', 'large')))");
  CHECK(Sql("not is_active or score is null") == R"(((NOT "is_active") OR ("score" IS NULL)))");
  CHECK(Sql("arr / units") == R"(("arr"::DOUBLE / nullif("units"::DOUBLE, 0)))");
  CHECK(Sql("arr * 12") == R"(TRY_CAST("arr" * 12 AS DECIMAL(18,2)))");
  CHECK(Sql("arr + units - 1") == R"((("arr" + "units") - 1))");
  CHECK(Sql("score * 0.1") == R"(("score" * 0.1e0))");
  CHECK(Sql("units * -2") == R"(("units"::DOUBLE * (-2)::DOUBLE))");
  CHECK(Sql("signup >= '2025-01-31'") == R"(("signup" >= DATE '2025-01-31'))");
  CHECK(Sql("signup < as_of - 30") == R"(("signup" < (DATE '2025-08-01'::DATE - 30)))");
  CHECK(Sql("units > recent_days") == R"(("units" > 30))");
  CHECK(Sql("score > rate") == R"(("score" > 0.05e0))");
  CHECK(Sql("days_between(signup, as_of)") ==
        R"((DATE '2025-08-01'::DATE - "signup"::DATE))");
  CHECK(Sql("lower(size)") == R"(lower("size"::VARCHAR))");
}

TEST_CASE("an expression says what type it gives") {
  const auto type = [](const std::string& text) {
    return Compile(*ParseExpression(text, {}), Scope()).type;
  };
  CHECK(type("units + 1") == ColumnType::kInt);
  CHECK(type("units * 2") == ColumnType::kNumber);
  CHECK(type("arr - 1") == ColumnType::kMoney);
  CHECK(type("arr * units") == ColumnType::kMoney);
  CHECK(type("arr * 0.5") == ColumnType::kNumber);
  CHECK(type("units / 2") == ColumnType::kNumber);
  CHECK(type("as_of - signup > 3") == ColumnType::kBool);
  CHECK(type("as_of - signup") == ColumnType::kInt);
  CHECK(type("if(is_active, arr, 0)") == ColumnType::kNumber);
  CHECK(type("coalesce(plan, 'none')") == ColumnType::kText);
  CHECK(type("size = 'small'") == ColumnType::kBool);
}

TEST_CASE("values of expressions") {
  CHECK(Value("units + 1") == 8);
  CHECK(Value("-units") == -7);
  CHECK(Value("arr * units") == doctest::Approx(86.38).epsilon(1e-12));
  CHECK(std::isnan(Value("arr / (units - 7)")));
  CHECK(Value("as_of - signup") == 30);
  CHECK(Value("days_between(signup, as_of)") == 30);
  CHECK(Value("days_between(seen, as_of)") == 1);
  CHECK(Value("months_between(signup, as_of)") == 1);
  CHECK(Value("abs(floor_value)") == 2);
  CHECK(Value("round(arr, 1)") == 12.3);
  CHECK(Value("floor(arr)") == 12);
  CHECK(Value("ceil(arr)") == 13);
  CHECK(Value("sqrt(score - 0.25)") == 0.5);
  CHECK(std::isnan(Value("sqrt(0 - units)")));
  CHECK(std::isnan(Value("ln(units - 7)")));
  CHECK(Value("log1p(units)") == doctest::Approx(std::log(8)));
  CHECK(Value("least(units, arr, 3)") == 3);
  CHECK(Value("max(units, arr)") == 12.34);
  CHECK(Value("coalesce(null, units)") == 7);
  CHECK(Value("if(units > 5, 1, 0)") == 1);
  CHECK(Value("if(size = 'large' and starts_with(plan, 'p'), units, null)") == 7);
  CHECK(Value("length(plan) + length(size)") == 8);
  CHECK(Value("contains(plan, 'r') and ends_with(plan, 'o')") == 1);
  CHECK(Value("upper(plan) = 'PRO'") == 1);
  CHECK(Value("signup in ('2025-07-02', '2025-07-03')") == 1);
  CHECK(Value("seen > signup") == 1);
  CHECK(Value("is_active = true") == 1);
  CHECK(Value("is_missing(score)") == 0);
}

TEST_CASE("what could fail later fails now, at its place") {
  CHECK(Message("plam = 'pro'") == "report.yml:3:5 unknown name 'plam' | did you mean 'plan'?");
  CHECK(Message("size = 'smal'") ==
        "report.yml:3:12 'smal' is no member of size | did you mean 'small'?");
  CHECK(Message("size in ('small', 'huge')") ==
        "report.yml:3:23 'huge' is no member of size | known: small, large");
  CHECK(Message("units = 'many'") ==
        "report.yml:3:13 units is a number and 'many' is text: they cannot be compared");
  CHECK(Message("plan > 5") ==
        "report.yml:3:12 plan is text and 5 is a number: they cannot be compared");
  CHECK(Message("size > 'small'") ==
        "report.yml:3:5 size has no order | compare it with = or !=, or list its members: in ('a', "
        "'b')");
  CHECK(Message("plan + 1") == "report.yml:3:5 plan is text, but '+' needs a number");
  CHECK(Message("plan and is_active") == "report.yml:3:5 plan is text, but and needs a condition");
  CHECK(Message("not units") == "report.yml:3:9 units is a number, but not needs a condition");
  CHECK(Message("signup = '31.12.2025'") ==
        "report.yml:3:14 '31.12.2025' is no date | dates are written '2025-08-31'");
  CHECK(Message("signup + score") ==
        "report.yml:3:14 score is a number: a date takes '+' and '-' with a whole number of days");
  CHECK(Message("leats(1, 2)") ==
        "report.yml:3:5 there is no function 'leats' | did you mean 'least'?");
  CHECK(Message("if(is_active, 1)") == "report.yml:3:5 if() takes 3 arguments, not 2");
  CHECK(Message("if(is_active, 1, 'x')") ==
        "report.yml:3:22 1 is a number and 'x' is text: one value cannot be both");
  CHECK(Message("sqrt(plan)") == "report.yml:3:10 plan is text, but sqrt() needs a number");
  CHECK(Message("round(score, units)") ==
        "report.yml:3:18 the places of round() are a whole number from 0 to 9");
  CHECK(Message("days_between(plan, as_of)") ==
        "report.yml:3:18 plan is text, but days_between() needs a date");
}

TEST_CASE("a filter must be a condition") {
  CHECK_THROWS_WITH_AS(ConditionSql(*ParseExpression("units + 1", {}), Scope()),
                       "units + 1 is a number, but a filter needs a condition", Error);
  CHECK(ConditionSql(*ParseExpression("is_active", {}), Scope()) == "\"is_active\"");
}

TEST_CASE("names, texts, numbers and dates are quoted") {
  CHECK(QuoteName("a\"b") == "\"a\"\"b\"");
  CHECK(QuoteText("it's") == "'it''s'");
  CHECK(NumberSql(3) == "3");
  CHECK(NumberSql(-3) == "(-3)");
  CHECK(NumberSql(0.1) == "0.1e0");
  CHECK(NumberSql(1e300) == "1e+300");
  CHECK(DateSql(0) == "DATE '1970-01-01'");
}
