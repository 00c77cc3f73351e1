#include "stats/simpson.h"

#include <cmath>
#include <vector>

#include "reference.h"
#include "stats/mantel_haenszel.h"
#include "stats/sensitivity.h"

namespace tessera::stats {
namespace {

#include "../reference/adjusted.inc"

Estimate Crude(Share a, Share b) {
  const auto difference = CompareRates(a, b);
  return {difference->difference, 0, difference->interval, difference->p_value};
}

TEST_CASE("Berkeley: a crude gap of 14 points turns round within departments") {
  std::vector<ShareStratum> strata;
  std::vector<double> differences;
  Share women;
  Share men;
  for (const double* at = kAdmissions; at != std::end(kAdmissions); at += 4) {
    strata.push_back({{at[0], at[1]}, {at[2], at[3]}});
    differences.push_back(at[0] / at[1] - at[2] / at[3]);
    women = {women.events + at[0], women.n + at[1]};
    men = {men.events + at[2], men.n + at[3]};
  }
  const Estimate crude = Crude(women, men);
  CHECK(crude.value == doctest::Approx(-0.142).epsilon(0.005));
  const Estimate adjusted = MantelHaenszelDifference(strata)->difference;
  const SimpsonFinding finding = DetectSimpson(crude, adjusted, differences);
  CHECK_FALSE(finding.strict);  // men are ahead in two departments
  CHECK(finding.weak);
  CHECK(finding.attenuated);
  CHECK_FALSE(finding.supported);  // 1.8 points with an interval over 0
}

TEST_CASE("kidney stones (Charig 1986): open surgery is better for small and for large ones") {
  const std::vector<ShareStratum> strata = {{{81, 87}, {234, 270}}, {{192, 263}, {55, 80}}};
  const std::vector<double> differences = {81 / 87.0 - 234 / 270.0, 192 / 263.0 - 55 / 80.0};
  CHECK(differences[0] == doctest::Approx(0.064).epsilon(0.01));
  CHECK(differences[1] == doctest::Approx(0.043).epsilon(0.01));
  const Estimate crude = Crude({273, 350}, {289, 350});
  CHECK(crude.value == doctest::Approx(-0.046).epsilon(0.01));
  const Estimate adjusted = MantelHaenszelDifference(strata)->difference;
  const SimpsonFinding finding = DetectSimpson(crude, adjusted, differences);
  CHECK(finding.strict);
  CHECK(finding.weak);
  CHECK_FALSE(finding.supported);
}

TEST_CASE("attenuation is told from reversal") {
  const Estimate crude = {10, 1, {8, 12}, 0};
  const std::vector<double> strata = {3, 5};
  const SimpsonFinding less = DetectSimpson(crude, {4, 1, {2, 6}, 0}, strata);
  CHECK_FALSE(less.strict);
  CHECK_FALSE(less.weak);
  CHECK(less.attenuated);
  CHECK(*less.share_explained == Close(0.6, 1e-14));
  const SimpsonFinding same = DetectSimpson(crude, {9, 1, {7, 11}, 0}, strata);
  CHECK_FALSE(same.any());
  const std::vector<double> against = {-3, -5};
  CHECK(DetectSimpson(crude, {-4, 1, {-6, -2}, 0}, against).supported);
}

TEST_CASE("without a crude difference there is nothing to find") {
  const std::vector<double> strata = {1, 2};
  const SimpsonFinding finding = DetectSimpson({0, 1, {-2, 2}, 1}, {1, 1, {-1, 3}, 0.3}, strata);
  CHECK_FALSE(finding.any());
  CHECK_FALSE(finding.share_explained);
}

TEST_CASE("E-values") {
  CHECK(EValueOf(3.9, {1.8, 8.7}).point == Close(3.9 + std::sqrt(3.9 * 2.9), 1e-12));
  CHECK(EValueOf(3.9, {1.8, 8.7}).limit == Close(3.0, 1e-12));
  CHECK(EValueOf(1 / 3.9, {1 / 8.7, 1 / 1.8}).limit == Close(3.0, 1e-12));
  CHECK(EValueOf(1.2, {0.9, 1.6}).limit == 1);
  CHECK(EValueOf(1, {0.9, 1.1}).point == 1);
}

TEST_CASE("missing outcomes bound a rate from both sides") {
  CHECK(RateWithMissing({30, 80}, 20)->low == 0.3);
  CHECK(RateWithMissing({30, 80}, 20)->high == 0.5);
  CHECK(RateWithMissing({0, 0}, 5)->high == 1);
  CHECK_FALSE(RateWithMissing({0, 0}, 0));
}

}  // namespace
}  // namespace tessera::stats
