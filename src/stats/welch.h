// Welch's t: the difference of two means without assuming equal variances (B-01).
//
//   d = x̄₁ − x̄₂,  SE = √(v₁ + v₂) with vᵢ = sᵢ²/nᵢ,  df = (v₁ + v₂)² / (v₁²/(n₁−1) + v₂²/(n₂−1))
//
// Source: Welch (1947), Satterthwaite (1946). Equal to R t.test(a, b).
#ifndef TESSERA_STATS_WELCH_H_
#define TESSERA_STATS_WELCH_H_

#include <optional>
#include <span>

#include "stats/interval.h"
#include "stats/moments.h"

namespace tessera::stats {

struct WelchTest {
  double difference = 0;
  double standard_error = 0;
  double df = 0;
  double t = 0;
  Interval interval;
  double p_value = 1;
};

// Nothing unless each group has n ≥ 2 and a variance above 0.
std::optional<WelchTest> Welch(const Moments& a, const Moments& b, double level = 0.95);
std::optional<WelchTest> Welch(std::span<const double> a, std::span<const double> b,
                               double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_WELCH_H_
