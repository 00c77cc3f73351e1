#include "metric/metric_value.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {
namespace {

// Eight customers: answers 10 9 9 7 6 0 and two without; money in cents on the way.
struct Eight {
  Database database;
  SqlScope scope;
  ReportSpec spec;

  Eight() {
    database.Execute(
        "CREATE TABLE customers AS SELECT * FROM (VALUES "
        "(10, 100.10, true), (9, 0.20, true), (9, 50.00, false), (7, 3.00, true), "
        "(6, 2.00, false), (0, 1.00, true), (NULL, 4.70, true), (NULL, NULL, true)) "
        "AS t(nps_score, arr, is_active)");
    database.Execute("ALTER TABLE customers ALTER arr TYPE DECIMAL(18, 2)");
    scope.AddColumn("nps_score", ColumnType::kInt);
    scope.AddColumn("arr", ColumnType::kMoney);
    scope.AddColumn("is_active", ColumnType::kBool);
    spec.entity_source = "users";
  }

  MetricSpec& Add(const std::string& id, Aggregate aggregate, const std::string& expression) {
    MetricSpec metric;
    metric.id = id;
    metric.aggregate = aggregate;
    if (!expression.empty()) metric.expression = ParseExpression(expression, {});
    spec.metrics.push_back(std::move(metric));
    return spec.metrics.back();
  }

  // Value by our own arithmetic; the published query must give the same.
  MetricValue Value(const std::string& id) {
    const MetricCatalogue catalogue(spec, scope, {});
    const Frame frame = ReadFrame({}, catalogue.columns(), database);
    MetricValue value = catalogue.Evaluate(id, frame, AllRows(frame));
    const Result asked = database.Query("SELECT (" + catalogue.Query(id) + ")::DOUBLE AS answer");
    CHECK(value.value.value_or(-1) == doctest::Approx(asked.Number(0, "answer")).epsilon(1e-12));
    return value;
  }
};

TEST_CASE("money is added up in cents, and missing values do not take part") {
  Eight eight;
  eight.Add("arr", Aggregate::kSum, "arr");
  eight.Add("arr_mean", Aggregate::kMean, "arr");
  eight.Add("arr_median", Aggregate::kMedian, "arr");
  CHECK(eight.Value("arr").value == 161.0);
  CHECK(*eight.Value("arr_mean").value == doctest::Approx(23.0));
  CHECK(eight.Value("arr_mean").n == 7);
  CHECK(*eight.Value("arr_median").value == doctest::Approx(3.0));
}

TEST_CASE("the sum of nobody is nothing, here and by the query") {
  Eight eight;
  eight.Add("none", Aggregate::kSum, "arr").filter = ParseExpression("arr < 0", {});
  const MetricValue value = eight.Value("none");
  CHECK(value.value == 0);
  CHECK(value.n == 0);
}

TEST_CASE("a rate divides two counts") {
  Eight eight;
  eight.Add("customers", Aggregate::kCount, "");
  eight.Add("active", Aggregate::kCount, "").filter = ParseExpression("is_active", {});
  MetricSpec rate;
  rate.id = "active_rate";
  rate.type = MetricType::kRatio;
  rate.numerator = "active";
  rate.denominator = "customers";
  eight.spec.metrics.push_back(rate);
  const MetricValue value = eight.Value("active_rate");
  CHECK(value.value == 0.75);
  CHECK(value.part == 6);
  CHECK(value.n == 8);
}

// B-19: three promoters (9, 10), two detractors (0 to 6), six answers: 100 · (3 − 2) / 6.
TEST_CASE("a net promoter score counts promoters and detractors among the answers") {
  Eight eight;
  eight.spec.nps_scale = "0..10";
  eight.Add("nps", Aggregate::kNps, "nps_score");
  const MetricValue value = eight.Value("nps");
  CHECK(*value.value == doctest::Approx(100.0 / 6));
  CHECK(value.n == 6);
  CHECK(value.promoters == 3);
  CHECK(value.detractors == 2);
}

TEST_CASE("answers on an unknown scale have no net promoter score") {
  Eight eight;
  eight.Add("nps", Aggregate::kNps, "nps_score");
  CHECK_THROWS_WITH_AS(MetricCatalogue(eight.spec, eight.scope, {}),
                       doctest::Contains("the scale of the answers is not given"), Error);
}

TEST_CASE("a metric whose column is missing says which") {
  Eight eight;
  eight.Add("arr", Aggregate::kSum, "arr");
  const MetricCatalogue catalogue(eight.spec, eight.scope, {"arr"});
  CHECK_FALSE(catalogue.Find("arr")->available);
  CHECK(catalogue.Find("arr")->missing_reason.find("arr") != std::string::npos);
}

}  // namespace
}  // namespace tessera
