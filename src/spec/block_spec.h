// The typed blocks that a report kind is built from (DESIGN.md §3). Each says what it takes; the
// tables and metrics that it gives are documented where it is computed (src/analysis/*_block.h).
#ifndef TESSERA_SPEC_BLOCK_SPEC_H_
#define TESSERA_SPEC_BLOCK_SPEC_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/format.h"
#include "spec/expression.h"
#include "spec/group_blocks.h"
#include "spec/lifetime_blocks.h"
#include "spec/segment_blocks.h"

namespace tessera {

// dimension × metrics: one row a member, and the total.
struct BreakdownBlock {
  std::string dimension;
  std::vector<std::string> metrics;
  std::vector<std::string> index = {};  // of these metrics 100 × the member's value ÷ that of all
};

// rows × columns × metrics, in long form: one row a pair, pairs without customers too.
struct CrosstabBlock {
  std::string rows, columns;
  std::vector<std::string> metrics;
};

// Links between neighbouring stages: the table "<id>_links" (stage, from, to, metrics …).
struct FlowBlock {
  std::vector<std::string> stages;  // dimensions
  std::vector<std::string> metrics;
};

// Every combination that occurs, ranked by `rank_by` descending.
struct PathsBlock {
  std::vector<std::string> dimensions;
  std::vector<std::string> metrics;
  std::string rank_by;
  std::optional<int> limit;  // the first few only
  ExpressionTree filter;     // on the entities
  std::string filter_text;
  bool all = false;  // combinations that do not occur too
};

// Two groups × outcomes: crude, adjusted for the confounders, and what is left of the difference.
struct LiftBlock {
  std::string dimension;
  std::string treated, control;       // members
  std::vector<std::string> outcomes;  // metrics: means and rates
  std::vector<std::string> adjust;    // dimensions; the definition's confounders when empty
  std::string caveat;
};

// Conditions × an outcome: with the flag against without it (risk ratio), each with the direction
// that is expected; one that the data contradict is not an indicator.
struct IndicatorFlag {
  std::string id, label;
  ExpressionTree condition;
  std::string condition_text;
  bool expect_higher = true;
  Place place;
};
struct IndicatorsBlock {
  std::string outcome;  // a rate
  std::vector<IndicatorFlag> flags;
};

// Pairs of dimensions or numeric columns: strength of association with test and scale.
struct AssociationPair {
  std::string left, right;  // two dimensions (Cramér's V), or two numeric columns (Spearman)
  std::string label;
  Place place;
};
struct AssociationsBlock {
  std::vector<AssociationPair> pairs;
};

// dimensions × one rate, with χ² and Holm over the dimensions (R0-48).
struct RatesBlock {
  std::string outcome;
  std::vector<std::string> dimensions;
};

// How one answer changes with what is held fixed (R0-82): crude, then by each list of confounders.
struct SensitivityLine {
  std::string label;
  std::string lift;                 // id of a lift block's comparison dimension
  std::vector<std::string> adjust;  // empty is crude
};
struct SensitivityBlock {
  std::string outcome;
  std::vector<SensitivityLine> lines;  // `lift` names a lift block
};

// Distribution of a numeric column, in bins made by the block.
struct HistogramBlock {
  std::string column;
  int bins = 20;
  bool logarithmic = false;
};

// Five numbers of a numeric column a member: the boxes of a box plot.
struct DistributionBlock {
  std::string dimension;
  std::string column;
};

// rows per value of a text column of a many-to-one source: rows and entities each.
struct ValuesBlock {
  std::string source, column;
};

// State of the data: tables data_overview, data_dictionary, missing_data, bin_rules.
struct QualityBlock {};

struct BlockSpec {
  std::string id;
  std::string title;
  std::string description;
  std::variant<BreakdownBlock, CrosstabBlock, FlowBlock, PathsBlock, LiftBlock, IndicatorsBlock,
               AssociationsBlock, RatesBlock, SensitivityBlock, HistogramBlock, DistributionBlock,
               ValuesBlock, QualityBlock, RulesBlock, ThresholdsBlock, ClustersBlock, RfmBlock,
               ConcentrationBlock, MigrationBlock, EvaluationBlock, RetentionBlock, LtvBlock,
               TargetsBlock, PlanBlock, CompareBlock, CohortBlock, IntakeBlock>
      block;
  Place place;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_BLOCK_SPEC_H_
