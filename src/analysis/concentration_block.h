// The block `concentration` (REPORTS.md §4.8): how much of a column's total a few entities hold.
//
// Table "<id>" (group, n, total, gini (_lo, _hi), top_1, top_5, top_10, top_20, hold_50, hold_80,
// hold_90, hhi, share (_lo, _hi)): everyone first, as "all", then a row a member. Zeros count,
// missing values do not take part. Gini is the plain one, its interval a percentile bootstrap over
// everyone; top_k is the share of the total that the largest k per cent hold, hold_p how many of
// the largest hold p per cent; share is what the member holds of the total, with a bootstrap
// interval. Table "<id>_curve" (group, population, value): the Lorenz curve of everyone, ascending.
// Metrics "<id>_gini" (with its interval), "<id>_gini_unbiased", "<id>_top_20", "<id>_hold_80",
// "<id>_hold_80_share", "<id>_hhi".
#ifndef TESSERA_ANALYSIS_CONCENTRATION_BLOCK_H_
#define TESSERA_ANALYSIS_CONCENTRATION_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeConcentration(const BlockSpec& spec, const ConcentrationBlock& block,
                                 const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_CONCENTRATION_BLOCK_H_
