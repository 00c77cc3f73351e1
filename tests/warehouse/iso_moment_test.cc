#include "warehouse/iso_moment.h"

#include <doctest/doctest.h>

#include "load_fixture.h"

using namespace tessera;

TEST_CASE("days and times as programs write them") {
  CHECK(ParseIsoDay("1970-01-01") == 0);
  CHECK(ParseIsoDay("2024-02-29") == 19782);
  CHECK(ParseIsoDay("0001-01-01") == -719162);
  CHECK(ParseIsoMoment("1970-01-01 00:00:01") == 1'000'000);
  CHECK(ParseIsoMoment("1969-12-31T23:59:59") == -1'000'000);
  CHECK(ParseIsoMoment("2025-08-01 09:30:00") == 1'754'040'600'000'000);
}

TEST_CASE("any other form, and what no calendar has, is left to the engine") {
  for (const char* text : {"", "2025-8-01", "2025-02-29", "2025-13-01", "2025-00-10", "0000-01-01",
                           "2025-08-011", "2025/08/01", "+025-08-01"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseIsoDay(text));
  }
  for (const char* text : {"2025-08-01", "2025-08-01 24:00:00", "2025-08-01 09:60:00",
                           "2025-08-01 09:30:60", "2025-08-01 09:30:0Z", "2025-08-01_09:30:00",
                           "2025-08-01 09-30-00", "2025-02-30 09:30:00"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseIsoMoment(text));
  }
}

TEST_CASE("the quick way says what the engine's own cast says") {
  Database database;
  const Result different = database.Query(
      "SELECT count(*) AS n FROM (SELECT strftime(TIMESTAMP '1899-12-30 00:00:00' + "
      "to_seconds(range * 86413), '%Y-%m-%d %H:%M:%S') AS t FROM range(200000)) WHERE "
      "iso_moment(t) IS DISTINCT FROM t::TIMESTAMP OR iso_day(t[:10]) IS DISTINCT FROM t::DATE");
  CHECK(different.Number(0, "n") == 0);
  const Result nulls = database.Query(
      "SELECT count(iso_day(t)) AS days, count(iso_moment(t)) AS moments FROM (VALUES (NULL), "
      "('2025-08-01'), ('soon'), ('2025-08-01 09:30:00')) AS v(t)");
  CHECK(nulls.Number(0, "days") == 1);
  CHECK(nulls.Number(0, "moments") == 1);
}
