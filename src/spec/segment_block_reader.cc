#include "spec/segment_block_reader.h"

#include <fmt/format.h>

#include "spec/definition_values.h"

namespace tessera {

RulesBlock ReadRules(const YamlNode& node) {
  RulesBlock rules{TextAt(node, "dimension"), TextsAt(node, "across"),
                   TextAt(node, "as", "segment"), TextsAt(node, "metrics")};
  if (rules.across.size() == 1 || rules.across.size() > 3) {
    throw Error(fmt::format("a map has two or three dimensions, not {}", rules.across.size()),
                node.Find("across")->place);
  }
  return rules;
}

ThresholdsBlock ReadThresholdsBlock(const YamlNode&) { return {}; }

ClustersBlock ReadClustersBlock(const YamlNode& node) { return {TextAt(node, "of")}; }

RfmBlock ReadRfmBlock(const YamlNode& node) { return {TextAt(node, "of")}; }

ConcentrationBlock ReadConcentration(const YamlNode& node) {
  return {TextAt(node, "column"), TextAt(node, "dimension")};
}

MigrationBlock ReadMigration(const YamlNode& node) {
  return {TextAt(node, "dimension"), TextAt(node, "source"), TextAt(node, "column")};
}

EvaluationBlock ReadEvaluation(const YamlNode& node) {
  EvaluationBlock evaluation;
  evaluation.target = ExpressionAt(node, "target");
  evaluation.target_label = TextAt(node, "target_label", TextOf(evaluation.target));
  evaluation.value = TextAt(node, "value");
  evaluation.goal = FractionAt(node, "goal");
  for (const YamlEntry& entry : EntriesAt(node, "scores")) {
    EvaluatedScore score;
    score.id = entry.key;
    score.place = entry.place;
    score.label = TextAt(entry.value, "label", LabelFromName(entry.key));
    score.score = ExpressionAt(entry.value, "score");
    score.features = TextsAt(entry.value, "features");
    if ((score.score == nullptr) == score.features.empty()) {
      throw Error(fmt::format("the score '{}' needs either 'score' or 'features'", entry.key),
                  entry.place);
    }
    evaluation.scores.push_back(std::move(score));
  }
  if (evaluation.scores.empty()) {
    throw Error("an evaluation needs at least one score", node.Find("scores")->place);
  }
  return evaluation;
}

}  // namespace tessera
