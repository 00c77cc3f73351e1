#include "stats/welch.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/two_groups.inc"

void CheckAgainst(const double* expected, const std::optional<WelchTest>& test) {
  REQUIRE(test);
  CHECK(test->difference == Close(expected[0], 1e-9));
  CHECK(test->standard_error == Close(expected[1], 1e-9));
  CHECK(test->df == Close(expected[2], 1e-9));
  CHECK(test->t == Close(expected[3], 1e-9));
  CHECK(test->interval.low == Close(expected[4], 1e-9));
  CHECK(test->interval.high == Close(expected[5], 1e-9));
  CHECK(test->p_value == Close(expected[6], 1e-9));
}

TEST_CASE("Welch equals R's t.test") {
  CheckAgainst(kWelchMoney, Welch(kMoneyA, kMoneyB));
  CheckAgainst(kWelchMoney90, Welch(kMoneyA, kMoneyB, 0.90));
  CheckAgainst(kWelchCounts, Welch(kCountsA, kCountsB));
}

TEST_CASE("Welch's p-value holds far in the tail") {
  std::vector<double> far(kMoneyA, kMoneyA + 10);
  for (double& value : far) value += 1e5;
  CheckAgainst(kWelchFar, Welch(kMoneyA, far));
}

TEST_CASE("Welch from moments is Welch from values") {
  const auto from_moments = Welch(MomentsOf(kMoneyA), MomentsOf(kMoneyB));
  CHECK(from_moments->p_value == Welch(kMoneyA, kMoneyB)->p_value);
}

TEST_CASE("Welch says nothing of groups without two values or without variation") {
  const std::vector<double> some = {1, 2, 4};
  const std::vector<double> one = {3};
  const std::vector<double> constant = {0.1, 0.1, 0.1};
  const std::vector<double> none;
  CHECK_FALSE(Welch(some, one));
  CHECK_FALSE(Welch(none, some));
  CHECK_FALSE(Welch(some, constant));
  CHECK_FALSE(Welch(constant, constant));
  CHECK(Welch(some, some)->p_value == 1);
}

}  // namespace
}  // namespace tessera::stats
