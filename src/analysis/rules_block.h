// The block `rules`: a dimension's cases as a decision table.
//
// Table "<id>_rules" (the dimension, position, condition, fits, earlier, customers, share): one row
// a case; fits counts who meets its condition, earlier those of them whom a case before it took.
//
// Table "<id>_overlaps" (fits, segment, cells, example, customers, share): every set of rules that
// hold together, from the cells that the conditions tell apart and from the customers; "no rule" is
// a hole. Cells are missing where they could not be tried, with a note that says why.
//
// Table "<id>" (one column a dimension of `across`, then `as`, customers, cell_share, metrics): the
// map, a row a cell that can occur. `as` is the case of most of its customers, cell_share theirs;
// in a cell without customers the case that the rules give it, where they rest on these dimensions
// alone.
//
// Metrics <id>_cells, <id>_hole_cells, <id>_overlap_cells, <id>_overlap_customers and
// <id>_unassigned, the customers that no rule fits.
#ifndef TESSERA_ANALYSIS_RULES_BLOCK_H_
#define TESSERA_ANALYSIS_RULES_BLOCK_H_

#include "analysis/segment_input.h"

namespace tessera {

BlockResult ComputeRules(const BlockSpec& spec, const RulesBlock& block, const SegmentInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_RULES_BLOCK_H_
