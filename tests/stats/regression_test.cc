#include <cmath>
#include <vector>

#include "reference.h"
#include "stats/difference_in_differences.h"
#include "stats/drivers.h"
#include "stats/linear_model.h"
#include "stats/logit.h"
#include "stats/propensity.h"

namespace tessera::stats {
namespace {

#include "../reference/regression.inc"

// The columns `wanted` of rows of `width` values.
std::vector<double> Select(std::span<const double> rows, size_t width,
                           const std::vector<size_t>& wanted) {
  std::vector<double> values;
  for (size_t at = 0; at < rows.size(); at += width) {
    for (const size_t column : wanted) values.push_back(rows[at + column]);
  }
  return values;
}

std::vector<std::uint8_t> Flags(std::span<const double> rows, size_t width, size_t column) {
  const std::vector<double> values = Select(rows, width, {column});
  return {values.begin(), values.end()};
}

const std::vector<double> kMileage = Select(kCars, 5, {0});
const std::vector<double> kCarFeatures = Select(kCars, 5, {1, 2, 3, 4});
const MatrixView kCarMatrix = {kCarFeatures, 32, 4};

TEST_CASE("least squares with HC3 equals R's lm and sandwich") {
  const auto model = FitLinear(kCarMatrix, kMileage);
  REQUIRE(model);
  for (size_t j = 0; j < 5; ++j) {
    CHECK(model->coefficients[j].value == Close(kCarsLinear[4 * j], 1e-9));
    CHECK(model->coefficients[j].standard_error == Close(kCarsLinear[4 * j + 1], 1e-9));
    CHECK(model->classic_errors[j] == Close(kCarsLinear[4 * j + 2], 1e-9));
    CHECK(model->coefficients[j].p_value == Close(kCarsLinear[4 * j + 3], 1e-8));
  }
  CHECK(model->r_squared == Close(kCarsFit[0], 1e-10));
  CHECK(model->residual_variance == Close(kCarsFit[1], 1e-10));
  CHECK(model->df == kCarsFit[2]);
}

TEST_CASE("variance inflation equals car's vif") {
  const auto factors = VarianceInflation(kCarMatrix);
  for (size_t j = 0; j < 4; ++j) CHECK(*factors[j] == Close(kCarsInflation[j], 1e-9));
}

TEST_CASE("drivers: alone, last in, and averaged over all orders") {
  const std::vector<size_t> blocks = {0, 1, 2, 3};
  const auto shares = DriverShares(kCarMatrix, blocks, kMileage);
  double sum = 0;
  for (size_t j = 0; j < 4; ++j) {
    CHECK((*shares)[j].alone == Close(kCarsDrivers[3 * j], 1e-9));
    CHECK((*shares)[j].last == Close(kCarsDrivers[3 * j + 1], 1e-8));
    CHECK((*shares)[j].lmg == Close(kCarsDrivers[3 * j + 2], 1e-9));
    sum += (*shares)[j].lmg;
  }
  CHECK(sum == Close(kCarsFit[0], 1e-12));
  const std::vector<size_t> pairs = {0, 0, 1, 1};
  const auto two = DriverShares(kCarMatrix, pairs, kMileage);
  CHECK((*two)[0].lmg + (*two)[1].lmg == Close(kCarsFit[0], 1e-12));
}

TEST_CASE("standardised coefficients") {
  const auto coefficients = StandardisedCoefficients(kCarMatrix, kMileage);
  for (size_t j = 0; j < 4; ++j) {
    CHECK((*coefficients)[j].value == Close(kCarsStandardised[j], 1e-9));
  }
}

TEST_CASE("linear models refuse dependent columns, too few rows and constant outcomes") {
  const std::vector<double> y = {1, 2, 4, 3};
  const std::vector<double> constant(4, 1e6);
  CHECK_FALSE(FitLinear({constant, 4, 1}, y));
  const std::vector<double> repeated = {1, 2, 2, 4, 5, 10, 0, 0};
  CHECK_FALSE(FitLinear({repeated, 4, 2}, y));
  CHECK_FALSE(DriverShares({repeated, 4, 2}, std::vector<size_t>{0, 1}, y));
  const std::vector<double> x = {1, 2, 5, 3};
  CHECK_FALSE(FitLinear({x, 4, 1}, constant));
  CHECK_FALSE(StandardisedCoefficients({x, 4, 1}, constant));
  CHECK_FALSE(FitLinear({std::span(x).first(2), 2, 1}, std::span(y).first(2)));
  CHECK_FALSE(VarianceInflation({repeated, 4, 2})[0]);
}

TEST_CASE("the logit and its marginal effects equal R's glm") {
  const std::vector<double> features = Select(kCars, 5, {1, 2});
  const auto model = FitLogit({features, 32, 2}, Flags(kCars, 5, 4));
  for (size_t j = 0; j < 3; ++j) {
    CHECK(model->coefficients[j].value == Close(kCarsLogit[3 * j], 1e-6));
    CHECK(model->coefficients[j].standard_error == Close(kCarsLogit[3 * j + 1], 1e-6));
    CHECK(model->coefficients[j].p_value == Close(kCarsLogit[3 * j + 2], 1e-6));
  }
  for (size_t j = 0; j < 2; ++j) {
    CHECK(model->marginal_effects[j].value == Close(kCarsEffects[2 * j], 1e-6));
    CHECK(model->marginal_effects[j].standard_error == Close(kCarsEffects[2 * j + 1], 1e-6));
  }
  CHECK(model->log_likelihood == Close(kCarsLikelihood[0], 1e-9));
  CHECK(model->null_log_likelihood == Close(kCarsLikelihood[1], 1e-9));
}

TEST_CASE("perfect and nearly perfect separation are caught, whatever the units") {
  for (const double unit : {1e-6, 1.0, 1e6}) {
    std::vector<double> x = {1, 2, 3, 4, 5, 6};
    for (double& value : x) value *= unit;
    const std::vector<std::uint8_t> parted = {0, 0, 0, 1, 1, 1};
    CHECK_FALSE(FitLogit({x, 6, 1}, parted));
    const std::vector<std::uint8_t> mixed = {0, 1, 0, 1, 0, 1};
    CHECK(FitLogit({x, 6, 1}, mixed));
    // A value that only one outcome has: quasi-complete separation.
    std::vector<double> flag = {0, 0, 0, 0, unit, unit};
    const std::vector<std::uint8_t> quasi = {0, 1, 0, 1, 1, 1};
    CHECK_FALSE(FitLogit({flag, 6, 1}, quasi));
  }
  const std::vector<double> x = {1, 2, 3};
  CHECK_FALSE(FitLogit({x, 3, 1}, std::vector<std::uint8_t>{1, 1, 1}));
}

TEST_CASE("weighting by the propensity on Lalonde's data") {
  const auto treated = Flags(kLalonde, 10, 0);
  const std::vector<double> earnings = Select(kLalonde, 10, {1});
  const std::vector<double> features = Select(kLalonde, 10, {2, 3, 4, 5, 6, 7, 8, 9});
  const auto model = FitLogit({features, treated.size(), 8}, treated);
  REQUIRE(model);
  const auto check = [&](const double* expected, Propensity estimand) {
    const auto result = InversePropensity(earnings, treated, model->probabilities, estimand);
    CHECK(result->difference.value == Close(expected[0], 1e-6));
    CHECK(result->difference.standard_error == Close(expected[1], 1e-6));
    CHECK(result->effective_treated == Close(expected[2], 1e-6));
    CHECK(result->effective_control == Close(expected[3], 1e-6));
  };
  check(kLalondeAte, Propensity::kAte);
  check(kLalondeAtt, Propensity::kAtt);
  CHECK(kLalondeAte[0] == doctest::Approx(224.676).epsilon(1e-5));
  CHECK(kLalondeAtt[0] == doctest::Approx(1214.071).epsilon(1e-5));
  const std::vector<double> age = Select(kLalonde, 10, {2});
  const auto balance = BalanceOf(age, treated, model->probabilities, Propensity::kAte);
  CHECK(balance->before == Close(kLalondeAge[0], 1e-9));
  CHECK(balance->after == Close(kLalondeAge[1], 1e-6));
  const auto trimmed =
      InversePropensity(earnings, treated, model->probabilities, Propensity::kAte, 0.1);
  CHECK(trimmed->trimmed > 0);
}

TEST_CASE("weighting needs two of each group") {
  const std::vector<double> y = {1, 2, 3};
  const std::vector<double> e = {0.5, 0.5, 0.5};
  const std::vector<std::uint8_t> treated = {1, 0, 0};
  CHECK_FALSE(InversePropensity(y, treated, e, Propensity::kAte));
  CHECK_FALSE(BalanceOf(y, treated, e, Propensity::kAte));
}

TEST_CASE("differences in differences equal the interaction of a regression") {
  const double* at = kDifferenceCells;
  const auto cell = [&](size_t i) { return Moments{at[i], at[4 + i], at[8 + i]}; };
  // The cells run am.vs: 0.0, 1.0, 0.1, 1.1.
  const auto result = DifferenceInDifferences(cell(1), cell(3), cell(0), cell(2));
  CHECK(result->value == Close(kDifferences, 1e-9));
  CHECK(result->standard_error == Close(kDifferenceError, 1e-9));
  CHECK(result->interval.Contains(result->value));
  CHECK_FALSE(DifferenceInDifferences({1, 2, 0}, cell(3), cell(0), cell(2)));
  CHECK_FALSE(DifferenceInDifferences({9, 2, 0}, {9, 2, 0}, {9, 2, 0}, {9, 2, 0}));
}

}  // namespace
}  // namespace tessera::stats
