#include "stats/ratio.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/two_groups.inc"

TEST_CASE("the ratio of means on the logarithm") {
  const auto ratio = RatioOfMeans(MomentsOf(kMoneyA), MomentsOf(kMoneyB));
  CHECK(ratio->value == Close(kRatioMoney[0], 1e-9));
  CHECK(ratio->standard_error == Close(kRatioMoney[1], 1e-9));
  CHECK(ratio->interval.low == Close(kRatioMoney[2], 1e-9));
  CHECK(ratio->interval.high == Close(kRatioMoney[3], 1e-9));
  CHECK(ratio->p_value == Close(kRatioMoney[4], 1e-9));
}

TEST_CASE("Fieller's interval in its textbook form") {
  const auto ratio = FiellerInterval(MomentsOf(kMoneyA), MomentsOf(kMoneyB));
  CHECK(ratio->ratio == Close(kFiellerMoney[0], 1e-9));
  CHECK(ratio->df == Close(kFiellerMoney[1], 1e-9));
  CHECK(ratio->interval.low == Close(kFiellerMoney[2], 1e-9));
  CHECK(ratio->interval.high == Close(kFiellerMoney[3], 1e-9));
}

TEST_CASE("Fieller's interval is refused where it is unbounded") {
  CHECK_FALSE(FiellerInterval({20, 5, 4}, {20, 0.1, 4}));
  CHECK_FALSE(FiellerInterval({20, 5, 4}, {20, 0, 4}));
  CHECK_FALSE(FiellerInterval({20, 5, 0}, {20, 3, 0}));
  CHECK(FiellerInterval({20, 0, 4}, {20, 3, 1})->ratio == 0);
}

TEST_CASE("the ratio of geometric means is Welch on logarithms") {
  const auto result = RatioOfGeometricMeans(kMoneyA, kMoneyB);
  CHECK(result->ratio.value == Close(kGeometricMoney[0], 1e-9));
  CHECK(result->ratio.interval.low == Close(kGeometricMoney[1], 1e-9));
  CHECK(result->ratio.interval.high == Close(kGeometricMoney[2], 1e-9));
  CHECK(result->ratio.p_value == Close(kGeometricMoneyP, 1e-9));
  CHECK(result->left_out_a == 0);
}

TEST_CASE("zeros are left out of geometric means and counted") {
  const std::vector<double> a = {0, 0, 1, 2, 4};
  const std::vector<double> b = {-1, 1, 3};
  const auto result = RatioOfGeometricMeans(a, b);
  CHECK(result->n_a == 3);
  CHECK(result->left_out_a == 2);
  CHECK(result->n_b == 2);
  CHECK(result->left_out_b == 1);
  CHECK_FALSE(RatioOfGeometricMeans(std::vector<double>{0, 0, 5}, b));
}

TEST_CASE("ratios need positive means and some spread") {
  CHECK_FALSE(RatioOfMeans({20, 5, 4}, {20, 0, 4}));
  CHECK_FALSE(RatioOfMeans({20, -5, 4}, {20, 2, 4}));
  CHECK_FALSE(RatioOfMeans({1, 5, 0}, {20, 2, 4}));
  CHECK_FALSE(RatioOfMeans({9, 5, 0}, {9, 2, 0}));
}

}  // namespace
}  // namespace tessera::stats
