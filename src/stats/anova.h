// Do k groups differ? (B-15) With many rows everything does: lead with the effect size.
#ifndef TESSERA_STATS_ANOVA_H_
#define TESSERA_STATS_ANOVA_H_

#include <optional>
#include <span>

#include "stats/moments.h"

namespace tessera::stats {

using Groups = std::span<const std::span<const double>>;

struct FTest {
  double f = 0;
  double df1 = 0;
  double df2 = 0;
  double p_value = 1;
};

// Welch's analysis of variance (1951), unequal variances allowed; equal to R oneway.test.
// Nothing unless there are two groups and each has n ≥ 2 and a variance above 0.
std::optional<FTest> WelchAnova(std::span<const Moments> groups);

// The share of the variance that lies between the groups:
//   η² = SS_between/SS_total,  ω² = (SS_between − (k−1)·MS_within)/(SS_total + MS_within), at least
//   0.
// Empty groups are left out. Nothing unless two groups have values, N > k and SS_total > 0.
struct VarianceShare {
  double eta_squared = 0;
  double omega_squared = 0;
};
std::optional<VarianceShare> BetweenShare(std::span<const Moments> groups);

// Kruskal-Wallis H with the correction for ties, χ² on k − 1; ε² = H/(N − 1) (Tomczak 2014).
// Empty groups are left out. Nothing unless two groups have values; all values equal: H = 0, p = 1.
struct KruskalWallisTest {
  double h = 0;
  double df = 0;
  double p_value = 1;
  double epsilon_squared = 0;
};
std::optional<KruskalWallisTest> KruskalWallis(Groups groups);

// Levene's test with medians (Brown and Forsythe 1974): one-way F of |x − median of its group|.
// Empty groups are left out. Nothing unless two groups have values, N > k, and a deviation varies
// within its group.
std::optional<FTest> LeveneTest(Groups groups);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_ANOVA_H_
