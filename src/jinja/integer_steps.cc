#include "jinja/integer_steps.h"

#include "jinja/tree.h"

namespace tessera::jinja {

IntegerSteps::Code IntegerSteps::CodeOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return Code::kAdd;
    case BinaryOp::kSub:
      return Code::kSub;
    case BinaryOp::kMul:
      return Code::kMul;
    case BinaryOp::kMod:
      return Code::kMod;
    default:
      return Code::kNone;
  }
}

IntegerSteps::Code IntegerSteps::CodeOf(CompareOp op) {
  switch (op) {
    case CompareOp::kEq:
      return Code::kEq;
    case CompareOp::kNotEq:
      return Code::kNotEq;
    case CompareOp::kLess:
      return Code::kLess;
    case CompareOp::kLessEq:
      return Code::kLessEq;
    case CompareOp::kGreater:
      return Code::kGreater;
    case CompareOp::kGreaterEq:
      return Code::kGreaterEq;
    default:
      return Code::kNone;
  }
}

bool IntegerSteps::Push(Code code, const Expr& operand) {
  if (code == Code::kNone) return false;
  if (const auto* name = std::get_if<NameExpr>(&operand.node)) {
    if (name->slot.hops > 0) return false;
    steps_.push_back({code, name->slot.index, 0});
    return true;
  }
  const auto* literal = std::get_if<LiteralExpr>(&operand.node);
  if (literal == nullptr || !literal->value.integer()) return false;
  steps_.push_back({code, -1, literal->value.AsInt()});
  return true;
}

bool IntegerSteps::Start(const Expr& operand) { return Push(Code::kStart, operand); }

bool IntegerSteps::Add(BinaryOp op, const Expr& operand) { return Push(CodeOf(op), operand); }

bool IntegerSteps::Add(CompareOp op, const Expr& operand) { return Push(CodeOf(op), operand); }

}  // namespace tessera::jinja
