// One rate over the members of several dimensions, and whether it differs (REPORTS.md R0-48).
//
// Tables:
//   <id>        a row a member: dimension, member (as shown), n, rate (_lo, _hi: Wilson)
//   <id>_tests  a row a dimension: dimension, statistic (χ²), df, p, p_holm, v (bias-corrected),
//   size,
//               gap (pp between the ends), largest, smallest (the members at the ends)
// The dimensions are one family of tests (Holm).
//
// Metrics: <id>_<dimension>_v with p and adjusted p, <id>_<dimension>_gap. The gap's members are
// picked by looking, so that it bears no interval.
#ifndef TESSERA_ANALYSIS_RATES_BLOCK_H_
#define TESSERA_ANALYSIS_RATES_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeRates(const BlockSpec& spec, const RatesBlock& block,
                         const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_RATES_BLOCK_H_
