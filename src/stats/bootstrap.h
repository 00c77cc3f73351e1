// The bootstrap: how much a statistic would move if other customers had come (B-06).
//
// Replicate r draws n of n rows with replacement from random stream r of the seed; the result is
// the same for any number of threads. Percentile limits are type-7 quantiles of the replicates. BCa
// (Efron 1987) also corrects for bias, z₀ = Φ⁻¹((#(θ* < θ̂) + ½#(θ* = θ̂))/B), and for skewness by
// the jackknife's acceleration; for two samples the accelerations are pooled as SciPy pools them.
#ifndef TESSERA_STATS_BOOTSTRAP_H_
#define TESSERA_STATS_BOOTSTRAP_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace tessera::stats {

// Statistics are called from several threads at once.
using Statistic = std::function<double(std::span<const double>)>;
using TwoSampleStatistic = std::function<double(std::span<const double>, std::span<const double>)>;

struct BootstrapPlan {
  std::uint32_t replicates = 2000;
  std::uint64_t seed = 1;
  unsigned threads = 0;  // 0: as many as the machine has
};

// REQUIRES: samples not empty and below 2³² values.
std::vector<double> BootstrapReplicates(std::span<const double> sample, const Statistic& statistic,
                                        const BootstrapPlan& plan = {});
std::vector<double> BootstrapReplicates(std::span<const double> a, std::span<const double> b,
                                        const TwoSampleStatistic& statistic,
                                        const BootstrapPlan& plan = {});

// The same from given draws: `indices` holds sample.size() row numbers for each replicate, one
// replicate after the other.
std::vector<double> ReplicatesOfDraws(std::span<const double> sample,
                                      std::span<const std::uint32_t> indices,
                                      const Statistic& statistic);
std::vector<double> ReplicatesOfDraws(std::span<const double> a, std::span<const double> b,
                                      std::span<const std::uint32_t> indices_a,
                                      std::span<const std::uint32_t> indices_b,
                                      const TwoSampleStatistic& statistic);

// Nothing when there are no replicates or one is NaN.
std::optional<Interval> PercentileInterval(std::span<const double> replicates, double level = 0.95);

// Σ Uᵢ³/n³ summed over the samples ÷ 6·(Σ Uᵢ²/n² likewise)^{3/2}, Uᵢ = (n−1)(θ̄ − θ₍₋ᵢ₎). Nothing
// when a sample has n < 2 or leaving values out changes nothing.
std::optional<double> Acceleration(std::span<const double> sample, const Statistic& statistic);
std::optional<double> Acceleration(std::span<const double> a, std::span<const double> b,
                                   const TwoSampleStatistic& statistic);

// Nothing when all replicates lie on one side of the estimate.
std::optional<Interval> BcaInterval(std::span<const double> replicates, double estimate,
                                    double acceleration, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_BOOTSTRAP_H_
