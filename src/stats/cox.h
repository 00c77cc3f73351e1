// Cox regression: by what factor a customer's features change the rate of leaving (§4.9).
#ifndef TESSERA_STATS_COX_H_
#define TESSERA_STATS_COX_H_

#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"
#include "stats/matrix.h"
#include "stats/survival.h"

namespace tessera::stats {

// Partial likelihood with Efron's treatment of ties (1977), by Newton's method with halved steps.
struct CoxModel {
  std::vector<double> coefficients;
  std::vector<Estimate> hazard_ratios;  // exp(coefficient), log-normal interval, Wald p
  double log_likelihood = 0;
  double null_log_likelihood = 0;
};
// Nothing when there is no event, the information is singular (a constant or repeated feature) or a
// coefficient runs off (a feature that parts all events from the rest).
// REQUIRES: a row of features for each spell.
std::optional<CoxModel> FitCox(std::span<const Spell> spells, MatrixView features,
                               double level = 0.95);

// Grambsch and Therneau (1994): do the coefficients change with time? The score test of
// coefficients that change with the share of customers gone, 1 − S(t−), as R cox.zph; a small p
// speaks against proportional hazards.
struct ProportionalityTest {
  std::vector<double> statistics;  // a feature, χ² on 1
  std::vector<double> p_values;
};
// Nothing when there are too few times of events to tell.
std::optional<ProportionalityTest> TestProportionalHazards(std::span<const Spell> spells,
                                                           MatrixView features,
                                                           const CoxModel& model);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_COX_H_
