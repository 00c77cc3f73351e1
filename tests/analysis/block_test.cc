#include "analysis/block.h"

#include <doctest/doctest.h>

#include "small_frame.h"

namespace tessera {
namespace {

std::vector<std::string> Names(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

SmallFrame TenCustomers() {
  SmallFrame data(10);
  data.AddDimension("plan", "Plan", {"starter", "premium"}, {0, 0, 0, 0, 0, 0, 0, 1, 1, 1});
  data.AddMean("arr_mean", "Mean ARR", Format::kUsd0, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  data.AddSimple("arr_total", "ARR", Aggregate::kSum, Format::kUsd0,
                 {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  data.AddSimple("arr_median", "Median ARR", Aggregate::kMedian, Format::kUsd0,
                 {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  data.AddMean("nps_mean", "Mean NPS score", Format::kNum1, {1, kNaN, 3, kNaN, 5, 6, 7, 8, 9, 10});
  data.AddRate("active_rate", "Active rate", {1, 1, 1, 1, 1, 1, 1, 0, 0, 0});
  data.AddShare("share", "customers");
  data.AddShare("arr_share", "arr_total");
  return data;
}

TEST_CASE("a metric has its value, the interval that it calls for, and its n") {
  SmallFrame data = TenCustomers();
  const AnalysisInput& input = data.Input();
  const std::vector<std::uint32_t> all = AllRows(data.frame());

  const Estimate mean = EstimateMetric("arr_mean", all, input);
  CHECK(*mean.value == 5.5);
  CHECK(mean.n == 10);
  CHECK(mean.part == 55);
  // 5.5 ± t(9)·s/√10 with s² = 55/6, R t.test(1:10)
  CHECK(mean.interval->low == doctest::Approx(3.334149).epsilon(1e-6));
  CHECK(mean.interval->high == doctest::Approx(7.665851).epsilon(1e-6));

  const Estimate median = EstimateMetric("arr_median", all, input);
  CHECK(*median.value == 5.5);
  CHECK(median.interval->low == 2);  // the second and ninth of ten cover 97.9 %
  CHECK(median.interval->high == 9);

  const Estimate rate = EstimateMetric("active_rate", all, input);
  CHECK(*rate.value == doctest::Approx(0.7));
  CHECK(rate.part == 7);
  CHECK(rate.interval->low == doctest::Approx(0.3967781).epsilon(1e-6));
  CHECK(rate.interval->high == doctest::Approx(0.8922087).epsilon(1e-6));

  CHECK_FALSE(EstimateMetric("arr_total", all, input).interval);
  CHECK(*EstimateMetric("share", all, input).value == 1);
  CHECK_FALSE(EstimateMetric("share", all, input).interval);
}

TEST_CASE("a share is a part of everyone's total, whatever the rows") {
  SmallFrame data = TenCustomers();
  const AnalysisInput& input = data.Input();
  const std::vector<std::uint32_t> premium = {7, 8, 9};
  CHECK(*EstimateMetric("share", premium, input).value == doctest::Approx(0.3));
  CHECK(EstimateMetric("share", premium, input).interval->low == doctest::Approx(0.1077913));
  CHECK(*EstimateMetric("arr_share", premium, input).value == doctest::Approx(27.0 / 55));
  CHECK_FALSE(EstimateMetric("arr_share", premium, input).interval);
}

TEST_CASE("columns say where there is an interval, and an n of their own") {
  SmallFrame data = TenCustomers();
  const AnalysisInput& input = data.Input();
  const auto names = [&](const char* id) {
    return Names(MetricColumns(RequireMetric(id, {}, data.spec()), input));
  };
  CHECK(names("customers") == std::vector<std::string>{"customers"});
  CHECK(names("arr_mean") == std::vector<std::string>{"arr_mean", "arr_mean_lo", "arr_mean_hi"});
  CHECK(names("nps_mean") ==
        std::vector<std::string>{"nps_mean", "nps_mean_lo", "nps_mean_hi", "nps_mean_n"});
  CHECK(names("arr_share") == std::vector<std::string>{"arr_share"});
  const auto columns = MetricColumns(RequireMetric("arr_total", {}, data.spec()), input);
  CHECK(columns.front().additive);
  CHECK(columns.front().metric == "arr_total");
  CHECK(MetricColumns(RequireMetric("share", {}, data.spec()), input).front().share);
}

TEST_CASE("cells: nobody is zero, a small group is left empty but for its count") {
  SmallFrame data = TenCustomers();
  data.spec().minimum_n = 3;
  const AnalysisInput& input = data.Input();
  const auto cells = [&](const char* id, std::vector<std::uint32_t> rows) {
    return MetricCells(RequireMetric(id, {}, data.spec()), rows, input);
  };
  CHECK(cells("customers", {}) == std::vector<Cell>{0.0});
  CHECK(cells("arr_total", {}) == std::vector<Cell>{0.0});
  CHECK(cells("arr_mean", {}) == std::vector<Cell>{Cell(), Cell(), Cell()});
  CHECK(cells("customers", {0, 1}) == std::vector<Cell>{2.0});
  CHECK(cells("arr_total", {0, 1}) == std::vector<Cell>{Cell()});
  CHECK(cells("nps_mean", {0, 1}) == std::vector<Cell>{Cell(), Cell(), Cell(), Cell()});
  CHECK(CellNumber(cells("nps_mean", {0, 1, 2}).back()) == 2);
}

TEST_CASE("a metric without its column has no value") {
  SmallFrame data = TenCustomers();
  data.SetMissing("arr_mean");
  const AnalysisInput& input = data.Input();
  CHECK_FALSE(EstimateMetric("arr_mean", AllRows(data.frame()), input).value);
  CHECK_FALSE(EstimateMetric("no_such", AllRows(data.frame()), input).value);
}

TEST_CASE("dead references are errors with the nearest name") {
  SmallFrame data = TenCustomers();
  const AnalysisInput& input = data.Input();
  CHECK_THROWS_WITH_AS(RequireMetric("arr_maen", {}, data.spec()),
                       "there is no metric 'arr_maen'\n  did you mean 'arr_mean'?", Error);
  CHECK_THROWS_AS(RequireDimension("plam", {}, input), Error);
}

TEST_CASE("adjusted residuals of a two by two table are equal but for the sign") {
  const auto residuals = AdjustedResiduals({{10, 20}, {30, 5}, {0, 0}});
  CHECK(*residuals[0][0] == doctest::Approx(-*residuals[0][1]));
  CHECK(*residuals[0][0] == doctest::Approx(-*residuals[1][0]));
  CHECK_FALSE(residuals[2][0]);
  CHECK(AdjustedResiduals({}).empty());
}

}  // namespace
}  // namespace tessera
