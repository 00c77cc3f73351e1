// One outcome of a lift block, compared in every way that the block shows.
#ifndef TESSERA_ANALYSIS_LIFT_OUTCOME_H_
#define TESSERA_ANALYSIS_LIFT_OUTCOME_H_

#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.h"

namespace tessera {

// What both the figures and the tables of a lift block are made from.
struct LiftOutcome {
  const MetricSpec* metric = nullptr;
  bool is_rate = false;
  Estimate treated, control;  // the groups' own values
  Difference crude;
  Difference relative;           // the ratio less one
  Difference shift;              // Hodges-Lehmann
  Difference g;                  // Hedges
  std::optional<double> delta;   // Cliff
  Difference adjusted;           // to everyone (ATE)
  Difference adjusted_relative;  // over the standardised control
  Difference to_control;         // ATC
  Difference to_treated;         // ATT
  std::optional<double> explained;
  std::string
      simpson;  // "none", "attenuated", "weak reversal", "strict reversal", …; "" if unknown
  std::optional<double> homogeneity_p;  // rates: one odds ratio in all strata (Tarone)
  size_t strata_used = 0;
  size_t strata_dropped = 0;
  double n_dropped = 0;       // entities in the dropped strata
  double n_treated_used = 0;  // treated entities in the others

  bool IsMoney() const;
};

// Two groups, and what is held fixed between them.
struct AdjustedGroups {
  ComparedGroups groups;
  std::vector<const FrameDimension*> confounders;
  GroupStrata strata;  // of the confounders
};

AdjustedGroups AdjustGroups(ComparedGroups groups, std::vector<const FrameDimension*> confounders,
                            const AnalysisInput& input);

// All but shift, g and delta.
LiftOutcome CompareOutcome(std::string_view metric, const AdjustedGroups& compared,
                           const Place& place, const AnalysisInput& input);
// The rest: of a mean, what needs its values in order.
void CompareDistributions(const ComparedGroups& groups, const Place& place,
                          const AnalysisInput& input, LiftOutcome& outcome);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_LIFT_OUTCOME_H_
