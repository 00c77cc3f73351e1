#include "stats/mantel_haenszel.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/adjusted.inc"

std::vector<ShareStratum> Admissions() {
  std::vector<ShareStratum> strata;
  for (const double* at = kAdmissions; at != std::end(kAdmissions); at += 4) {
    strata.push_back({{at[0], at[1]}, {at[2], at[3]}});
  }
  return strata;
}

void CheckAgainst(const double* expected, const std::optional<Estimate>& estimate) {
  REQUIRE(estimate);
  CHECK(estimate->value == Close(expected[0], 1e-9));
  CHECK(estimate->standard_error == Close(expected[1], 1e-9));
  CHECK(estimate->interval.low == Close(expected[2], 1e-9));
  CHECK(estimate->interval.high == Close(expected[3], 1e-9));
  CHECK(estimate->p_value == Close(expected[4], 1e-9));
}

TEST_CASE("common effects equal metafor's rma.mh") {
  CheckAgainst(kAdmissionsDifference, MantelHaenszelDifference(Admissions())->difference);
  CheckAgainst(kAdmissionsRR, MantelHaenszelRiskRatio(Admissions()));
  CheckAgainst(kAdmissionsOR, MantelHaenszelOddsRatio(Admissions()));
}

TEST_CASE("Berkeley: women are ahead by 1.8 points within departments") {
  const auto result = MantelHaenszelDifference(Admissions());
  CHECK(result->difference.value == doctest::Approx(0.018).epsilon(0.05));
  CHECK(result->difference.interval.low == doctest::Approx(-0.011).epsilon(0.05));
  CHECK(result->difference.interval.high == doctest::Approx(0.047).epsilon(0.05));
  CHECK(result->greenland_robins_error == doctest::Approx(0.0148).epsilon(0.01));
  CHECK(result->strata_used == 6);
}

TEST_CASE("the Cochran-Mantel-Haenszel test equals R's mantelhaen.test") {
  const auto corrected = CochranMantelHaenszel(Admissions(), true);
  CHECK(corrected->statistic == Close(kAdmissionsCmhCorrected[0], 1e-9));
  CHECK(corrected->p_value == Close(kAdmissionsCmhCorrected[1], 1e-9));
  const auto plain = CochranMantelHaenszel(Admissions(), false);
  CHECK(plain->statistic == Close(kAdmissionsCmh[0], 1e-9));
  CHECK(plain->p_value == Close(kAdmissionsCmh[1], 1e-9));
}

TEST_CASE("homogeneity by Breslow and Day, and with Tarone's correction") {
  const auto test = BreslowDay(Admissions());
  CHECK(test->breslow_day.statistic == Close(kAdmissionsBreslowDay[0], 1e-9));
  CHECK(test->breslow_day.p_value == Close(kAdmissionsBreslowDay[1], 1e-9));
  CHECK(test->tarone.statistic == Close(kAdmissionsBreslowDay[2], 1e-9));
  CHECK(test->tarone.p_value == Close(kAdmissionsBreslowDay[3], 1e-9));
}

TEST_CASE("strata that say nothing change nothing") {
  std::vector<ShareStratum> strata = Admissions();
  const double before = MantelHaenszelDifference(strata)->difference.value;
  const double homogeneity = BreslowDay(strata)->breslow_day.statistic;
  strata.push_back({{3, 9}, {0, 0}});
  strata.push_back({{0, 0}, {0, 0}});
  const auto after = MantelHaenszelDifference(strata);
  CHECK(after->difference.value == before);
  CHECK(after->strata_dropped == 1);
  strata.push_back({{0, 5}, {0, 5}});
  CHECK(BreslowDay(strata)->breslow_day.statistic == homogeneity);
  CHECK(BreslowDay(strata)->breslow_day.df == 5);
}

TEST_CASE("zero cells and lone strata") {
  const std::vector<ShareStratum> zero = {{{0, 5}, {2, 5}}, {{0, 9}, {1, 4}}};
  CHECK_FALSE(MantelHaenszelRiskRatio(zero));
  CHECK_FALSE(MantelHaenszelOddsRatio(zero));
  CHECK_FALSE(BreslowDay(zero));
  CHECK(MantelHaenszelDifference(zero));
  const std::vector<ShareStratum> nobody = {{{0, 5}, {0, 5}}};
  CHECK_FALSE(MantelHaenszelDifference(nobody));
  CHECK_FALSE(CochranMantelHaenszel(nobody, true));
  CHECK_FALSE(MantelHaenszelDifference({}));
  const std::vector<ShareStratum> one = {{{3, 5}, {2, 5}}};
  CHECK(MantelHaenszelOddsRatio(one)->value == Close(2.25, 1e-14));
  CHECK_FALSE(BreslowDay(one));
}

}  // namespace
}  // namespace tessera::stats
