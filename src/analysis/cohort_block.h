// A cohort: how its conditions leave it, and how it differs from everyone else (REPORTS.md X-18).
//
// Table "<id>_funnel", a row a condition after one for everyone: step, rule, n (left after it),
// dropped, unknown (of those dropped, customers for whom a value is missing), share (of everyone).
// The check "<id>.funnel": the last step leaves exactly the cohort.
// Table "<id>_comparison", a row an outcome: outcome, n_cohort, n_rest, cohort and rest with
// limits, diff with limits, p, p_holm (one family), g with limits and its size. A table of `tables`
// with an outcome: the dimension, n_cohort, n_rest, mean_cohort, mean_rest, mean_all,
// median_cohort, median_rest, diff_rest with its limits lo and hi (Welch), p, p_holm (the members
// are one family), g, size, diff_all (against all, which holds the cohort too: smaller). A table
// without one, shares of members: member, n, share with its limits lo and hi (Wilson), n_rest,
// share_rest, index (100 · share ÷ share_rest) with limits (Katz), p, p_holm; the members with most
// of the cohort first, missing and other ones last. Metrics "<table>_top3",
// "<table>_hhi" (Σ share²), "<table>_gini" (of the members' counts) and the same with "_rest";
// table
// "<table>_lorenz": group, members, value.
//
// Metrics: "<id>_customers", "<id>_share", and of each outcome "<id>_<name>_cohort", _rest, _diff.
#ifndef TESSERA_ANALYSIS_COHORT_BLOCK_H_
#define TESSERA_ANALYSIS_COHORT_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeCohort(const BlockSpec& spec, const CohortBlock& block,
                          const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_COHORT_BLOCK_H_
