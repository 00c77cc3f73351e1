// The state of the data, as tables:
//   data_overview    per source: rows, columns, rejected, duplicates, orphans, later than as_of,
//   used;
//                    last the joined table, whose rows must equal the customers
//   data_dictionary  per column and attribute: meaning, the file's own name, type, unit, missing,
//                    smallest and largest value
//   missing_data     what was missing, failed or folded, by which rule, how many and which share
//   bin_rules        every member of every dimension with its rule and its size
#ifndef TESSERA_ANALYSIS_QUALITY_BLOCK_H_
#define TESSERA_ANALYSIS_QUALITY_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeQuality(const AnalysisInput& input, const std::vector<SourceSummary>& sources);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_QUALITY_BLOCK_H_
