#include "segment/member_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "base/text.h"
#include "spec/block_expressions.h"

namespace tessera {
namespace {

bool IsMemberFunction(const FunctionCall& call) {
  return call.function == "first_member" || call.function == "last_member";
}

const Dimension& NamedDimension(const FunctionCall& call, const Place& place,
                                const std::vector<Dimension>& dimensions) {
  const auto* name =
      call.arguments.size() == 1 ? std::get_if<NameReference>(&call.arguments[0]->node) : nullptr;
  if (name == nullptr) {
    throw Error(fmt::format("'{}' takes one dimension", call.function), place);
  }
  std::vector<std::string> ids;
  for (const Dimension& dimension : dimensions) {
    if (dimension.id == name->name) return dimension;
    ids.push_back(dimension.id);
  }
  throw Error(fmt::format("'{}' is no dimension", name->name), call.arguments[0]->place)
      .Remedy(DidYouMean(name->name, ids));
}

ExpressionTree With(const Expression& old, auto node) {
  return std::make_shared<const Expression>(Expression{std::move(node), old.place});
}

std::vector<ExpressionTree> ResolveAll(std::vector<ExpressionTree> trees,
                                       const std::vector<Dimension>& dimensions) {
  for (ExpressionTree& tree : trees) tree = ResolveMembers(tree, dimensions);
  return trees;
}

ExpressionTree ResolveCall(const Expression& expression, const FunctionCall& call,
                           const std::vector<Dimension>& dimensions) {
  if (!IsMemberFunction(call)) {
    return With(expression, FunctionCall{call.function, ResolveAll(call.arguments, dimensions)});
  }
  const Dimension& dimension = NamedDimension(call, expression.place, dimensions);
  const Member* member =
      call.function == "first_member" ? FirstMember(dimension) : LastMember(dimension);
  if (member == nullptr) return With(expression, NullLiteral{});
  return With(expression, TextLiteral{member->name});
}

// Whether first_member or last_member found none.
bool IsNoMember(const Expression& asked, const ExpressionTree& found) {
  const auto* call = std::get_if<FunctionCall>(&asked.node);
  return call != nullptr && IsMemberFunction(*call) &&
         std::holds_alternative<NullLiteral>(found->node);
}

}  // namespace

const Member* FirstMember(const Dimension& dimension) {
  for (const Member& member : dimension.members) {
    if (!member.muted) return &member;
  }
  return nullptr;
}

const Member* LastMember(const Dimension& dimension) {
  for (const Member& member : std::views::reverse(dimension.members)) {
    if (!member.muted) return &member;
  }
  return nullptr;
}

ExpressionTree ResolveMembers(const ExpressionTree& tree,
                              const std::vector<Dimension>& dimensions) {
  if (tree == nullptr) return tree;
  const auto resolve = [&](const ExpressionTree& part) { return ResolveMembers(part, dimensions); };
  if (const auto* unary = std::get_if<UnaryOperation>(&tree->node)) {
    return With(*tree, UnaryOperation{unary->op, resolve(unary->operand)});
  }
  if (const auto* binary = std::get_if<BinaryOperation>(&tree->node)) {
    const ExpressionTree left = resolve(binary->left), right = resolve(binary->right);
    // Nobody is a member of a dimension that has none.
    if (IsNoMember(*binary->left, left) || IsNoMember(*binary->right, right)) {
      return With(*tree, BoolLiteral{false});
    }
    return With(*tree, BinaryOperation{binary->op, left, right});
  }
  if (const auto* member = std::get_if<Membership>(&tree->node)) {
    return With(*tree, Membership{resolve(member->operand), ResolveAll(member->list, dimensions),
                                  member->negated});
  }
  if (const auto* call = std::get_if<FunctionCall>(&tree->node)) {
    return ResolveCall(*tree, *call, dimensions);
  }
  return tree;
}

ReportSpec ResolveMembers(ReportSpec spec, const std::vector<Dimension>& dimensions) {
  const auto resolve = [&](ExpressionTree& tree) { tree = ResolveMembers(tree, dimensions); };
  for (MetricSpec& metric : spec.metrics) {
    if (metric.type == MetricType::kDerived) continue;
    resolve(metric.expression);
    resolve(metric.filter);
  }
  for (BlockSpec& block : spec.blocks) {
    ForEachExpression(block,
                      [&](const std::string&, ExpressionTree& tree, bool) { resolve(tree); });
    if (auto* paths = std::get_if<PathsBlock>(&block.block)) resolve(paths->filter);
    if (auto* indicators = std::get_if<IndicatorsBlock>(&block.block)) {
      for (IndicatorFlag& flag : indicators->flags) resolve(flag.condition);
    }
  }
  for (RecommendationSpec& card : spec.recommendations) resolve(card.target_rule);
  for (AgreementSpec& agreement : spec.agreements) {
    resolve(agreement.left);
    resolve(agreement.right);
  }
  return spec;
}

}  // namespace tessera
