// How one answer changes with what is held fixed (REPORTS.md R0-82).
//
// Table "<id>", a row a line: line, comparison ("Trained − Not trained"), estimate (_lo, _hi) in
// the outcome's unit, relative (_lo, _hi) to the control's value, p_holm, n, strata,
// strata_dropped. Without confounders a line is crude; else it is standardised to everyone (ATE).
// Metrics "<id>_1",
// "<id>_2", … are the lines' estimates in their order; the lines are one family of tests (Holm).
#ifndef TESSERA_ANALYSIS_SENSITIVITY_BLOCK_H_
#define TESSERA_ANALYSIS_SENSITIVITY_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

// Throws Error at the line of a lift block that does not exist.
BlockResult ComputeSensitivity(const BlockSpec& spec, const SensitivityBlock& block,
                               const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_SENSITIVITY_BLOCK_H_
