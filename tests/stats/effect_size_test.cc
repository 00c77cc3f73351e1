#include "stats/effect_size.h"

#include <cmath>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/bootstrap.inc"
#include "../reference/two_groups.inc"

TEST_CASE("Hedges' g equals R's effectsize") {
  const auto g = HedgesEffect(MomentsOf(kMoneyA), MomentsOf(kMoneyB));
  CHECK(g->g == Close(kHedgesMoney, 1e-9));
  // effectsize searches its limits by an optimiser that stops early.
  CHECK(g->interval.low == Close(kHedgesOptimised[0], 1e-3));
  CHECK(g->interval.high == Close(kHedgesOptimised[1], 1e-3));
}

TEST_CASE("Hedges' g is unbiased in small samples too") {
  const std::span<const double> a = kMoneyA;
  const std::span<const double> b = kMoneyB;
  CHECK(HedgesEffect(MomentsOf(a.first(3)), MomentsOf(b.first(2)))->g == Close(kHedgesSmall, 1e-9));
}

TEST_CASE("the interval of g turns the noncentral t round") {
  for (size_t i = 0; i < std::size(kHedgesCases) / 4; ++i) {
    const double* at = kHedgesCases + 4 * i;
    // Two groups of variance 1 whose t is at[0].
    const Moments a = {at[2], at[0] * std::sqrt(1 / at[2] + 1 / at[3]), 1};
    const Moments b = {at[3], 0, 1};
    const auto g = HedgesEffect(a, b);
    CHECK(g->interval.low == Close(kHedgesLimits[2 * i], 1e-6));
    CHECK(g->interval.high == Close(kHedgesLimits[2 * i + 1], 1e-6));
  }
}

TEST_CASE("a huge effect in many rows has an interval") {
  const auto g = HedgesEffect({500000, 3, 1}, {500000, 0, 1});
  CHECK(g->g == Close(3, 1e-5));
  CHECK(g->interval.low == Close(2.9943, 1e-4));
  CHECK(g->interval.high == Close(3.0057, 1e-4));
}

TEST_CASE("an absurd effect takes no longer than others") {
  const auto g = HedgesEffect({50, 1e9, 1}, {50, 0, 1});
  CHECK(g->interval.low < g->g);
  CHECK(g->interval.high > g->g);
}

TEST_CASE("g says nothing without spread or without enough values") {
  CHECK_FALSE(HedgesEffect({5, 1, 0}, {5, 2, 0}));
  CHECK_FALSE(HedgesEffect({2, 1, 1}, {1, 2, 0}));
  CHECK_FALSE(HedgesEffect({0, 0, 0}, {9, 2, 1}));
  CHECK(HedgesEffect({1, 3, 0}, {9, 2, 1}));
}

TEST_CASE("the standardised difference of balance tables") {
  CHECK(*StandardisedMeanDifference({10, 5, 4}, {90, 4, 12}) == Close(0.3535533905932738, 1e-14));
  CHECK_FALSE(StandardisedMeanDifference({10, 5, 0}, {90, 4, 0}));
  CHECK_FALSE(StandardisedMeanDifference({1, 5, 0}, {90, 4, 2}));
}

TEST_CASE("words for effects begin at their thresholds, in both directions") {
  CHECK(SizeOfHedgesG(0.19) == EffectSize::kNegligible);
  CHECK(SizeOfHedgesG(-0.2) == EffectSize::kSmall);
  CHECK(SizeOfHedgesG(0.5) == EffectSize::kMedium);
  CHECK(SizeOfHedgesG(-0.8) == EffectSize::kLarge);
  CHECK(SizeOfCliffsDelta(0.147) == EffectSize::kSmall);
  CHECK(SizeOfCliffsDelta(0.33) == EffectSize::kMedium);
  CHECK(SizeOfCliffsDelta(-0.474) == EffectSize::kLarge);
  CHECK(SizeOfCorrelation(-0.3) == EffectSize::kMedium);
  CHECK(SizeOfCramersV(0.3, 2, 5) == EffectSize::kMedium);
  CHECK(SizeOfCramersV(0.3, 5, 5) == EffectSize::kLarge);
}

}  // namespace
}  // namespace tessera::stats
