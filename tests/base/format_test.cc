#include "base/format.h"

#include <doctest/doctest.h>

#include <limits>

namespace tessera {
namespace {

TEST_CASE("zero is one digit in every format") {  // regression: "000.0%"
  CHECK(FormatNumber(0, Format::kPct1) == "0.0%");
  CHECK(FormatNumber(0, Format::kPp1) == "0.0\u00a0pp");
  CHECK(FormatNumber(0, Format::kUsd0) == "$0");
  CHECK(FormatNumber(1e-9, Format::kPct1) == "0.0%");
  CHECK(FormatWithin(0, 0.004, Format::kPct1) == "0.0%");
}

TEST_CASE("rounding is half away from zero on the digits that a person sees") {
  CHECK(FixedDecimal(2.675, 2) == "2.68");
  CHECK(FixedDecimal(1.005, 2) == "1.01");
  CHECK(FixedDecimal(-2.5, 0) == "-3");
  CHECK(FixedDecimal(0.5, 0) == "1");
  CHECK(FixedDecimal(0.49999, 0) == "0");
  CHECK(FixedDecimal(-0.04, 1) == "0.0");
  CHECK(FixedDecimal(999.95, 1) == "1000.0");
  CHECK(FixedDecimal(1e-7, 2) == "0.00");
  CHECK(FixedDecimal(1e21, 0) == "1000000000000000000000");
  CHECK(FixedDecimal(0, 2) == "0.00");
  CHECK(FixedDecimal(1234.5, -2) == "1200");
  CHECK(RoundHalfUp(2.675, 2) == 2.68);
  CHECK(RoundHalfUp(-1250, -2) == -1300);
  CHECK(RoundHalfUp(49, -2) == 0);
  CHECK(RoundHalfUp(50, -2) == 100);
}

TEST_CASE("each format shows its full value") {
  CHECK(FormatNumber(7375884.14, Format::kUsd0) == "$7,375,884");
  CHECK(FormatNumber(7375884.145, Format::kUsd2) == "$7,375,884.15");
  CHECK(FormatNumber(-12, Format::kUsd0) == "−$12");
  CHECK(FormatNumber(0.2959, Format::kPct1) == "29.6%");
  CHECK(FormatNumber(0.285, Format::kPct1) == "28.5%");
  CHECK(FormatNumber(-0.012, Format::kPp1) == "−1.2\u00a0pp");
  CHECK(FormatNumber(12341, Format::kInt) == "12,341");
  CHECK(FormatNumber(999, Format::kInt) == "999");
  CHECK(FormatNumber(3.5, Format::kDays) == "3.5\u00a0days");
  CHECK(FormatNumber(20301, Format::kDate) == "2025-08-01");
  CHECK(FormatNumber(1.25, Format::kNum1) == "1.3");
  CHECK(FormatNumber(-0.001, Format::kNum2) == "0.00");
  CHECK(FormatNumber(1.5, Format::kText) == "1.5");
  CHECK(FormatNumber(std::numeric_limits<double>::quiet_NaN(), Format::kInt) == "n/a");
  CHECK(FormatNumber(std::numeric_limits<double>::infinity(), Format::kPct1) == "n/a");
}

TEST_CASE("prose shortens money only, and never writes a thousand thousands") {
  CHECK(FormatCompact(7375884.14, Format::kUsd0) == "$7.4M");
  CHECK(FormatCompact(587123, Format::kUsd0) == "$587k");
  CHECK(FormatCompact(99999, Format::kUsd0) == "$99,999");
  CHECK(FormatCompact(999499, Format::kUsd0) == "$999k");
  CHECK(FormatCompact(999500, Format::kUsd0) == "$1.0M");
  CHECK(FormatCompact(999949999, Format::kUsd0) == "$999.9M");
  CHECK(FormatCompact(999950000, Format::kUsd2) == "$1.0B");
  CHECK(FormatCompact(-2500000, Format::kUsd0) == "−$2.5M");
  CHECK(FormatCompact(2300000, Format::kInt) == "2,300,000");
}

TEST_CASE("differences carry their sign, and those of rates are percentage points") {
  CHECK(FormatDifference(2764.4, Format::kUsd0) == "+$2,764");
  CHECK(FormatDifference(-0.1219, Format::kPct1) == "−12.2\u00a0pp");
  CHECK(FormatDifference(0.00001, Format::kPct1) == "0.0\u00a0pp");
  CHECK(FormatDifference(4, Format::kInt) == "+4");
  CHECK(FormatDifference(30, Format::kDate) == "+30.0\u00a0days");
}

TEST_CASE("an estimate is shown no finer than its doubt") {
  CHECK(FormatWithin(2764.4, 1234, Format::kUsd0) == "$2,800");
  CHECK(FormatWithin(2764.4, 12, Format::kUsd0) == "$2,764");
  CHECK(FormatWithin(3.14159, 0.5, Format::kNum2) == "3.14");
  CHECK(FormatWithin(3.14159, 5, Format::kNum2) == "3.1");
  CHECK(FormatWithin(0.2959, 0.2, Format::kPct1) == "29.6%");
  CHECK(FormatWithin(2764.4, 0, Format::kUsd0) == "$2,764");
}

TEST_CASE("dates are those of the calendar") {
  CHECK(ParseDate("1970-01-01") == 0);
  CHECK(ParseDate("2025-08-01") == 20301);
  CHECK(ParseDate("2024-02-29") == 19782);
  CHECK_FALSE(ParseDate("2025-02-29"));
  CHECK_FALSE(ParseDate("2025-8-1"));
  CHECK_FALSE(ParseDate("2025-08-01T00:00"));
  CHECK_FALSE(ParseDate(""));
  CHECK(FormatDate(-1) == "1969-12-31");
  CHECK(FormatDate(*ParseDate("0099-03-04")) == "0099-03-04");
}

TEST_CASE("a locale writes numbers and money its own way") {
  const Locale german = *MakeLocale("de-DE", "EUR");
  CHECK(FormatNumber(7375884.14, Format::kUsd0, german) == "7.375.884\u00a0€");
  CHECK(FormatCompact(7375884.14, Format::kUsd0, german) == "7,4\u00a0Mio.\u00a0€");
  CHECK(FormatNumber(0.296, Format::kPct1, german) == "29,6\u00a0%");
  CHECK(FormatNumber(3.5, Format::kDays, german) == "3,5\u00a0Tage");
  CHECK(FormatNumber(1234.5, Format::kUsd2, *MakeLocale("fr_FR", "EUR")) == "1\u202f234,50\u00a0€");
  CHECK(FormatNumber(1234, Format::kUsd0, *MakeLocale("de-CH", "CHF")) == "CHF\u00a01’234");
  CHECK(FormatNumber(5, Format::kUsd0, *MakeLocale("en", "GBP")) == "£5");
  CHECK(FormatNumber(5, Format::kUsd0, *MakeLocale("en-US", "XAU")) == "XAU\u00a05");
  CHECK_FALSE(MakeLocale("tlh", "USD"));
}

TEST_CASE("formats have names") {
  for (const char* name :
       {"text", "int", "num1", "num2", "pct1", "pp1", "usd0", "usd2", "days", "date"}) {
    REQUIRE(ParseFormat(name));
    CHECK(FormatName(*ParseFormat(name)) == std::string(name));
  }
  CHECK_FALSE(ParseFormat("usd1"));
}

TEST_CASE("a p value is never zero") {
  CHECK(FormatPValue(0.0123) == "0.012");
  CHECK(FormatPValue(0.001) == "0.001");
  CHECK(FormatPValue(0.0009) == "<0.001");
  CHECK(FormatPValue(0) == "<0.001");
  CHECK(FormatPValue(1) == "1.000");
}

}  // namespace
}  // namespace tessera
