// Goals and the plan that leads to them: where a metric of a segment stands, where it is to be, and
// how many customers it takes to show the difference (REPORTS.md E2-05, B-53).
//
// Targets: table "<id>", a row a goal: goal, segment, metric, n, baseline with limits, target,
// change, relative, needed (customers in each of two groups, power 80 %), feasible ("yes" where the
// segment holds twice that many), due, owner. Metrics "<id>_<goal>_baseline", _target, _change,
// _needed.
//
// Plan: table "<id>", a row an action in the order of their days: action, phase, from_day, to_day,
// segment, n, share, metric, baseline with limits, effect (the least worth finding), needed,
// feasible, owner. An action without a metric has no measurement.
#ifndef TESSERA_ANALYSIS_TARGETS_BLOCK_H_
#define TESSERA_ANALYSIS_TARGETS_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeTargets(const BlockSpec& spec, const TargetsBlock& block,
                           const AnalysisInput& input);
BlockResult ComputePlan(const BlockSpec& spec, const PlanBlock& block, const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_TARGETS_BLOCK_H_
