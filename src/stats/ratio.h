// How many times as large: ratios of means (B-07). "+x %" is the ratio less one.
#ifndef TESSERA_STATS_RATIO_H_
#define TESSERA_STATS_RATIO_H_

#include <optional>
#include <span>

#include "stats/interval.h"
#include "stats/moments.h"

namespace tessera::stats {

// x̄₁/x̄₂ with the delta method on the logarithm: SE² = s₁²/(n₁x̄₁²) + s₂²/(n₂x̄₂²).
// Nothing unless both means are above 0, each n ≥ 2 and a variance is above 0.
std::optional<Estimate> RatioOfMeans(const Moments& a, const Moments& b, double level = 0.95);

// The same ratio with Fieller's interval (1954), the ratios ρ that a test of x̄₁ − ρ·x̄₂ = 0 does
// not reject, with t on Satterthwaite's degrees of freedom at ρ = x̄₁/x̄₂:
//
//   v = s²/n,  (x̄₁ − ρx̄₂)² ≤ t²·(v₁ + ρ²v₂)
//
// Nothing unless each n ≥ 2, a variance is above 0 and the second mean differs from 0 at the level;
// otherwise the interval would be unbounded.
struct FiellerRatio {
  double ratio = 0;
  double df = 0;
  Interval interval;
};
std::optional<FiellerRatio> FiellerInterval(const Moments& a, const Moments& b,
                                            double level = 0.95);

// The ratio of geometric means, for money: Welch on the logarithms of the values above 0, taken
// back by exp. Zeros and negatives are left out and counted; their share is to be reported beside
// it.
struct GeometricRatio {
  Estimate ratio;
  double df = 0;
  double n_a = 0;  // values above 0
  double n_b = 0;
  double left_out_a = 0;
  double left_out_b = 0;
};
std::optional<GeometricRatio> RatioOfGeometricMeans(std::span<const double> a,
                                                    std::span<const double> b, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_RATIO_H_
