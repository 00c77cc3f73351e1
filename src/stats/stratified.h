// The difference between two groups, compared within strata that hold a confounder fixed (B-20).
//
//   d = Σ wₛ(x̄₁ₛ − x̄₀ₛ),  SE² = Σ wₛ²(s₁ₛ²/n₁ₛ + s₀ₛ²/n₀ₛ),  w normed to 1, the interval normal
//
// A stratum without one of the groups says nothing about the difference: it is dropped and counted.
// A group of one in a stratum has no variance of its own: it borrows the pooled variance of its
// group in the other strata that are used. The weights say of whom the difference is told:
//
//   kAte   n₁ + n₀        of everyone             kMantelHaenszel   n₁n₀/(n₁ + n₀)
//   kAtt   n₁             of the treated          kInverseVariance  1/(s₁²/n₁ + s₀²/n₀)
//   kAtc   n₀             of the controls: what an opportunity among them needs
//
// By inverse variance, a stratum in which nothing varies weighs nothing.
// Equal to a regression with all interactions of group and stratum. Source: Imbens and Rubin
// (2015).
#ifndef TESSERA_STATS_STRATIFIED_H_
#define TESSERA_STATS_STRATIFIED_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"
#include "stats/moments.h"

namespace tessera::stats {

struct Stratum {
  Moments treated;
  Moments control;

  bool comparable() const { return treated.n > 0 && control.n > 0; }
};

enum class StratumWeights { kAte, kAtt, kAtc, kMantelHaenszel, kInverseVariance };

struct StandardisedDifference {
  Estimate difference;
  // The two means under the same weights; their difference is the estimate.
  double treated_mean = 0;
  double control_mean = 0;
  // difference / control_mean, its interval by the delta method on the logarithm of
  // treated_mean / control_mean; nothing unless both means are above 0.
  std::optional<double> lift;
  std::optional<Interval> lift_interval;
  size_t strata_used = 0;
  size_t strata_dropped = 0;  // those with one group only; empty ones are not counted
  double n_treated = 0;       // in the strata used
  double n_control = 0;
  double n_treated_dropped = 0;
  double n_control_dropped = 0;
};

// Rates are the moments of shares (MomentsOfShare). Nothing when no stratum holds both groups, when
// no variance can be had, or the standard error is 0.
std::optional<StandardisedDifference> StandardiseDifference(std::span<const Stratum> strata,
                                                            StratumWeights weights,
                                                            double level = 0.95);

// `arms`: the control and the treated of each stratum in turn, as MomentsByGroup gives them.
std::vector<Stratum> StrataOf(std::span<const Moments> arms);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_STRATIFIED_H_
