#include "metric/cube.h"

#include <doctest/doctest.h>

#include "spec/expression.h"

namespace tessera {
namespace {

// Six customers of two clubs; money in cents, an answer and a club missing.
struct Six {
  Database database;
  SqlScope scope;
  ReportSpec spec;
  Everyone everyone;

  Six() {
    database.Execute(
        "CREATE TABLE everyone AS SELECT club, arr::DECIMAL(18,2) AS arr, answer, active FROM "
        "(VALUES ('a', 1.10, 10, true), ('a', 2.20, 9, false), ('a', 3.30, 6, true), "
        "('b', 0.10, NULL, true), ('b', NULL, 8, false), ('(missing)', 100.00, 0, false)) "
        "AS t(club, arr, answer, active)");
    scope.AddColumn("club", ColumnType::kText);
    scope.AddColumn("arr", ColumnType::kMoney);
    scope.AddColumn("answer", ColumnType::kInt);
    scope.AddColumn("active", ColumnType::kBool);
    spec.entity_source = "users";
    spec.nps_scale = "0..10";
    Add("customers", Aggregate::kCount, "");
    Add("active", Aggregate::kCount, "").filter = ParseExpression("active", {});
    Add("arr", Aggregate::kSum, "arr");
    Add("arr_mean", Aggregate::kMean, "arr");
    Add("arr_median", Aggregate::kMedian, "arr");
    Add("arr_least", Aggregate::kMin, "arr");
    Add("nps", Aggregate::kNps, "answer");
    Ratio("active_rate", "active", "customers", false);
    Ratio("arr_share", "arr", "", true);
  }

  MetricSpec& Add(const std::string& id, Aggregate aggregate, const std::string& expression) {
    MetricSpec metric;
    metric.id = id;
    metric.aggregate = aggregate;
    if (!expression.empty()) metric.expression = ParseExpression(expression, {});
    spec.metrics.push_back(std::move(metric));
    return spec.metrics.back();
  }
  void Ratio(const std::string& id, const std::string& top, const std::string& bottom, bool share) {
    MetricSpec metric;
    metric.id = id;
    metric.type = MetricType::kRatio;
    metric.numerator = top;
    metric.denominator = bottom;
    metric.share_of_total = share;
    spec.metrics.push_back(std::move(metric));
  }
};

TEST_CASE("the cube has everyone and each member, exactly") {
  Six six;
  const MetricCatalogue catalogue(six.spec, six.scope, {});
  const Cube cube =
      AskCube(catalogue, six.everyone,
              {"everyone", six.scope, {"club", "active::VARCHAR"}, "if(arr < 3, 'sample', '')"},
              six.database);
  const auto value = [&](const char* id, const CubeCell& cell) {
    return cube.Value(*catalogue.Find(id), cell);
  };
  CHECK(cube.everyone.entities == 6);
  CHECK(value("arr", cube.everyone) == 106.7);
  CHECK(*value("arr_mean", cube.everyone) == doctest::Approx(21.34));
  CHECK(*value("arr_median", cube.everyone) == doctest::Approx(2.2));
  CHECK(value("arr_least", cube.everyone) == 0.1);
  CHECK(*value("nps", cube.everyone) == doctest::Approx(0));  // two of five each way
  CHECK(value("active_rate", cube.everyone) == 0.5);
  CHECK(value("arr_share", cube.everyone) == 1);

  REQUIRE(cube.dimensions.size() == 2);
  REQUIRE(cube.dimensions[0].size() == 3);
  const CubeCell& a = cube.dimensions[0].at("a");
  CHECK(a.entities == 3);
  CHECK(value("arr", a) == 6.6);
  CHECK(*value("nps", a) == doctest::Approx(100.0 / 3));
  CHECK(*value("active_rate", a) == doctest::Approx(2.0 / 3));
  CHECK(*value("arr_share", a) == doctest::Approx(6.6 / 106.7));
  CHECK(!value("arr_median", a));  // of everyone alone
  CHECK(cube.dimensions[0].at("(missing)").entities == 1);
  CHECK(cube.dimensions[1].at("true").entities == 3);
  CHECK(cube.sample.entities == 3);  // 1.10, 2.20 and 0.10
  CHECK(value("arr", cube.sample) == 3.4);
}

TEST_CASE("quantiles are type 7, of the values that are there, each value once") {
  Six six;
  const MetricCatalogue catalogue(six.spec, six.scope, {});
  const Cube cube = AskCube(catalogue, six.everyone, {"everyone", six.scope, {}, ""}, six.database);
  CHECK(cube.everyone.entities == 6);
  CHECK(cube.dimensions.empty());
  REQUIRE(cube.quantiles.size() == 1);  // sum, mean and median are of the same values
  CHECK(cube.quantiles[0].metric->id == "arr");
  CHECK(cube.quantiles[0].n == 5);
  // R: quantile(c(.1, 1.1, 2.2, 3.3, 100), c(.1, .25, .5, .75, .9))
  const std::array<double, 5> wanted = {0.5, 1.1, 2.2, 3.3, 61.32};
  for (size_t i = 0; i < wanted.size(); ++i) {
    CHECK(*cube.quantiles[0].values[i] == doctest::Approx(wanted[i]));
  }
}

TEST_CASE("of nobody a sum is nothing and a mean is not known") {
  Six six;
  six.database.Execute("DELETE FROM everyone");
  const MetricCatalogue catalogue(six.spec, six.scope, {});
  const Cube cube =
      AskCube(catalogue, six.everyone, {"everyone", six.scope, {"club"}, ""}, six.database);
  CHECK(cube.everyone.entities == 0);
  CHECK(cube.Value(*catalogue.Find("arr"), cube.everyone) == 0);
  CHECK(!cube.Value(*catalogue.Find("arr_mean"), cube.everyone));
  CHECK(!cube.Value(*catalogue.Find("active_rate"), cube.everyone));
  CHECK(!cube.Value(*catalogue.Find("arr_median"), cube.everyone));
}

}  // namespace
}  // namespace tessera
