// Many rows an entity, reduced to one.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "load_fixture.h"

using namespace tessera;

namespace {

constexpr const char* kUsers = "id,arr\na,10.00\nb,20.50\nc,0.25\n";
constexpr const char* kEvents =
    "user,type,at,amount,weight\n"
    "a,login,2025-07-01 08:00:00,1.10,0.1\n"
    "a,login,2025-07-02 08:00:00,2.20,0.2\n"
    "a,buy,2025-07-03 08:00:00,3.30,0.7\n"
    "b,buy,2025-07-04 08:00:00,,NaN\n"
    "b,buy,2025-07-04 08:00:00,,NaN\n"
    "x,login,2025-07-05 08:00:00,9,9\n"
    "a,login,2025-08-02 00:00:00,9,9\n"
    ",login,2025-07-05 08:00:00,9,9\n";

void AddValuesBlock(const std::string& column, ReportSpec& spec) {
  BlockSpec block;
  block.id = "types";
  block.block = ValuesBlock{"events", column};
  spec.blocks.push_back(block);
}

}  // namespace

TEST_CASE("every aggregate, with and without filters") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events(kEvents);
  fixture.spec.attributes = {
      MakeAttribute("n", Aggregate::kCount),
      MakeAttribute("logins", Aggregate::kCount, "", "type = 'login'"),
      MakeAttribute("large", Aggregate::kCount, "", "amount > 2"),
      MakeAttribute("types", Aggregate::kCountDistinct, "type"),
      MakeAttribute("other_types", Aggregate::kCountDistinct, "type", "type != 'login'"),
      MakeAttribute("large_types", Aggregate::kCountDistinct, "type", "amount > 2"),
      MakeAttribute("bought", Aggregate::kAny, "", "type = 'buy'", "events", ColumnType::kBool),
      MakeAttribute("spent", Aggregate::kSum, "amount", "", "events", ColumnType::kMoney),
      MakeAttribute("mean_spent", Aggregate::kMean, "amount", "", "events", ColumnType::kMoney),
      MakeAttribute("weight_sum", Aggregate::kSum, "weight", "", "events", ColumnType::kNumber),
      MakeAttribute("median_weight", Aggregate::kMedian, "weight", "", "events",
                    ColumnType::kNumber),
      MakeAttribute("first_at", Aggregate::kMin, "at", "", "events", ColumnType::kDate),
      MakeAttribute("most", Aggregate::kMax, "amount", "type = 'login'", "events",
                    ColumnType::kMoney)};
  const auto loaded = fixture.Load(
      "id, n, logins, large, types, other_types, large_types, bought, spent, mean_spent, "
      "weight_sum,"
      " median_weight, first_at, most");
  CHECK(loaded.rows ==
        "a|3|2|2|2|1|2|1|6.6|2.2|1|0.2|20270|2.2\n"
        "b|2|0|0|1|1|0|1|-|-|-|-|20273|-\n"
        "c|0|0|0|0|0|0|0|-|-|-|-|-|-\n");
  const SourceSummary& events = loaded.events();
  CHECK(events.rows == 8);
  CHECK(events.used_rows == 5);
  CHECK(events.orphans == 1);
  CHECK(events.after_as_of == 1);
  CHECK(events.missing_keys == 1);
  CHECK(events.identical_duplicates == 1);
  CHECK(events.first_day == ParseDate("2025-07-01"));
  CHECK(events.last_day == ParseDate("2025-07-05"));
  CHECK(loaded.column("amount").missing == 2);
  CHECK(loaded.column("type").missing == 0);
}

TEST_CASE("a fan-out multiplies nothing, and the proof says so") {
  Fixture fixture;
  fixture.Users("id,arr\na,10\nb,20.50\nb,20.50\n");
  std::string events = "user,type,at\n";
  for (int row = 0; row < 1000; ++row) events += "b,login,2025-07-01\n";
  fixture.Events(events);
  fixture.spec.attributes = {MakeAttribute("n", Aggregate::kCount)};
  const auto loaded = fixture.Load("id, arr, n");
  CHECK(loaded.rows == "a|10|0\nb|20.5|1000\n");
  REQUIRE(loaded.sources.joins.size() == 1);
  const JoinProof& proof = loaded.sources.joins[0];
  CHECK(proof.holds());
  CHECK(proof.entities_before == 2);
  CHECK(proof.entities_after == 2);
  CHECK(proof.column == "arr");
  CHECK(proof.sum_before == 30.5);
  CHECK(proof.sum_after == 30.5);
  CHECK(proof.rows_used == 1000);
  CHECK(proof.rows_joined == 1000);
  CHECK(loaded.events().identical_duplicates == 999);
  CHECK_FALSE(JoinProof{"events", 2, 3, "arr", 1, 1, 5, 5}.holds());
}

TEST_CASE("rows of each value, of known entities only") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events(kEvents);
  AddValuesBlock("type", fixture.spec);
  Database database;
  LoadSources(fixture.spec, database);
  CHECK(Fixture::Lines(database, "SELECT * FROM events_values_type") == "buy|3|2\nlogin|2|1\n");
}

