#include "analysis/recommendations.h"

#include <doctest/doctest.h>

#include "small_frame.h"

namespace tessera {
namespace {

// 100 customers worth 10 each: 60 in target a, 50 in b (30 of them shared), none in c.
SmallFrame Hundred() {
  SmallFrame data(100);
  std::vector<double> a, b, active, tickets;
  for (size_t row = 0; row < 100; ++row) {
    a.push_back(row < 60 ? 1 : 0);
    b.push_back(row >= 30 && row < 80 ? 1 : 0);
    active.push_back(row < 70 ? 1 : 0);
    tickets.push_back(static_cast<double>(row % 5));
  }
  data.AddMeasure("target:a", a);
  data.AddMeasure("target:b", b);
  data.AddMeasure("target:c", std::vector<double>(100, 0));
  data.AddSimple("arr_total", "ARR", Aggregate::kSum, Format::kUsd0, std::vector<double>(100, 10));
  data.AddMean("tickets_mean", "Tickets per customer", Format::kNum2, tickets);
  data.AddRate("active_rate", "Active rate", active);
  return data;
}

RecommendationSpec Card(const char* id) {
  RecommendationSpec card;
  card.id = id;
  card.title = std::string("Card ") + id;
  card.target_rule = ParseExpression("customers > 0", {});
  card.stake = "arr_total";
  card.gain_metric = "arr_total";
  card.plan_metric = "active_rate";
  card.plan_relative_effect = 0.1;
  return card;
}

Metric Effect(const char* id, double value, double low, double high) {
  Metric metric;
  metric.id = id;
  metric.value = value;
  metric.interval = Interval{low, high};
  metric.is_difference = true;
  return metric;
}

TEST_CASE("an opportunity is n × effect × uptake, as wide as the effect's interval") {
  SmallFrame data = Hundred();
  const AnalysisInput& input = data.Input();
  Report report;
  report.metrics = {Effect("gain", 2, 1, 3)};
  RecommendationSpec card = Card("a");
  card.effect = "gain";
  const std::vector<RecommendationInput> cards = {{card, true, {}, {}}};
  const BlockResult result = ComputeRecommendations(cards, input, report);
  const Recommendation& made = report.recommendations.front();
  CHECK(made.n == 60);
  CHECK(made.share == 0.6);
  CHECK(made.value_at_stake == 600);
  CHECK(made.stake_label == "ARR of the target");
  REQUIRE(made.opportunity.size() == 3);
  CHECK(made.opportunity[1].uptake == 0.15);
  CHECK(made.opportunity[1].middle == doctest::Approx(18));
  CHECK(made.opportunity[1].range.low == doctest::Approx(9));
  CHECK(made.opportunity[1].range.high == doctest::Approx(27));
  CHECK(made.ceiling == 1000);
  CHECK(made.unbounded == doctest::Approx(54));
  CHECK(result.notes.empty());
  const Table& table = *FindTable(result, "opportunities");
  REQUIRE(table.rows.size() == 3);
  CHECK(*CellNumber(CellAt(table, 2, "high")) == doctest::Approx(54));
  CHECK(table.FormatOf(0, static_cast<size_t>(table.ColumnIndex("low"))) == Format::kUsd0);
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("ranges are cut at zero and at what they are a part of, and say so") {
  SmallFrame data = Hundred();
  const AnalysisInput& input = data.Input();
  Report report;
  report.metrics = {Effect("huge", 50, -10, 100)};
  RecommendationSpec card = Card("a");
  card.effect = "huge";
  const std::vector<RecommendationInput> cards = {{card, true, {}, {}}};
  const BlockResult result = ComputeRecommendations(cards, input, report);
  const Recommendation& made = report.recommendations.front();
  CHECK(made.opportunity[2].range.low == 0);
  CHECK(made.opportunity[2].range.high == 1000);  // 60 · 100 · 0.3 = 1,800 without the ceiling
  CHECK(made.unbounded == doctest::Approx(1800));
  REQUIRE(made.evidence.size() == 2);
  CHECK(PlainText(made.evidence[0]) ==
        "The interval of the difference holds zero: the ranges begin there.");
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].message ==
        "the opportunity would be $1,800, beyond the $1,000 of ARR of all customers");
}

TEST_CASE("without an effect, an interval or a gain there is no opportunity") {
  SmallFrame data = Hundred();
  const AnalysisInput& input = data.Input();
  Report report;
  report.metrics = {Effect("below", -2, -3, -1), Effect("point", 2, 0, 0), Effect("gone", 0, 0, 0)};
  report.metrics[1].interval.reset();
  report.metrics[2].value.reset();
  report.metrics[2].missing_reason = "Trained has no customers";
  std::vector<RecommendationSpec> specs = {Card("a"), Card("a"), Card("a"), Card("a")};
  specs[1].effect = "below";
  specs[2].effect = "point";
  specs[3].effect = "gone";
  std::vector<RecommendationInput> cards;
  for (const RecommendationSpec& spec : specs) cards.push_back({spec, true, {}, {}});
  ComputeRecommendations(cards, input, report);
  for (const Recommendation& card : report.recommendations) CHECK(card.opportunity.empty());
  CHECK(PlainText(report.recommendations[1].evidence[0]) ==
        "No opportunity is given: the difference lies below zero.");
  CHECK(PlainText(report.recommendations[3].evidence[0]) ==
        "No opportunity is given: Trained has no customers.");
}

TEST_CASE("cards are ranked by their lower end, then their stake; the refuted stand last") {
  SmallFrame data = Hundred();
  const AnalysisInput& input = data.Input();
  Report report;
  report.metrics = {Effect("gain", 2, 1, 3)};
  std::vector<RecommendationSpec> specs = {Card("c"), Card("b"), Card("a"), Card("a")};
  specs[3].id = "refuted";
  specs[2].stake = "";
  specs[1].effect = "gain";
  const std::vector<RecommendationInput> cards = {{specs[0], true, {}, {}},
                                                  {specs[3], false, PlainSentence("No."), {}},
                                                  {specs[2], true, {}, {}},
                                                  {specs[1], true, {}, {}}};
  const BlockResult result = ComputeRecommendations(cards, input, report);
  std::vector<std::string> order;
  for (const Recommendation& card : report.recommendations) order.push_back(card.id);
  CHECK(order == std::vector<std::string>{"b", "a", "c", "refuted"});
  // Nobody is in the target of c: it does not stand.
  CHECK_FALSE(report.recommendations[2].supported);
  CHECK(PlainText(report.recommendations[2].verdict) == "No customer is in its target.");
  CHECK(PlainText(report.recommendations[3].verdict) == "No.");

  const Recommendation& b = report.recommendations[0];
  REQUIRE(b.overlaps.size() == 1);
  CHECK(b.overlaps[0].other == "a");
  CHECK(b.overlaps[0].n == 30);
  CHECK(b.overlaps[0].share == doctest::Approx(0.6));
  CHECK(report.recommendations[1].overlaps[0].share == doctest::Approx(0.5));
  CHECK(FindTable(result, "recommendation_overlap")->rows.size() == 2);
}

TEST_CASE("a plan says how many customers a test needs") {
  SmallFrame data = Hundred();
  const AnalysisInput& input = data.Input();
  Report report;
  std::vector<RecommendationSpec> specs = {Card("b"), Card("a"), Card("b")};
  specs[2].plan_metric = "tickets_mean";
  specs[2].plan_relative_effect = 0.5;
  std::vector<RecommendationInput> cards;
  for (const RecommendationSpec& spec : specs) cards.push_back({spec, true, {}, {}});
  ComputeRecommendations(cards, input, report);
  const MeasurementPlan* rate = nullptr;
  const MeasurementPlan* fixed = nullptr;
  const MeasurementPlan* mean = nullptr;
  for (const Recommendation& card : report.recommendations) {
    if (card.plan.metric == "tickets_mean") mean = &card.plan;
    if (card.plan.metric == "active_rate") (card.n == 60 ? fixed : rate) = &card.plan;
  }
  // 40 of 50 active: 80 % to 88 %, power.prop.test gives 328.5 a group.
  CHECK(*rate->baseline == 0.8);
  CHECK(*rate->minimal_effect == doctest::Approx(0.08));
  CHECK(rate->n_per_arm == 329);
  CHECK_FALSE(rate->feasible);
  // Every customer of a is active by its rule: the plan starts from everyone's 70 %.
  CHECK(*fixed->baseline == 0.7);
  CHECK(fixed->metric_label ==
        "Active rate (planned with that of all customers: in the target its rule fixes it)");
  CHECK(*mean->baseline == 2);
  CHECK(*mean->minimal_effect == 1);
  CHECK(mean->n_per_arm == 34);  // power.t.test gives 33.02
}

TEST_CASE("a card that names no metric is an error") {
  SmallFrame data = Hundred();
  const AnalysisInput& input = data.Input();
  Report report;
  report.metrics = {Effect("gain", 2, 1, 3)};
  RecommendationSpec card = Card("a");
  card.effect = "gian";
  const std::vector<RecommendationInput> cards = {{card, true, {}, {}}};
  CHECK_THROWS_WITH_AS(ComputeRecommendations(cards, input, report),
                       "there is no metric 'gian'\n  did you mean 'gain'?", Error);
}

}  // namespace
}  // namespace tessera
