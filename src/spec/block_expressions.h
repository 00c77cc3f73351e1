// The expressions over entities that blocks hold, one by one: whoever checks their names, resolves
// their members or fetches their values walks them here.
//
// Each has the id of its column of the frame, "expr:<block>.<part>".
#ifndef TESSERA_SPEC_BLOCK_EXPRESSIONS_H_
#define TESSERA_SPEC_BLOCK_EXPRESSIONS_H_

#include <string>
#include <type_traits>
#include <variant>

#include "spec/block_spec.h"

namespace tessera {

inline std::string ExpressionId(const std::string& block, const std::string& part) {
  return "expr:" + block + "." + part;
}

// visit(id, tree, is_condition) for each expression that is there. `spec` is a BlockSpec, const or
// not; of one that is not const the trees can be replaced. Paths and indicators have their own.
template <typename Spec, typename Visit>
void ForEachExpression(Spec& spec, const Visit& visit) {
  const auto one = [&](const char* part, auto& rule, bool condition = false) {
    if (rule.tree != nullptr) visit(ExpressionId(spec.id, part), rule.tree, condition);
  };
  const auto walk = [&](auto& block) {
    using Block = std::remove_cvref_t<decltype(block)>;
    if constexpr (std::is_same_v<Block, RetentionBlock>) {
      one("time", block.time);
      one("left", block.left, true);
      one("seen", block.seen);
      one("money", block.money);
    } else if constexpr (std::is_same_v<Block, LtvBlock>) {
      if (block.contract) {
        one("revenue", block.contract->revenue);
        one("left", block.contract->left, true);
        one("exposure", block.contract->exposure);
      }
      if (block.renewals) {
        one("time", block.renewals->time);
        one("renewal_left", block.renewals->left, true);
        one("seen", block.renewals->seen);
      }
      if (block.purchases) {
        one("repeats", block.purchases->repeats);
        one("last", block.purchases->last);
        one("age", block.purchases->age);
        one("value", block.purchases->value);
        one("held_out", block.purchases->held_out);
      }
      if (block.bridge) {
        one("before", block.bridge->before);
        one("after", block.bridge->after);
        one("known", block.bridge->known, true);
      }
    } else if constexpr (std::is_same_v<Block, TargetsBlock>) {
      for (auto& goal : block.goals) one(goal.id.c_str(), goal.where, true);
    } else if constexpr (std::is_same_v<Block, PlanBlock>) {
      for (auto& action : block.actions) one(action.id.c_str(), action.where, true);
    } else if constexpr (std::is_same_v<Block, CohortBlock>) {
      for (auto& step : block.steps) visit(ExpressionId(spec.id, step.id), step.condition, true);
    }
  };
  std::visit(walk, spec.block);
}

}  // namespace tessera

#endif  // TESSERA_SPEC_BLOCK_EXPRESSIONS_H_
