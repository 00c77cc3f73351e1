#include "stats/stratified.h"

#include <cmath>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/adjusted.inc"

std::vector<Stratum> Sample() {
  std::vector<std::uint32_t> arms;
  for (size_t i = 0; i < std::size(kValue); ++i) {
    arms.push_back(static_cast<std::uint32_t>(2 * kStratum[i] + kTreated[i]));
  }
  return StrataOf(MomentsByGroup(kValue, arms, 8));
}

void CheckAgainst(const double* expected, const std::optional<StandardisedDifference>& result) {
  REQUIRE(result);
  CHECK(result->difference.value == Close(expected[0], 1e-9));
  CHECK(result->difference.standard_error == Close(expected[1], 1e-9));
  CHECK(result->difference.interval.low == Close(expected[2], 1e-9));
  CHECK(result->difference.interval.high == Close(expected[3], 1e-9));
  CHECK(result->difference.p_value == Close(expected[4], 1e-9));
  CHECK(*result->lift == Close(expected[5], 1e-9));
  CHECK(result->lift_interval->Contains(*result->lift));
}

TEST_CASE("standardised differences equal contrasts of a saturated regression") {
  const std::vector<Stratum> strata = Sample();
  CheckAgainst(kStandardisedAte, StandardiseDifference(strata, StratumWeights::kAte));
  CheckAgainst(kStandardisedAtt, StandardiseDifference(strata, StratumWeights::kAtt));
  CheckAgainst(kStandardisedAtc, StandardiseDifference(strata, StratumWeights::kAtc));
  CheckAgainst(kStandardisedMantelHaenszel,
               StandardiseDifference(strata, StratumWeights::kMantelHaenszel));
  CheckAgainst(kStandardisedInverseVariance,
               StandardiseDifference(strata, StratumWeights::kInverseVariance));
}

TEST_CASE("strata with one group only are dropped and counted, empty ones are not there") {
  std::vector<Stratum> strata = Sample();
  const auto before = StandardiseDifference(strata, StratumWeights::kAte);
  CHECK(before->strata_used == 4);
  CHECK(before->n_treated + before->n_control == 240);
  strata.push_back({{12, 900, 5}, {}});
  strata.push_back({{}, {7, 100, 5}});
  strata.push_back({});
  const auto after = StandardiseDifference(strata, StratumWeights::kAte);
  CHECK(after->difference.value == before->difference.value);
  CHECK(after->strata_dropped == 2);
  CHECK(after->n_treated_dropped == 12);
  CHECK(after->n_control_dropped == 7);
}

TEST_CASE("a lone customer in a stratum borrows the variance of its group elsewhere") {
  const std::vector<Stratum> strata = {{{10, 5, 4}, {10, 3, 9}}, {{1, 8, 0}, {5, 2, 1}}};
  const auto result = StandardiseDifference(strata, StratumWeights::kAtt);
  CHECK(result->strata_used == 2);
  const double first = 10.0 / 11;
  const double second = 1.0 / 11;
  const double variance = first * first * (0.4 + 0.9) + second * second * (4.0 + 0.2);
  CHECK(result->difference.standard_error == Close(std::sqrt(variance), 1e-14));
}

TEST_CASE("nothing is said where nothing can be compared") {
  const std::vector<Stratum> apart = {{{10, 5, 4}, {}}, {{}, {10, 3, 9}}};
  CHECK_FALSE(StandardiseDifference(apart, StratumWeights::kAte));
  const std::vector<Stratum> single = {{{1, 5, 0}, {1, 3, 0}}};
  CHECK_FALSE(StandardiseDifference(single, StratumWeights::kAte));
  const std::vector<Stratum> constant = {{{4, 5, 0}, {4, 3, 0}}};
  CHECK_FALSE(StandardiseDifference(constant, StratumWeights::kInverseVariance));
  CHECK_FALSE(StandardiseDifference({}, StratumWeights::kAtt));
}

TEST_CASE("a lift needs means above zero") {
  const std::vector<Stratum> strata = {{{9, 2, 1}, {9, -1, 1}}};
  CHECK(StandardiseDifference(strata, StratumWeights::kAte)->difference.value == 3);
  CHECK_FALSE(StandardiseDifference(strata, StratumWeights::kAte)->lift);
}

TEST_CASE("rows without a value are left out of their stratum") {
  const std::vector<double> values = {1, kMissing, 3, 5};
  const std::vector<std::uint32_t> arms = {1, 1, 0, 2};
  const auto strata = StrataOf(MomentsByGroup(values, arms, 4));
  CHECK(strata[0].treated.n == 1);
  CHECK(strata[0].control.mean == 3);
  CHECK_FALSE(strata[1].comparable());
}

}  // namespace
}  // namespace tessera::stats
