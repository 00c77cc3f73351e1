// Before and after, against a group that nothing happened to (B-55).
#ifndef TESSERA_STATS_DIFFERENCE_IN_DIFFERENCES_H_
#define TESSERA_STATS_DIFFERENCE_IN_DIFFERENCES_H_

#include <optional>

#include "stats/interval.h"
#include "stats/moments.h"

namespace tessera::stats {

// Two periods and two groups: (treated after − before) − (control after − before), variances
// unequal, t on Satterthwaite's df. Rests on parallel trends. For the same customers in both
// periods use Welch on their changes instead. Nothing unless each has n ≥ 2 and one varies.
std::optional<Estimate> DifferenceInDifferences(const Moments& treated_before,
                                                const Moments& treated_after,
                                                const Moments& control_before,
                                                const Moments& control_after, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_DIFFERENCE_IN_DIFFERENCES_H_
