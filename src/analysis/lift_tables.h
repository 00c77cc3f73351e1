// The tables of a lift block (lift_block.h says what they hold).
#ifndef TESSERA_ANALYSIS_LIFT_TABLES_H_
#define TESSERA_ANALYSIS_LIFT_TABLES_H_

#include <span>

#include "analysis/lift_outcome.h"

namespace tessera {

// A lift block on its way to tables and figures.
struct Lift {
  const BlockSpec& spec;
  const LiftBlock& block;
  const AnalysisInput& input;
  const ComparedGroups& groups;
  const std::vector<const FrameDimension*>& confounders;
  std::vector<LiftOutcome> outcomes;
};

Table ComparisonTable(const Lift& lift);
Table BalanceTable(const Lift& lift);
// Without rows when no outcome is money.
Table RevenueTable(const Lift& lift);

// n treated × the difference standardised to them, with its interval scaled.
Difference AssociatedTotal(const LiftOutcome& outcome);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_LIFT_TABLES_H_
