#include "stats/contingency.h"

#include <cmath>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/categories.inc"

const CountTable kHair = {kHairEye, 4, 4};

TEST_CASE("chi-square equals R's chisq.test") {
  const auto test = ChiSquareTest(kHair);
  CHECK(test->statistic == Close(kHairEyeTest[0], 1e-9));
  CHECK(test->df == kHairEyeTest[1]);
  CHECK(test->p_value == Close(kHairEyeTest[2], 1e-9));
  CHECK(test->smallest_expected == Close(kHairEyeTest[3], 1e-9));
}

TEST_CASE("chi-square's p-value goes far below the smallest distance between doubles") {
  std::vector<double> counts;
  for (const double count : kHairEye) counts.push_back(20 * count);
  CHECK(kHairEyeFarP < 1e-300);
  CHECK(std::log(ChiSquareTest({counts, 4, 4})->p_value + 1e-308) <= std::log(1e-300));
}

TEST_CASE("the G-test equals vcd's assocstats") {
  const auto test = GTest(kHair);
  CHECK(test->statistic == Close(kHairEyeG[0], 1e-9));
  CHECK(test->df == kHairEyeG[1]);
  CHECK(test->p_value == Close(kHairEyeG[2], 1e-9));
}

TEST_CASE("adjusted residuals equal R's stdres") {
  const auto residuals = AdjustedResiduals(kHair);
  for (size_t i = 0; i < residuals.size(); ++i) {
    CHECK(*residuals[i] == Close(kHairEyeResiduals[i], 1e-9));
  }
}

TEST_CASE("Cramér's V, plain and corrected") {
  const auto v = CramersAssociation(kHair);
  CHECK(v->v == Close(kHairEyeV[0], 1e-9));
  CHECK(v->corrected == Close(kHairEyeV[1], 1e-9));
  CHECK(v->w == Close(v->v * std::sqrt(3.0), 1e-12));
}

TEST_CASE("empty rows and columns carry no information") {
  const std::vector<double> counts = {3, 0, 7, 0, 0, 0, 6, 0, 2};
  const std::vector<double> packed = {3, 7, 6, 2};
  const auto test = ChiSquareTest({counts, 3, 3});
  CHECK(test->df == 1);
  CHECK(test->statistic == Close(ChiSquareTest({packed, 2, 2})->statistic, 1e-14));
  const auto residuals = AdjustedResiduals({counts, 3, 3});
  CHECK_FALSE(residuals[1]);
  CHECK_FALSE(residuals[3]);
  CHECK(residuals[0]);
}

TEST_CASE("one row, one column or no counts: no association to speak of") {
  const std::vector<double> row = {5, 0, 9};
  CHECK_FALSE(ChiSquareTest({row, 1, 3}));
  CHECK_FALSE(GTest({row, 3, 1}));
  CHECK_FALSE(CramersAssociation({std::vector<double>(4, 0.0), 2, 2}));
  CHECK_FALSE(AdjustedResiduals({std::vector<double>(4, 0.0), 2, 2})[0]);
}

TEST_CASE("perfect association and none") {
  const std::vector<double> perfect = {8, 0, 0, 8};
  CHECK(CramersAssociation({perfect, 2, 2})->v == 1);
  CHECK(GTest({perfect, 2, 2})->statistic == Close(32 * std::log(2), 1e-14));
  const std::vector<double> none = {4, 4, 4, 4};
  CHECK(CramersAssociation({none, 2, 2})->corrected == 0);
  CHECK(ChiSquareTest({none, 2, 2})->p_value == 1);
}

}  // namespace
}  // namespace tessera::stats
