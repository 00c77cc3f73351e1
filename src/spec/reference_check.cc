// CheckReferences: what the parts of a definition say about each other.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "spec/block_expressions.h"
#include "spec/expression_walk.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

using Names = std::vector<std::string>;

void CheckNames(const ExpressionTree& expression, const Names& known, std::string_view what) {
  if (expression == nullptr) return;
  ForEachName(*expression, [&](const std::string& name, const Place& place) {
    if (std::ranges::find(known, name) != known.end()) return;
    std::string remedy = DidYouMean(name, known);
    if (!remedy.starts_with("did")) {
      remedy += fmt::format("; a text stands in single quotes: '{}'", name);
    }
    Error error(fmt::format("unknown name '{}' in {}", name, what), place);
    error.Remedy(std::move(remedy));
    // Tells how wide the name is; AddExcerpt shows it in its line.
    if (place.column > 0) error.Excerpt(CaretExcerpt(name, 1, 1, static_cast<int>(name.size())));
    throw error;
  });
}

Names ConstantNames(const ReportSpec& spec) {
  Names names = {"as_of"};
  for (const auto& [name, value] : spec.parameters) names.push_back(name);
  return names;
}

Names ColumnNames(const ReportSpec& spec, std::string_view source_name) {
  Names names;
  const SourceSpec* source = spec.FindSource(source_name);
  for (const ColumnSpec& column : source->columns) names.push_back(column.name);
  std::ranges::copy(ConstantNames(spec), std::back_inserter(names));
  return names;
}

void CheckLaterParts(const ReportSpec& spec, const Names& known) {
  for (const ThresholdSpec& threshold : spec.thresholds) {
    const std::string what = fmt::format("the threshold '{}'", threshold.id);
    for (const ExpressionTree& tree : {threshold.of, threshold.where, threshold.by}) {
      CheckNames(tree, known, what);
    }
  }
  for (const SegmentationSpec& one : spec.segmentations) {
    const std::string what = fmt::format("the segmentation '{}'", one.id);
    if (const auto* clusters = std::get_if<ClustersSpec>(&one.method)) {
      CheckNames(clusters->order_by, known, what);
      continue;
    }
    const auto& rfm = std::get<RfmSpec>(one.method);
    for (const ExpressionTree& tree : {rfm.recency, rfm.frequency, rfm.money}) {
      CheckNames(tree, known, what);
    }
  }
}

// Filters hold before anything is worked out from all entities.
void CheckFilterIsEarly(const ReportSpec& spec, const PopulationFilter& filter) {
  ForEachName(*filter.condition, [&](const std::string& name, const Place& place) {
    for (const LaterStep& step : LaterSteps(spec)) {
      const auto gives = [&]() -> Names {
        if (step.kind == LaterStep::Kind::kThreshold) return {spec.thresholds[step.index].id};
        if (step.kind == LaterStep::Kind::kAttribute) return {spec.attributes[step.index].name};
        return spec.segmentations[step.index].Columns();
      };
      const Names given = gives();
      if (std::ranges::find(given, name) == given.end()) continue;
      throw Error(fmt::format("'{}' is worked out after the filter '{}' holds", name, filter.id),
                  place)
          .Remedy(
              "make it a case of a dimension, or a cohort: the filter says whom the report is "
              "about");
    }
  });
}

// The columns of an entity: its own, and those of sources that have one row each. A name means one
// column.
Names EntityColumnNames(const ReportSpec& spec) {
  Names known = ColumnNames(spec, spec.entity_source);
  for (const SourceSpec& source : spec.sources) {
    if (source.relationship != Relationship::kOneToOne) continue;
    for (const ColumnSpec& column : source.columns) {
      if (column.name == source.on || column.name == source.time) continue;
      if (std::ranges::find(known, column.name) != known.end()) {
        throw Error(fmt::format("two sources give the column '{}'", column.name), column.place)
            .Remedy(
                fmt::format("give it another name and bind it: columns: {{ {}: {{ name: {} }} }}",
                            source.name, column.name));
      }
      known.push_back(column.name);
    }
  }
  return known;
}

