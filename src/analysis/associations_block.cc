#include "analysis/associations_block.h"

#include <fmt/format.h>

#include "analysis/association.h"
#include "analysis/table_columns.h"

namespace tessera {
namespace {

Association AssociationOfDimensions(const FrameDimension& left, const FrameDimension& right,
                                    double level) {
  std::vector<double> counts(left.size() * right.size(), 0);
  for (size_t row = 0; row < left.codes.size(); ++row) {
    ++counts[left.codes[row] * right.size() + right.codes[row]];
  }
  return AssociationOfCounts({counts, left.size(), right.size()}, level);
}

Association AssociationOf(const AssociationPair& pair, const AnalysisInput& input) {
  const double level = Confidence(input.spec);
  const FrameDimension* left = input.frame.FindDimension(pair.left);
  const FrameDimension* right = input.frame.FindDimension(pair.right);
  if (left != nullptr && right != nullptr) return AssociationOfDimensions(*left, *right, level);
  const Measure* x = input.frame.FindMeasure("column:" + pair.left);
  const Measure* y = input.frame.FindMeasure("column:" + pair.right);
  if (x != nullptr && y != nullptr) return AssociationOfNumbers(x->Values(), y->Values(), level);
  Association missing;
  const bool has_left = left != nullptr || x != nullptr;
  const bool has_right = right != nullptr || y != nullptr;
  missing.estimate.missing_reason =
      has_left && has_right
          ? fmt::format("'{}' and '{}' are a dimension and a number", pair.left, pair.right)
          : fmt::format("the data has no '{}'", has_left ? pair.right : pair.left);
  return missing;
}

std::vector<Cell> PairCells(const AssociationPair& pair, const Association& association) {
  const Difference& estimate = association.estimate;
  std::vector<Cell> cells = {pair.label, association.measure};
  AppendWithLimits(estimate.value, estimate.interval, cells);
  cells.push_back(association.size.empty() ? Cell() : Cell(association.size));
  cells.push_back(NumberCell(association.statistic));
  cells.push_back(NumberCell(estimate.p_value));
  cells.push_back(NumberCell(estimate.p_adjusted));
  cells.push_back(association.n);
  return cells;
}

std::vector<Column> PairColumns() {
  std::vector<Column> columns = {KeyColumn("pair", "Pair"),
                                 ValueColumn("measure", "Measure", Format::kText)};
  AppendWithLimits(ValueColumn("estimate", "Estimate", Format::kNum2), columns);
  columns.push_back(ValueColumn("size", "Size", Format::kText));
  columns.push_back(ValueColumn("statistic", "χ²", Format::kNum1));
  columns.push_back(PValueColumn("p", "p"));
  columns.push_back(PValueColumn("p_holm", "p, Holm"));
  columns.push_back(ValueColumn("n", "n", Format::kInt));
  return columns;
}

}  // namespace

BlockResult ComputeAssociations(const BlockSpec& spec, const AssociationsBlock& block,
                                const AnalysisInput& input) {
  std::vector<Association> associations;
  for (const AssociationPair& pair : block.pairs) {
    associations.push_back(AssociationOf(pair, input));
  }
  std::vector<Difference*> family;
  for (Association& association : associations) family.push_back(&association.estimate);
  AdjustFamily(family);

  BlockResult result;
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = PairColumns();
  for (size_t i = 0; i < block.pairs.size(); ++i) {
    const AssociationPair& pair = block.pairs[i];
    table.rows.push_back(PairCells(pair, associations[i]));
    result.metrics.push_back(AssociationMetric(
        fmt::format("{}_{}_{}", spec.id, pair.left, pair.right), pair.label, associations[i]));
    if (associations[i].estimate.value) continue;
    result.notes.push_back(
        {Severity::kInfo, spec.id,
         fmt::format("{}: {}", pair.label, associations[i].estimate.missing_reason)});
  }
  table.notes.push_back(fmt::format("{} pairs, one family of tests (Holm).", block.pairs.size()));
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace tessera
