#include "analysis/profiles.h"

#include <doctest/doctest.h>

#include "analysis/breakdown_block.h"
#include "analysis/segment_difference.h"
#include "small_frame.h"

namespace tessera {
namespace {

// Sixty customers: premium ones are worth about ten times the starters; activity is alike.
SmallFrame Sixty() {
  SmallFrame data(60);
  std::vector<std::uint16_t> plan, side;
  std::vector<double> arr, active, nps;
  for (size_t row = 0; row < 60; ++row) {
    plan.push_back(row < 20 ? 1 : 0);
    side.push_back(static_cast<std::uint16_t>(row % 2));
    arr.push_back((row < 20 ? 1000.0 : 100.0) + static_cast<double>(row % 7));
    active.push_back(row % 3 == 0 ? 0 : 1);
    nps.push_back(static_cast<double>(row % 5) - 2);
  }
  data.AddDimension("plan", "Plan", {"starter", "premium", "unused"}, plan);
  data.AddDimension("side", "Side", {"left", "right"}, side);
  data.AddDimension("worth", "Worth", {"small", "large"}, plan, "arr_mean");
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0, arr);
  data.AddSimple("arr_total", "ARR", Aggregate::kSum, Format::kUsd0, arr);
  data.AddRate("active_rate", "Active rate", active);
  data.AddMean("nps_mean", "Mean NPS score", Format::kNum1, nps);
  BlockSpec by_plan;
  by_plan.id = "by_plan";
  by_plan.block =
      BreakdownBlock{"plan", {"customers", "arr_total", "arr_mean", "active_rate", "nps_mean"}};
  data.spec().blocks.push_back(by_plan);
  data.spec().profile_metrics_block = "by_plan";
  return data;
}

struct Profiled {
  Report report;
  std::vector<SegmentProfile> profiles;
};

Profiled Compute(const AnalysisInput& input) {
  Profiled profiled;
  const BlockSpec& spec = input.spec.blocks.front();
  profiled.report.tables =
      ComputeBreakdown(spec, std::get<BreakdownBlock>(spec.block), input).tables;
  for (const MetricPlan& plan : input.catalogue.plans()) {
    Metric metric;
    metric.id = plan.spec->id;
    metric.value = EstimateMetric(metric.id, AllRows(input.frame), input).value;
    profiled.report.metrics.push_back(std::move(metric));
  }
  profiled.profiles = ComputeProfiles(input, profiled.report);
  return profiled;
}

TEST_CASE("a profile has size, figures with an index, and a mix that adds up") {
  SmallFrame data = Sixty();
  const AnalysisInput& input = data.Input();
  const auto [report, profiles] = Compute(input);
  REQUIRE(profiles.size() == 7);
  const SegmentProfile& premium = profiles[1];
  CHECK(premium.label == "premium");
  CHECK(premium.n == 20);
  CHECK(premium.share == doctest::Approx(1.0 / 3));
  REQUIRE(premium.figures.size() == 5);
  CHECK(premium.figures[0].value == 20);
  CHECK_FALSE(premium.figures[0].index);  // a total has a share, not an index
  const ProfileFigure& arr = premium.figures[2];
  CHECK(*arr.index == doctest::Approx(100 * *arr.value / *arr.overall));
  CHECK(arr.interval);
  CHECK_FALSE(premium.figures[4].index);  // scores below zero have none
  REQUIRE(premium.mix.size() == 2);
  double shares = 0;
  for (const MixShare& share : premium.mix[0].shares) shares += share.share;
  CHECK(shares == doctest::Approx(1));
  CHECK(premium.mix[0].shares[0].index == doctest::Approx(100));
  CHECK(profiles[2].n == 0);
  CHECK(profiles[2].unlike.empty());
}

TEST_CASE("what is unlike the rest is said with its figures and its licence") {
  SmallFrame data = Sixty();
  const AnalysisInput& input = data.Input();
  const auto [report, profiles] = Compute(input);
  REQUIRE(profiles[1].unlike.size() == 1);
  const Sentence& sentence = profiles[1].unlike[0];
  CHECK(PlainText(sentence) ==
        "Mean ARR: higher than among the rest, $1,003 against $103, a difference of +$900 (95% "
        "interval $899 to $901).");
  const Table* table = report.FindTable("segment_differences");
  REQUIRE(table != nullptr);
  for (const Piece& piece : sentence) {
    if (piece.kind == Piece::Kind::kText) continue;
    CHECK(piece.ref.starts_with("segment_differences/Plan/premium/Mean ARR/"));
    CHECK(table->ColumnIndex(piece.ref.substr(piece.ref.rfind('/') + 1)) >= 0);
    if (piece.kind == Piece::Kind::kWord) CHECK(piece.licence == "interval excludes 0 after Holm");
  }
  CHECK(table->RowIndex({"Plan", "premium", "Mean ARR"}) >= 0);
  CHECK(PlainText(profiles[0].unlike.at(0)).starts_with("Mean ARR: lower than among the rest"));
}

TEST_CASE("a dimension is not surprised by what it is built from") {
  SmallFrame data = Sixty();
  data.spec().dimensions[0].counts_itself = {"active_rate"};
  const AnalysisInput& input = data.Input();
  const FrameDimension& plan = *input.frame.FindDimension("plan");
  const FrameDimension& worth = *input.frame.FindDimension("worth");
  const auto built = [&](const FrameDimension& dimension, const char* metric) {
    return IsBuiltFrom(dimension, *input.spec.FindMetric(metric), input.spec);
  };
  CHECK(built(plan, "active_rate"));
  CHECK_FALSE(built(plan, "arr_mean"));
  CHECK(built(worth, "arr_mean"));
  const auto [report, profiles] = Compute(input);
  CHECK(profiles[5].dimension == "worth");
  CHECK(profiles[5].unlike.empty());
}

TEST_CASE("two counts of the same events are parts of each other") {
  SmallFrame data = Sixty();
  AttributeSpec events, types;
  events.name = "arr_mean";  // stands for a count of events here
  events.source = "events";
  types.name = "kinds";
  types.source = "events";
  data.spec().attributes = {events, types};
  data.AddDimension("diversity", "Diversity", {"a"}, std::vector<std::uint16_t>(60, 0), "kinds");
  const AnalysisInput& input = data.Input();
  const FrameDimension& diversity = *input.frame.FindDimension("diversity");
  CHECK(IsBuiltFrom(diversity, *input.spec.FindMetric("arr_mean"), input.spec));
  CHECK_FALSE(IsBuiltFrom(diversity, *input.spec.FindMetric("nps_mean"), input.spec));
}

TEST_CASE("small groups get no comparing sentence, but their row") {
  SmallFrame data = Sixty();
  data.spec().minimum_n_claim = 30;
  const AnalysisInput& input = data.Input();
  const auto [report, profiles] = Compute(input);
  CHECK(profiles[1].unlike.empty());
  CHECK(report.FindTable("segment_differences")->RowIndex({"Plan", "premium", "Mean ARR"}) >= 0);
}

TEST_CASE("members of one dimension and one metric are a family") {
  SmallFrame data = Sixty();
  const AnalysisInput& input = data.Input();
  const std::vector<std::string> ids = {"nps_mean", "arr_total", "no_such"};
  const auto metrics = ComparedMetrics(ids, input);
  REQUIRE(metrics.size() == 1);
  const auto differences = CompareMembers(*input.frame.FindDimension("plan"), metrics, input);
  REQUIRE(differences.size() == 2);  // the member that nobody is in has no comparison
  CHECK(differences[0].difference.family_size == 2);
  CHECK(*differences[0].difference.value == doctest::Approx(-*differences[1].difference.value));
}

TEST_CASE("cards touch the segments of which a tenth is in their target") {
  SmallFrame data = Sixty();
  std::vector<double> target(60, 0);
  for (size_t row = 0; row < 5; ++row) target[row] = 1;  // premium all
  data.AddMeasure("target:a", target);
  const AnalysisInput& input = data.Input();
  Report report;
  Recommendation card;
  card.id = "a";
  report.recommendations = {card};
  const auto profiles = ComputeProfiles(input, report);
  CHECK(profiles[1].recommendations == std::vector<std::string>{"a"});
  CHECK(profiles[0].recommendations.empty());
  CHECK(profiles[3].recommendations.size() == 1);  // three of thirty
}

TEST_CASE("without a block of metrics there are no profiles") {
  SmallFrame data = Sixty();
  data.spec().profile_metrics_block = "";
  const AnalysisInput& input = data.Input();
  Report report;
  CHECK(ComputeProfiles(input, report).empty());
  CHECK(report.tables.empty());
}

}  // namespace
}  // namespace tessera
