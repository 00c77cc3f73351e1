#include "stats/proportion.h"

#include "reference.h"
#include "stats/rate.h"

namespace tessera::stats {
namespace {

#include "../reference/bootstrap.inc"
#include "../reference/categories.inc"

Share First(const double* at) { return {at[0], at[1]}; }
Share Second(const double* at) { return {at[2], at[3]}; }

TEST_CASE("Wilson equals R's prop.test") {
  for (size_t i = 0; i < std::size(kShares) / 2; ++i) {
    const auto interval = WilsonInterval(First(kShares + 2 * i));
    CHECK(interval->low == doctest::Approx(kWilson[2 * i]).epsilon(1e-12));
    CHECK(interval->high == doctest::Approx(kWilson[2 * i + 1]).epsilon(1e-12));
  }
}

TEST_CASE("Wilson at the ends is neither a point nor outside of [0, 1]") {
  CHECK(WilsonInterval({0, 25})->low == 0);
  CHECK(WilsonInterval({0, 25})->high > 0.1);
  CHECK(WilsonInterval({25, 25})->high == 1);
  CHECK(WilsonInterval({25, 25})->low < 0.9);
  CHECK_FALSE(WilsonInterval({0, 0}));
}

TEST_CASE("Newcombe equals statsmodels and the published example") {
  for (size_t i = 0; i < std::size(kNewcombe) / 2; ++i) {
    const double* at = kNewcombeShares + 4 * i;
    const auto result = CompareRates(First(at), Second(at));
    CHECK(result->interval.low == Close(kNewcombe[2 * i], 1e-10));
    CHECK(result->interval.high == Close(kNewcombe[2 * i + 1], 1e-10));
  }
  const auto published = CompareRates({56, 70}, {48, 80});
  CHECK(published->interval.low == doctest::Approx(0.0524).epsilon(1e-3));
  CHECK(published->interval.high == doctest::Approx(0.3339).epsilon(1e-3));
}

TEST_CASE("the test of two rates is Fisher's where counts are small, else chi-square") {
  for (size_t i = 0; i < std::size(kFourfoldFisher); ++i) {
    const double* at = kFourfold + 4 * i;
    CHECK(FisherExact(First(at), Second(at)) == Close(kFourfoldFisher[i], 1e-7));
    const auto result = CompareRates(First(at), Second(at));
    const bool fisher = result->test == RateDifference::Test::kFisher;
    CHECK(result->p_value == Close(fisher ? kFourfoldFisher[i] : kFourfoldChiSquare[i], 1e-7));
  }
  CHECK(CompareRates({90, 100}, {30, 100})->test == RateDifference::Test::kChiSquare);
  CHECK(CompareRates({3, 3}, {0, 3})->test == RateDifference::Test::kFisher);
}

TEST_CASE("rates without events, or without anything else, do not differ") {
  CHECK(CompareRates({0, 50}, {0, 40})->p_value == 1);
  CHECK(CompareRates({50, 50}, {40, 40})->p_value == 1);
  CHECK(CompareRates({0, 50}, {0, 40})->interval.Contains(0));
  CHECK_FALSE(CompareRates({0, 0}, {3, 40}));
}

TEST_CASE("risk ratio and odds ratio") {
  const auto risk = RiskRatio({700, 3228}, {1801, 6772});
  const auto odds = OddsRatio({700, 3228}, {1801, 6772});
  CHECK(risk->value == Close(kRiskRatio[0], 1e-9));
  CHECK(risk->standard_error == Close(kRiskRatio[1], 1e-9));
  CHECK(risk->interval.low == Close(kRiskRatio[2], 1e-9));
  CHECK(risk->interval.high == Close(kRiskRatio[3], 1e-9));
  CHECK(risk->p_value == Close(kRiskRatio[4], 1e-9));
  CHECK(odds->value == Close(kOddsRatio[0], 1e-9));
  CHECK(odds->standard_error == Close(kOddsRatio[1], 1e-9));
  CHECK(odds->interval.low == Close(kOddsRatio[2], 1e-9));
  CHECK(odds->interval.high == Close(kOddsRatio[3], 1e-9));
}

TEST_CASE("ratios of rates with zero cells are not made up") {
  CHECK_FALSE(RiskRatio({0, 10}, {3, 10}));
  CHECK_FALSE(RiskRatio({10, 10}, {10, 10}));
  CHECK(RiskRatio({10, 10}, {3, 10}));
  CHECK_FALSE(OddsRatio({10, 10}, {3, 10}));
  CHECK_FALSE(OddsRatio({0, 0}, {3, 10}));
}

TEST_CASE("the exact Poisson interval equals R's poisson.test") {
  for (size_t i = 0; i < std::size(kEvents) / 2; ++i) {
    const auto interval = PoissonRateInterval(kEvents[2 * i], kEvents[2 * i + 1]);
    CHECK(interval->low == Close(kPoisson[2 * i], 1e-9));
    CHECK(interval->high == Close(kPoisson[2 * i + 1], 1e-9));
  }
  CHECK(PoissonRateInterval(0, 3)->low == 0);
  CHECK_FALSE(PoissonRateInterval(3, 0));
  CHECK_FALSE(PoissonRateInterval(-1, 2));
}

TEST_CASE("net promoter score") {
  const auto nps = NetPromoterScore(60, 20, 100);
  CHECK(nps->value == Close(0.4, 1e-14));
  CHECK(nps->standard_error == Close(0.08, 1e-14));
  CHECK_FALSE(NetPromoterScore(0, 0, 0));
  CHECK_FALSE(NetPromoterScore(7, 0, 7));
  CHECK_FALSE(NetPromoterScore(0, 0, 7));
}

}  // namespace
}  // namespace tessera::stats
