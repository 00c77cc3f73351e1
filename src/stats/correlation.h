// Correlation of two columns (B-16), and trend over ordered groups.
//
// Pairs in which either value is NaN are left out; n counts the rest. p is that of
// t = r·√((n−2)/(1−r²)) on n − 2 degrees of freedom, the interval Fisher's z = atanh r with
// SE 1/√(n−3) for Pearson and √((1 + r²/2)/(n−3)) for Spearman (Bonett and Wright 2000).
#ifndef TESSERA_STATS_CORRELATION_H_
#define TESSERA_STATS_CORRELATION_H_

#include <optional>
#include <span>

#include "stats/interval.h"

namespace tessera::stats {

struct Correlation {
  double r = 0;
  double n = 0;
  double p_value = 1;
  std::optional<Interval> interval;  // nothing when n < 4; [r, r] when r is 1 or −1
};

// Nothing when n < 3 or a column does not vary. REQUIRES: x and y equally long.
std::optional<Correlation> Pearson(std::span<const double> x, std::span<const double> y,
                                   double level = 0.95);
// Pearson's of the mid-ranks; p by the t approximation (R cor.test(exact = FALSE), SciPy).
std::optional<Correlation> Spearman(std::span<const double> x, std::span<const double> y,
                                    double level = 0.95);

// Kendall's τ-b, S/√((n₀−n₁)(n₀−n₂)), with S concordant less discordant pairs and n₁, n₂ those tied
// in x, in y; p by the normal approximation with ties in both (R cor.test(method = "kendall", exact
// = FALSE), SciPy). With the ranks of ordered groups as x this is Jonckheere and Terpstra's test for
// a trend over the groups. No interval. In n log n.
std::optional<Correlation> Kendall(std::span<const double> x, std::span<const double> y);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_CORRELATION_H_
