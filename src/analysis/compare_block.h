// All groups of a dimension by numeric columns: distributions, and each group against the rest.
//
// Table "<id>", a row a group and column: group, metric, n, missing, min, q1, median, q3, max
// (type 7), mean with limits, sd, lower_fence, upper_fence, outliers (beyond Tukey's fences); table
// "<id>_<column>" the same of one column, for a box plot, with a total over everyone. Table
// "<id>_differences": group, metric, n, n_rest, mean, mean_rest, diff with limits (Welch), p,
// p_holm (a family a column), g with limits (Hedges), size, shift with limits (Hodges-Lehmann).
// Table "<id>_tests", a row a column: Welch's F over all groups, p, p_holm, omega (ω²); of an
// ordered dimension also trend (Kendall's τ of the value with the rank of its group, muted members
// left out), trend_p, trend_p_holm. Table
// "<id>_beyond", where thresholds are given: group, metric, rule, n, part, share with limits.
// Metrics "<id>_<column>_omega", and of an ordered dimension "<id>_<column>_trend".
//
// Reads the measures "column:<name>".
#ifndef TESSERA_ANALYSIS_COMPARE_BLOCK_H_
#define TESSERA_ANALYSIS_COMPARE_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeCompare(const BlockSpec& spec, const CompareBlock& block,
                           const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_COMPARE_BLOCK_H_
