#include "stats/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "stats/distribution.h"
#include "stats/moments.h"
#include "stats/parallel.h"
#include "stats/quantile.h"
#include "stats/random.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

void Redraw(std::span<const double> sample, Random& random, std::vector<double>& drawn) {
  const auto n = static_cast<std::uint32_t>(sample.size());
  for (double& value : drawn) value = sample[random.Below(n)];
}

std::vector<double> Gather(std::span<const double> sample, std::span<const std::uint32_t> indices) {
  std::vector<double> drawn;
  drawn.reserve(indices.size());
  for (const std::uint32_t index : indices) drawn.push_back(sample[index]);
  return drawn;
}

// The statistic with each value left out in turn.
template <typename Statistic1>
std::vector<double> Jackknife(std::span<const double> sample, const Statistic1& statistic) {
  std::vector<double> rest(sample.begin() + 1, sample.end());
  std::vector<double> results;
  for (size_t left_out = 0; left_out < sample.size(); ++left_out) {
    results.push_back(statistic(rest));
    if (left_out < rest.size()) rest[left_out] = sample[left_out];
  }
  return results;
}

// The sums that a sample adds to the acceleration.
struct Influence {
  double squares = 0;
  double cubes = 0;
};

Influence InfluenceOf(const std::vector<double>& left_out) {
  const auto n = static_cast<double>(left_out.size());
  const double mean = Sum(left_out) / n;
  Influence influence;
  for (const double value : left_out) {
    const double u = (n - 1) * (mean - value) / n;
    influence.squares += u * u;
    influence.cubes += u * u * u;
  }
  return influence;
}

std::optional<double> AccelerationOf(Influence influence) {
  if (!(influence.squares > 0)) return std::nullopt;
  return influence.cubes / (6 * influence.squares * std::sqrt(influence.squares));
}

}  // namespace

std::vector<double> BootstrapReplicates(std::span<const double> sample, const Statistic& statistic,
                                        const BootstrapPlan& plan) {
  std::vector<double> replicates(plan.replicates);
  ParallelRanges(replicates.size(), plan.threads, [&](size_t begin, size_t end) {
    std::vector<double> drawn(sample.size());
    for (size_t r = begin; r < end; ++r) {
      Random random(plan.seed, r);
      Redraw(sample, random, drawn);
      replicates[r] = statistic(drawn);
    }
  });
  return replicates;
}

std::vector<double> BootstrapReplicates(std::span<const double> a, std::span<const double> b,
                                        const TwoSampleStatistic& statistic,
                                        const BootstrapPlan& plan) {
  std::vector<double> replicates(plan.replicates);
  ParallelRanges(replicates.size(), plan.threads, [&](size_t begin, size_t end) {
    std::vector<double> drawn_a(a.size());
    std::vector<double> drawn_b(b.size());
    for (size_t r = begin; r < end; ++r) {
      Random random(plan.seed, r);
      Redraw(a, random, drawn_a);
      Redraw(b, random, drawn_b);
      replicates[r] = statistic(drawn_a, drawn_b);
    }
  });
  return replicates;
}

std::vector<double> ReplicatesOfDraws(std::span<const double> sample,
                                      std::span<const std::uint32_t> indices,
                                      const Statistic& statistic) {
  std::vector<double> replicates;
  for (size_t at = 0; at < indices.size(); at += sample.size()) {
    replicates.push_back(statistic(Gather(sample, indices.subspan(at, sample.size()))));
  }
  return replicates;
}

std::vector<double> ReplicatesOfDraws(std::span<const double> a, std::span<const double> b,
                                      std::span<const std::uint32_t> indices_a,
                                      std::span<const std::uint32_t> indices_b,
                                      const TwoSampleStatistic& statistic) {
  std::vector<double> replicates;
  for (size_t r = 0; r * a.size() < indices_a.size(); ++r) {
    replicates.push_back(statistic(Gather(a, indices_a.subspan(r * a.size(), a.size())),
                                   Gather(b, indices_b.subspan(r * b.size(), b.size()))));
  }
  return replicates;
}

std::optional<Interval> PercentileInterval(std::span<const double> replicates, double level) {
  const auto missing = [](double value) { return std::isnan(value); };
  if (replicates.empty() || std::ranges::any_of(replicates, missing)) return std::nullopt;
  const std::vector<double> sorted = Sorted(replicates);
  const double tail = (1 - level) / 2;
  return Interval{QuantileOfSorted(sorted, tail), QuantileOfSorted(sorted, 1 - tail)};
}

std::optional<double> Acceleration(std::span<const double> sample, const Statistic& statistic) {
  if (sample.size() < 2) return std::nullopt;
  return AccelerationOf(InfluenceOf(Jackknife(sample, statistic)));
}

std::optional<double> Acceleration(std::span<const double> a, std::span<const double> b,
                                   const TwoSampleStatistic& statistic) {
  if (a.size() < 2 || b.size() < 2) return std::nullopt;
  const Influence of_a =
      InfluenceOf(Jackknife(a, [&](std::span<const double> rest) { return statistic(rest, b); }));
  const Influence of_b =
      InfluenceOf(Jackknife(b, [&](std::span<const double> rest) { return statistic(a, rest); }));
  return AccelerationOf({of_a.squares + of_b.squares, of_a.cubes + of_b.cubes});
}

std::optional<Interval> BcaInterval(std::span<const double> replicates, double estimate,
                                    double acceleration, double level) {
  if (replicates.empty()) return std::nullopt;
  double below = 0;
  for (const double value : replicates) {
    below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
  }
  const auto b = static_cast<double>(replicates.size());
  if (below == 0 || below == b) return std::nullopt;
  const double z0 = NormalQuantile(below / b);
  const double z = NormalCritical(level);
  const auto adjusted = [&](double edge) {
    const double shifted = z0 + edge;
    return NormalCdf(z0 + shifted / (1 - acceleration * shifted));
  };
  const std::vector<double> sorted = Sorted(replicates);
  return Interval{QuantileOfSorted(sorted, adjusted(-z)), QuantileOfSorted(sorted, adjusted(z))};
}

}  // namespace tessera::stats
