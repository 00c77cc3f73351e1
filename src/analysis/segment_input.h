// What the blocks about making segments are computed from, beside the frame: how the segments were
// made, and the database, in which rules are tried on cells and snapshots lie.
#ifndef TESSERA_ANALYSIS_SEGMENT_INPUT_H_
#define TESSERA_ANALYSIS_SEGMENT_INPUT_H_

#include "analysis/block.h"
#include "segment/columns.h"
#include "warehouse/database.h"
#include "warehouse/load.h"

namespace tessera {

struct SegmentInput {
  const AnalysisInput& input;
  const LaterColumns& later;
  const SqlScope& scope;  // of the table `customers`
  const Sources& sources;
  Database& database;
};

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_SEGMENT_INPUT_H_
