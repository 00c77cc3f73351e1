// The block `rfm` (REPORTS.md §4.4): the scales of a segmentation by rfm.
//
// Table "<id>" (part, direction, break_1 …): a row each for recency, frequency and money: a score
// is one more than the breaks below the value, of recency counted from the top. Table "<id>_scores"
// (score, recency, frequency, money): how many entities have each score; with ties they are not
// equal, and a score may be empty. Metric "<id>_missing": entities without a score.
#ifndef TESSERA_ANALYSIS_RFM_BLOCK_H_
#define TESSERA_ANALYSIS_RFM_BLOCK_H_

#include "analysis/segment_input.h"

namespace tessera {

BlockResult ComputeRfm(const BlockSpec& spec, const RfmBlock& block, const SegmentInput& made);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_RFM_BLOCK_H_
