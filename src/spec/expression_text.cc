// The printer of expressions, and the names that stand in them.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "spec/expression.h"
#include "spec/expression_walk.h"

namespace tessera {
namespace {

// How tightly the parts of an expression hold together, loosest first.
enum Precedence { kOr, kAnd, kNot, kComparison, kSum, kProduct, kMinus, kPrimary };

struct OperatorText {
  const char* symbol;
  Precedence precedence;
};

OperatorText TextOf(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::kOr:
      return {"or", kOr};
    case BinaryOperator::kAnd:
      return {"and", kAnd};
    case BinaryOperator::kEqual:
      return {"=", kComparison};
    case BinaryOperator::kNotEqual:
      return {"!=", kComparison};
    case BinaryOperator::kLess:
      return {"<", kComparison};
    case BinaryOperator::kLessEqual:
      return {"<=", kComparison};
    case BinaryOperator::kGreater:
      return {">", kComparison};
    case BinaryOperator::kGreaterEqual:
      return {">=", kComparison};
    case BinaryOperator::kAdd:
      return {"+", kSum};
    case BinaryOperator::kSubtract:
      return {"-", kSum};
    case BinaryOperator::kMultiply:
      return {"*", kProduct};
    case BinaryOperator::kDivide:
      return {"/", kProduct};
  }
  return {"?", kPrimary};
}

struct Printed {
  std::string text;
  Precedence precedence = kPrimary;
};

Printed Print(const Expression& expression);

// The text of an operand, in parentheses unless it holds at least as tightly as `needed`.
std::string Operand(const ExpressionTree& operand, int needed) {
  Printed printed = Print(*operand);
  if (printed.precedence >= needed) return std::move(printed.text);
  return "(" + printed.text + ")";
}

std::string List(const std::vector<ExpressionTree>& items) {
  std::vector<std::string> texts;
  for (const ExpressionTree& item : items) texts.push_back(Operand(item, kOr));
  return "(" + Join(texts, ", ") + ")";
}

struct Printer {
  Printed operator()(const NullLiteral&) const { return {"null"}; }
  Printed operator()(const NumberLiteral& literal) const {
    return {fmt::format("{}", literal.value)};
  }
  Printed operator()(const TextLiteral& literal) const {
    return {"'" + ReplaceAll(literal.value, "'", "''") + "'"};
  }
  Printed operator()(const BoolLiteral& literal) const {
    return {literal.value ? "true" : "false"};
  }
  Printed operator()(const NameReference& reference) const { return {reference.name}; }
  Printed operator()(const UnaryOperation& operation) const {
    switch (operation.op) {
      case UnaryOperator::kNot:
        return {"not " + Operand(operation.operand, kNot), kNot};
      case UnaryOperator::kMinus:
        return {"-" + Operand(operation.operand, kMinus), kMinus};
      case UnaryOperator::kIsNull:
        return {Operand(operation.operand, kSum) + " is null", kComparison};
      case UnaryOperator::kIsNotNull:
        return {Operand(operation.operand, kSum) + " is not null", kComparison};
    }
    return {};
  }
  Printed operator()(const BinaryOperation& operation) const {
    const auto [symbol, precedence] = TextOf(operation.op);
    // Comparisons do not chain; the other operators group to the left.
    const int left = precedence == kComparison ? kSum : precedence;
    return {fmt::format("{} {} {}", Operand(operation.left, left), symbol,
                        Operand(operation.right, precedence + 1)),
            precedence};
  }
  Printed operator()(const Membership& membership) const {
    return {Operand(membership.operand, kSum) + (membership.negated ? " not in " : " in ") +
                List(membership.list),
            kComparison};
  }
  Printed operator()(const FunctionCall& call) const {
    return {call.function + List(call.arguments)};
  }
};

Printed Print(const Expression& expression) { return std::visit(Printer{}, expression.node); }

}  // namespace

std::string ExpressionText(const Expression& expression) { return Print(expression).text; }

std::vector<std::string> NamesIn(const Expression& expression) {
  std::vector<std::string> names;
  ForEachName(expression, [&](const std::string& name, const Place&) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  });
  return names;
}

}  // namespace tessera
