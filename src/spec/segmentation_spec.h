// What is worked out from all entities before they are grouped: thresholds, clusters and scores.
// Each adds names that every expression after it may use (docs of the names: segment/columns.h).
#ifndef TESSERA_SPEC_SEGMENTATION_SPEC_H_
#define TESSERA_SPEC_SEGMENTATION_SPEC_H_

#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/format.h"
#include "spec/expression.h"

namespace tessera {

enum class Statistic { kMean, kMedian, kQuantile, kMin, kMax };

// A number worked out on a stated population, before anything is filtered by it: "the mean of
// spend over all customers". With `by` one number a group, the same for all of the group.
struct ThresholdSpec {
  std::string id, label, description;
  Statistic statistic = Statistic::kMean;
  double quantile = 0.5;  // type 7
  std::string source;     // a one-to-one source whose own rows are the population; "" is entities
  ExpressionTree of;      // values that are missing do not take part
  ExpressionTree where;   // the population; null is all
  ExpressionTree by;      // null is one number
  Format format = Format::kNum1;
  Place place;
};

// k-means over numeric columns (REPORTS.md §4.6). Adds <id>, <id>_x, <id>_y, <id>_nearness and
// <id>_score.
struct ClustersSpec {
  std::vector<std::string> features;
  int k = 3;
  int most = 8;                    // k from 2 to here are compared
  int starts = 50;                 // restarts of the clustering that is used
  ExpressionTree order_by;         // its mean orders the clusters, the greatest first
  std::vector<std::string> names;  // of the clusters in that order
};

// Scores 1 to `scores` (§4.4). Adds <id>_recency, <id>_frequency, <id>_money, <id>_code and
// <id>_mean.
struct RfmSpec {
  ExpressionTree recency;  // days: fewer are better, so its score is turned round
  ExpressionTree frequency;
  ExpressionTree money;
  int scores = 5;
};

// The columns that a segmentation adds.
std::vector<std::string> SegmentationColumns(const std::string& id, bool clusters);

struct SegmentationSpec {
  std::string id, label, description;
  std::variant<ClustersSpec, RfmSpec> method;
  Place place;

  // The names that it adds, each a column of the entities.
  std::vector<std::string> Columns() const;
  // The expressions and columns that it is worked out from.
  std::vector<std::string> Inputs() const;
};

// One step of what is worked out after the sources are read, in an order in which each finds what
// it needs.
struct LaterStep {
  enum class Kind { kThreshold, kAttribute, kSegmentation };
  Kind kind;
  size_t index;  // into the definition's list of that kind
};

}  // namespace tessera

#endif  // TESSERA_SPEC_SEGMENTATION_SPEC_H_
