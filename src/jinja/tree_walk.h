// Walks over a tree: the direct parts of a node, in the order in which they are written.
#ifndef TESSERA_JINJA_TREE_WALK_H_
#define TESSERA_JINJA_TREE_WALK_H_

#include <type_traits>
#include <variant>

#include "jinja/tree.h"

namespace tessera::jinja {

template <typename Visit>
void ForEachArgument(Arguments& arguments, Visit&& visit) {
  for (ExprPtr& argument : arguments.positional) visit(*argument);
  for (auto& [name, argument] : arguments.named) visit(*argument);
  if (arguments.splat) visit(*arguments.splat);
  if (arguments.named_splat) visit(*arguments.named_splat);
}

// Calls `visit` with every direct subexpression.
template <typename Visit>
void ForEachChild(Expr& expr, Visit&& visit) {
  const auto optional = [&](ExprPtr& child) {
    if (child) visit(*child);
  };
  std::visit(
      [&](auto& node) {
        using Node = std::remove_reference_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, TupleExpr> || std::is_same_v<Node, ListExpr>) {
          for (ExprPtr& item : node.items) visit(*item);
        } else if constexpr (std::is_same_v<Node, DictExpr>) {
          for (auto& [key, value] : node.entries) visit(*key), visit(*value);
        } else if constexpr (std::is_same_v<Node, UnaryExpr>) {
          visit(*node.operand);
        } else if constexpr (std::is_same_v<Node, ArithmeticExpr>) {
          visit(*node.first);
          for (auto& step : node.steps) visit(*step.operand);
        } else if constexpr (std::is_same_v<Node, LogicExpr>) {
          visit(*node.left), visit(*node.right);
        } else if constexpr (std::is_same_v<Node, ConcatExpr>) {
          for (ExprPtr& part : node.parts) visit(*part);
        } else if constexpr (std::is_same_v<Node, CompareExpr>) {
          visit(*node.first);
          for (auto& [op, operand] : node.rest) visit(*operand);
        } else if constexpr (std::is_same_v<Node, ConditionalExpr>) {
          visit(*node.condition), visit(*node.then), optional(node.otherwise);
        } else if constexpr (std::is_same_v<Node, AttributeExpr>) {
          visit(*node.object);
        } else if constexpr (std::is_same_v<Node, ItemExpr>) {
          visit(*node.object), visit(*node.key);
        } else if constexpr (std::is_same_v<Node, SliceExpr>) {
          optional(node.start), optional(node.stop), optional(node.step);
        } else if constexpr (std::is_same_v<Node, CallExpr>) {
          visit(*node.callee);
          ForEachArgument(node.arguments, visit);
        } else if constexpr (std::is_same_v<Node, FilterExpr> || std::is_same_v<Node, TestExpr>) {
          optional(node.operand);
          ForEachArgument(node.arguments, visit);
        }
      },
      expr.node);
}

// The direct parts of a statement: its expressions, its targets (parameters too), and its bodies.
struct StmtVisitor {
  virtual ~StmtVisitor() = default;
  virtual void OnExpr(Expr& expr) = 0;
  virtual void OnTarget(std::string_view name) = 0;
  virtual void OnBody(Body& body) = 0;
};
void VisitStmt(Stmt& stmt, StmtVisitor& visitor);

// The names of a target's variables, not of the namespaces in it.
template <typename Visit>
void ForEachTargetName(Target& target, Visit&& visit) {
  if (!target.parts.empty()) {
    for (Target& part : target.parts) ForEachTargetName(part, visit);
  } else if (target.attribute.empty()) {
    visit(target);
  }
}

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_TREE_WALK_H_
