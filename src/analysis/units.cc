#include "analysis/units.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "spec/block_expressions.h"
#include "spec/expression_walk.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

struct Extent {
  double low = 0, high = 0;
  bool InUnit() const { return low >= 0 && high <= 1 && high > 0; }
};
using Extents = std::map<std::string, Extent, std::less<>>;

// Columns that may hold fractions, with their unit.
std::map<std::string, std::string> Fractions(const ReportSpec& spec) {
  std::map<std::string, std::string> columns;
  for (const SourceSpec& source : spec.sources) {
    for (const ColumnSpec& column : source.columns) {
      if (column.type != ColumnType::kNumber) continue;
      if (spec.FindEntityColumn(column.name) == &column) columns[column.name] = column.unit;
    }
  }
  for (const AttributeSpec& attribute : spec.attributes) {
    if (attribute.type == ColumnType::kNumber) columns[attribute.name] = attribute.unit;
  }
  return columns;
}

Extents FindExtents(const std::map<std::string, std::string>& columns, Database& database) {
  Extents extents;
  if (columns.empty()) return extents;
  std::string list;
  for (const auto& [name, unit] : columns) {
    list += fmt::format("{0}min({1})::DOUBLE, max({1})::DOUBLE", list.empty() ? "" : ", ",
                        QuoteName(name));
  }
  const Result result = database.Query(fmt::format("SELECT {} FROM entities", list));
  size_t at = 0;
  for (const auto& [name, unit] : columns) {
    const double low = result.columns[at++].numbers[0], high = result.columns[at++].numbers[0];
    if (!std::isnan(low) && !std::isnan(high)) extents[name] = {low, high};
  }
  return extents;
}

// Comparisons of a column in [0, 1] with a number above 1, in the order written.
void CollectComparisons(const Expression& expression, const Extents& extents,
                        std::set<std::string>& found) {
  ForEachChild(expression,
               [&](const Expression& child) { CollectComparisons(child, extents, found); });
  const auto* binary = std::get_if<BinaryOperation>(&expression.node);
  if (binary == nullptr) return;
  const auto* left = std::get_if<NameReference>(&binary->left->node);
  const auto* right = std::get_if<NumberLiteral>(&binary->right->node);
  const bool compares =
      binary->op == BinaryOperator::kLess || binary->op == BinaryOperator::kLessEqual ||
      binary->op == BinaryOperator::kGreater || binary->op == BinaryOperator::kGreaterEqual;
  if (left == nullptr || right == nullptr || !compares || right->value <= 1) return;
  const auto extent = extents.find(left->name);
  if (extent == extents.end() || !extent->second.InUnit()) return;
  found.insert(
      fmt::format("{}: the condition {} compares it with {:g}, but its values run from "
                  "{:g} to {:g}: shares, where per cent were meant?",
                  left->name, ExpressionText(expression), right->value, extent->second.low,
                  extent->second.high));
}

}  // namespace

std::vector<Diagnostic> UnitNotes(const ReportSpec& spec, Database& database) {
  const std::map<std::string, std::string> columns = Fractions(spec);
  const Extents extents = FindExtents(columns, database);
  std::set<std::string> messages;
  for (const auto& [name, extent] : extents) {
    const std::string& unit = columns.at(name);
    const std::string range =
        fmt::format("its values run from {:g} to {:g}", extent.low, extent.high);
    if (unit == "share" && (extent.low < 0 || extent.high > 1)) {
      messages.insert(fmt::format("{} is declared as a share, but {}", name, range));
    }
    if (unit == "percent" && extent.InUnit()) {
      messages.insert(fmt::format("{} is declared as per cent, but {}: shares?", name, range));
    }
  }
  const auto look = [&](const ExpressionTree& tree) {
    if (tree != nullptr) CollectComparisons(*tree, extents, messages);
  };
  for (const DimensionSpec& dimension : spec.dimensions) {
    for (const MemberRule& rule : dimension.cases) look(rule.condition);
    for (const MemberRule& rule : dimension.except) look(rule.condition);
  }
  for (const MetricSpec& metric : spec.metrics) look(metric.filter);
  for (const BlockSpec& block : spec.blocks) {
    ForEachExpression(block,
                      [&](const std::string&, const ExpressionTree& tree, bool) { look(tree); });
  }
  for (const RecommendationSpec& card : spec.recommendations) look(card.target_rule);
  std::vector<Diagnostic> notes;
  for (const std::string& message : messages) {
    notes.push_back({Severity::kWarning, spec.entity_source, message});
  }
  return notes;
}

}  // namespace tessera
