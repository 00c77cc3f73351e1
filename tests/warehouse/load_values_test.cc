// What becomes of values: types, null values, flaws.
#include <doctest/doctest.h>

#include "load_fixture.h"

using namespace tessera;

TEST_CASE("values become what their columns declare, keys stay text, rows are in key order") {
  Fixture fixture;
  fixture.Users(
      "id,plan,units,arr,score,active,since\n"
      "010,Pro,3,12.50,0.25,True,2024-01-31\n"
      "007, basic ,-4,1e3,-1e-3,no,2024-02-01 10:30:00\n");
  const auto loaded = fixture.Load("id, plan, units, arr, score, active, since");
  CHECK(loaded.rows == "007|basic|-4|1000|-0.001|0|19754\n010|pro|3|12.5|0.25|1|19753\n");
  CHECK(loaded.sources.entities == 2);
  CHECK(loaded.column("plan").folded == 2);
  CHECK(loaded.column("arr").minimum == "$12.50");
  CHECK(loaded.column("arr").maximum == "$1,000.00");
  CHECK(loaded.column("since").minimum == "2024-01-31");
  CHECK(loaded.column("id").minimum.empty());  // a key is private
  CHECK(loaded.users().sha256.size() == 64);
  CHECK(loaded.users().columns == 7);
  CHECK(loaded.users().bytes > 0);
}

TEST_CASE("every spelling of true and false") {
  Fixture fixture;
  fixture.Users(
      "id,active\n01,true\n02,FALSE\n03,Yes\n04,no\n05,T\n06,f\n07,y\n08,N\n09,1\n10,0\n11,1.0\n"
      "12,maybe\n13,\n");
  const auto loaded = fixture.Load("active");
  CHECK(loaded.rows == "1\n0\n1\n0\n1\n0\n1\n0\n1\n0\n1\n-\n-\n");
  CHECK(loaded.column("active").failed == 1);
  CHECK(loaded.column("active").first_failure == "row 12: 'maybe'");
  CHECK(loaded.column("active").missing == 2);
}

TEST_CASE("what is no number is null, counted, and shown once") {
  Fixture fixture;
  fixture.Users(
      "id,units,arr,score\n1,3.7,$5,inf\n2,\"1,234\",9.99,abc\n3,4.0,1.005,NaN\n"
      "4,9007199254740992,99999999999999999999,1e400\n5,n/k,,-\n6, 12 ,\t7.5\t,0x\n");
  const auto loaded = fixture.Load("units, arr, score");
  CHECK(loaded.rows == "-|-|-\n-|9.99|-\n4|1.01|-\n-|-|-\n-|-|-\n12|7.5|-\n");
  CHECK(loaded.column("units").failed == 4);
  CHECK(loaded.column("units").first_failure == "row 1: '3.7'");
  CHECK(loaded.column("arr").failed == 2);
  CHECK(loaded.column("score").failed == 5);  // NaN is missing, not wrong
  CHECK(loaded.column("score").missing == 6);
  REQUIRE(loaded.sources.notes.size() == 1);
  CHECK(loaded.sources.notes[0].message ==
        "1 values of arr have more than two decimals and were rounded");
}

TEST_CASE("days and times: only whole ones of the calendar, zones become UTC") {
  Fixture fixture;
  fixture.spec.sources[0].columns.push_back(MakeColumn("seen", ColumnType::kTimestamp, true));
  fixture.Users(
      "id,since,seen\n1,2025-02-30,2025-02-18T11:00:00Z\n2,2025-02-18 nonsense,2025-02-18 "
      "11:00:00+02:00\n3,18.02.2025,2025-02-18 11:00\n4,infinity,2025-02-18\n5,2025/2/8,noon\n"
      "6,99999-01-01,2025-02-18 11:00:00.25\n7, 2025-02-08 ,2025-02-18 24:61:00\n");
  const auto loaded = fixture.Load("since, (seen::VARCHAR)");
  CHECK(loaded.rows ==
        "-|2025-02-18 11:00:00\n-|2025-02-18 09:00:00\n-|2025-02-18 11:00:00\n"
        "-|2025-02-18 00:00:00\n20127|-\n-|2025-02-18 11:00:00.25\n20127|-\n");
  CHECK(loaded.column("since").failed == 5);
  CHECK(loaded.column("seen").failed == 2);
}

TEST_CASE("null values of the definition and of a column") {
  Fixture fixture;
  fixture.spec.sources[0].columns[2].null_values = {"999", "-1"};
  fixture.spec.sources[0].columns[6].null_values = {"1900-01-01"};
  fixture.Users(
      "id,plan,units,since\n1,NA,999,1900-01-01\n2,null,999.0,2024-01-01\n3,\"\",-1,\n4, NA "
      ",0,NA\n");
  const auto loaded = fixture.Load("plan, units, since");
  CHECK(loaded.rows == "-|-|-\n-|-|19723\n-|-|-\n-|0|-\n");
  CHECK(loaded.column("plan").missing == 4);
  CHECK(loaded.column("units").missing == 3);
  CHECK(loaded.column("units").failed == 0);
  CHECK(loaded.column("since").failed == 0);
}

