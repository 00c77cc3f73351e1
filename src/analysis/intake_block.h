// What the tables hold of what the report expects, and which questions that leaves (REPORTS.md
// X-17, R4-01, R4-02).
//
// Table "<id>": table, column, expected (its type, and whether the report can do without it), rows
// (values that are there), status OK, EMPTY or MISSING, needed_for. Table "<id>_questions":
// question, standing (answered, not answered, or answered by something else), lacks, instead. Table
// "<id>_left_out": block, lacks, for each block of the definition that could not be made.
#ifndef TESSERA_ANALYSIS_INTAKE_BLOCK_H_
#define TESSERA_ANALYSIS_INTAKE_BLOCK_H_

#include "analysis/block.h"
#include "analysis/left_out.h"

namespace tessera {

BlockResult ComputeIntake(const BlockSpec& spec, const IntakeBlock& block,
                          const AnalysisInput& input, const Sources& sources,
                          const MissingInputs& missing);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_INTAKE_BLOCK_H_
