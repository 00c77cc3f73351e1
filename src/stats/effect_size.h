// How large a difference is, apart from how sure it is.
#ifndef TESSERA_STATS_EFFECT_SIZE_H_
#define TESSERA_STATS_EFFECT_SIZE_H_

#include <cstddef>
#include <optional>

#include "stats/interval.h"
#include "stats/moments.h"

namespace tessera::stats {

// Hedges' g (B-02): the difference of means in pooled standard deviations, freed of its bias.
//
//   m = n₁ + n₂ − 2,  d = (x̄₁ − x̄₂)/s_pooled,  g = J·d,  J = Γ(m/2) / (√(m/2)·Γ((m−1)/2))
//
// The interval turns the noncentral t distribution round: the noncentralities under which the
// observed t would be just at either end, each times J·√(1/n₁ + 1/n₂). Source: Hedges (1981),
// Steiger and Fouladi (1997); equal to R effectsize::hedges_g(pooled_sd = TRUE).
struct HedgesG {
  double g = 0;
  Interval interval;
};
// Nothing when m < 2 (J is not defined), a group is empty or the pooled variance is 0.
std::optional<HedgesG> HedgesEffect(const Moments& a, const Moments& b, double level = 0.95);

// (x̄₁ − x̄₂) / √((s₁² + s₂²)/2): the standardised mean difference of balance tables; |SMD| < 0.1
// counts as balanced. Nothing when both variances are 0 or a group has n < 2.
std::optional<double> StandardisedMeanDifference(const Moments& a, const Moments& b);

// The words that a report may use, by absolute value (Cohen 1988; Romano 2006 for Cliff's delta).
enum class EffectSize { kNegligible, kSmall, kMedium, kLarge };

EffectSize SizeOfHedgesG(double g);          // .2 / .5 / .8
EffectSize SizeOfCliffsDelta(double delta);  // .147 / .33 / .474
EffectSize SizeOfCorrelation(double rho);    // .1 / .3 / .5
// Cohen's w = V·√(min(rows, columns) − 1): .1 / .3 / .5.
EffectSize SizeOfCramersV(double v, size_t rows, size_t columns);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_EFFECT_SIZE_H_
