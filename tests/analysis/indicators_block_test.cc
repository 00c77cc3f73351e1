#include "analysis/indicators_block.h"

#include <doctest/doctest.h>

#include "small_frame.h"

namespace tessera {
namespace {

// 40 customers in four tens; inactive 9, 0, 5 and 5 of each ten.
SmallFrame Forty() {
  SmallFrame data(40);
  std::vector<double> inactive, first, second, third;
  const double count[] = {9, 0, 5, 5};
  for (size_t row = 0; row < 40; ++row) {
    inactive.push_back(static_cast<double>(row % 10) < count[row / 10] ? 1 : 0);
    first.push_back(row / 10 == 0 ? 1 : 0);
    second.push_back(row / 10 == 1 ? 1 : 0);
    third.push_back(row / 10 == 2 ? 1 : kNaN);
  }
  data.AddRate("inactive_rate", "Inactive rate", inactive);
  data.AddMeasure("flag:signs.first", first);
  data.AddMeasure("flag:signs.second", second);
  data.AddMeasure("flag:signs.third", third);
  data.AddMeasure("flag:signs.nobody", std::vector<double>(40, 0));
  return data;
}

IndicatorFlag Flag(const char* id) {
  IndicatorFlag flag;
  flag.id = id;
  flag.label = std::string("Sign ") + id;
  flag.condition_text = "a condition";
  return flag;
}

TEST_CASE("a flag is an indicator only in the direction that the data show") {
  SmallFrame data = Forty();
  const AnalysisInput& input = data.Input();
  BlockSpec spec;
  spec.id = "signs";
  spec.title = "Signs";
  IndicatorsBlock block;
  block.outcome = "inactive_rate";
  block.flags = {Flag("first"), Flag("second"), Flag("third"), Flag("nobody"), Flag("absent")};
  const BlockResult result = ComputeIndicators(spec, block, input);
  const Table& table = *FindTable(result, "signs");
  REQUIRE(table.rows.size() == 5);
  CHECK(CellText(CellAt(table, 0, "verdict")) == "indicator");
  CHECK(CellText(CellAt(table, 1, "verdict")) == "contradicted: the ratio is below 1");
  CHECK(CellAt(table, 1, "risk_ratio") == Cell());  // a rate of 0: the difference decides
  CHECK(CellText(CellAt(table, 2, "verdict")) == "no clear difference");
  CHECK(CellText(CellAt(table, 3, "verdict")) == "no customer has it");
  CHECK(CellText(CellAt(table, 4, "verdict")) == "the data cannot give this condition");

  // 9 of 10 against 10 of 30.
  CHECK(*CellNumber(CellAt(table, 0, "risk_ratio")) == doctest::Approx(0.9 / (10.0 / 30)));
  CHECK(*CellNumber(CellAt(table, 0, "difference")) == doctest::Approx(0.9 - 10.0 / 30));
  CHECK(CellNumber(CellAt(table, 0, "n")) == 10);
  const double se = std::sqrt(1.0 / 9 - 1.0 / 10 + 1.0 / 10 - 1.0 / 30);
  CHECK(*CellNumber(CellAt(table, 0, "risk_ratio_lo")) ==
        doctest::Approx(0.9 / (10.0 / 30) * std::exp(-1.959964 * se)).epsilon(1e-6));
  // Three tests were made; the empty flags do not count.
  CHECK(FindMetric(result, "signs_first_difference")->family_size == 3);
  CHECK(*FindMetric(result, "signs_holding")->value == 1);
  CHECK(*FindMetric(result, "signs_contradicted")->value == 1);
  CHECK(FindMetric(result, "signs_first_ratio")->filter == "a condition");
  CHECK_FALSE(FindMetric(result, "signs_nobody_ratio")->value);
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("an expectation of a ratio below 1 turns the verdict round") {
  SmallFrame data = Forty();
  const AnalysisInput& input = data.Input();
  BlockSpec spec;
  spec.id = "signs";
  IndicatorsBlock block;
  block.outcome = "inactive_rate";
  block.flags = {Flag("first"), Flag("second")};
  for (IndicatorFlag& flag : block.flags) flag.expect_higher = false;
  const Table table = ComputeIndicators(spec, block, input).tables.front();
  CHECK(CellText(CellAt(table, 0, "verdict")) == "contradicted: the ratio is above 1");
  CHECK(CellText(CellAt(table, 1, "verdict")) == "indicator");
}

TEST_CASE("the outcome of indicators must be a rate") {
  SmallFrame data(4);
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0, {1, 2, 3, 4});
  data.AddMeasure("flag:signs.first", {1, 0, 1, 0});
  const AnalysisInput& input = data.Input();
  BlockSpec spec;
  spec.id = "signs";
  IndicatorsBlock block;
  block.outcome = "arr_mean";
  block.flags = {Flag("first")};
  CHECK_THROWS_AS(ComputeIndicators(spec, block, input), Error);
}

}  // namespace
}  // namespace tessera
