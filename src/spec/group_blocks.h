// Blocks that hold groups against each other, and what the data lacks for it.
// Expressions are over the entity's columns, attributes and dimensions.
#ifndef TESSERA_SPEC_GROUP_BLOCKS_H_
#define TESSERA_SPEC_GROUP_BLOCKS_H_

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {

// groups × numeric columns: distributions, and each group against the rest.
struct CompareThreshold {
  std::string column;
  bool above = true;  // else below
  double at = 0;
};
struct CompareBlock {
  std::string dimension;
  std::vector<std::string> columns;
  std::vector<CompareThreshold> thresholds;
};

// One condition of a cohort; they are applied in their order.
struct CohortStep {
  std::string id, label;
  ExpressionTree condition;
  std::string condition_text;
  Place place;
};
// A table of cohort against rest: of an outcome by the members of a dimension, or of their shares.
struct CohortTable {
  std::string id, title;
  std::string dimension;
  std::string outcome;  // a mean; of a table of shares ""
  Place place;
};
// A cohort is a member of a dimension, so that every other block can use it too.
struct CohortBlock {
  std::string dimension, member;
  std::vector<CohortStep> steps;
  std::vector<std::string> outcomes;  // means and rates: cohort against the rest
  std::vector<CohortTable> tables;
};

// What the tables of the data hold of what the report expects, and which questions that leaves.
struct IntakeQuestion {
  std::string id, label;
  std::vector<std::string> needs;  // columns and attributes
  std::string instead;             // the analysis made in its place, in words
  Place place;
};
struct IntakeBlock {
  std::vector<IntakeQuestion> questions;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_GROUP_BLOCKS_H_
