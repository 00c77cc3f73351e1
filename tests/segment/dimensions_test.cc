#include "segment/dimensions.h"

#include <doctest/doctest.h>

#include "segment/bins.h"
#include "spec/expression.h"

namespace tessera {
namespace {

struct Placed {
  Database database;
  SqlScope scope;
  DimensionSpec spec;
  Dimension dimension;

  Placed() {
    database.Execute(
        "CREATE TABLE t AS SELECT * FROM (VALUES (0, 'a'), (5, 'b'), (9, 'z'), (-1, NULL), "
        "(NULL, 'a')) AS t(n, text)");
    scope.AddColumn("n", ColumnType::kInt);
    scope.AddColumn("text", ColumnType::kText);
    spec.id = "d";
  }

  std::string Members(const Placement& placement = {}) {
    const Result result = database.Query("SELECT string_agg(coalesce(" +
                                         MemberSql(spec, dimension, scope, {}, placement) +
                                         ", '-'), ' ') AS m FROM t");
    return result.Text(0, "m");
  }
};

TEST_CASE("another table's entities fall into the bins, whatever members follow them") {
  Placed placed;
  placed.spec.of = ParseExpression("n", {});
  placed.spec.bins = {1, 5};
  placed.spec.except = {{"none", "None", ParseExpression("n < 0", {}), false, {}}};
  placed.dimension.members = BinMembers(placed.spec, placed.spec.bins, "n", Locale{});
  placed.dimension.members.push_back({"none", "None", "n < 0", false});
  placed.dimension.members.push_back({kMissingMember, "", "no value", true});
  CHECK(placed.Members() == "0–1 2–5 6+ none -");
}

TEST_CASE("bins cut at quantiles need the edges that were found") {
  Placed placed;
  placed.spec.of = ParseExpression("n", {});
  placed.spec.quantiles = 2;
  const std::vector<double> edges = {5};
  placed.dimension.members = BinMembers(placed.spec, edges, "n", Locale{});
  CHECK(placed.Members({&edges, "?"}) == "0–5 0–5 6+ 0–5 -");
  CHECK_THROWS_WITH_AS(
      placed.Members(),
      "the dimension 'd' is cut at quantiles of one day\n  give it edges: bins: […]", Error);
}

TEST_CASE("a text that is no member's is what the caller says, or one of the others") {
  Placed placed;
  placed.spec.of = ParseExpression("text", {});
  placed.dimension.members = {{"a", "A", "", false}, {"b", "B", "", false}};
  CHECK(placed.Members() == "a b (missing) - a");
  CHECK(placed.Members({nullptr, "(new)"}) == "a b (new) - a");
  placed.spec.most_frequent = 2;
  placed.dimension.members.push_back({"(other)", "(other)", "", true});
  CHECK(placed.Members({nullptr, "(new)"}) == "a b (other) - a");
}

}  // namespace
}  // namespace tessera
