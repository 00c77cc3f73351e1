#include "analysis/left_out.h"

#include <fmt/format.h>

#include <algorithm>

#include "spec/block_expressions.h"

namespace tessera {
namespace {

void AddColumn(const SourceSpec& source, const SourceSummary& summary, const ColumnSummary& column,
               MissingInputs& missing) {
  const ColumnSpec* spec = source.FindColumn(column.name);
  const bool optional = source.optional || (spec != nullptr && spec->optional);
  const bool of_entities = source.relationship == Relationship::kEntity ||
                           source.relationship == Relationship::kOneToOne;
  if (!optional || !of_entities) return;
  const bool is_key = column.name == source.UniqueColumn() || column.name == source.time;
  if (is_key) return;
  if (!summary.found) {
    missing[column.name] = fmt::format("{}: the table is missing", source.name);
  } else if (summary.used_rows == 0) {
    missing[column.name] = fmt::format("{}: the table is empty", source.name);
  } else if (!column.present) {
    missing[column.name] = fmt::format("{}: there is no column '{}'", source.name, column.name);
  } else if (column.missing >= summary.used_rows) {
    missing[column.name] = fmt::format("{}: the column '{}' is empty", source.name, column.name);
  }
}

// The first of the names in an expression that is missing; "" if none is.
std::string ReasonIn(const ExpressionTree& tree, const MissingInputs& missing) {
  if (tree == nullptr) return "";
  for (const std::string& name : NamesIn(*tree)) {
    if (const auto found = missing.find(name); found != missing.end()) return found->second;
  }
  return "";
}

void AddAttribute(const AttributeSpec& attribute, const ReportSpec& spec, const Sources& sources,
                  MissingInputs& missing) {
  const SourceSpec* source = spec.FindSource(attribute.source);
  const SourceSummary* summary = sources.Find(attribute.source);
  std::string reason;
  if (source != nullptr && source->relationship == Relationship::kManyToOne) {
    if (!source->optional || summary == nullptr) return;
    if (!summary->found) reason = fmt::format("{}: the table is missing", source->name);
    if (summary->found && summary->rows == 0) {
      reason = fmt::format("{}: the table is empty", source->name);
    }
  } else {
    reason = ReasonIn(attribute.expression, missing);
  }
  if (!reason.empty()) missing[attribute.name] = reason;
}

void AddDimension(const DimensionSpec& dimension, MissingInputs& missing) {
  std::string reason = ReasonIn(dimension.of, missing);
  for (const MemberRule& rule : dimension.cases) {
    if (reason.empty()) reason = ReasonIn(rule.condition, missing);
  }
  if (!reason.empty()) missing[dimension.id] = reason;
}

// Collects what a block lacks.
class Needs {
 public:
  Needs(const ReportSpec& spec, const MissingInputs& missing) : spec_(spec), missing_(missing) {}

  void Name(const std::string& name) {
    if (const auto found = missing_.find(name); found != missing_.end()) Add(found->second);
  }
  void Names(const std::vector<std::string>& names) {
    for (const std::string& name : names) Name(name);
  }
  void Tree(const ExpressionTree& tree) { Add(ReasonIn(tree, missing_)); }
  void OneName(const std::vector<std::string>& names) {
    One(names, [&](const std::string& name) { return ReasonOfName(name); });
  }
  void OneMetric(const std::vector<std::string>& metrics) {
    One(metrics, [&](const std::string& metric) { return ReasonOfMetric(metric); });
  }
  std::vector<std::string> Take() { return std::move(reasons_); }

 private:
  void Add(const std::string& reason) {
    if (reason.empty() || std::ranges::find(reasons_, reason) != reasons_.end()) return;
    reasons_.push_back(reason);
  }
  // Nothing is lacking as long as one of them is there.
  template <typename ReasonOf>
  void One(const std::vector<std::string>& ids, const ReasonOf& reason_of) {
    std::vector<std::string> reasons;
    for (const std::string& id : ids) {
      std::string reason = reason_of(id);
      if (reason.empty()) return;
      reasons.push_back(std::move(reason));
    }
    for (const std::string& reason : reasons) Add(reason);
  }
  std::string ReasonOfName(const std::string& name) const {
    const auto found = missing_.find(name);
    return found == missing_.end() ? "" : found->second;
  }
  std::string ReasonOfMetric(const std::string& id) const {
    const MetricSpec* metric = spec_.FindMetric(id);
    if (metric == nullptr || metric->type == MetricType::kDerived) return "";
    if (metric->type == MetricType::kRatio) {
      const std::string top = ReasonOfMetric(metric->numerator);
      return top.empty() && !metric->denominator.empty() ? ReasonOfMetric(metric->denominator)
                                                         : top;
    }
    const std::string reason = ReasonIn(metric->expression, missing_);
    return reason.empty() ? ReasonIn(metric->filter, missing_) : reason;
  }

