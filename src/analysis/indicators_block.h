// Conditions tested as signs of an outcome: entities with the flag against those without it
// (REPORTS.md R0-49, R0-60; X-14).
//
// Table "<id>", a row a flag: flag, n, rate_with (_lo, _hi: Wilson), rate_without, difference (_lo,
// _hi: Newcombe), risk_ratio (_lo, _hi: Katz), expected, p, p_holm, verdict. The flags are one
// family (Holm). A flag is an "indicator" only when the interval and the adjusted p exclude
// equality in the direction that is expected; in the other it is "contradicted: the ratio is below
// 1"; else there is "no clear difference". A flag of nobody or of everybody says so.
//
// Metrics: <id>_<flag>_n, _rate, _without, _ratio, _difference; <id>_holding and <id>_contradicted,
// how many flags are indicators and how many the data contradict.
//
// Reads the measures "flag:<block>.<flag>" of the frame, 1 where the condition holds.
#ifndef TESSERA_ANALYSIS_INDICATORS_BLOCK_H_
#define TESSERA_ANALYSIS_INDICATORS_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeIndicators(const BlockSpec& spec, const IndicatorsBlock& block,
                              const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_INDICATORS_BLOCK_H_
