// Tables over one dimension (breakdown), two (crosstab) and every combination that occurs (paths).
//
// Each has a key column a dimension, then the metrics with their intervals, and a total row over
// everyone. A breakdown or a crosstab has a row for every member or pair, with 0 customers too;
// paths have rows only where there are customers, ranked by `rank_by` descending, ties in members'
// order.
#ifndef TESSERA_ANALYSIS_BREAKDOWN_BLOCK_H_
#define TESSERA_ANALYSIS_BREAKDOWN_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

// Table "<id>".
BlockResult ComputeBreakdown(const BlockSpec& spec, const BreakdownBlock& block,
                             const AnalysisInput& input);
// Table "<id>" in long form, with the adjusted standardised residual of each pair ("residual").
BlockResult ComputeCrosstab(const BlockSpec& spec, const CrosstabBlock& block,
                            const AnalysisInput& input);
// Table "<id>", and metrics "<id>_observed" and "<id>_possible": combinations that occur, and that
// the dimensions allow. A filter (the frame's measure "filter:<id>") narrows the rows ranked;
// shares stay shares of everyone.
BlockResult ComputePaths(const BlockSpec& spec, const PathsBlock& block,
                         const AnalysisInput& input);

// The table over `dimensions`, used by the three above: one row a group of `grouping` that
// `keep(group)` accepts. Group codes are those of CombineCodes.
Table TableOverDimensions(const BlockSpec& spec, std::span<const FrameDimension* const> dimensions,
                          std::span<const std::string> metrics, const Grouping& grouping,
                          bool occurring_only, const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_BREAKDOWN_BLOCK_H_
