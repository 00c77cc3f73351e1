// One common effect over stratified 2×2 tables (B-21).
//
// In stratum s: a of n₁ treated and c of n₀ controls have the event, N = n₁ + n₀. Mantel-Haenszel
// assumes one effect everywhere: show the homogeneity test beside it. Strata without one of the
// groups are dropped and counted. Equal to R metafor::rma.mh and mantelhaen.test.
#ifndef TESSERA_STATS_MANTEL_HAENSZEL_H_
#define TESSERA_STATS_MANTEL_HAENSZEL_H_

#include <cstddef>
#include <optional>
#include <span>

#include "stats/interval.h"
#include "stats/proportion.h"

namespace tessera::stats {

struct ShareStratum {
  Share treated;
  Share control;
};

// Σ(a·n₀ − c·n₁)/N ÷ Σ n₁n₀/N. The estimate carries Sato's standard error (1989), as metafor, which
// also holds for many small strata; Greenland and Robins' (1985) is beside it.
struct CommonDifference {
  Estimate difference;
  double greenland_robins_error = 0;
  size_t strata_used = 0;
  size_t strata_dropped = 0;
};
// Nothing when no stratum has both groups or the standard error is 0.
std::optional<CommonDifference> MantelHaenszelDifference(std::span<const ShareStratum> strata,
                                                         double level = 0.95);

// Σ a·n₀/N ÷ Σ c·n₁/N, variance of Greenland and Robins (1985). Nothing when either sum is 0.
std::optional<Estimate> MantelHaenszelRiskRatio(std::span<const ShareStratum> strata,
                                                double level = 0.95);
// Σ a·d/N ÷ Σ b·c/N, variance of Robins, Breslow and Greenland (1986). Nothing when either sum is
// 0.
std::optional<Estimate> MantelHaenszelOddsRatio(std::span<const ShareStratum> strata,
                                                double level = 0.95);

struct ChiSquareResult {
  double statistic = 0;
  double df = 0;
  double p_value = 1;
};
// Cochran-Mantel-Haenszel: (|Σ(a − E a)| − ½)² / Σ Var a, the ½ only when `continuity` and when the
// sum reaches it, as R. Nothing when no stratum has variation.
std::optional<ChiSquareResult> CochranMantelHaenszel(std::span<const ShareStratum> strata,
                                                     bool continuity);

// Is the odds ratio the same in all strata? Breslow and Day (1980) about the Mantel-Haenszel odds
// ratio; `tarone` has Tarone's correction (1985). Nothing when that ratio is not defined or fewer
// than two strata have variation.
struct HomogeneityTest {
  ChiSquareResult breslow_day;
  ChiSquareResult tarone;
};
std::optional<HomogeneityTest> BreslowDay(std::span<const ShareStratum> strata);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_MANTEL_HAENSZEL_H_
