// The block `migration` (REPORTS.md B-50): where entities moved between a snapshot and now, by the
// rules and numbers of now.
//
// Table "<id>" (from, to, customers, share (_lo, _hi)): the full outer join of both; share is of
// those in `from`, Wilson limits. "(entered)" was not there before, "(left)" is not there now.
// Table "<id>_flow" (stage, from, to, customers, value): the same for a flow; value is that of
// now, of those who left that of before. Table "<id>_bridge" (segment, start, entered, moved_in,
// moved_out, left, stayed, end): start + entered + in − out − left = end. Where there is a column,
// table "<id>_value_bridge", the same of its value: value_start … value_end, with value_change,
// that of those who stayed. Table "<id>_tests" (question, test, statistic, df, p): Stuart-Maxwell,
// Bhapkar and Bowker. Metrics "<id>_start", "_end", "_entered", "_left", "_moved", "_stayed_rate",
// "_value_start",
// "_value_end", "_kappa", "_margins_p" (Stuart-Maxwell) and "_symmetry_p" (Bowker), of those who
// were there both times.
#ifndef TESSERA_ANALYSIS_MIGRATION_BLOCK_H_
#define TESSERA_ANALYSIS_MIGRATION_BLOCK_H_

#include "analysis/segment_input.h"

namespace tessera {

BlockResult ComputeMigration(const BlockSpec& spec, const MigrationBlock& block,
                             const SegmentInput& made);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_MIGRATION_BLOCK_H_
