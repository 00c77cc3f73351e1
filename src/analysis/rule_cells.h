// Proof that a decision table has no holes and no overlaps, by trying every kind of customer
// that its conditions can tell apart.
//
// A text takes the values that occur; yes and no both; a number every limit that it is compared
// with, the gaps between and the space beyond, within its smallest and largest value; no value
// where one is missing. The cells are all combinations.
#ifndef TESSERA_ANALYSIS_RULE_CELLS_H_
#define TESSERA_ANALYSIS_RULE_CELLS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/sql.h"

namespace tessera {

// A bit a rule, the first rule lowest.
using RuleMask = std::uint64_t;

struct RulePattern {
  RuleMask fits = 0;    // the rules that hold together
  double cells = 0;     // kinds of customers for which they do
  std::string example;  // one of the cells: "engagement 0.25, is_churned no"
};

struct RuleCells {
  std::vector<RulePattern> patterns;  // by mask
  double cells = 0;
  std::string reason;  // why not every cell could be tried; then there are no patterns
};

// The conditions of `cases` but that of "otherwise", in their order.
std::vector<ExpressionTree> RuleConditions(const DimensionSpec& dimension);

// The same condition for readers: parameters and thresholds as numbers, to six figures.
ExpressionTree WithNumbers(const ExpressionTree& tree, const SqlScope& scope);

RuleCells TryRuleCells(const std::vector<ExpressionTree>& conditions, const SqlScope& scope,
                       Database& database);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_RULE_CELLS_H_
