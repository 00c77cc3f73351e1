#include "analysis/rates_block.h"

#include <doctest/doctest.h>

#include "analysis/associations_block.h"
#include "analysis/distribution_block.h"
#include "small_frame.h"

namespace tessera {
namespace {

BlockSpec Named(const char* id) {
  BlockSpec spec;
  spec.id = id;
  spec.title = id;
  return spec;
}

// Plan splits activity 15 to 5 of twenty each; side splits nothing.
SmallFrame Forty() {
  SmallFrame data(40);
  std::vector<std::uint16_t> plan, side, alone(40, 0);
  std::vector<double> active;
  for (size_t row = 0; row < 40; ++row) {
    plan.push_back(row < 20 ? 0 : 1);
    side.push_back(static_cast<std::uint16_t>(row % 2));
    active.push_back(static_cast<double>(row % 20) < (row < 20 ? 15 : 5) ? 1 : 0);
  }
  data.AddDimension("plan", "Plan", {"starter", "premium", "unused"}, plan);
  data.AddDimension("side", "Side", {"left", "right"}, side);
  data.AddDimension("alone", "Alone", {"only"}, alone);
  data.AddRate("active_rate", "Active rate", active);
  return data;
}

TEST_CASE("one rate over the members of dimensions, with their tests") {
  SmallFrame data = Forty();
  const AnalysisInput& input = data.Input();
  const RatesBlock block = {"active_rate", {"plan", "side", "alone"}};
  const BlockResult result = ComputeRates(Named("rates"), block, input);
  const Table& table = *FindTable(result, "rates");
  REQUIRE(table.rows.size() == 6);
  CHECK(*CellNumber(CellAt(table, 0, "rate")) == doctest::Approx(0.75));
  CHECK(*CellNumber(CellAt(table, 0, "rate_lo")) == doctest::Approx(0.5312989).epsilon(1e-6));
  CHECK(CellNumber(CellAt(table, 2, "n")) == 0);
  CHECK(CellAt(table, 2, "rate") == Cell());

  const Table& tests = *FindTable(result, "rates_tests");
  CHECK(*CellNumber(CellAt(tests, 0, "statistic")) == doctest::Approx(10));  // 4·5²/10
  CHECK(CellNumber(CellAt(tests, 0, "df")) == 1);
  CHECK(*CellNumber(CellAt(tests, 0, "p_holm")) ==
        doctest::Approx(2 * *CellNumber(CellAt(tests, 0, "p"))));
  // φ̂² = 10/40 − 1/39, r̂ = ĉ = 2 − 1/39
  CHECK(*CellNumber(CellAt(tests, 0, "v")) ==
        doctest::Approx(std::sqrt((0.25 - 1.0 / 39) / (1 - 1.0 / 39))));
  CHECK(CellText(CellAt(tests, 0, "size")) == "medium");
  CHECK(*CellNumber(CellAt(tests, 0, "gap")) == doctest::Approx(0.5));
  CHECK(CellText(CellAt(tests, 0, "largest")) == "starter");
  CHECK(CellText(CellAt(tests, 0, "smallest")) == "premium");
  CHECK(CellAt(tests, 2, "p") == Cell());
  CHECK_FALSE(FindMetric(result, "rates_alone_v")->value);
  CHECK(FindMetric(result, "rates_plan_v")->family_size == 2);
  CHECK(*FindMetric(result, "rates_plan_gap")->value == doctest::Approx(0.5));
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("associations of dimensions and of numbers") {
  SmallFrame data = Forty();
  std::vector<double> x, y;
  for (size_t row = 0; row < 40; ++row) {
    x.push_back(static_cast<double>(row));
    y.push_back(row == 3 ? kNaN : static_cast<double>(row * row));
  }
  data.AddMeasure("column:x", x);
  data.AddMeasure("column:y", y);
  data.AddMeasure("column:constant", std::vector<double>(40, 1));
  const AnalysisInput& input = data.Input();
  AssociationsBlock block;
  block.pairs = {{"plan", "side", "Plan and side", {}},
                 {"x", "y", "X and Y", {}},
                 {"x", "constant", "X and a constant", {}},
                 {"x", "absent", "X and nothing", {}},
                 {"x", "plan", "X and plan", {}}};
  const BlockResult result = ComputeAssociations(Named("association"), block, input);
  const Table& table = *FindTable(result, "association");
  CHECK(CellNumber(CellAt(table, 0, "estimate")) == 0);
  CHECK(CellText(CellAt(table, 0, "size")) == "negligible");
  CHECK(CellNumber(CellAt(table, 1, "estimate")) == 1);
  CHECK(CellNumber(CellAt(table, 1, "n")) == 39);
  CHECK(CellText(CellAt(table, 1, "size")) == "large");
  CHECK(FindMetric(result, "association_x_constant")->missing_reason ==
        "a column has no variation");
  CHECK(FindMetric(result, "association_x_absent")->missing_reason == "the data has no 'absent'");
  CHECK(FindMetric(result, "association_x_plan")->missing_reason ==
        "'x' and 'plan' are a dimension and a number");
  CHECK(FindMetric(result, "association_x_y")->family_size == 2);
  CHECK(result.notes.size() == 3);
  CHECK(UnlicensedWord(result) == "");
}

TEST_CASE("five numbers, fences and outliers of each member") {
  SmallFrame data(12);
  data.AddDimension("plan", "Plan", {"starter", "premium", "empty", "void"},
                    {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3, 3});
  data.AddMeasure("column:arr", {1, 2, 3, 4, 5, 6, 7, 100, 8, 8, kNaN, kNaN});
  const AnalysisInput& input = data.Input();
  const BlockResult result = ComputeDistribution(Named("boxes"), {"plan", "arr"}, input);
  const Table& table = *FindTable(result, "boxes");
  REQUIRE(table.rows.size() == 4);
  for (const auto& row : table.rows) CHECK(row.size() == table.columns.size());
  // Type 7: h = 7·¼ = 1.75 lies between 2 and 3.
  CHECK(CellNumber(CellAt(table, 0, "q1")) == 2.75);
  CHECK(CellNumber(CellAt(table, 0, "median")) == 4.5);
  CHECK(CellNumber(CellAt(table, 0, "q3")) == 6.25);
  CHECK(CellNumber(CellAt(table, 0, "lower_fence")) == 1);
  CHECK(CellNumber(CellAt(table, 0, "upper_fence")) == 7);
  CHECK(CellNumber(CellAt(table, 0, "outliers")) == 1);
  CHECK(CellNumber(CellAt(table, 0, "mean")) == 16);
  CHECK(CellNumber(CellAt(table, 1, "sd")) == 0);
  CHECK(CellNumber(CellAt(table, 2, "n")) == 0);
  CHECK(CellAt(table, 2, "median") == Cell());
  CHECK(CellNumber(CellAt(table, 3, "missing")) == 2);
  CHECK(CellNumber(table.total[1]) == 10);
  CHECK(UnlicensedWord(result) == "");

  const BlockResult absent = ComputeDistribution(Named("boxes"), {"plan", "none"}, input);
  CHECK(absent.tables.front().rows.empty());
  CHECK(absent.notes.front().message == "the data has no column 'none'");
}

}  // namespace
}  // namespace tessera
