// How long customers stay, when some have not left yet (§4.9).
#ifndef TESSERA_STATS_SURVIVAL_H_
#define TESSERA_STATS_SURVIVAL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace tessera::stats {

// One customer: under observation from `entry` (0 unless it joined before the data start) to
// `time`, where it left (`event`) or was still there (censored). REQUIRES: entry < time.
struct Spell {
  double time = 0;
  bool event = false;
  double entry = 0;
};

// Kaplan and Meier (1958): S(t) = Π (1 − d/n) over the times of events. A customer censored at the
// time of an event is at risk there. Greenwood's standard error; the interval is that of
// log(−log S) (Kalbfleisch and Prentice), not R's default "log"; none at S = 1 or 0.
struct SurvivalStep {
  double time = 0;
  double at_risk = 0;
  double events = 0;
  double survival = 1;
  double standard_error = 0;
  std::optional<Interval> interval;
};
struct SurvivalCurve {
  std::vector<SurvivalStep> steps;  // at the times of events, ascending
  double n = 0;
  double events = 0;
  double last_time = 0;  // the longest observed, event or not

  // S at `time` with its interval: the last step not after it. Nothing after the last time observed
  // unless nobody is left then.
  std::optional<SurvivalStep> At(double time) const;
  // The first time at which S ≤ 1 − q, and where the limits of S cross it; nothing where they do
  // not.
  std::optional<double> Quantile(double q) const;
  std::optional<double> QuantileLow(double q) const;
  std::optional<double> QuantileHigh(double q) const;
};
SurvivalCurve KaplanMeier(std::span<const Spell> spells, double level = 0.95);
// Customers under observation just before each of `times`.
std::vector<double> NumbersAtRisk(std::span<const Spell> spells, std::span<const double> times);

// The mean time stayed up to `horizon`, the area under the curve, with its standard error.
// Nothing when there are no spells or the curve ends before the horizon.
std::optional<Estimate> RestrictedMean(const SurvivalCurve& curve, double horizon,
                                       double level = 0.95);

// Do groups leave at the same rate? Log-rank (Mantel 1966), within strata when given; groups and
// strata count from 0. Nothing unless two groups have spells and there is an event to compare.
// REQUIRES: equally long, `strata` may be empty.
struct LogRankTest {
  double statistic = 0;
  double df = 0;
  double p_value = 1;
  std::vector<double> observed;
  std::vector<double> expected;
};
std::optional<LogRankTest> LogRank(std::span<const Spell> spells,
                                   std::span<const std::uint32_t> groups,
                                   std::span<const std::uint32_t> strata = {});

}  // namespace tessera::stats

#endif  // TESSERA_STATS_SURVIVAL_H_