TEST_CASE("keys and classes that need cleaning are one after it") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events(
      "user,type,at\n a,Login,2025-07-01\na ,login,2025-07-01\na, login "
      ",2025-07-01\nb,NA,2025-07-01\n"
      "\"b\",,2025-07-02\nb,x,2025-07-02\n");
  fixture.spec.sources[1].columns[1].fold = true;
  AddValuesBlock("type", fixture.spec);
  fixture.spec.attributes = {MakeAttribute("n", Aggregate::kCount),
                             MakeAttribute("types", Aggregate::kCountDistinct, "type")};
  Database database;
  const Sources sources = LoadSources(fixture.spec, database);
  CHECK(Fixture::Lines(database, "SELECT id, n, types FROM entities") == "a|3|1\nb|3|1\nc|0|0\n");
  CHECK(Fixture::Lines(database, "SELECT * FROM events_values_type") ==
        "login|3|1\n-|2|1\nx|1|1\n");
  const SourceSummary& events = sources.summaries[1];
  CHECK(events.orphans == 0);
  CHECK(events.column_summaries[0].folded == 2);
  CHECK(events.column_summaries[1].folded == 2);
  CHECK(events.column_summaries[1].missing == 2);
}

TEST_CASE("flaws of rows are counted in the same scan, with an example") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events(
      "user,type,at,amount\na,x,noon,1\na,x,2025-07-01,two\na,x,,3\na,x,2025-07-01,4\nb,x,later,"
      "5\n");
  fixture.spec.attributes = {
      MakeAttribute("n", Aggregate::kCount),
      MakeAttribute("types", Aggregate::kCountDistinct, "type"),
      MakeAttribute("s", Aggregate::kSum, "amount", "", "events", ColumnType::kMoney)};
  const auto loaded = fixture.Load("id, n, types, s");
  CHECK(loaded.rows == "a|4|1|8\nb|1|1|5\nc|0|0|-\n");
  CHECK(loaded.column("at").failed == 2);
  CHECK(loaded.column("at").missing == 3);
  CHECK(loaded.column("at").first_failure == "for example 'later'");
  CHECK(loaded.column("amount").failed == 1);
  CHECK(loaded.column("amount").first_failure == "for example 'two'");
}

TEST_CASE("without as_of the newest day of the data is taken") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events(kEvents);
  fixture.spec.as_of.reset();
  fixture.spec.attributes = {
      MakeAttribute("recent", Aggregate::kCount, "", "days_between(at, as_of) <= 31"),
      MakeAttribute("n", Aggregate::kCount)};
  const auto loaded = fixture.Load("id, n, recent");
  CHECK(loaded.sources.as_of == ParseDate("2025-08-02"));
  CHECK_FALSE(loaded.sources.as_of_given);
  CHECK(loaded.rows == "a|4|3\nb|2|2\nc|0|0\n");
  fixture.spec.attributes.push_back(MakeAttribute("s", Aggregate::kSum, "days_between(at, as_of)"));
  CHECK(
      fixture.Failure() ==
      "s needs as_of before events is read\n  give the report's date: as_of in the definition, or "
      "--as-of");
}

TEST_CASE("a source with a header only, an optional one that is missing or empty") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events("user,type,at\n");
  fixture.spec.attributes = {
      MakeAttribute("n", Aggregate::kCount),
      MakeAttribute("last", Aggregate::kMax, "at", "", "events", ColumnType::kTimestamp)};
  AddValuesBlock("type", fixture.spec);
  CHECK(fixture.Load("id, n, last").rows == "a|0|-\nb|0|-\nc|0|-\n");

  fixture.Events("");
  CHECK(fixture.Failure().find("events.csv: it is empty") != std::string::npos);
  fixture.spec.sources[1].optional = true;
  const auto loaded = fixture.Load("id, n, last");
  CHECK(loaded.rows == "a|-|-\nb|-|-\nc|-|-\n");
  CHECK_FALSE(loaded.events().found);
  REQUIRE(loaded.sources.notes.size() == 1);
  CHECK(loaded.sources.notes[0].message ==
        "its file is missing or empty; what needs it is left out");
}

TEST_CASE("wrong attributes are refused at their place") {
  Fixture fixture;
  fixture.Users(kUsers);
  fixture.Events(kEvents);
  const auto failure = [&](const AttributeSpec& attribute) {
    fixture.spec.attributes = {attribute};
    return fixture.Failure();
  };
  CHECK(failure(MakeAttribute("x", Aggregate::kCount, "", "tpye = 'login'")) ==
        "unknown name 'tpye'\n  did you mean 'type'?");
  CHECK(failure(MakeAttribute("x", Aggregate::kSum, "type")) == "x: sum needs a number");
  CHECK(failure(MakeAttribute("x", Aggregate::kSum)) == "x: sum needs an expression");
  CHECK(failure(MakeAttribute("x", Aggregate::kMax, "at", "", "events", ColumnType::kMoney)) ==
        "x is declared as money, but its expression gives timestamp");
}

