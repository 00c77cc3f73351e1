// Blocks about how segments are made and how well they serve (block_spec.h has the others).
#ifndef TESSERA_SPEC_SEGMENT_BLOCKS_H_
#define TESSERA_SPEC_SEGMENT_BLOCKS_H_

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {

// The cases of a dimension as a decision table: who fits each, holes and overlaps, and a map.
struct RulesBlock {
  std::string dimension;             // of `cases`
  std::vector<std::string> across;   // dimensions whose cells the map shows; none gives no map
  std::string as = "segment";        // the map's column with the case that a cell belongs to
  std::vector<std::string> metrics;  // of each cell of the map
};

// Every threshold of the definition with its population and n.
struct ThresholdsBlock {};

// What a segmentation by clusters is made of, how many clusters there are, and their picture.
struct ClustersBlock {
  std::string of;
};

// Breaks and score counts of a segmentation by rfm.
struct RfmBlock {
  std::string of;
};

// How much of a column's total a few entities hold, over all and by the members of a dimension.
struct ConcentrationBlock {
  std::string column;
  std::string dimension;  // "" is over all only
};

// Where entities moved between an earlier snapshot and now.
struct MigrationBlock {
  std::string dimension;
  std::string source;  // a snapshot
  std::string column;  // a value that moves with them; "" has no bridge
};

// Scores against what came true.
struct EvaluatedScore {
  std::string id, label;
  ExpressionTree score;               // higher means more likely; null with features
  std::vector<std::string> features;  // a logistic regression of these on the fitting half
  Place place;
};
struct EvaluationBlock {
  ExpressionTree target;  // a condition
  std::string target_label;
  std::vector<EvaluatedScore> scores;  // the first is the old one
  std::string value;                   // a column whose gains are shown too; "" for none
  std::optional<double> goal;          // of the accuracy
};

}  // namespace tessera

#endif  // TESSERA_SPEC_SEGMENT_BLOCKS_H_
