// The part of an expression that is arithmetic of integers as a flat list of steps, which the
// interpreter tries before it walks the tree: loops are full of `(i * m + j) % 2 == 0`.
#ifndef TESSERA_JINJA_INTEGER_STEPS_H_
#define TESSERA_JINJA_INTEGER_STEPS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "jinja/value.h"

namespace tessera::jinja {

struct Expr;
enum class BinaryOp;
enum class CompareOp;

// Steps `value = value op operand`. An operand is a literal, or a variable of the frame that the
// expression is evaluated in. Built once names have their slots.
class IntegerSteps {
 public:
  // Each adds a step; false, and nothing is added, when it cannot be one.
  bool Start(const Expr& operand);
  bool Add(BinaryOp op, const Expr& operand);
  bool Add(CompareOp op, const Expr& operand);

  std::size_t size() const { return steps_.size(); }
  void Clear() { steps_.clear(); }

  // The result of all steps, of a comparison 0 or 1. False when there are none, when a variable is
  // no integer, or when a result does not fit: then the tree says what happens. Has no effects.
  bool Run(const Value* slots, std::int64_t& result) const {
    std::int64_t value = 0;
    for (const Step& step : steps_) {
      std::int64_t operand = step.literal;
      if (step.slot >= 0) {
        if (!slots[step.slot].integer()) return false;
        operand = slots[step.slot].AsInt();
      }
      if (!Apply(step.code, operand, value)) return false;
    }
    result = value;
    return !steps_.empty();
  }

 private:
  enum class Code : std::uint8_t {
    kStart,
    kAdd,
    kSub,
    kMul,
    kMod,
    kEq,
    kNotEq,
    kLess,
    kLessEq,
    kGreater,
    kGreaterEq,
    kNone,  // no step
  };
  struct Step {
    Code code;
    int slot;  // -1: `literal` is the operand
    std::int64_t literal;
  };
  static Code CodeOf(BinaryOp op);
  static Code CodeOf(CompareOp op);
  bool Push(Code code, const Expr& operand);

  static bool Apply(Code code, std::int64_t operand, std::int64_t& value) {
    switch (code) {
      case Code::kAdd:
        return !__builtin_add_overflow(value, operand, &value);
      case Code::kSub:
        return !__builtin_sub_overflow(value, operand, &value);
      case Code::kMul:
        return !__builtin_mul_overflow(value, operand, &value);
      case Code::kMod:
        if (operand <= 0) return false;
        value %= operand;
        if (value < 0) value += operand;
        return true;
      case Code::kEq:
        value = value == operand;
        return true;
      case Code::kNotEq:
        value = value != operand;
        return true;
      case Code::kLess:
        value = value < operand;
        return true;
      case Code::kLessEq:
        value = value <= operand;
        return true;
      case Code::kGreater:
        value = value > operand;
        return true;
      case Code::kGreaterEq:
        value = value >= operand;
        return true;
      case Code::kStart:
      case Code::kNone:
        value = operand;
        return true;
    }
    return false;
  }

  std::vector<Step> steps_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_INTEGER_STEPS_H_