TEST_CASE("more columns than one mask holds") {
  Fixture fixture;
  fixture.Users(kUsers);
  std::string header = "user,type,at", row = "a,login,2025-07-01", bad = "b,login,2025-07-01";
  fixture.Events("");
  for (int index = 0; index < 70; ++index) {
    const std::string name = "m" + std::to_string(index);
    fixture.spec.sources[1].columns.push_back(MakeColumn(name, ColumnType::kInt));
    header += "," + name;
    row += ",1";
    bad += index == 69 ? ",bad" : ",2";
  }
  fixture.folder.Write("events.csv", header + "\n" + row + "\n" + bad + "\n");
  fixture.spec.attributes = {MakeAttribute("total", Aggregate::kSum, "m69 + m0")};
  const auto loaded = fixture.Load("id, total");
  CHECK(loaded.rows == "a|2\nb|-\nc|-\n");
  CHECK(loaded.column("m69").failed == 1);
  CHECK(loaded.column("m69").first_failure == "for example 'bad'");
  CHECK(loaded.column("m68").failed == 0);
}

TEST_CASE("the same numbers for any number of threads") {
  Fixture fixture;
  std::string users = "id,arr\n", events = "user,type,at,amount,weight\n";
  for (int user = 0; user < 500; ++user) users += "u" + std::to_string(user) + ",1.01\n";
  for (int event = 0; event < 60000; ++event) {
    events += "u" + std::to_string(event * 7919 % 500) + ",t" + std::to_string(event % 13) +
              ",2025-07-01 10:00:00," + std::to_string(event % 997) + ".37,0." +
              std::to_string(event * 31 % 9973) + "\n";
  }
  fixture.Users(users);
  fixture.Events(events);
  fixture.spec.attributes = {
      MakeAttribute("types", Aggregate::kCountDistinct, "type"),
      MakeAttribute("money", Aggregate::kSum, "amount", "", "events", ColumnType::kMoney),
      MakeAttribute("sum", Aggregate::kSum, "weight", "", "events", ColumnType::kNumber),
      MakeAttribute("mean", Aggregate::kMean, "weight", "", "events", ColumnType::kNumber),
      MakeAttribute("median", Aggregate::kMedian, "weight", "", "events", ColumnType::kNumber)};
  const std::string columns = "id, types, money, sum::VARCHAR, mean::VARCHAR, median::VARCHAR";
  const std::string one = fixture.Load(columns, {.threads = 1}).rows;
  CHECK(one == fixture.Load(columns, {.threads = 2}).rows);
  CHECK(one == fixture.Load(columns, {.threads = 4}).rows);
}

TEST_CASE("after loading no file can be opened") {
  Fixture fixture;
  fixture.Users(kUsers);
  Database database;
  LoadSources(fixture.spec, database);
  CHECK_THROWS_AS(database.Query("SELECT * FROM read_csv('/etc/passwd')"), Error);
}

// What the rows of 40 keys say, worked out without the program: row i is of key i % 40 and of type
// i % types.
std::string ExpectedRows(int rows, int types) {
  std::string lines;
  for (const std::string id : {"k0", "k1", "k2", "none"}) {
    int n = 0, first = 0;
    std::set<int> seen;
    for (int i = 0; i < rows; ++i) {
      if ("k" + std::to_string(i % 40) != id) continue;
      ++n;
      first += i % types == 0 ? 1 : 0;
      seen.insert(i % types);
    }
    lines += fmt::format("{}|{}|{}|{}|{}|{}\n", id, n, seen.size(), seen.size() - seen.count(0),
                         first, first > 0 ? 1 : 0);
  }
  return lines;
}

TEST_CASE("few classes are counted a key, many are groups, and the figures are the same") {
  constexpr int kRows = 3000;
  for (const int types : {1, 3, 7, 31, 32, 50}) {
    CAPTURE(types);
    Fixture fixture;
    fixture.Users("id\nk0\nk1\nk2\nnone\n");
    std::string events = "user,type,at\n";
    for (int i = 0; i < kRows; ++i) {
      events += fmt::format("k{},t{},2025-07-01\n", i % 40, i % types);
    }
    fixture.Events(events);
    fixture.spec.attributes = {
        MakeAttribute("n", Aggregate::kCount),
        MakeAttribute("types", Aggregate::kCountDistinct, "type"),
        MakeAttribute("others", Aggregate::kCountDistinct, "type", "type != 't0'"),
        MakeAttribute("firsts", Aggregate::kCount, "", "type = 't0'"),
        MakeAttribute("any_first", Aggregate::kAny, "", "type = 't0'", "events",
                      ColumnType::kBool)};
    AddValuesBlock("type", fixture.spec);
    Database database;
    const Sources sources = LoadSources(fixture.spec, database);
    CHECK(
        Fixture::Lines(database, "SELECT id, n, types, others, firsts, any_first FROM entities") ==
        ExpectedRows(kRows, types));
    CHECK(Fixture::Lines(database, "SELECT sum(rows) AS n FROM events_values_type") == "225\n");
    CHECK(sources.summaries.at(1).orphans == kRows - 225);
  }
}
