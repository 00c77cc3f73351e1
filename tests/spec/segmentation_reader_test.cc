#include <doctest/doctest.h>

#include <string>

#include "spec/definition_reader.h"

namespace tessera {
namespace {

const std::string kHead = R"(
kind: made
entity: { source: users }
sources:
  users: { key: id, columns: { id: text, type: text, spend: money, days: int, left: bool } }
dimensions:
  type: { of: type }
)";

ReportSpec Read(const std::string& text) {
  return ParseReportSpec("report.yml", kHead + text, DefinitionOptions{});
}

std::string ErrorOf(const std::string& text) {
  try {
    Read(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

bool Says(const std::string& text, const std::string& words) {
  const std::string error = ErrorOf(text);
  INFO(error);
  const bool says = error.find(words) != std::string::npos;
  CHECK(says);
  return says;
}

TEST_CASE("what rests on all entities is worked out in an order in which each finds its needs") {
  const ReportSpec spec = Read(R"(
thresholds:
  upper: { statistic: quantile, p: 75%, of: scaled }
  high: { statistic: max, of: spend }
attributes:
  plain: { expr: days + 1, type: int }
  scaled: { expr: spend / high, type: number }
segmentations:
  group: { type: clusters, features: [scaled, days], order_by: spend }
)");
  REQUIRE(spec.later.size() == 4);
  CHECK(spec.later[0].kind == LaterStep::Kind::kThreshold);
  CHECK(spec.thresholds[spec.later[0].index].id == "high");
  CHECK(spec.attributes[spec.later[1].index].name == "scaled");
  CHECK(spec.IsLater(*spec.FindAttribute("scaled")));
  CHECK_FALSE(spec.IsLater(*spec.FindAttribute("plain")));
  CHECK(spec.FindSegmentation("group")->Columns().front() == "group");
}

TEST_CASE("a circle of thresholds and formulas is an error") {
  Says(R"(
thresholds: { high: { statistic: max, of: scaled } }
attributes: { scaled: { expr: spend / high, type: number } }
)",
       "'high' rests on itself");
}

TEST_CASE("quantiles say which, others do not") {
  Says("thresholds: { a: { statistic: quantile, of: spend } }\n", "needs 'p', its quantile");
  Says("thresholds: { a: { statistic: mean, p: 5%, of: spend } }\n", "'p' is for quantiles");
  Says("thresholds: { a: { statistic: mean, of: nothing } }\n",
       "unknown name 'nothing' in the threshold 'a'");
}

TEST_CASE("clusters have features, and a name each or none") {
  Says("segmentations: { a: { type: clusters, features: [], order_by: spend } }\n",
       "clusters need at least one feature");
  Says(
      "segmentations: { a: { type: clusters, features: [days], k: 2, order_by: spend, names: "
      "[One] } }\n",
      "1 names for 2 clusters");
  Says("segmentations: { a: { type: clusters, features: [left_days], order_by: spend } }\n",
       "unknown");
  Says("segmentations: { a: { type: rfm, recency: days, frequency: spendd, money: spend } }\n",
       "unknown name 'spendd' in the segmentation 'a'");
}

TEST_CASE("a filter holds before anything is worked out from all") {
  Says(R"(
thresholds: { mean: { statistic: mean, of: spend } }
filters: { large: spend > mean }
)",
       "'mean' is worked out after the filter 'large' holds");
}

TEST_CASE("snapshots have a day and a source of entities, and its columns") {
  const std::string head =
      "entity: { source: users }\nkind: made\nsources:\n  users: { key: id, columns: { id: text, "
      "spend: money } }\n";
  const auto error = [&](const std::string& text) -> std::string {
    try {
      ParseReportSpec("report.yml", head + text, DefinitionOptions{});
    } catch (const Error& found) {
      return found.what();
    }
    return "no error";
  };
  CHECK(error("  before: { relationship: snapshot, to: users, file: b.csv }\n")
            .find("needs 'to' and 'as_of'") != std::string::npos);
  CHECK(error("  rows: { to: users, on: id }\n  before: { relationship: snapshot, to: rows, as_of: "
              "2025-01-01, file: b.csv }\n")
            .find("'rows' has not one row an entity") != std::string::npos);
  const ReportSpec spec = ParseReportSpec(
      "report.yml",
      head +
          "  before: { relationship: snapshot, to: users, as_of: 2025-01-01, file: b.csv }\n"
          "columns: { users: { spend: amount }, before: { spend: sum } }\n",
      DefinitionOptions{});
  CHECK(spec.FindSource("before")->FindColumn("spend")->bound == "sum");
  CHECK(spec.FindSource("users")->FindColumn("spend")->bound == "amount");
  CHECK(spec.FindSource("before")->key == "id");
}

TEST_CASE("blocks about segments name what they can use") {
  Says("blocks: { a: { type: rules, dimension: type } }\n", "the dimension 'type' has no cases");
  Says("blocks: { a: { type: clusters, of: type } }\n", "unknown segmentation by clusters 'type'");
  Says("blocks: { a: { type: migration, dimension: type, source: users } }\n",
       "the source 'users' is no snapshot");
  Says("blocks: { a: { type: concentration, column: type } }\n", "needs a numeric column");
  Says("blocks: { a: { type: evaluation, target: left, scores: { one: { label: One } } } }\n",
       "the score 'one' needs either 'score' or 'features'");
  Says("blocks: { a: { type: evaluation, target: left, scores: {} } }\n",
       "an evaluation needs at least one score");
  Says("blocks: { a: { type: rules, dimension: type, across: [type] } }\n",
       "a map has two or three dimensions, not 1");
}

}  // namespace
}  // namespace tessera