// Checks attributes and dimensions, each against what is computed before it, and returns all names
// that an expression over entities may hold.
Names CheckEntityParts(const ReportSpec& spec) {
  Names known = EntityColumnNames(spec);
  for (const ThresholdSpec& threshold : spec.thresholds) known.push_back(threshold.id);
  for (const SegmentationSpec& one : spec.segmentations) {
    std::ranges::copy(one.Columns(), std::back_inserter(known));
  }
  for (const AttributeSpec& attribute : spec.attributes) {
    const bool reduces = attribute.source != spec.entity_source;
    const Names rows = reduces ? ColumnNames(spec, attribute.source) : known;
    CheckNames(attribute.expression, rows, fmt::format("the attribute '{}'", attribute.name));
    CheckNames(attribute.filter, rows, fmt::format("the attribute '{}'", attribute.name));
    known.push_back(attribute.name);
  }
  CheckLaterParts(spec, known);
  for (const PopulationFilter& filter : spec.filters) {
    CheckNames(filter.condition, known, fmt::format("the filter '{}'", filter.id));
    CheckFilterIsEarly(spec, filter);
  }
  for (const DimensionSpec& dimension : spec.dimensions) {
    const std::string what = fmt::format("the dimension '{}'", dimension.id);
    CheckNames(dimension.of, known, what);
    for (const MemberRule& member : dimension.except) CheckNames(member.condition, known, what);
    for (const MemberRule& member : dimension.cases) CheckNames(member.condition, known, what);
    // A dimension may bear the name of its column.
    if (std::ranges::find(known, dimension.id) == known.end()) known.push_back(dimension.id);
  }
  return known;
}

class BlockChecker {
 public:
  BlockChecker(const ReportSpec& spec, const Names& entity_names)
      : spec_(spec), entity_names_(entity_names) {}

  void Check(const BlockSpec& block) {
    place_ = block.place;
    what_ = fmt::format("the block '{}'", block.id);
    ForEachExpression(block, [&](const std::string&, const ExpressionTree& tree, bool) {
      CheckNames(tree, entity_names_, what_);
    });
    std::visit(*this, block.block);
  }

  void operator()(const PathsBlock& block) const { CheckNames(block.filter, entity_names_, what_); }
  void operator()(const LiftBlock& block) const {
    CheckMember(block.dimension, block.treated);
    CheckMember(block.dimension, block.control);
  }
  void operator()(const IndicatorsBlock& block) const {
    for (const IndicatorFlag& flag : block.flags) {
      CheckNames(flag.condition, entity_names_, fmt::format("the flag '{}'", flag.id));
    }
  }
  void operator()(const AssociationsBlock& block) const {
    for (const AssociationPair& pair : block.pairs) {
      const bool left = spec_.FindDimension(pair.left) != nullptr;
      const bool right = spec_.FindDimension(pair.right) != nullptr;
      if (left != right) {
        throw Error(fmt::format("'{}' is a dimension and '{}' is a column",
                                left ? pair.left : pair.right, left ? pair.right : pair.left),
                    pair.place)
            .Remedy("a pair is two dimensions or two numeric columns");
      }
      if (left) continue;
      CheckNumeric(pair.left, pair.place);
      CheckNumeric(pair.right, pair.place);
    }
  }
  void operator()(const HistogramBlock& block) const { CheckNumeric(block.column, place_); }
  void operator()(const DistributionBlock& block) const { CheckNumeric(block.column, place_); }
  void operator()(const CompareBlock& block) const {
    for (const std::string& column : block.columns) CheckNumeric(column, place_);
    for (const CompareThreshold& threshold : block.thresholds) {
      if (std::ranges::find(block.columns, threshold.column) != block.columns.end()) continue;
      throw Error(fmt::format("the threshold's column '{}' is none of those that {} compares",
                              threshold.column, what_),
                  place_)
          .Remedy("columns: " + Join(block.columns, ", "));
    }
  }
  void operator()(const CohortBlock& block) const { CheckMember(block.dimension, block.member); }
  void operator()(const ValuesBlock& block) const {
    const SourceSpec& source = *spec_.FindSource(block.source);
    if (source.FindColumn(block.column) != nullptr) return;
    Names known;
    for (const ColumnSpec& column : source.columns) known.push_back(column.name);
    throw Error(fmt::format("the source '{}' has no column '{}'", block.source, block.column),
                place_)
        .Remedy(DidYouMean(block.column, known));
  }
  void operator()(const RulesBlock& block) const {
    if (!spec_.FindDimension(block.dimension)->cases.empty()) return;
    throw Error(fmt::format("the dimension '{}' has no cases", block.dimension), place_)
        .Remedy("rules are the cases of a dimension");
  }
  void operator()(const ConcentrationBlock& block) const { CheckNumeric(block.column, place_); }
  void operator()(const MigrationBlock& block) const {
    if (!block.column.empty()) CheckNumeric(block.column, place_);
    if (spec_.FindSource(block.source)->relationship == Relationship::kSnapshot) return;
    throw Error(fmt::format("the source '{}' is no snapshot", block.source), place_)
        .Remedy("relationship: snapshot");
  }
  void operator()(const EvaluationBlock& block) const {
    CheckNames(block.target, entity_names_, what_);
    if (!block.value.empty()) CheckNumeric(block.value, place_);
    for (const EvaluatedScore& score : block.scores) {
      CheckNames(score.score, entity_names_, fmt::format("the score '{}'", score.id));
      for (const std::string& feature : score.features) CheckNumeric(feature, score.place);
    }
  }
  // The other blocks name nothing but what the table of keys has checked.
  template <typename Block>
  void operator()(const Block&) const {}

