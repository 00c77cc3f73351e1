// Pairs of dimensions or of numeric columns: how far they go together (REPORTS.md R0-23, R0-35).
//
// Table "<id>", a row a pair: pair, measure, estimate (_lo, _hi), size, statistic, p, p_holm, n.
// Two dimensions have Cramér's V (bias-corrected, χ²), two numeric columns Spearman's ρ; the pairs
// are one family of tests (Holm). Metrics "<id>_<left>_<right>". Columns that the data lacks, and
// columns without variation, give a missing figure with the reason.
//
// Reads the measures "column:<name>" of the frame.
#ifndef TESSERA_ANALYSIS_ASSOCIATIONS_BLOCK_H_
#define TESSERA_ANALYSIS_ASSOCIATIONS_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeAssociations(const BlockSpec& spec, const AssociationsBlock& block,
                                const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_ASSOCIATIONS_BLOCK_H_
