#include "analysis/frame_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "spec/block_expressions.h"

namespace tessera {
namespace {

// Collects columns once each, in order of first need.
class ColumnList {
 public:
  ColumnList(const ReportSpec& spec, const SqlScope& scope) : spec_(spec), scope_(scope) {}

  void AddCondition(std::string id, const ExpressionTree& condition) {
    if (condition == nullptr) return;
    Add({std::move(id),
         fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", ConditionSql(*condition, scope_)),
         ColumnType::kInt, true});
  }

  // A condition that keeps its nulls: not known is not "no".
  void AddTruth(std::string id, const Expression& condition) {
    const std::string sql = ConditionSql(condition, scope_);
    Add({std::move(id), fmt::format("CASE WHEN {0} THEN 1 WHEN NOT {0} THEN 0 END", sql),
         ColumnType::kInt});
  }

  // 1 where a condition cannot be judged because a value is missing.
  void AddUnknown(std::string id, const Expression& condition) {
    Add({std::move(id),
         fmt::format("CASE WHEN ({}) IS NULL THEN 1 ELSE 0 END", ConditionSql(condition, scope_)),
         ColumnType::kInt, true});
  }

  void AddValue(std::string id, const Expression& expression) {
    const TypedSql value = Compile(expression, scope_);
    Add({std::move(id), value.sql, value.type});
  }

  // A name that stands for numbers; dimensions and texts are left out.
  void AddNumeric(const std::string& name, const Place& place) {
    const auto known = scope_.names.find(name);
    if (known == scope_.names.end()) {
      std::vector<std::string> names;
      for (const auto& [other, unused] : scope_.names) names.push_back(other);
      throw Error(fmt::format("'{}' is no column, attribute or dimension", name), place)
          .Remedy(DidYouMean(name, names));
    }
    const ColumnType type = known->second.type;
    if (known->second.enumerated || type == ColumnType::kText) return;
    Add({"column:" + name, known->second.sql, type});
  }

  // How many cases an entity fits; "otherwise" is not counted where another case holds.
  void AddFits(const DimensionSpec& dimension) {
    std::string sum = "0", none = "TRUE";
    bool has_otherwise = false;
    for (const MemberRule& rule : dimension.cases) {
      if (rule.condition == nullptr) {
        has_otherwise = true;
        continue;
      }
      const std::string condition = ConditionSql(*rule.condition, scope_);
      sum += fmt::format(" + CASE WHEN {} THEN 1 ELSE 0 END", condition);
      none += fmt::format(" AND NOT coalesce({}, FALSE)", condition);
    }
    if (has_otherwise) sum += fmt::format(" + CASE WHEN {} THEN 1 ELSE 0 END", none);
    Add({"fits:" + dimension.id, sum, ColumnType::kInt});
  }

  // The first attribute that counts all rows of `source` tells who has none.
  void AddZero(const std::string& source) {
    for (const AttributeSpec& attribute : spec_.attributes) {
      if (attribute.source != source || attribute.aggregate != Aggregate::kCount) continue;
      if (attribute.filter != nullptr) continue;
      Add({"zero:" + source,
           fmt::format("CASE WHEN {} = 0 THEN 1 ELSE 0 END", QuoteName(attribute.name)),
           ColumnType::kInt});
      return;
    }
  }

  std::vector<FrameColumn> Take() { return std::move(columns_); }

 private:
  void Add(FrameColumn column) {
    const bool known = std::ranges::any_of(
        columns_, [&](const FrameColumn& other) { return other.id == column.id; });
    if (!known) columns_.push_back(std::move(column));
  }

