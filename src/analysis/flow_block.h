// Links between neighbouring stages of a flow: the table "<id>_links".
//
// Columns: stage (1 for the link from the first dimension to the second), from and to (members),
// then the metrics. Only links with customers are rows; each stage's links add up to everyone.
#ifndef TESSERA_ANALYSIS_FLOW_BLOCK_H_
#define TESSERA_ANALYSIS_FLOW_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeFlow(const BlockSpec& spec, const FlowBlock& block, const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_FLOW_BLOCK_H_
