// How many customers a planned test of two equal groups needs (B-53). n is per group.
//
// Sample sizes are not rounded: the caller takes the next whole number. Two-sided at `alpha`.
#ifndef TESSERA_STATS_POWER_H_
#define TESSERA_STATS_POWER_H_

#include <optional>

namespace tessera::stats {

// Rates p₁ and p₂, normal approximation, equal to R power.prop.test:
//   power = Φ((√n·|p₁ − p₂| − z·√((p₁+p₂)(1 − (p₁+p₂)/2))) / √(p₁(1−p₁) + p₂(1−p₂)))
double PowerOfRates(double n, double p1, double p2, double alpha = 0.05);
// Nothing when p₁ = p₂. REQUIRES: both in [0, 1], 0 < power < 1.
std::optional<double> SampleSizeOfRates(double p1, double p2, double power = 0.8,
                                        double alpha = 0.05);
// The rate above `p1` (below it when `decrease`) that n per group would find with the power asked
// for; nothing when not even 1 (or 0) would be found.
std::optional<double> DetectableRate(double p1, double n, bool decrease, double power = 0.8,
                                     double alpha = 0.05);

// Means `difference` apart with standard deviation `sd` in both groups, by the noncentral t
// distribution, equal to R power.t.test (the far side of the test is not counted).
double PowerOfMeans(double n, double difference, double sd, double alpha = 0.05);
// Nothing when difference = 0 or sd ≤ 0. At least 2.
std::optional<double> SampleSizeOfMeans(double difference, double sd, double power = 0.8,
                                        double alpha = 0.05);
// The normal approximation 2·((z_α + z_β)·sd/difference)², for large n.
std::optional<double> NormalSampleSizeOfMeans(double difference, double sd, double power = 0.8,
                                              double alpha = 0.05);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_POWER_H_
