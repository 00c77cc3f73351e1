// The exact figures of everyone beside those of the hash sample that the report is about
// (warehouse/everyone.h).
//
//   everyone             each available metric over everyone, and in the sample
//   everyone_quantiles   the quantiles of what the metrics are made of, over everyone
//   everyone_by_<d>      of each dimension, by member: entities, their share here and in the
//                        sample, and the metrics of its breakdown, or of the tiles
#ifndef TESSERA_ANALYSIS_EVERYONE_TABLES_H_
#define TESSERA_ANALYSIS_EVERYONE_TABLES_H_

#include "analysis/block.h"
#include "metric/cube.h"

namespace tessera {

// Also proves them: the engine says of the sample what the report says, the members of each
// dimension are everyone, sums add up, and the sample is divided as everyone is, but for chance.
// `sample` has the metrics of the sample.
BlockResult EveryoneTables(const Cube& cube, const AnalysisInput& input, const Report& sample);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_EVERYONE_TABLES_H_