  const ReportSpec& spec_;
  const SqlScope& scope_;
  std::vector<FrameColumn> columns_;
};

void AddBlock(const BlockSpec& spec, ColumnList& list) {
  if (const auto* cohort = std::get_if<CohortBlock>(&spec.block)) {
    for (const CohortStep& step : cohort->steps) {
      list.AddUnknown("unknown:" + ExpressionId(spec.id, step.id), *step.condition);
    }
  }
  ForEachExpression(spec, [&](const std::string& id, const ExpressionTree& tree, bool condition) {
    if (condition) {
      list.AddCondition(id, tree);
    } else {
      list.AddValue(id, *tree);
    }
  });
  if (const auto* histogram = std::get_if<HistogramBlock>(&spec.block)) {
    list.AddNumeric(histogram->column, spec.place);
  } else if (const auto* distribution = std::get_if<DistributionBlock>(&spec.block)) {
    list.AddNumeric(distribution->column, spec.place);
  } else if (const auto* associations = std::get_if<AssociationsBlock>(&spec.block)) {
    for (const AssociationPair& pair : associations->pairs) {
      list.AddNumeric(pair.left, pair.place);
      list.AddNumeric(pair.right, pair.place);
    }
  } else if (const auto* compare = std::get_if<CompareBlock>(&spec.block)) {
    for (const std::string& column : compare->columns) list.AddNumeric(column, spec.place);
  } else if (const auto* paths = std::get_if<PathsBlock>(&spec.block)) {
    list.AddCondition("filter:" + spec.id, paths->filter);
  } else if (const auto* indicators = std::get_if<IndicatorsBlock>(&spec.block)) {
    for (const IndicatorFlag& flag : indicators->flags) {
      list.AddCondition(fmt::format("flag:{}.{}", spec.id, flag.id), flag.condition);
    }
  }
}

void AddEvaluation(const std::string& id, const EvaluationBlock& block, const Place& place,
                   ColumnList& list) {
  list.AddTruth("outcome:" + id, *block.target);
  if (!block.value.empty()) list.AddNumeric(block.value, place);
  for (const EvaluatedScore& score : block.scores) {
    if (score.score != nullptr) {
      list.AddValue(fmt::format("score:{}.{}", id, score.id), *score.score);
    }
    for (const std::string& feature : score.features) list.AddNumeric(feature, score.place);
  }
}

void AddSegmentBlock(const BlockSpec& spec, ColumnList& list) {
  if (const auto* clusters = std::get_if<ClustersBlock>(&spec.block)) {
    list.AddNumeric(clusters->of + "_nearness", spec.place);
  } else if (const auto* rfm = std::get_if<RfmBlock>(&spec.block)) {
    for (const char* part : {"_recency", "_frequency", "_money"}) {
      list.AddNumeric(rfm->of + part, spec.place);
    }
  } else if (const auto* concentration = std::get_if<ConcentrationBlock>(&spec.block)) {
    list.AddNumeric(concentration->column, spec.place);
  } else if (const auto* evaluation = std::get_if<EvaluationBlock>(&spec.block)) {
    AddEvaluation(spec.id, *evaluation, spec.place, list);
  }
}

// One column a case with a condition: 1 where it holds.
void AddRules(const RulesBlock& block, const ReportSpec& spec, ColumnList& list) {
  size_t number = 0;
  for (const MemberRule& rule : spec.FindDimension(block.dimension)->cases) {
    if (rule.condition == nullptr) continue;
    list.AddCondition(fmt::format("rule:{}.{}", block.dimension, number++), rule.condition);
  }
}

bool UsesMissing(const Expression& expression, const std::vector<std::string>& missing) {
  return std::ranges::any_of(NamesIn(expression), [&](const std::string& name) {
    return std::ranges::find(missing, name) != missing.end();
  });
}

}  // namespace

std::vector<FrameColumn> BlockColumns(const ReportSpec& spec, const SqlScope& scope,
                                      const std::vector<std::string>& missing) {
  ColumnList list(spec, scope);
  for (const BlockSpec& block : spec.blocks) {
    AddBlock(block, list);
    AddSegmentBlock(block, list);
    if (const auto* rules = std::get_if<RulesBlock>(&block.block)) AddRules(*rules, spec, list);
  }
  for (const RecommendationSpec& card : spec.recommendations) {
    list.AddCondition("target:" + card.id, card.target_rule);
  }
  for (const AgreementSpec& agreement : spec.agreements) {
    if (UsesMissing(*agreement.left, missing) || UsesMissing(*agreement.right, missing)) continue;
    list.AddValue("left:" + agreement.id, *agreement.left);
    list.AddValue("right:" + agreement.id, *agreement.right);
  }
  for (const DimensionSpec& dimension : spec.dimensions) {
    if (!dimension.cases.empty()) list.AddFits(dimension);
  }
  for (const SourceSpec& source : spec.sources) {
    if (source.relationship == Relationship::kManyToOne) list.AddZero(source.name);
  }
  return list.Take();
}

}  // namespace tessera