  const ReportSpec& spec_;
  const MissingInputs& missing_;
  std::vector<std::string> reasons_;
};

// Goals and actions stand without a baseline, what the data lacks is told by the intake itself, and
// segmentations say what they lack.
void Collect(const TargetsBlock&, Needs&) {}
void Collect(const PlanBlock&, Needs&) {}
void Collect(const IntakeBlock&, Needs&) {}
void Collect(const QualityBlock&, Needs&) {}
void Collect(const ValuesBlock&, Needs&) {}
void Collect(const ThresholdsBlock&, Needs&) {}
void Collect(const ClustersBlock&, Needs&) {}
void Collect(const RfmBlock&, Needs&) {}
void Collect(const SensitivityBlock& block, Needs& needs) { needs.OneMetric({block.outcome}); }
void Collect(const BreakdownBlock& block, Needs& needs) {
  needs.Name(block.dimension);
  needs.OneMetric(block.metrics);
}
void Collect(const CrosstabBlock& block, Needs& needs) {
  needs.Names({block.rows, block.columns});
  needs.OneMetric(block.metrics);
}
void Collect(const FlowBlock& block, Needs& needs) { needs.Names(block.stages); }
void Collect(const PathsBlock& block, Needs& needs) {
  needs.Names(block.dimensions);
  needs.Tree(block.filter);
}
void Collect(const LiftBlock& block, Needs& needs) {
  needs.Name(block.dimension);
  needs.OneMetric(block.outcomes);
}
void Collect(const IndicatorsBlock& block, Needs& needs) { needs.OneMetric({block.outcome}); }
void Collect(const AssociationsBlock& block, Needs& needs) {
  std::vector<std::string> names;
  for (const AssociationPair& pair : block.pairs) {
    names.push_back(pair.left);
    names.push_back(pair.right);
  }
  needs.OneName(names);
}
void Collect(const RatesBlock& block, Needs& needs) {
  needs.OneMetric({block.outcome});
  needs.OneName(block.dimensions);
}
void Collect(const HistogramBlock& block, Needs& needs) { needs.Name(block.column); }
void Collect(const DistributionBlock& block, Needs& needs) {
  needs.Names({block.dimension, block.column});
}
void Collect(const RetentionBlock& block, Needs& needs) { needs.Name(block.dimension); }
void Collect(const LtvBlock& block, Needs& needs) { needs.Name(block.dimension); }
void Collect(const CompareBlock& block, Needs& needs) {
  needs.Name(block.dimension);
  needs.OneName(block.columns);
}
void Collect(const CohortBlock& block, Needs& needs) { needs.Name(block.dimension); }
void Collect(const RulesBlock& block, Needs& needs) {
  needs.Name(block.dimension);
  needs.Names(block.across);
}
void Collect(const ConcentrationBlock& block, Needs& needs) {
  needs.Names({block.column, block.dimension});
}
void Collect(const MigrationBlock& block, Needs& needs) { needs.Name(block.dimension); }
void Collect(const EvaluationBlock& block, Needs& needs) { needs.Tree(block.target); }

}  // namespace

MissingInputs FindMissingInputs(const ReportSpec& spec, const Sources& sources) {
  MissingInputs missing;
  for (const SourceSummary& summary : sources.summaries) {
    const SourceSpec* source = spec.FindSource(summary.name);
    if (source == nullptr) continue;
    for (const ColumnSummary& column : summary.column_summaries) {
      AddColumn(*source, summary, column, missing);
    }
  }
  for (const ThresholdSpec& threshold : spec.thresholds) {
    const std::string reason = ReasonIn(threshold.of, missing);
    if (!reason.empty()) missing[threshold.id] = reason;
  }
  for (const AttributeSpec& attribute : spec.attributes) {
    AddAttribute(attribute, spec, sources, missing);
  }
  for (const DimensionSpec& dimension : spec.dimensions) AddDimension(dimension, missing);
  return missing;
}

std::vector<std::string> LackedBy(const BlockSpec& block, const ReportSpec& spec,
                                  const MissingInputs& missing) {
  Needs needs(spec, missing);
  std::visit([&](const auto& typed) { Collect(typed, needs); }, block.block);
  const bool planned = std::holds_alternative<TargetsBlock>(block.block) ||
                       std::holds_alternative<PlanBlock>(block.block);
  ForEachExpression(block, [&](const std::string&, const ExpressionTree& tree, bool) {
    if (!planned) needs.Tree(tree);
  });
  return needs.Take();
}

std::vector<LeftOut> FindLeftOut(const ReportSpec& spec, const MissingInputs& missing) {
  std::vector<LeftOut> left_out;
  for (const BlockSpec& block : spec.blocks) {
    std::vector<std::string> lacked = LackedBy(block, spec, missing);
    if (lacked.empty()) continue;
    left_out.push_back({block.id, block.title, lacked});
    // A cohort's tables have ids of their own.
    const auto* cohort = std::get_if<CohortBlock>(&block.block);
    if (cohort == nullptr) continue;
    for (const CohortTable& table : cohort->tables) {
      left_out.push_back({table.id, table.title, lacked});
    }
  }
  return left_out;
}

}  // namespace tessera