 private:
  void CheckNumeric(const std::string& name, const Place& place) const {
    const AttributeSpec* attribute = spec_.FindAttribute(name);
    const ColumnSpec* column = spec_.FindEntityColumn(name);
    if (attribute == nullptr && column == nullptr) return;  // worked out by a segmentation
    const ColumnType type = attribute != nullptr ? attribute->type : column->type;
    if (type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney) {
      return;
    }
    throw Error(
        fmt::format("{} needs a numeric column; '{}' is {}", what_, name, ColumnTypeName(type)),
        place);
  }

  // Members of cases are known before the data; those of texts and bins are not.
  void CheckMember(const std::string& dimension, const std::string& member) const {
    Names known;
    for (const MemberRule& rule : spec_.FindDimension(dimension)->cases) known.push_back(rule.name);
    if (known.empty() || std::ranges::find(known, member) != known.end()) return;
    if (member == "first" || member == "last" || member == "rest") return;
    throw Error(fmt::format("the dimension '{}' has no member '{}'", dimension, member), place_)
        .Remedy(DidYouMean(member, known));
  }

  const ReportSpec& spec_;
  const Names& entity_names_;
  Place place_;
  std::string what_;
};

// Follows derived metrics to those that they rest on; `path` holds those being followed.
void CheckCycle(const ReportSpec& spec, const MetricSpec& metric, Names& finished, Names& path) {
  if (metric.type != MetricType::kDerived ||
      std::ranges::find(finished, metric.id) != finished.end()) {
    return;
  }
  const auto first = std::ranges::find(path, metric.id);
  if (first != path.end()) {
    Names circle(first, path.end());
    circle.push_back(metric.id);
    throw Error(fmt::format("the derived metric '{}' rests on itself", metric.id), metric.place)
        .Remedy(Join(circle, " → "));
  }
  path.push_back(metric.id);
  for (const std::string& name : NamesIn(*metric.expression)) {
    const MetricSpec* part = spec.FindMetric(name.substr(0, name.find('.')));
    if (part != nullptr) CheckCycle(spec, *part, finished, path);
  }
  path.pop_back();
  finished.push_back(metric.id);
}

void CheckMetrics(const ReportSpec& spec, const Names& entity_names) {
  Names finished, path;
  for (const MetricSpec& metric : spec.metrics) {
    CheckCycle(spec, metric, finished, path);
    if (metric.type != MetricType::kSimple) continue;
    const std::string what = fmt::format("the metric '{}'", metric.id);
    CheckNames(metric.expression, entity_names, what);
    CheckNames(metric.filter, entity_names, what);
  }
}

void CheckParents(const ReportSpec& spec) {
  for (const SourceSpec& source : spec.sources) {
    if (source.relationship == Relationship::kEntity) continue;
    if (source.to == spec.entity_source) continue;
    throw Error(fmt::format("the source '{}' belongs to '{}', which is not the entity's source",
                            source.name, source.to),
                source.place)
        .Remedy(fmt::format("to: {}", spec.entity_source));
  }
}

// Lists of single entities are made by the blocks that have one.
void CheckIncludedRows(const ReportSpec& spec) {
  Names known;
  for (const BlockSpec& block : spec.blocks) {
    if (std::holds_alternative<ClustersBlock>(block.block))
      known.push_back(block.id + "_near_list");
  }
  for (const std::string& name : spec.include_rows) {
    if (std::ranges::find(known, name) != known.end()) continue;
    throw Error(fmt::format("include_rows: there is no list '{}'", name), Place{spec.path, 0, 0})
        .Remedy(known.empty() ? "no block of this report has a list" : DidYouMean(name, known));
  }
}

// The tables of everyone (analysis/everyone_tables.h) stand beside those of the blocks.
void CheckBlockNames(const ReportSpec& spec) {
  for (const BlockSpec& block : spec.blocks) {
    if (block.id != "everyone" && !block.id.starts_with("everyone_")) continue;
    throw Error(fmt::format("the block '{}' has the name of a table of everyone", block.id),
                block.place)
        .Remedy("give it a name that does not begin with 'everyone'");
  }
}

}  // namespace

void CheckReferences(const ReportSpec& spec) {
  CheckBlockNames(spec);
  CheckParents(spec);
  CheckIncludedRows(spec);
  const Names entity_names = CheckEntityParts(spec);
  CheckMetrics(spec, entity_names);
  BlockChecker blocks(spec, entity_names);
  for (const BlockSpec& block : spec.blocks) blocks.Check(block);
  for (const RecommendationSpec& card : spec.recommendations) {
    CheckNames(card.target_rule, entity_names, fmt::format("the recommendation '{}'", card.id));
  }
  for (const AgreementSpec& agreement : spec.agreements) {
    const std::string what = fmt::format("the agreement '{}'", agreement.id);
    CheckNames(agreement.left, entity_names, what);
    CheckNames(agreement.right, entity_names, what);
  }
}

}  // namespace tessera