TEST_CASE("hostile texts arrive unharmed") {
  Fixture fixture;
  fixture.Users(
      std::string("id,plan\n1,\"</script><script>alert(1)</script>\"\n2,\"it's \"\"q\"\"\"\n"
                  "3,🦆\n4,=HYPERLINK(\"x\")\n5,a") +
      '\0' + "b\n6,\"two\nlines\"\n7,'; DROP TABLE entities; --\n8,\xC2\xA0x\xC2\xA0\n");
  fixture.spec.sources[0].columns[1].fold = false;
  const auto loaded = fixture.Load("plan");
  CHECK(loaded.rows ==
        "</script><script>alert(1)</script>\nit's \"q\"\n🦆\n=HYPERLINK(\"x\")\na b\ntwo\nlines\n"
        "'; DROP TABLE entities; --\nx\n");
}

TEST_CASE("optional columns that are absent are there, all null") {
  Fixture fixture;
  fixture.Users("id\n1\n");
  const auto loaded = fixture.Load("id, plan, units, arr, score, active, since");
  CHECK(loaded.rows == "1|-|-|-|-|-|-\n");
  CHECK_FALSE(loaded.column("units").present);
  CHECK(loaded.column("id").present);
}

TEST_CASE("columns are bound by the file's own names, whatever they hold") {
  Fixture fixture;
  fixture.spec.sources[0].columns[0].bound = "User \"ID\"";
  fixture.spec.sources[0].columns[2].bound = "Größe, m²";
  fixture.Users("junk,\"User \"\"ID\"\"\",\"Größe, m²\",junk\nx,7,12,y\n");
  CHECK(fixture.Load("id, units").rows == "7|12\n");
}

TEST_CASE("identical rows drop to one; of a key with other content the first row stays") {
  Fixture fixture;
  fixture.Users("id,units\nb,1\na,1\nb,1\na,2\n a ,1\nc,3\nc,4\n,9\nNA,9\n");
  const auto loaded = fixture.Load("id, units");
  CHECK(loaded.rows == "a|1\nb|1\nc|3\n");
  CHECK(loaded.users().rows == 9);
  CHECK(loaded.users().identical_duplicates == 2);
  CHECK(loaded.users().conflicting_duplicates == 2);
  CHECK(loaded.users().conflicting_keys == std::vector<std::string>{"a", "c"});
  CHECK(loaded.users().missing_keys == 2);
  CHECK(loaded.users().used_rows == 3);
}

TEST_CASE("formulas over entities, in their order, and population filters") {
  Fixture fixture;
  fixture.spec.parameters = {{"factor", 2}};
  fixture.spec.attributes = {
      MakeAttribute("twice", Aggregate::kCount, "units * factor", "", "", ColumnType::kInt),
      MakeAttribute("four_times", Aggregate::kCount, "twice * 2", "", "users", ColumnType::kNumber),
      MakeAttribute("tenure", Aggregate::kCount, "days_between(since, as_of)", "", ""),
      MakeAttribute("yearly", Aggregate::kCount, "arr * 12", "", "", ColumnType::kMoney)};
  PopulationFilter filter;
  filter.condition = ParseExpression("twice > 2", {});
  filter.label = "users with units";
  fixture.spec.filters = {filter};
  fixture.Users("id,units,arr,since\n1,3,1.10,2025-07-31\n2,1,1,\n3,,1,\n");
  const auto loaded = fixture.Load("id, twice, four_times, tenure, yearly");
  CHECK(loaded.rows == "1|6|12|1|13.2\n");
  CHECK(loaded.sources.entities == 1);
  CHECK(loaded.users().used_rows == 3);
  REQUIRE(loaded.sources.notes.size() == 1);
  CHECK(loaded.sources.notes[0].message ==
        "2 users are left out: the report is about users with units");
  fixture.spec.filters[0].condition = ParseExpression("twice > 100", {});
  CHECK(fixture.Failure() == "the filters leave nobody in the report");
  fixture.spec.filters.clear();
}

TEST_CASE("past frame_limit the entities are a hash sample, and everyone stays") {
  Fixture fixture;
  fixture.Users("id,units\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n");
  fixture.spec.frame_limit = 4;
  // Half of all MD5s are below 80000000; of these that of 6 alone, 1679091c (md5sum).
  const auto loaded = fixture.Load("id");
  CHECK(loaded.rows == "6\n");
  CHECK(loaded.sources.entities == 1);
  REQUIRE(loaded.sources.everyone);
  CHECK(loaded.sources.everyone->entities == 8);
  CHECK(loaded.sources.everyone->sample.digits == "80000000");
  CHECK(loaded.sources.everyone->key == "id");
  CHECK(!loaded.sources.everyone->server);
  CHECK(loaded.sources.joins.empty());
  fixture.Users("id\n1\n2\n3\n4\n5\n");
  fixture.spec.frame_limit = 1;
  CHECK(fixture.Failure() ==
        "report.yml: a hash sample of 1 of 5 users holds nobody\n  raise frame_limit");
}

TEST_CASE("entities later than as_of are left out") {
  Fixture fixture;
  fixture.spec.sources[0].time = "since";
  fixture.Users("id,since\n1,2025-08-01\n2,2025-08-02\n3,\n4,2020-01-01\n");
  const auto loaded = fixture.Load("id");
  CHECK(loaded.rows == "1\n3\n4\n");
  CHECK(loaded.users().after_as_of == 1);
  CHECK(loaded.users().used_rows == 3);
  CHECK(loaded.users().first_day == ParseDate("2020-01-01"));
  CHECK(loaded.users().last_day == ParseDate("2025-08-01"));
  fixture.spec.as_of.reset();
  CHECK(fixture.Load("id").sources.as_of == ParseDate("2025-08-02"));
}
