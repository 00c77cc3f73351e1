// Cohorts, comparisons of groups, and what the data lacks, on small data done by hand.
#include <doctest/doctest.h>

#include "analysis/cohort_block.h"
#include "analysis/compare_block.h"
#include "analysis/intake_block.h"
#include "small_frame.h"

namespace tessera {
namespace {

BlockSpec Named(const char* id) {
  BlockSpec spec;
  spec.id = id;
  spec.title = id;
  return spec;
}

double NumberAt(const Table& table, size_t row, const char* column) {
  return CellNumber(CellAt(table, row, column)).value_or(kNaN);
}

// Ten customers: the first four are the cohort; tiers and channels alternate.
SmallFrame Ten() {
  SmallFrame data(10);
  data.AddDimension("cohort", "Cohort", {"cohort", "rest"}, {0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
  data.AddDimension("tier", "Tier", {"Gold", "Basic"}, {0, 1, 0, 1, 0, 1, 0, 1, 0, 1});
  data.AddDimension("channel", "Channel", {"mail", "paid", "(missing)"},
                    {1, 1, 1, 0, 0, 0, 0, 1, 2, 0});
  data.AddMean("ltv_mean", "Mean LTV", Format::kUsd0, {10, 1, 14, 3, 4, 2, 6, 2, 5, kNaN});
  // First condition: six fit, two are unknown. Second: the first four of those.
  data.AddMeasure("expr:cohort.one", {1, 1, 1, 1, 1, 1, 0, 0, 0, 0});
  data.AddMeasure("unknown:expr:cohort.one", {0, 0, 0, 0, 0, 0, 1, 1, 0, 0});
  data.AddMeasure("expr:cohort.two", {1, 1, 1, 1, 0, 0, 1, 1, 1, 1});
  data.AddMeasure("unknown:expr:cohort.two", {0, 0, 0, 0, 0, 1, 0, 0, 0, 0});
  return data;
}

CohortBlock CohortOfTen() {
  CohortBlock block;
  block.dimension = "cohort";
  block.member = "cohort";
  block.steps = {{"one", "One", nullptr, "a > 1", {}}, {"two", "Two", nullptr, "b > 2", {}}};
  block.outcomes = {"ltv_mean"};
  block.tables = {{"ltv_by_tier", "LTV by tier", "tier", "ltv_mean", {}},
                  {"by_channel", "Channels", "channel", "", {}}};
  return block;
}

TEST_CASE("a cohort's funnel counts what each condition leaves, drops and cannot judge") {
  SmallFrame data = Ten();
  const BlockResult result = ComputeCohort(Named("cohort"), CohortOfTen(), data.Input());
  const Table& funnel = *FindTable(result, "cohort_funnel");
  REQUIRE(funnel.rows.size() == 3);
  CHECK(NumberAt(funnel, 0, "n") == 10);
  CHECK(NumberAt(funnel, 1, "n") == 6);
  CHECK(NumberAt(funnel, 1, "dropped") == 4);
  CHECK(NumberAt(funnel, 1, "unknown") == 2);
  CHECK(NumberAt(funnel, 2, "n") == 4);
  CHECK(NumberAt(funnel, 2, "unknown") == 1);
  CHECK(NumberAt(funnel, 2, "share") == 0.4);
  REQUIRE(result.checks.size() == 1);
  CHECK(result.checks[0].id == "cohort.funnel");
  CHECK(result.checks[0].status == CheckStatus::kPass);
  CHECK(*FindMetric(result, "cohort_customers")->value == 4);
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("a funnel that does not end at the cohort fails its check") {
  SmallFrame data = Ten();
  CohortBlock block = CohortOfTen();
  block.steps.pop_back();
  const BlockResult result = ComputeCohort(Named("cohort"), block, data.Input());
  CHECK(result.checks[0].status == CheckStatus::kFail);
  CHECK(result.checks[0].detail == "6 left by the conditions, 4 in the cohort");
}

TEST_CASE("a cohort is held against the rest of each member, and against all when marked") {
  SmallFrame data = Ten();
  const BlockResult result = ComputeCohort(Named("cohort"), CohortOfTen(), data.Input());
  const Table& table = *FindTable(result, "ltv_by_tier");
  CHECK(NumberAt(table, 0, "n_cohort") == 2);
  CHECK(NumberAt(table, 0, "n_rest") == 3);
  CHECK(NumberAt(table, 0, "mean_cohort") == 12);
  CHECK(NumberAt(table, 0, "mean_rest") == 5);
  CHECK(NumberAt(table, 0, "mean_all") == doctest::Approx(39.0 / 5));
  CHECK(NumberAt(table, 0, "diff_rest") == 7);
  // (1 − p)(cohort − rest) with p = 2/5
  CHECK(NumberAt(table, 0, "diff_all") == doctest::Approx(0.6 * 7));
  // SE² = 8/2 + 1/3 and t of 1.17 degrees of freedom (Satterthwaite).
  CHECK(NumberAt(table, 0, "lo") == doctest::Approx(-11.907).epsilon(1e-4));
  CHECK(NumberAt(table, 1, "n_rest") == 2);  // one value is missing
  CHECK(NumberAt(table, 0, "p_holm") >= NumberAt(table, 0, "p"));
  // The interval of diff_rest is found by its role, whatever its columns are called.
  CHECK(table.RelatedColumn("diff_rest", ColumnRole::kLow) == table.ColumnIndex("lo"));
}

TEST_CASE("shares of a cohort have an index against the rest, missing members last") {
  SmallFrame data = Ten();
  const BlockResult result = ComputeCohort(Named("cohort"), CohortOfTen(), data.Input());
  const Table& table = *FindTable(result, "by_channel");
  REQUIRE(table.rows.size() == 3);
  CHECK(CellText(CellAt(table, 0, "member")) == "paid");
  CHECK(NumberAt(table, 0, "share") == 0.75);
  CHECK(NumberAt(table, 0, "share_rest") == doctest::Approx(1.0 / 6));
  CHECK(NumberAt(table, 0, "index") == doctest::Approx(450));
  CHECK(CellText(CellAt(table, 2, "member")) == "(missing)");
  CHECK(*FindMetric(result, "by_channel_top3")->value == 1);
  CHECK(*FindMetric(result, "by_channel_hhi")->value == doctest::Approx(0.5625 + 0.0625));
  CHECK(*FindMetric(result, "by_channel_gini")->value == doctest::Approx(0.25));  // of 1 and 3
  const Table& lorenz = *FindTable(result, "by_channel_lorenz");
  CHECK(NumberAt(lorenz, 1, "members") == 0.5);
  CHECK(NumberAt(lorenz, 1, "value") == 0.25);
}

// One to five against eleven to fifteen and a hundred.
SmallFrame TwoGroups() {
  SmallFrame data(11);
  data.AddDimension("group", "Group", {"low", "high", "none"}, {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
  data.AddMeasure("column:score", {5, 4, 3, 2, 1, 11, 12, 13, 14, 15, 100});
  return data;
}

TEST_CASE("distributions by group: five numbers, fences, and beyond them") {
  SmallFrame data = TwoGroups();
  CompareBlock block{"group", {"score"}, {{"score", true, 12}}};
  const BlockResult result = ComputeCompare(Named("spread"), block, data.Input());
  const Table& table = *FindTable(result, "spread");
  REQUIRE(table.rows.size() == 3);
  CHECK(CellText(CellAt(table, 0, "group")) == "low");
  CHECK(CellText(CellAt(table, 0, "metric")) == "score");
  CHECK(NumberAt(table, 0, "q1") == 2);
  CHECK(NumberAt(table, 0, "median") == 3);
  CHECK(NumberAt(table, 0, "q3") == 4);
  CHECK(NumberAt(table, 0, "outliers") == 0);
  CHECK(NumberAt(table, 1, "q1") == doctest::Approx(12.25));
  CHECK(NumberAt(table, 1, "q3") == doctest::Approx(14.75));
  CHECK(NumberAt(table, 1, "upper_fence") == 15);
  CHECK(NumberAt(table, 1, "outliers") == 1);
  CHECK(NumberAt(table, 2, "n") == 0);
  CHECK(CellAt(table, 2, "median") == Cell());
  CHECK(FindTable(result, "spread_score")->rows.size() == 3);
  const Table& beyond = *FindTable(result, "spread_beyond");
  CHECK(CellText(CellAt(beyond, 1, "rule")) == "above 12.0");
  CHECK(NumberAt(beyond, 1, "part") == 4);  // 13, 14, 15 and 100
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("each group is compared with the rest, not with a whole that holds it") {
  SmallFrame data = TwoGroups();
  const BlockResult result =
      ComputeCompare(Named("spread"), CompareBlock{"group", {"score"}, {}}, data.Input());
  const Table& table = *FindTable(result, "spread_differences");
  CHECK(NumberAt(table, 0, "mean_rest") == doctest::Approx(165.0 / 6));
  CHECK(NumberAt(table, 0, "diff") == doctest::Approx(3 - 165.0 / 6));
  CHECK(NumberAt(table, 0, "n_rest") == 6);
  CHECK(NumberAt(table, 0, "shift") == doctest::Approx(-10.5));  // the median of all differences
  CHECK(CellAt(table, 2, "diff") == Cell());
}

TEST_CASE("an ordered dimension has a trend, muted members left out") {
  SmallFrame data(7);
  data.AddDimension("step", "Step", {"one", "two", "three", "aside"}, {0, 0, 1, 1, 2, 2, 3});
  data.AddMeasure("column:score", {1, 3, 2, 4, 5, 6, -50});
  const CompareBlock block{"step", {"score"}, {}};
  const BlockResult plain = ComputeCompare(Named("spread"), block, data.Input());
  CHECK(FindTable(plain, "spread_tests")->ColumnIndex("trend") < 0);
  data.dimension("step").ordered = true;
  data.dimension("step").members[3].muted = true;
  const BlockResult result = ComputeCompare(Named("spread"), block, data.Input());
  // Of the 12 pairs from different steps 11 rise and one falls: (11 − 1)/√(12·15).
  const Metric& trend = *FindMetric(result, "spread_score_trend");
  CHECK(*trend.value == doctest::Approx(10 / std::sqrt(12.0 * 15)));
  CHECK(trend.n == 6);
  CHECK(*trend.p_adjusted == *trend.p_value);
  CHECK(NumberAt(*FindTable(result, "spread_tests"), 0, "trend") == doctest::Approx(*trend.value));
}

TEST_CASE("a share compared with a number of per cent gets a note") {
  SmallFrame data(3);
  data.AddDimension("group", "Group", {"a"}, {0, 0, 0});
  data.AddMeasure("column:rate", {0.1, 0.2, 0.5});
  const BlockResult result = ComputeCompare(
      Named("spread"), CompareBlock{"group", {"rate"}, {{"rate", true, 5}}}, data.Input());
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].message ==
        "the values of rate run from 0.1 to 0.5, and the condition is above 5: check whether the "
        "column holds shares or per cent");
}

// A definition with an optional table, and three blocks over it.
ReportSpec Definition() {
  ReportSpec spec;
  spec.entity_source = "value";
  SourceSpec value, funnel;
  value.name = "value";
  value.key = "email";
  ColumnSpec email, tier, days, speed;
  email.name = "email";
  tier.name = "tier";
  speed.name = "speed";
  speed.optional = true;
  speed.type = ColumnType::kNumber;
  days.name = "days";
  days.type = ColumnType::kInt;
  value.columns = {email, tier, speed};
  funnel.name = "funnel";
  funnel.relationship = Relationship::kOneToOne;
  funnel.to = "value";
  funnel.on = "email";
  funnel.optional = true;
  funnel.columns = {email, days};
  spec.sources = {value, funnel};
  DimensionSpec by_tier, by_days;
  by_tier.id = "by_tier";
  by_tier.of = ParseExpression("tier", {});
  by_days.id = "by_days";
  by_days.of = ParseExpression("days + 1", {});
  spec.dimensions = {by_tier, by_days};
  MetricSpec n, mean;
  n.id = "n";
  n.aggregate = Aggregate::kCount;
  mean.id = "speed_mean";
  mean.aggregate = Aggregate::kMean;
  mean.expression = ParseExpression("speed", {});
  spec.metrics = {n, mean};
  const auto add = [&](const char* id, auto block) {
    BlockSpec one = Named(id);
    one.block = block;
    spec.blocks.push_back(one);
  };
  add("tiers", BreakdownBlock{"by_tier", {"n", "speed_mean"}});
  add("ages", BreakdownBlock{"by_days", {"n"}});
  add("speeds", BreakdownBlock{"by_tier", {"speed_mean"}});
  return spec;
}

Sources WithEmptyFunnel() {
  Sources sources;
  SourceSummary value, funnel;
  value.name = "value";
  value.used_rows = 4;
  ColumnSummary email, tier, speed, days;
  email.name = "email";
  tier.name = "tier";
  speed.name = "speed";
  speed.present = false;
  days.name = "days";
  value.column_summaries = {email, tier, speed};
  funnel.name = "funnel";
  funnel.column_summaries = {email, days};
  sources.summaries = {value, funnel};
  return sources;
}

TEST_CASE("a block whose inputs are missing is left out with the reason, others are made") {
  const ReportSpec spec = Definition();
  const MissingInputs missing = FindMissingInputs(spec, WithEmptyFunnel());
  CHECK(missing.at("days") == "funnel: the table is empty");
  CHECK(missing.at("by_days") == "funnel: the table is empty");
  CHECK(missing.at("speed") == "value: there is no column 'speed'");
  CHECK_FALSE(missing.contains("tier"));
  const std::vector<LeftOut> left_out = FindLeftOut(spec, missing);
  REQUIRE(left_out.size() == 2);
  CHECK(left_out[0].block == "ages");
  CHECK(left_out[1].block == "speeds");
  CHECK(left_out[1].missing == std::vector<std::string>{"value: there is no column 'speed'"});
}

TEST_CASE("the intake names every column's state and what it leaves open") {
  ReportSpec spec = Definition();
  Sources sources = WithEmptyFunnel();
  sources.summaries[1].found = false;
  SmallFrame data(4);
  data.spec().entity_source = "value";
  data.spec().sources = spec.sources;
  data.spec().blocks = spec.blocks;
  IntakeBlock block;
  block.questions = {{"speed", "How fast", {"speed"}, "Tiers", {}},
                     {"age", "How old", {"days"}, "", {}},
                     {"tier", "Which tier", {"tier"}, "", {}}};
  const AnalysisInput& input = data.Input();
  const BlockResult result =
      ComputeIntake(Named("intake"), block, input, sources, FindMissingInputs(spec, sources));
  const Table& intake = *FindTable(result, "intake");
  REQUIRE(intake.rows.size() == 5);
  CHECK(CellText(CellAt(intake, 1, "status")) == "OK");
  CHECK(CellText(CellAt(intake, 2, "status")) == "MISSING");
  CHECK(CellText(CellAt(intake, 2, "needed_for")) == "How fast");
  CHECK(CellText(CellAt(intake, 4, "status")) == "MISSING");
  const Table& questions = *FindTable(result, "intake_questions");
  CHECK(CellText(CellAt(questions, 0, "standing")) == "fallback");
  CHECK(CellText(CellAt(questions, 1, "standing")) == "not answered");
  CHECK(CellText(CellAt(questions, 2, "standing")) == "answered");
  CHECK(*FindMetric(result, "intake_open")->value == 2);
}

TEST_CASE("a question about a column that nobody knows is refused") {
  SmallFrame data(1);
  data.spec().sources = Definition().sources;
  IntakeBlock block;
  block.questions = {{"q", "Q", {"colour"}, "", {}}};
  const AnalysisInput& input = data.Input();
  CHECK_THROWS_WITH_AS(ComputeIntake(Named("intake"), block, input, {}, {}),
                       doctest::Contains("needs 'colour'"), Error);
}

}  // namespace
}  // namespace tessera
