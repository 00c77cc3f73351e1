// The tables of a cohort block over the members of a dimension (cohort_block.h says what they
// hold).
#ifndef TESSERA_ANALYSIS_COHORT_TABLES_H_
#define TESSERA_ANALYSIS_COHORT_TABLES_H_

#include "analysis/comparison.h"

namespace tessera {

// Adds the table, and its metrics where it has some.
void AddOutcomeTable(const CohortTable& table, const ComparedGroups& groups,
                     const AnalysisInput& input, BlockResult& result);
void AddShareTable(const CohortTable& table, const ComparedGroups& groups,
                   const AnalysisInput& input, BlockResult& result);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_COHORT_TABLES_H_
