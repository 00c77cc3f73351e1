// One segment from all sides: the material of the segment pages (REPORTS.md R0-83).
//
// Every member of every dimension has a profile: size; the metrics of the definition's `profiles`
// breakdown with their intervals, those of everyone and an index (100 · value / overall, for means,
// medians and rates that cannot be negative); its mix in the other dimensions; up to three means or
// rates unlike those of the rest; and the supported cards whose target holds a tenth of it.
//
// "Unlike" compares the member with everyone else, disjointly: Welch or Newcombe, Holm over
// the members of the dimension (one dimension × one metric is a family), both groups of at least
// minimum_n_claim, the interval without zero. The largest standardised differences come first. Left
// out are metrics that the dimension is built from, or says it counts itself.
//
// Adds the table "segment_differences", a row a member and metric: dimension, member, metric,
// value, rest, difference (_lo, _hi), smd, p, p_holm.
#ifndef TESSERA_ANALYSIS_PROFILES_H_
#define TESSERA_ANALYSIS_PROFILES_H_

#include <vector>

#include "analysis/block.h"

namespace tessera {

// In the order of dimensions and members; none when the definition names no breakdown. Reads the
// tables and cards of `report`, and adds the table to it.
std::vector<SegmentProfile> ComputeProfiles(const AnalysisInput& input, Report& report);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_PROFILES_H_
