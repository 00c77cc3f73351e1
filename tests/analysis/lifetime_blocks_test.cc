// Retention, lifetime value, targets and plans, on data whose figures are published or done by
// hand.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "analysis/ltv_block.h"
#include "analysis/retention_block.h"
#include "analysis/targets_block.h"
#include "small_frame.h"
#include "stats/distribution.h"
#include "stats/random.h"

namespace tessera {
namespace {

BlockSpec Named(const char* id) {
  BlockSpec spec;
  spec.id = id;
  spec.title = id;
  return spec;
}

EntityRule Rule(const char* text) { return {ParseExpression(text, {}), text}; }

double NumberAt(const Table& table, size_t row, const char* column) {
  return CellNumber(CellAt(table, row, column)).value_or(kNaN);
}

// The leukaemia trial of R's survival package: maintained or not, weeks.
SmallFrame Aml() {
  SmallFrame data(23);
  data.AddDimension("arm", "Arm", {"maintained", "not"},
                    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  data.AddMeasure("expr:stay.time", {9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5,
                                     5, 8,  8,  12, 16, 23, 27, 30, 33, 43, 45});
  data.AddMeasure("expr:stay.left",
                  {1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1});
  return data;
}

TEST_CASE("survival curves, medians and the log-rank test of a known trial") {
  SmallFrame data = Aml();
  const AnalysisInput& input = data.Input();
  RetentionBlock block;
  block.dimension = "arm";
  block.time = Rule("weeks");
  block.left = Rule("left");
  block.unit = "weeks";
  block.horizons = {24};
  const BlockResult result = ComputeRetention(Named("stay"), block, input);

  const Table& summary = *FindTable(result, "stay_summary");
  CHECK(NumberAt(summary, 0, "median") == 31);
  CHECK(NumberAt(summary, 1, "median") == 23);
  CHECK(NumberAt(summary, 0, "n") == 11);
  CHECK(NumberAt(summary, 0, "left") == 7);
  // (10/11)(9/10)(7/8)(6/7) of the maintained are there after 24 weeks.
  CHECK(NumberAt(summary, 0, "at_24") == doctest::Approx(0.6136364));
  CHECK(*CellNumber(summary.total[1]) == 23);

  const Metric& test = *FindMetric(result, "stay_log_rank");
  CHECK(*test.value == doctest::Approx(3.396389).epsilon(1e-6));
  CHECK(*test.p_value == doctest::Approx(0.065339).epsilon(1e-4));

  const Table& curve = *FindTable(result, "stay");
  CHECK(NumberAt(curve, 0, "survival") == 1);
  CHECK(NumberAt(curve, 1, "time") == 9);
  CHECK(NumberAt(curve, 1, "survival") == doctest::Approx(10.0 / 11));
  CHECK(NumberAt(curve, 1, "at_risk") == 11);
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("customers without a time are left out and counted") {
  SmallFrame data(3);
  data.AddDimension("arm", "Arm", {"a", "b"}, {0, 0, 1});
  data.AddMeasure("expr:stay.time", {4, kNaN, -1});
  data.AddMeasure("expr:stay.left", {1, 1, 1});
  RetentionBlock block;
  block.dimension = "arm";
  block.time = Rule("t");
  block.left = Rule("l");
  const BlockResult result = ComputeRetention(Named("stay"), block, data.Input());
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].message == "2 customers have no time to count and are left out");
  CHECK(FindTable(result, "stay_summary")->rows.size() == 2);
  CHECK(NumberAt(*FindTable(result, "stay_summary"), 1, "n") == 0);
  CHECK_FALSE(FindMetric(result, "stay_log_rank")->value);
}

TEST_CASE("a cell of the triangle needs the whole cohort to have been seen for that long") {
  SmallFrame data(4);
  data.AddDimension("start", "Start", {"first", "second"}, {0, 0, 1, 1});
  data.AddMeasure("expr:stay.time", {100, 40, 50, 20});
  data.AddMeasure("expr:stay.left", {0, 1, 0, 0});
  data.AddMeasure("expr:stay.seen", {100, 100, 50, 20});
  data.AddMeasure("expr:stay.money", {10, 30, 5, 5});
  RetentionBlock block;
  block.dimension = "start";
  block.time = Rule("t");
  block.left = Rule("l");
  block.cohorts = "start";
  block.seen = Rule("s");
  block.money = Rule("m");
  block.period = 50;
  const BlockResult result = ComputeRetention(Named("stay"), block, data.Input());
  const Table& table = *FindTable(result, "stay_cohorts");
  REQUIRE(table.rows.size() == 6);  // ages 0, 50 and 100 of each
  CHECK(NumberAt(table, 1, "rate") == 0.5);
  CHECK(NumberAt(table, 1, "money_rate") == 0.25);
  CHECK(NumberAt(table, 3, "rate") == 1);
  CHECK(CellAt(table, 4, "rate") == Cell());  // one of the second was seen for 20 only
}

TEST_CASE("who leaves in each step of age, the partly seen counted half") {
  SmallFrame data(7);
  data.AddDimension("plan", "Plan", {"a"}, std::vector<std::uint16_t>(7, 0));
  data.AddMeasure("expr:stay.time", {10, 40, 60, 20, 70, 120, 130});
  data.AddMeasure("expr:stay.left", {1, 1, 1, 0, 0, 0, 0});
  RetentionBlock block;
  block.dimension = "plan";
  block.time = Rule("t");
  block.left = Rule("l");
  block.period = 50;
  const BlockResult result = ComputeRetention(Named("stay"), block, data.Input());
  const Table& table = *FindTable(result, "stay_hazard");
  REQUIRE(table.rows.size() == 3);
  CHECK(NumberAt(table, 0, "at_risk") == 7);
  CHECK(NumberAt(table, 0, "left") == 2);
  CHECK(NumberAt(table, 0, "censored") == 1);
  CHECK(NumberAt(table, 0, "hazard") == doctest::Approx(2 / 6.5));
  CHECK(NumberAt(table, 1, "hazard") == doctest::Approx(1 / 3.5));
  CHECK(NumberAt(table, 2, "at_risk") == 2);
  CHECK(NumberAt(table, 2, "hazard") == 0);
  CHECK(FindTable(result, "stay_cohorts") == nullptr);
}

TEST_CASE("within strata the log-rank test compares like with like") {
  // Arm and stratum are the same here: nothing is left to compare within a stratum.
  SmallFrame data = Aml();
  data.AddDimension("site", "Site", {"one", "two"},
                    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  data.AddDimension("half", "Half", {"even", "odd"},
                    {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0});
  RetentionBlock block;
  block.dimension = "arm";
  block.time = Rule("t");
  block.left = Rule("l");
  block.strata = "site";
  const BlockResult none = ComputeRetention(Named("stay"), block, data.Input());
  const Metric& same = *FindMetric(none, "stay_log_rank_within");
  CHECK((!same.value || *same.value == doctest::Approx(0)));
  block.strata = "half";
  const BlockResult halves = ComputeRetention(Named("stay"), block, data.Input());
  // R: survdiff(Surv(time, status) ~ x + strata(rep(0:1, length.out = 23)), aml)
  CHECK(*FindMetric(halves, "stay_log_rank_within")->value == doctest::Approx(2.72075937327));
  CHECK(*FindMetric(halves, "stay_log_rank")->value == doctest::Approx(3.396389).epsilon(1e-6));
}

TEST_CASE("contractual value: revenue times margin over churn") {
  SmallFrame data(10);
  data.AddDimension("plan", "Plan", {"a", "unused"}, std::vector<std::uint16_t>(10, 0));
  data.AddMeasure("expr:worth.revenue", std::vector<double>(10, 100));
  data.AddMeasure("expr:worth.left", {1, 1, 0, 0, 0, 0, 0, 0, 0, 0});
  data.AddMeasure("expr:worth.exposure", std::vector<double>(10, 5));
  LtvBlock block;
  block.dimension = "plan";
  block.contract = ContractValue{Rule("r"), Rule("l"), Rule("e"), 0.8, 0, "month"};
  const BlockResult result = ComputeLtv(Named("worth"), block, data.Input());
  const Table& table = *FindTable(result, "worth");
  CHECK(NumberAt(table, 0, "churn") == doctest::Approx(0.04));  // 2 of 50 months
  CHECK(NumberAt(table, 0, "ltv") == doctest::Approx(2000));
  CHECK(NumberAt(table, 0, "ltv_lo") == doctest::Approx(80 / 0.1346007).epsilon(1e-5));
  CHECK(CellAt(table, 1, "ltv") == Cell());
  CHECK(*FindMetric(result, "worth_value")->value == doctest::Approx(2000));
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("a revenue bridge foots") {
  SmallFrame data(5);
  data.AddDimension("plan", "Plan", {"a"}, std::vector<std::uint16_t>(5, 0));
  data.AddMeasure("expr:worth.before", {100, 100, 100, 0, kNaN});
  data.AddMeasure("expr:worth.after", {120, 50, 0, 80, 30});
  data.AddMeasure("expr:worth.known", {1, 1, 1, 0, 1});
  LtvBlock block;
  block.dimension = "plan";
  block.bridge = RevenueMovement{Rule("b"), Rule("a"), Rule("k")};
  const BlockResult result = ComputeLtv(Named("worth"), block, data.Input());
  const Table& bridge = *FindTable(result, "worth_bridge");
  double sum = 0;
  for (size_t row = 0; row < bridge.rows.size(); ++row) sum += NumberAt(bridge, row, "amount");
  CHECK(sum == *CellNumber(bridge.total[1]));
  CHECK(sum == 280);
  CHECK(*FindMetric(result, "worth_nrr")->value == doctest::Approx(170.0 / 300));
  CHECK(*FindMetric(result, "worth_grr")->value == doctest::Approx(150.0 / 300));
  CHECK(*FindMetric(result, "worth_logo_churn")->value == doctest::Approx(1.0 / 3));
  CHECK(*FindMetric(result, "worth_quick_ratio")->value == doctest::Approx(130.0 / 150));
}

// Fader and Hardie (2007): regular and high-end customers over seven renewals.
TEST_CASE("the renewal model finds the published parameters") {
  const std::vector<double> regular = {1000, 631, 468, 382, 326, 289, 262, 241};
  const std::vector<double> high_end = {1000, 869, 743, 653, 593, 551, 517, 491};
  SmallFrame data(2000);
  std::vector<std::uint16_t> kind;
  std::vector<double> time, left, seen(2000, 7);
  for (const auto* survivors : {&regular, &high_end}) {
    for (size_t t = 0; t < 7; ++t) {
      const auto gone = static_cast<size_t>((*survivors)[t] - (*survivors)[t + 1]);
      time.insert(time.end(), gone, static_cast<double>(t) + 0.5);
      left.insert(left.end(), gone, 1);
    }
    time.insert(time.end(), static_cast<size_t>(survivors->back()), 7);
    left.insert(left.end(), static_cast<size_t>(survivors->back()), 0);
    kind.insert(kind.end(), 1000, survivors == &regular ? 0 : 1);
  }
  data.AddDimension("kind", "Kind", {"regular", "high end"}, kind);
  data.AddMeasure("expr:worth.time", time);
  data.AddMeasure("expr:worth.renewal_left", left);
  data.AddMeasure("expr:worth.seen", seen);
  LtvBlock block;
  block.dimension = "kind";
  block.renewals = RenewalValue{Rule("t"), Rule("l"), Rule("s"), 7, 0.1, "year"};
  const BlockResult result = ComputeLtv(Named("worth"), block, data.Input());
  const Table& models = *FindTable(result, "worth_renewal_models");
  CHECK(NumberAt(models, 0, "alpha") == doctest::Approx(0.704).epsilon(2e-3));
  CHECK(NumberAt(models, 0, "beta") == doctest::Approx(1.182).epsilon(2e-3));
  CHECK(NumberAt(models, 1, "alpha") == doctest::Approx(0.668).epsilon(2e-3));
  CHECK(NumberAt(models, 1, "beta") == doctest::Approx(3.806).epsilon(2e-3));
  const Table& curve = *FindTable(result, "worth_renewals");
  CHECK(NumberAt(curve, 1, "share") == doctest::Approx(0.631));
  CHECK(NumberAt(curve, 1, "fitted") == doctest::Approx(0.6267).epsilon(2e-3));
}

TEST_CASE("purchases: too few repeaters give no model, and say so") {
  SmallFrame data(4);
  data.AddDimension("plan", "Plan", {"a"}, std::vector<std::uint16_t>(4, 0));
  data.AddMeasure("expr:worth.repeats", {0, 0, 0, 0});
  data.AddMeasure("expr:worth.last", {0, 0, 0, 0});
  data.AddMeasure("expr:worth.age", {10, 20, 30, 40});
  data.AddMeasure("expr:worth.value", {kNaN, kNaN, kNaN, kNaN});
  LtvBlock block;
  block.dimension = "plan";
  block.purchases =
      PurchaseValue{Rule("x"), Rule("t"), Rule("T"), Rule("m"), 1, 0, 12, "month", {}, 0};
  const BlockResult result = ComputeLtv(Named("worth"), block, data.Input());
  REQUIRE(result.notes.size() == 1);
  CHECK(FindTable(result, "worth_purchases")->rows.empty());
  CHECK_FALSE(FindMetric(result, "worth_purchase_r")->value);
}

// Purchases of customers who behave as BG/NBD says: buying at a rate λ until, after a purchase,
// with a chance p they stop.
struct Buyer {
  double repeats = 0, last = 0, later = 0;
};

Buyer Buys(double fitted, double held_out, stats::Random& random) {
  const double rate = stats::GammaQuantile(random.Uniform(), 0.6) / 5;
  const double x = stats::GammaQuantile(random.Uniform(), 0.8);
  const double y = stats::GammaQuantile(random.Uniform(), 2.4);
  Buyer buyer;
  double at = 0;
  while (true) {
    at -= std::log(1 - random.Uniform()) / rate;
    if (at > fitted + held_out) return buyer;
    if (at <= fitted) {
      buyer.repeats += 1;
      buyer.last = at;
    } else {
      buyer.later += 1;
    }
    if (random.Uniform() < x / (x + y)) return buyer;
  }
}

TEST_CASE("purchases that the model has not seen are foretold") {
  constexpr size_t kBuyers = 3000;
  std::vector<double> repeats, last, later;
  stats::Random random(7, 0);
  for (size_t i = 0; i < kBuyers; ++i) {
    const Buyer buyer = Buys(39, 39, random);
    repeats.push_back(buyer.repeats);
    last.push_back(buyer.last);
    later.push_back(buyer.later);
  }
  SmallFrame data(kBuyers);
  data.AddDimension("plan", "Plan", {"a"}, std::vector<std::uint16_t>(kBuyers, 0));
  data.AddMeasure("expr:worth.repeats", repeats);
  data.AddMeasure("expr:worth.last", last);
  data.AddMeasure("expr:worth.age", std::vector<double>(kBuyers, 39));
  data.AddMeasure("expr:worth.value", std::vector<double>(kBuyers, kNaN));
  data.AddMeasure("expr:worth.held_out", later);
  LtvBlock block;
  block.dimension = "plan";
  block.purchases = PurchaseValue{Rule("x"), Rule("t"), Rule("T"), Rule("m"),     1,
                                  0,         12,        "week",    Rule("later"), 39};
  const BlockResult result = ComputeLtv(Named("worth"), block, data.Input());
  const Table& table = *FindTable(result, "worth_held_out");
  REQUIRE(table.rows.size() == 8);
  double n = 0, came = 0;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    n += NumberAt(table, row, "n");
    came += NumberAt(table, row, "purchases");
  }
  CHECK(n == kBuyers);
  CHECK(came == std::accumulate(later.begin(), later.end(), 0.0));
  CHECK(*FindMetric(result, "worth_held_out_actual")->value == came);
  CHECK(std::abs(*FindMetric(result, "worth_held_out_error")->value) < 0.08);
  // Who bought often before buys often again, and the model knows it.
  CHECK(NumberAt(table, 7, "predicted") > 5 * NumberAt(table, 0, "predicted"));
  CHECK(NumberAt(table, 7, "actual") > 5 * NumberAt(table, 0, "actual"));
}

TEST_CASE("a target says what shows it") {
  SmallFrame data(1000);
  std::vector<double> inactive(1000, 0);
  std::fill_n(inactive.begin(), 296, 1);
  data.AddRate("inactive_rate", "Inactive rate", inactive);
  TargetsBlock block;
  Goal goal;
  goal.id = "churn";
  goal.label = "Fifteen per cent off";
  goal.metric = "inactive_rate";
  goal.segment = "everyone";
  goal.relative = -0.15;
  block.goals.push_back(goal);
  goal.id = "half";
  goal.relative.reset();
  goal.target = 0.148;
  block.goals.push_back(goal);
  const BlockResult result = ComputeTargets(Named("aims"), block, data.Input());
  const Table& table = *FindTable(result, "aims");
  CHECK(NumberAt(table, 0, "baseline") == doctest::Approx(0.296));
  CHECK(NumberAt(table, 0, "target") == doctest::Approx(0.2516));
  CHECK(NumberAt(table, 0, "change") == doctest::Approx(-0.0444));
  CHECK(NumberAt(table, 0, "needed") == 1583);  // R power.prop.test
  CHECK(CellText(CellAt(table, 0, "feasible")) == "no");
  CHECK(NumberAt(table, 1, "relative") == doctest::Approx(-0.5));
  CHECK(CellText(CellAt(table, 1, "feasible")) == "yes");
  CHECK(FindMetric(result, "aims_churn_change")->format == Format::kPp1);
}

TEST_CASE("a plan stands in the order of its days, and an action may have no measure") {
  SmallFrame data(100);
  std::vector<double> mean(100), where(100, 0);
  for (size_t row = 0; row < 100; ++row) mean[row] = static_cast<double>(row % 10);
  std::fill_n(where.begin(), 40, 1);
  data.AddMean("health_mean", "Health", Format::kNum1, mean);
  data.AddMeasure("expr:plan.late", where);
  PlanBlock block;
  PlannedAction late{"late", "Late", 31, 60, Rule("w"), "Some", "health_mean", 0.1, "CS", {}};
  PlannedAction early{"early", "Early", 1, 30, {}, "everyone", "", 0.1, "", {}};
  block.actions = {late, early};
  const BlockResult result = ComputePlan(Named("plan"), block, data.Input());
  const Table& table = *FindTable(result, "plan");
  CHECK(CellText(CellAt(table, 0, "action")) == "Early");
  CHECK(CellAt(table, 0, "baseline") == Cell());
  CHECK(CellText(CellAt(table, 1, "phase")) == "days 31–60");
  CHECK(NumberAt(table, 1, "n") == 40);
  CHECK(NumberAt(table, 1, "share") == 0.4);
  CHECK(NumberAt(table, 1, "baseline") == doctest::Approx(4.5));
  CHECK(NumberAt(table, 1, "change") == doctest::Approx(0.45));
}

TEST_CASE("a goal over a sum is refused") {
  SmallFrame data(2);
  data.AddSimple("total", "Total", Aggregate::kSum, Format::kInt, {1, 2});
  TargetsBlock block;
  block.goals.push_back({"g", "G", "total", {}, "everyone", 5, {}, "", "", {}});
  const AnalysisInput& input = data.Input();
  CHECK_THROWS_WITH_AS(ComputeTargets(Named("aims"), block, input),
                       doctest::Contains("'total' is neither a mean nor a rate"), Error);
}

}  // namespace
}  // namespace tessera
