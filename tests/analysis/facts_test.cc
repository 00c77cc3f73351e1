#include "analysis/facts.h"

#include <doctest/doctest.h>

#include "analysis/claims.h"

namespace tessera {
namespace {

Column MakeColumn(std::string name, ColumnRole role, Format format) {
  Column column;
  column.name = std::move(name);
  column.label = column.name;
  column.role = role;
  column.format = format;
  return column;
}

Metric MakeMetric(std::string id, double value, Format format) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = metric.id;
  metric.value = value;
  metric.format = format;
  return metric;
}

// Three plans; pro and premium tie in customers; the means of pro and premium overlap.
Report SmallReport() {
  Report report;
  Table table;
  table.id = "by_plan";
  table.dimensions = {"plan"};
  table.columns = {MakeColumn("plan", ColumnRole::kKey, Format::kText),
                   MakeColumn("customers", ColumnRole::kValue, Format::kInt),
                   MakeColumn("arr_mean", ColumnRole::kValue, Format::kUsd0),
                   MakeColumn("arr_mean_lo", ColumnRole::kLow, Format::kUsd0),
                   MakeColumn("arr_mean_hi", ColumnRole::kHigh, Format::kUsd0)};
  table.rows = {{"starter", 6.0, 400.0, 380.0, 420.0},
                {"pro", 3.0, 2000.0, 1500.0, 2500.0},
                {"premium", 3.0, 2100.0, 1900.0, 2300.0}};
  table.total = {"Total", 12.0, 1225.0, 1000.0, 1400.0};
  report.tables.push_back(table);
  Dimension plan;
  plan.id = "plan";
  plan.members = {{"starter", "Starter", "", false},
                  {"pro", "Pro", "", false},
                  {"premium", "Premium", "", false},
                  {"(missing)", "(missing)", "", true}};
  report.dimensions.push_back(plan);
  report.metrics.push_back(MakeMetric("arr_total", 7375884.14, Format::kUsd0));
  Metric lift = MakeMetric("lift", -12.5, Format::kUsd0);
  lift.is_difference = true;
  lift.interval = Interval{-20, -5};
  lift.p_adjusted = 0.01;
  lift.family_size = 4;
  lift.smaller_group = 100;
  report.metrics.push_back(lift);
  Metric unclear = MakeMetric("unclear", 3, Format::kUsd0);
  unclear.interval = Interval{-1, 7};
  report.metrics.push_back(unclear);
  Metric missing = MakeMetric("missing", 0, Format::kNum1);
  missing.value.reset();
  missing.missing_reason = "the data has no column 'nps_score'";
  report.metrics.push_back(missing);
  return report;
}

const std::map<std::string, double> kParameters = {{"limit", 30}};

Fact Evaluate(const Report& report, const std::string& text) {
  return Facts(report, kParameters).Evaluate(*ParseExpression(text, {"t.yml", 1, 1}));
}

std::string ErrorOf(const Report& report, const std::string& text) {
  try {
    Evaluate(report, text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string Say(const Report& report, const std::string& words) {
  ClaimSpec claim;
  claim.id = "c";
  claim.alternatives = {{nullptr, words, {"t.yml", 1, 1}}};
  return PlainText(SayClaim(claim, Facts(report, kParameters), Locale{}).sentence);
}

TEST_CASE("figures are found by their ids and parts") {
  const Report report = SmallReport();
  CHECK(*Evaluate(report, "arr_total").number() == 7375884.14);
  CHECK(*Evaluate(report, "lift.low").number() == -20);
  CHECK(*Evaluate(report, "cell(by_plan, pro, arr_mean)").number() == 2000);
  CHECK(*Evaluate(report, "cell(by_plan, total, customers)").number() == 12);
  CHECK(Evaluate(report, "cell(by_plan, pro, arr_mean)").ref == "by_plan/pro/arr_mean");
  CHECK(*Evaluate(report, "rows(by_plan)").number() == 3);
  CHECK(*Evaluate(report, "limit").number() == 30);
  CHECK(Evaluate(report, "last_member(plan)").text() == "premium");
  CHECK(Evaluate(report, "member_label(plan, first_member(plan))").text() == "Starter");
}

TEST_CASE("rankings name ties") {
  const Report report = SmallReport();
  CHECK(Evaluate(report, "top(by_plan, customers)").text() == "Starter");
  CHECK(Evaluate(report, "bottom(by_plan, customers)").text() == "Pro and Premium");
  CHECK(*Evaluate(report, "top_cell(by_plan, arr_mean, customers)").number() == 3);
  CHECK(*Evaluate(report, "top_cell(by_plan, arr_mean, arr_mean, 2)").number() == 2000);
  CHECK(Evaluate(report, "top(by_plan, customers, 9)").missing());
}

TEST_CASE("missing figures are null and make no condition true") {
  const Report report = SmallReport();
  CHECK(Evaluate(report, "missing").missing());
  CHECK(Evaluate(report, "missing + 1").missing());
  CHECK_FALSE(Evaluate(report, "missing > 0").truth());
  CHECK_FALSE(Evaluate(report, "not (missing > 0)").truth());
  CHECK(Evaluate(report, "missing is null").truth());
  CHECK(Evaluate(report, "arr_total / 0").missing());
  CHECK(Evaluate(report, "cell(by_plan, gold, arr_mean)").missing());
}

TEST_CASE("dead references say where and what was meant") {
  const Report report = SmallReport();
  CHECK(ErrorOf(report, "arr_totl").find("'arr_totl' is no metric") != std::string::npos);
  CHECK(ErrorOf(report, "arr_totl").find("did you mean 'arr_total'?") != std::string::npos);
  CHECK(ErrorOf(report, "lift.lowest").find("a metric has no part 'lowest'") != std::string::npos);
  CHECK(ErrorOf(report, "cell(by_plann, pro, arr_mean)").find("'by_plann' is no table") !=
        std::string::npos);
  CHECK(ErrorOf(report, "cell(by_plan, pro, arr_men)").find("has no column 'arr_men'") !=
        std::string::npos);
  CHECK(ErrorOf(report, "first_member(plann)").find("'plann' is no dimension") !=
        std::string::npos);
  CHECK(ErrorOf(report, "topp(by_plan, customers)").find("'topp' is no function of figures") !=
        std::string::npos);
  CHECK(ErrorOf(report, "cell(by_plan)").find("'cell' takes a table") != std::string::npos);
}

TEST_CASE("figures in words are shortened, and keep their id and full value") {
  const Report report = SmallReport();
  CHECK(Say(report, "ARR is {arr_total}.") == "ARR is $7.4M.");
  CHECK(Say(report, "ARR is {arr_total|full}.") == "ARR is $7,375,884.");
  ClaimSpec claim;
  claim.alternatives = {{nullptr, "{arr_total}", {}}};
  const Sentence said = SayClaim(claim, Facts(report, kParameters), Locale{}).sentence;
  REQUIRE(said.size() == 1);
  CHECK(said[0].kind == Piece::Kind::kMetric);
  CHECK(said[0].ref == "arr_total");
  CHECK(said[0].full == "$7,375,884");
}

TEST_CASE("comparing words follow the sign and need an interval without zero") {
  const Report report = SmallReport();
  CHECK(Say(report, "It is [higher|lower](lift).") == "It is lower.");
  CHECK(Say(report, "It is [higher](lift).") == "");
  CHECK(Say(report, "It is [higher|lower](unclear).") == "");
  CHECK(Say(report, "It is [higher|lower](arr_total).") == "");
}

TEST_CASE("a ranking that is not clear says so") {
  const Report report = SmallReport();
  CHECK(Say(report, "The [largest](top(by_plan, arr_mean)) mean is {top(by_plan, arr_mean)}.") ==
        "The largest mean is Premium (not clearly different from Pro).");
  CHECK(Say(report, "The [largest](top(by_plan, customers)) plan is {top(by_plan, customers)}.") ==
        "The largest plan is Starter.");
}

TEST_CASE("a sentence with a missing figure is not said; the next alternative is") {
  const Report report = SmallReport();
  ClaimSpec claim;
  claim.alternatives = {{nullptr, "NPS is {missing}.", {}}, {nullptr, "No NPS.", {}}};
  const Facts facts(report, kParameters);
  CHECK(PlainText(SayClaim(claim, facts, Locale{}).sentence) == "No NPS.");
  claim.alternatives.pop_back();
  const SaidClaim said = SayClaim(claim, facts, Locale{});
  CHECK(said.sentence.empty());
  CHECK(said.reason == "missing is not available: the data has no column 'nps_score'");
}

TEST_CASE("an amount beside a word that says the direction has no sign, and is cut to its doubt") {
  const Report report = SmallReport();
  CHECK(Say(report, "{lift|amount}") == "$13");
  CHECK(Say(report, "{lift|tenth}").starts_with("−$"));
}

TEST_CASE("a computed number is refused in prose") {
  const Report report = SmallReport();
  CHECK_THROWS_WITH_AS(Say(report, "{arr_total * 2}"),
                       doctest::Contains("must be a figure with an id"), Error);
  CHECK_THROWS_WITH_AS(Say(report, "{arr_total|fulll}"), doctest::Contains("unknown style 'fulll'"),
                       Error);
}

}  // namespace
}  // namespace tessera
