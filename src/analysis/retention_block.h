// How long customers stay (REPORTS.md §4.9): Kaplan and Meier's curves a member of a dimension,
// which count those who have not left yet for as long as they were seen.
//
// Table "<id>": the dimension, time, at_risk, survival with limits: the corners of each curve (of
// more than 160 an even selection). Table "<id>_at_risk": the dimension, time, at_risk at round
// times. Table "<id>_summary", a row a member and a total: n, left, left_share (which ignores who
// has not left yet), median with limits, at_<h> with limits for each horizon, stay (the mean time
// stayed up to the last horizon). Table "<id>_cohorts", where cohorts are given: the cohort, age
// ("90 days"), n, kept, rate with limits, money, money_kept, money_rate; cells only where every
// customer of the cohort could have been seen for that long.
//
// Table "<id>_hazard", where a period is given: the dimension, age (the step's start), at_risk,
// left, censored (seen for a part of the step only), hazard with limits (left ÷ (at_risk − censored
// ÷ 2), Wilson).
//
// Metrics: "<id>_log_rank" (χ² with its p: do the members leave at one rate),
// "<id>_log_rank_within" (the same within `strata`), "<id>_median",
// "<id>_at_<h>", "<id>_left_share". Customers without a time are left out and counted in a note.
#ifndef TESSERA_ANALYSIS_RETENTION_BLOCK_H_
#define TESSERA_ANALYSIS_RETENTION_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeRetention(const BlockSpec& spec, const RetentionBlock& block,
                             const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_RETENTION_BLOCK_H_
