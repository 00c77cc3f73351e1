// The block `thresholds`: table "<id>" (threshold, group, definition, population, n, value), a row
// a number; and AddThresholdMetrics, which gives every threshold that is one number its metric.
#ifndef TESSERA_ANALYSIS_THRESHOLDS_BLOCK_H_
#define TESSERA_ANALYSIS_THRESHOLDS_BLOCK_H_

#include "analysis/segment_input.h"

namespace tessera {

BlockResult ComputeThresholds(const BlockSpec& spec, const LaterColumns& later,
                              const ReportSpec& report_spec);

// The metrics <id> of thresholds without groups.
std::vector<Metric> ThresholdMetrics(const LaterColumns& later, const ReportSpec& report_spec);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_THRESHOLDS_BLOCK_H_
