// The parts of an expression, one level down.
#ifndef TESSERA_SPEC_EXPRESSION_WALK_H_
#define TESSERA_SPEC_EXPRESSION_WALK_H_

#include "spec/expression.h"

namespace tessera {

// Calls `visit(child)` for each operand, list item or argument, in the order written.
template <typename Visitor>
void ForEachChild(const Expression& expression, const Visitor& visit) {
  if (const auto* unary = std::get_if<UnaryOperation>(&expression.node)) {
    visit(*unary->operand);
  } else if (const auto* binary = std::get_if<BinaryOperation>(&expression.node)) {
    visit(*binary->left);
    visit(*binary->right);
  } else if (const auto* membership = std::get_if<Membership>(&expression.node)) {
    visit(*membership->operand);
    for (const ExpressionTree& item : membership->list) visit(*item);
  } else if (const auto* call = std::get_if<FunctionCall>(&expression.node)) {
    for (const ExpressionTree& argument : call->arguments) visit(*argument);
  }
}

// Calls `visit(name, place)` for every name that stands in an expression, in the order written.
template <typename Visitor>
void ForEachName(const Expression& expression, const Visitor& visit) {
  if (const auto* reference = std::get_if<NameReference>(&expression.node)) {
    visit(reference->name, expression.place);
  }
  ForEachChild(expression, [&](const Expression& child) { ForEachName(child, visit); });
}

}  // namespace tessera

#endif  // TESSERA_SPEC_EXPRESSION_WALK_H_
