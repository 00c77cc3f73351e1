#include "analysis/lift_block.h"

#include <doctest/doctest.h>

#include "analysis/sensitivity_block.h"
#include "small_frame.h"

namespace tessera {
namespace {

BlockSpec Lift(std::string id, LiftBlock block) {
  BlockSpec spec;
  spec.id = std::move(id);
  spec.title = "Trained against not trained";
  spec.block = std::move(block);
  return spec;
}

BlockResult Compute(const BlockSpec& spec, const AnalysisInput& input) {
  return ComputeLift(spec, std::get<LiftBlock>(spec.block), input);
}

// Twelve customers: premium ones are worth 100 each step, and two thirds of them are trained.
SmallFrame Twelve() {
  SmallFrame data(12);
  data.AddDimension("training", "Training", {"trained", "not_trained"},
                    {0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1});
  data.AddDimension("plan", "Plan", {"starter", "premium"}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0,
               {12, 14, 10, 12, 14, 12, 104, 106, 104, 102, 100, 104});
  data.AddRate("active_rate", "Active rate", {1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0});
  data.AddMean("nps_mean", "Mean NPS score", Format::kNum1,
               {-5, 5, kNaN, 3, 4, 5, 7, 8, 9, 10, 11, kNaN});
  return data;
}

// Counts of successes and failures in strata as rows of a frame.
struct Arms {
  double treated_yes, treated_no, control_yes, control_no;
};
SmallFrame FromCounts(const std::vector<Arms>& strata) {
  std::vector<std::uint16_t> arm, stratum;
  std::vector<double> outcome;
  std::vector<std::string> members;
  for (size_t s = 0; s < strata.size(); ++s) {
    members.push_back("s" + std::to_string(s));
    const auto add = [&](double count, std::uint16_t code, double value) {
      arm.insert(arm.end(), static_cast<size_t>(count), code);
      stratum.insert(stratum.end(), static_cast<size_t>(count), static_cast<std::uint16_t>(s));
      outcome.insert(outcome.end(), static_cast<size_t>(count), value);
    };
    add(strata[s].treated_yes, 0, 1);
    add(strata[s].treated_no, 0, 0);
    add(strata[s].control_yes, 1, 1);
    add(strata[s].control_no, 1, 0);
  }
  SmallFrame data(arm.size());
  data.AddDimension("arm", "Arm", {"a", "b"}, arm);
  data.AddDimension("stratum", "Stratum", members, stratum);
  data.AddRate("success_rate", "Success", outcome);
  return data;
}

TEST_CASE("crude and adjusted differences of a mean, worked by hand") {
  SmallFrame data = Twelve();
  const AnalysisInput& input = data.Input();
  const BlockSpec spec =
      Lift("training", {"training", "trained", "not_trained", {"arr_mean"}, {"plan"}, ""});
  const BlockResult result = Compute(spec, input);

  // Trained: 12 14 104 106 104 102, mean 73.67; not trained: 10 12 14 12 100 104, mean 42.
  const Metric& crude = *FindMetric(result, "training_arr_lift_crude");
  CHECK(*crude.value == doctest::Approx(442.0 / 6 - 42));
  CHECK(crude.is_difference);
  CHECK(crude.compares == "trained − not_trained");
  CHECK(crude.format == Format::kUsd0);
  CHECK(crude.smaller_group == 6);
  CHECK(crude.n == 12);
  CHECK(crude.interval->low < 0);

  // Within starter 13 − 12 = 1, within premium 104 − 102 = 2; both strata hold six customers.
  const Metric& adjusted = *FindMetric(result, "training_arr_lift_adjusted");
  CHECK(*adjusted.value == doctest::Approx(1.5));
  // Of the controls four are starters: (4·1 + 2·2)/6; of the treated two: (2·1 + 4·2)/6.
  CHECK(*FindMetric(result, "training_arr_lift_atc")->value == doctest::Approx(8.0 / 6));
  const Metric& total = *FindMetric(result, "training_arr_attributable");
  CHECK(*total.value == doctest::Approx(10));
  CHECK(total.n == 6);
  // Standardised control mean (12 + 102)/2 = 57.
  CHECK(*FindMetric(result, "training_arr_lift_relative_adjusted")->value ==
        doctest::Approx(1.5 / 57));
  CHECK(*FindMetric(result, "training_arr_lift_relative")->value ==
        doctest::Approx(442.0 / 6 / 42 - 1));

  // The crude interval holds zero, so that no share of it is explained.
  const Metric& explained = *FindMetric(result, "training_arr_explained");
  CHECK_FALSE(explained.value);
  CHECK(explained.missing_reason == "the crude difference is not clear");

  const Table& revenue = *FindTable(result, "training_revenue");
  CHECK(CellNumber(CellAt(revenue, 0, "value")) == 442);
  CHECK(*CellNumber(CellAt(revenue, 3, "value")) == doctest::Approx(10));
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("the table of a comparison has a row an outcome, each in its own format") {
  SmallFrame data = Twelve();
  const AnalysisInput& input = data.Input();
  const BlockSpec spec = Lift("training", {"training",
                                           "trained",
                                           "not_trained",
                                           {"arr_mean", "active_rate", "nps_mean"},
                                           {"plan"},
                                           ""});
  const BlockResult result = Compute(spec, input);
  const Table& table = *FindTable(result, "training_comparison");
  REQUIRE(table.rows.size() == 3);
  for (const auto& row : table.rows) CHECK(row.size() == table.columns.size());
  const auto column = [&](const char* name) {
    return static_cast<size_t>(table.ColumnIndex(name));
  };
  CHECK(table.FormatOf(0, column("difference")) == Format::kUsd0);
  CHECK(table.FormatOf(1, column("difference")) == Format::kPp1);
  CHECK(table.FormatOf(1, column("treated")) == Format::kPct1);
  CHECK(*CellNumber(CellAt(table, 1, "treated")) == doctest::Approx(4.0 / 6));
  CHECK(*CellNumber(CellAt(table, 1, "difference")) == doctest::Approx(1.0 / 6));
  CHECK(*CellNumber(CellAt(table, 0, "strata")) == 2);
  // Scores below zero have no ratio, but they have a difference.
  CHECK(CellAt(table, 2, "relative") == Cell());
  CHECK(CellNumber(CellAt(table, 2, "difference")));
  CHECK(FindMetric(result, "training_nps_lift_relative")->missing_reason ==
        "values below zero have no ratio");
  // Three outcomes are one family: Holm multiplies the smallest p by three.
  const Metric& crude = *FindMetric(result, "training_arr_lift_crude");
  CHECK(crude.family_size == 3);
  CHECK(*crude.p_adjusted >= *crude.p_value);
  CHECK(FindMetric(result, "training_active_treated")->denominator == 6);
  CHECK(FindMetric(result, "training_active_treated")->n == 4);

  const Table& balance = *FindTable(result, "training_balance");
  CHECK(*CellNumber(CellAt(balance, 1, "treated")) == doctest::Approx(4.0 / 6));
  CHECK(*CellNumber(CellAt(balance, 1, "difference")) == doctest::Approx(2.0 / 6));
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("kidney stones: the better treatment in both strata is the worse one together") {
  // Charig et al. 1986, open surgery against percutaneous: small stones 81/87 and 234/270, large
  // ones 192/263 and 55/80.
  SmallFrame data = FromCounts({{81, 6, 234, 36}, {192, 71, 55, 25}});
  const AnalysisInput& input = data.Input();
  const BlockSpec spec = Lift("stones", {"arm", "a", "b", {"success_rate"}, {"stratum"}, ""});
  const BlockResult result = Compute(spec, input);
  CHECK(*FindMetric(result, "stones_success_lift_crude")->value ==
        doctest::Approx(273.0 / 350 - 289.0 / 350));
  // (357·(81/87 − 234/270) + 343·(192/263 − 55/80)) / 700
  CHECK(*FindMetric(result, "stones_success_lift_adjusted")->value ==
        doctest::Approx((357 * (81.0 / 87 - 234.0 / 270) + 343 * (192.0 / 263 - 55.0 / 80)) / 700));
  const Table& table = *FindTable(result, "stones_comparison");
  CHECK(CellText(CellAt(table, 0, "simpson")) == "strict reversal, not clear");
  CHECK(CellNumber(CellAt(table, 0, "homogeneity_p")));
}

TEST_CASE("Berkeley admissions: a clear crude difference that departments explain") {
  // UCBAdmissions: men admitted, rejected, women admitted, rejected, departments A to F.
  SmallFrame data = FromCounts({{512, 313, 89, 19},
                                {353, 207, 17, 8},
                                {120, 205, 202, 391},
                                {138, 279, 131, 244},
                                {53, 138, 94, 299},
                                {22, 351, 24, 317}});
  const AnalysisInput& input = data.Input();
  const BlockSpec spec = Lift("ucb", {"arm", "a", "b", {"success_rate"}, {"stratum"}, ""});
  const BlockResult result = Compute(spec, input);
  CHECK(*FindMetric(result, "ucb_success_lift_crude")->value ==
        doctest::Approx(0.14165).epsilon(1e-4));
  CHECK(*FindMetric(result, "ucb_success_lift_adjusted")->value < 0);
  CHECK(*FindMetric(result, "ucb_success_explained")->value > 1);
  CHECK(CellText(CellAt(*FindTable(result, "ucb_comparison"), 0, "simpson"))
            .starts_with("weak reversal"));
  // The differences by department are not alike: said under the table.
  CHECK(*CellNumber(CellAt(*FindTable(result, "ucb_comparison"), 0, "homogeneity_p")) < 0.05);
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("strata without one of the groups are dropped and counted") {
  SmallFrame data = FromCounts({{5, 5, 4, 6}, {3, 4, 0, 0}, {0, 0, 2, 2}});
  const AnalysisInput& input = data.Input();
  const BlockSpec spec = Lift("x", {"arm", "a", "b", {"success_rate"}, {"stratum"}, ""});
  const Table table = *FindTable(Compute(spec, input), "x_comparison");
  CHECK(CellNumber(CellAt(table, 0, "strata")) == 1);
  CHECK(CellNumber(CellAt(table, 0, "strata_dropped")) == 2);
  CHECK(CellNumber(CellAt(table, 0, "n_dropped")) == 11);
}

TEST_CASE("an empty group is said, never a number") {
  SmallFrame data(3);
  data.AddDimension("training", "Training", {"trained", "not_trained"}, {1, 1, 1});
  data.AddDimension("plan", "Plan", {"starter"}, {0, 0, 0});
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0, {1, 2, 3});
  const AnalysisInput& input = data.Input();
  const BlockResult result = Compute(
      Lift("training", {"training", "trained", "not_trained", {"arr_mean"}, {"plan"}, ""}), input);
  for (const char* part : {"lift_crude", "lift_adjusted", "lift_atc", "lift_relative",
                           "lift_median", "g", "attributable", "treated"}) {
    CAPTURE(part);
    const Metric* metric = FindMetric(result, std::string("training_arr_") + part);
    REQUIRE(metric != nullptr);
    CHECK_FALSE(metric->value);
    CHECK(metric->missing_reason == "trained has no customers");
  }
  CHECK(*FindMetric(result, "training_arr_control")->value == 2);
  CHECK(*FindMetric(result, "training_n_treated")->value == 0);
  CHECK(result.notes.size() == 1);
  CHECK(CellAt(*FindTable(result, "training_balance"), 0, "treated") == Cell());
}

TEST_CASE("one customer and constant values have a difference without an interval") {
  SmallFrame data(5);
  data.AddDimension("training", "Training", {"trained", "not_trained"}, {0, 1, 1, 1, 1});
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0, {5, 2, 2, 2, 2});
  const AnalysisInput& input = data.Input();
  const BlockResult result =
      Compute(Lift("training", {"training", "trained", "rest", {"arr_mean"}, {}, ""}), input);
  const Metric& crude = *FindMetric(result, "training_arr_lift_crude");
  CHECK(crude.value == 3);
  CHECK_FALSE(crude.interval);
  CHECK_FALSE(crude.p_adjusted);
  CHECK(crude.compares == "trained − the rest");
  CHECK(crude.interval_method.starts_with("none: "));
  CHECK(crude.smaller_group == 1);
  CHECK(FindMetric(result, "training_arr_lift_adjusted")->missing_reason ==
        "there is nothing to adjust for");
  CHECK(FindTable(result, "training_balance") == nullptr);
}

TEST_CASE("first and last are ends of the order, without missing and muted members") {
  SmallFrame data(4);
  data.AddDimension("plan", "Plan", {"starter", "pro", "premium", "(missing)"}, {0, 1, 2, 3});
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0, {1, 2, 3, 4});
  const AnalysisInput& input = data.Input();
  const BlockResult result =
      Compute(Lift("plans", {"plan", "last", "first", {"arr_mean"}, {}, ""}), input);
  CHECK(FindMetric(result, "plans_arr_lift_crude")->compares == "premium − starter");
  CHECK(FindMetric(result, "plans_arr_lift_crude")->value == 2);
}

TEST_CASE("a definition that cannot be meant is an error at its place") {
  SmallFrame data = Twelve();
  data.AddSimple("arr_total", "ARR", Aggregate::kSum, Format::kUsd0, std::vector<double>(12, 1));
  data.spec().dimensions[0].cases = {{"trained", "", nullptr, false, {}}};
  const AnalysisInput& input = data.Input();
  CHECK_THROWS_WITH_AS(
      Compute(Lift("t", {"training", "trainde", "not_trained", {"arr_mean"}, {}, ""}), input),
      "'trainde' is no member of 'training'\n  did you mean 'trained'?", Error);
  CHECK_THROWS_AS(Compute(Lift("t", {"training", "trained", "rest", {"arr_total"}, {}, ""}), input),
                  Error);
  CHECK_THROWS_AS(Compute(Lift("t", {"no", "trained", "rest", {"arr_mean"}, {}, ""}), input),
                  Error);
}

TEST_CASE("a text that the data do not hold is an empty group") {
  SmallFrame data = Twelve();
  const AnalysisInput& input = data.Input();
  const BlockResult result =
      Compute(Lift("t", {"plan", "enterprise", "rest", {"arr_mean"}, {}, ""}), input);
  CHECK(FindMetric(result, "t_arr_lift_crude")->missing_reason == "enterprise has no customers");
}

TEST_CASE("sensitivity repeats one answer with other things held fixed") {
  SmallFrame data = Twelve();
  data.spec().blocks.push_back(
      Lift("training", {"training", "trained", "not_trained", {"arr_mean"}, {"plan"}, ""}));
  const AnalysisInput& input = data.Input();
  BlockSpec spec;
  spec.id = "changes";
  const SensitivityBlock block = {"arr_mean",
                                  {{"crude", "training", {}}, {"by plan", "training", {"plan"}}}};
  const BlockResult result = ComputeSensitivity(spec, block, input);
  const Table& table = result.tables.front();
  CHECK(*CellNumber(CellAt(table, 0, "estimate")) == doctest::Approx(442.0 / 6 - 42));
  CHECK(*CellNumber(CellAt(table, 1, "estimate")) == doctest::Approx(1.5));
  CHECK(CellText(CellAt(table, 1, "comparison")) == "trained − not_trained");
  CHECK(CellNumber(CellAt(table, 1, "strata")) == 2);
  CHECK(*FindMetric(result, "changes_2")->value == doctest::Approx(1.5));
  CHECK(FindMetric(result, "changes_2")->family_size == 2);
  CHECK(UnlicensedWord(result) == "");
  const SensitivityBlock dead = {"arr_mean", {{"crude", "trainings", {}}}};
  CHECK_THROWS_WITH_AS(ComputeSensitivity(spec, dead, input),
                       "there is no lift block 'trainings'\n  did you mean 'training'?", Error);
}

}  // namespace
}  // namespace tessera
