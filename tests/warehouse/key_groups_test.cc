#include "warehouse/key_groups.h"

#include <doctest/doctest.h>

#include <random>

#include "load_fixture.h"
#include "warehouse/key_counts.h"

using namespace tessera;

namespace {

// Rows of many keys that mostly come together, with everything that can be wrong in them.
std::string ManyEvents(unsigned seed, bool mixed) {
  std::mt19937 random(seed);
  const std::vector<std::string> types = {"login", "buy", " buy ", "", "NA", "call", "Login"};
  const std::vector<std::string> times = {"2025-07-01 10:00:00",
                                          "2025-06-30",
                                          "2025-08-02 00:00:00",
                                          "not a time",
                                          "",
                                          "2024-02-29T23:59:59",
                                          "2025-07-01T12:00:00+02:00"};
  std::string rows = "user,type,at\n";
  for (int i = 0; i < 30000; ++i) {
    const auto user = mixed ? random() % 700 : static_cast<std::uint64_t>(i) / 40;
    const std::string key = random() % 500 == 0   ? ""
                            : random() % 500 == 0 ? " u" + std::to_string(user) + " "
                                                  : "u" + std::to_string(user);
    rows += key + "," + types[random() % types.size()] + "," +
            times[random() % 10 < 8 ? random() % 2 : random() % times.size()] + "\n";
  }
  return rows;
}

std::string ManyUsers() {
  std::string rows = "id\n";
  for (int i = 0; i < 650; ++i) rows += "u" + std::to_string(i) + "\n";
  return rows;
}

std::string Described(const Fixture::Loaded& loaded) {
  const SourceSummary& events = loaded.events();
  std::string text = loaded.rows;
  for (const double number :
       {events.rows, events.used_rows, events.orphans, events.missing_keys, events.after_as_of,
        events.identical_duplicates, static_cast<double>(events.first_day.value_or(-1)),
        static_cast<double>(events.last_day.value_or(-1))}) {
    text += std::to_string(number) + " ";
  }
  for (const ColumnSummary& column : events.column_summaries) {
    text += column.name + " " + std::to_string(column.missing) + " " +
            std::to_string(column.failed) + " " + std::to_string(column.folded) + " " +
            column.minimum + " " + column.maximum + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("keys are counted beside the engine as it groups them") {
  for (const ColumnType time : {ColumnType::kTimestamp, ColumnType::kDate}) {
    for (const bool mixed : {false, true}) {
      Fixture fixture;
      fixture.Users(ManyUsers());
      fixture.Events(ManyEvents(11, mixed));
      fixture.spec.sources[1].columns[2].type = time;
      fixture.spec.attributes = {
          MakeAttribute("n", Aggregate::kCount),
          MakeAttribute("logins", Aggregate::kCount, "", "type = 'login'"),
          MakeAttribute("types", Aggregate::kCountDistinct, "type"),
          MakeAttribute("bought", Aggregate::kAny, "", "type = 'buy'", "events", ColumnType::kBool),
          MakeAttribute("first", Aggregate::kMin, "at", "", "events", ColumnType::kTimestamp),
          MakeAttribute("last", Aggregate::kMax, "at", "", "events", ColumnType::kTimestamp)};
      const std::string columns = "id, n, logins, types, bought, first, last";
      // With a limit the engine groups, since only it can use the disk.
      const std::string grouped =
          Described(fixture.Load(columns, {.threads = 2, .memory_limit = "1GB"}));
      CHECK(Described(fixture.Load(columns, {.threads = 1})) == grouped);
      CHECK(Described(fixture.Load(columns, {.threads = 4})) == grouped);
      CHECK(grouped.find("u649|") != std::string::npos);
    }
  }
}

TEST_CASE("what needs more than counts and a span is left to the engine") {
  Fixture fixture;
  fixture.Users("id\na\n");
  fixture.Events("user,type,at,amount\na,buy,2025-07-01,3\n");
  Database database({.threads = 1});
  const auto planned = [&](std::vector<AttributeSpec> attributes) {
    fixture.spec.attributes = std::move(attributes);
    const Intake intake = Open(fixture.spec, fixture.spec.sources[1], database);
    SqlScope scope;
    scope.as_of = fixture.spec.as_of;
    for (const BoundColumn& column : intake.columns) {
      scope.AddColumn(column.spec.name, column.type());
    }
    const Reduction reduction = PlanReduction(fixture.spec, fixture.spec.sources[1], scope);
    return PlanKeyGroups(reduction, intake);
  };
  const auto types = MakeAttribute("types", Aggregate::kCountDistinct, "type");
  CHECK_FALSE(planned({types}));  // amounts have extremes of their own
  fixture.spec.sources[1].columns.resize(3);
  REQUIRE(planned({types}));
  CHECK(planned({types})->time == "at");
  CHECK(planned(
      {types, MakeAttribute("last", Aggregate::kMax, "at", "", "events", ColumnType::kTimestamp)}));
  CHECK_FALSE(planned({types, MakeAttribute("last", Aggregate::kMax, "at", "type = 'buy'", "events",
                                            ColumnType::kTimestamp)}));
  CHECK_FALSE(planned({types, MakeAttribute("late", Aggregate::kCount, "", "at <= as_of")}));
}

TEST_CASE("groups are found again, long keys and many of them") {
  KeyGroups groups;
  for (int round = 1; round <= 2; ++round) {
    for (std::uint64_t i = 0; i < 5000; ++i) {
      const std::string key = i % 100 == 0 ? std::string(40000 + i, 'k') : std::to_string(i);
      KeyGroup like;
      like.key = key;
      like.has_key = true;
      like.late = i % 2 == 0;
      like.hash = i % 50;  // many of one hash
      groups.Of(like).rows += 1;
    }
    CHECK(groups.size() == 5000);
  }
  for (size_t i = 0; i < groups.size(); ++i) {
    REQUIRE(groups[i].rows == 2);
    REQUIRE(groups[i].key == (i % 100 == 0 ? std::string(40000 + i, 'k') : std::to_string(i)));
  }
}

TEST_CASE("groups of several threads are put together, and too many are said") {
  KeyCounts counts;
  KeyGroup like;
  like.key = "a";
  like.has_key = true;
  const auto add = [&](std::int64_t time) {
    KeyGroup& group = counts.Own().Of(like);
    group.rows += 1;
    group.low = std::min(group.low, time);
    group.high = std::max(group.high, time);
  };
  add(5);
  std::thread([&] { add(-7); }).join();
  KeyGroups all = counts.Take();
  REQUIRE(all.size() == 1);
  CHECK(all[0].rows == 2);
  CHECK(all[0].low == -7);
  CHECK(all[0].high == 5);
  CHECK(counts.Made(KeyCounts::kMost));
  CHECK_FALSE(counts.Made(1));
  CHECK(counts.overflowed());
  counts.Take();
  CHECK_FALSE(counts.overflowed());
}
