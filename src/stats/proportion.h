// Rates: k of n, and two of them compared (B-10, B-11, B-12, B-19).
#ifndef TESSERA_STATS_PROPORTION_H_
#define TESSERA_STATS_PROPORTION_H_

#include <optional>

#include "stats/interval.h"

namespace tessera::stats {

// `events` of `n`. REQUIRES: 0 ≤ events ≤ n wherever a Share is taken.
struct Share {
  double events = 0;
  double n = 0;

  double rate() const { return events / n; }
};

// Wilson's score interval (1927), no continuity correction; equal to R prop.test(correct = FALSE).
// Exactly 0 at 0 of n and 1 at n of n on that side, never outside [0, 1]. Nothing when n = 0.
std::optional<Interval> WilsonInterval(Share share, double level = 0.95);

// The difference of two rates with Newcombe's hybrid score interval (1998, method 10). The p-value
// is Fisher's exact one where an expected count is below 5 (R fisher.test), else that of χ² without
// correction. Where no or every case is an event, p = 1. Nothing when a group is empty.
struct RateDifference {
  enum class Test { kChiSquare, kFisher };
  double difference = 0;
  Interval interval;
  double p_value = 1;
  Test test = Test::kChiSquare;
};
std::optional<RateDifference> CompareRates(Share a, Share b, double level = 0.95);

// Fisher's exact p of a 2×2 table: the sum over all tables of the same margins that are not more
// likely than the observed one (to 1e-7, as R). REQUIRES: whole numbers.
double FisherExact(Share a, Share b);

// Risk ratio with Katz's log interval: SE² = 1/x₁ − 1/n₁ + 1/x₂ − 1/n₂. Nothing when either group
// has no events, or neither has anything else: report the difference instead.
std::optional<Estimate> RiskRatio(Share a, Share b, double level = 0.95);
// Odds ratio with Woolf's log interval: SE² is the sum of the reciprocals of the four counts.
// Nothing when one of them is 0. An odds ratio is not a risk ratio.
std::optional<Estimate> OddsRatio(Share a, Share b, double level = 0.95);

// Net promoter score as a fraction in [−1, 1]: p − d, SE = √((p + d − (p − d)²)/n).
// Nothing when n = 0 or everybody answered alike. REQUIRES: promoters + detractors ≤ n.
std::optional<Estimate> NetPromoterScore(double promoters, double detractors, double n,
                                         double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_PROPORTION_H_
