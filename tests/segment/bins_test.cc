#include "segment/bins.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "warehouse/database.h"

namespace tessera {
namespace {

DimensionSpec Discrete(std::vector<double> edges) {
  DimensionSpec spec;
  spec.id = "d";
  spec.bins = std::move(edges);
  return spec;
}

std::vector<std::string> Names(const DimensionSpec& spec) {
  std::vector<std::string> names;
  for (const Member& member : BinMembers(spec, spec.bins, "x", Locale{})) {
    names.push_back(member.name);
  }
  return names;
}

TEST_CASE("whole-number bins are named from their edges alone") {
  CHECK(Names(Discrete({1, 5, 10})) == std::vector<std::string>{"0–1", "2–5", "6–10", "11+"});
  CHECK(Names(Discrete({15, 30})) == std::vector<std::string>{"0–15", "16–30", "31+"});
  CHECK(Names(Discrete({0, 1, 4, 10})) == std::vector<std::string>{"0", "1", "2–4", "5–10", "11+"});
  CHECK(Names(Discrete({-1, 3})) == std::vector<std::string>{"≤ −1", "0–3", "4+"});
}

TEST_CASE("other bins show both edges and the currency once") {
  DimensionSpec spec = Discrete({5000, 15000});
  spec.discrete = false;
  spec.format = Format::kUsd0;
  CHECK(Names(spec) == std::vector<std::string>{"≤ $5,000", "$5,000–15,000", "> $15,000"});
}

TEST_CASE("prefixes and units are for display; rules say what computed them") {
  DimensionSpec spec = Discrete({15, 30});
  spec.prefixes = {"Low", "Medium", "High"};
  const std::vector<Member> members = BinMembers(spec, spec.bins, "events", Locale{});
  CHECK(members[0].label == "Low (0–15)");
  CHECK(members[1].rule == "15 < events ≤ 30");
  spec.prefixes.clear();
  spec.name_unit = "units";
  CHECK(BinMembers(spec, spec.bins, "events", Locale{})[2].label == "31+ units");
}

TEST_CASE("every value falls into exactly one bin, edges to the left") {
  Database database;
  const DimensionSpec spec = Discrete({1, 5, 10});
  const std::vector<Member> members = BinMembers(spec, spec.bins, "x", Locale{});
  const auto member_of = [&](const std::string& value) {
    return database
        .Query("SELECT " + BinSql("(" + value + ")::DOUBLE", spec.bins, members) + " AS m")
        .Text(0, "m");
  };
  CHECK(member_of("0") == "0–1");
  CHECK(member_of("1") == "0–1");
  CHECK(member_of("1.0000001") == "2–5");
  CHECK(member_of("5") == "2–5");
  CHECK(member_of("10") == "6–10");
  CHECK(member_of("11") == "11+");
  CHECK(member_of("1e300") == "11+");
  CHECK(member_of("NULL") == "");
}

TEST_CASE("quantile edges never split ties and leave no bin empty") {
  CHECK(UsableEdges({4.33, 5.67}, 9, true) == std::vector<double>{4, 5});
  CHECK(UsableEdges({5, 5}, 9, true) == std::vector<double>{5});
  CHECK(UsableEdges({5, 9}, 9, true) == std::vector<double>{5});
  CHECK(UsableEdges({3, 3}, 3, true).empty());
  CHECK(UsableEdges({1.5, 2.5}, 9, false) == std::vector<double>{1.5, 2.5});
}

}  // namespace
}  // namespace tessera
