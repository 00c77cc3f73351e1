// The one small expression language of a definition.
//
// Filters and metric expressions are compiled to SQL by `metric`; derived metrics and the
// conditions of claims are evaluated over the finished figures by `analysis`. Both read the same
// tree.
//
//   or and not   = != < <= > >=   in (a, b)   is null   is not null   + - * /   f(a, b)   ( )
//
// A name is letters, digits and underscores, dotted for a part of a figure (`arr_lift.low`). Text
// stands in single quotes ('it''s'), numbers are decimal, `true`, `false` and `null` are
// themselves.
// `=` may be written `==`, `!=` may be written `<>`. Words are case-sensitive and in lower case.
// Precedence, loosest first: or, and, not, comparisons, + -, * /, unary minus.
#ifndef TESSERA_SPEC_EXPRESSION_H_
#define TESSERA_SPEC_EXPRESSION_H_

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace tessera {

struct Expression;
using ExpressionTree = std::shared_ptr<const Expression>;  // shared: specs are copied when extended

enum class UnaryOperator { kNot, kMinus, kIsNull, kIsNotNull };
enum class BinaryOperator {
  kOr,
  kAnd,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
};

struct NullLiteral {};
struct NumberLiteral {
  double value = 0;
};
struct TextLiteral {
  std::string value;
};
struct BoolLiteral {
  bool value = false;
};
struct NameReference {
  std::string name;
};  // dotted names whole: "arr_lift.low"
struct UnaryOperation {
  UnaryOperator op;
  ExpressionTree operand;
};
struct BinaryOperation {
  BinaryOperator op;
  ExpressionTree left, right;
};
struct Membership {
  ExpressionTree operand;
  std::vector<ExpressionTree> list;
  bool negated = false;
};
struct FunctionCall {
  std::string function;
  std::vector<ExpressionTree> arguments;
};

struct Expression {
  std::variant<NullLiteral, NumberLiteral, TextLiteral, BoolLiteral, NameReference, UnaryOperation,
               BinaryOperation, Membership, FunctionCall>
      node;
  Place place;  // of its first character
};

// Throws Error at the offending character, with a caret under it. `place` is that of the first
// character of `text` in the definition; with column 0, every part bears `place` as it is. Nesting
// deeper than 200 and texts longer than 4096 bytes are refused.
ExpressionTree ParseExpression(std::string_view text, const Place& place);

// The text of an expression, fully spaced, parentheses only where needed.
std::string ExpressionText(const Expression& expression);

// Every name that stands in it, in order of first appearance, without repeats.
std::vector<std::string> NamesIn(const Expression& expression);

}  // namespace tessera

#endif  // TESSERA_SPEC_EXPRESSION_H_
