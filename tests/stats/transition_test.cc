#include "stats/transition.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/evaluation_more.inc"

const CountTable kEyes = {kVision, 4, 4};

void CheckAgainst(const double* expected, const ChiSquareResult& result) {
  CHECK(result.statistic == Close(expected[0], 1e-9));
  CHECK(result.df == expected[1]);
  CHECK(result.p_value == Close(expected[2], 1e-9));
}

TEST_CASE("tests of a square table equal statsmodels'") {
  const auto margins = TestMargins(kEyes);
  CheckAgainst(kStuartMaxwell, margins->stuart_maxwell);
  CheckAgainst(kBhapkar, *margins->bhapkar);
  CheckAgainst(kBowker, *TestSymmetry(kEyes));
}

TEST_CASE("kappa equals statsmodels'") {
  const auto kappa = CohensKappa(kEyes);
  CHECK(kappa->value == Close(kKappa[0], 1e-9));
  CHECK(kappa->standard_error == Close(kKappa[1], 1e-9));
  CHECK(kappa->interval.low == Close(kKappa[2], 1e-9));
  CHECK(kappa->interval.high == Close(kKappa[3], 1e-9));
}

TEST_CASE("segments that nobody is in do not count") {
  const std::vector<double> counts = {5, 0, 3, 0, 0, 0, 1, 0, 9};
  const std::vector<double> packed = {5, 3, 1, 9};
  CHECK(TestMargins({counts, 3, 3})->stuart_maxwell.statistic ==
        TestMargins({packed, 2, 2})->stuart_maxwell.statistic);
  CHECK(TestSymmetry({counts, 3, 3})->df == 1);
}

TEST_CASE("nobody moved, everybody moved, nobody at all") {
  const std::vector<double> stayed = {5, 0, 0, 9};
  CHECK_FALSE(TestMargins({stayed, 2, 2}));
  CHECK_FALSE(TestSymmetry({stayed, 2, 2}));
  CHECK(CohensKappa({stayed, 2, 2})->value == 1);
  const std::vector<double> moved = {0, 7, 0, 0};
  CHECK(TestMargins({moved, 2, 2})->stuart_maxwell.statistic == 7);
  CHECK_FALSE(TestMargins({moved, 2, 2})->bhapkar);
  const std::vector<double> nobody(4, 0.0);
  CHECK_FALSE(TestMargins({nobody, 2, 2}));
  CHECK_FALSE(CohensKappa({nobody, 2, 2}));
  const std::vector<double> one = {8, 0, 0, 0};
  CHECK_FALSE(CohensKappa({one, 2, 2}));
}

}  // namespace
}  // namespace tessera::stats
