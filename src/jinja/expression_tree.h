// The expressions of a parsed template (tree.h).
#ifndef TESSERA_JINJA_EXPRESSION_TREE_H_
#define TESSERA_JINJA_EXPRESSION_TREE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "jinja/error.h"
#include "jinja/integer_steps.h"
#include "jinja/library.h"
#include "jinja/scope_tree.h"
#include "jinja/value.h"

namespace tessera::jinja {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Arguments {
  std::vector<ExprPtr> positional;
  std::vector<std::pair<std::string_view, ExprPtr>> named;
  ExprPtr splat;        // *arguments
  ExprPtr named_splat;  // **arguments

  bool simple() const { return named.empty() && !splat && !named_splat; }
};

struct LiteralExpr {
  Value value;
};
struct NameExpr {
  std::string_view name;
  Slot slot;
  bool parameter = false;  // always set, so that it need not be looked at for being missing
};
struct TupleExpr {
  std::vector<ExprPtr> items;
};
struct ListExpr {
  std::vector<ExprPtr> items;
};
struct DictExpr {
  std::vector<std::pair<ExprPtr, ExprPtr>> entries;
};
enum class UnaryOp { kNegate, kPlus, kNot };
struct UnaryExpr {
  UnaryOp op;
  ExprPtr operand;
};
enum class BinaryOp { kAdd, kSub, kMul, kDiv, kFloorDiv, kMod, kPow };
// `first op operand op operand …`, from left to right whatever the operators: what binds closer on
// the left comes first anyway, and on the right it is an operand of its own.
struct ArithmeticExpr {
  struct Step {
    BinaryOp op;
    ExprPtr operand;
    Span span;  // from `first` on
  };
  ExprPtr first;
  std::vector<Step> steps;
  IntegerSteps quick;  // `first` and as many steps as can be of integers; set by the resolver
};
struct LogicExpr {  // `left and right`, `left or right`
  bool is_or;
  ExprPtr left;
  ExprPtr right;
};
struct ConcatExpr {
  std::vector<ExprPtr> parts;
};
enum class CompareOp { kEq, kNotEq, kLess, kLessEq, kGreater, kGreaterEq, kIn, kNotIn };
struct CompareExpr {
  ExprPtr first;
  std::vector<std::pair<CompareOp, ExprPtr>> rest;
  IntegerSteps quick;  // all of it, or none; set by the resolver
};
struct ConditionalExpr {
  ExprPtr condition;
  ExprPtr then;
  ExprPtr otherwise;  // may be null
};
struct AttributeExpr {
  ExprPtr object;
  std::string_view name;
  bool names_method = false;  // of a string, list or dict
};
struct ItemExpr {
  ExprPtr object;
  ExprPtr key;
};
struct SliceExpr {  // only as the key of an ItemExpr; each may be null
  ExprPtr start;
  ExprPtr stop;
  ExprPtr step;
};
struct CallExpr {
  ExprPtr callee;
  Arguments arguments;
};
// A null operand stands for the text of a filter block. `entry` is null for an unknown name in a
// branch that may never run.
struct FilterExpr {
  ExprPtr operand;
  std::string_view name;
  const FilterEntry* entry = nullptr;
  Arguments arguments;
};
struct TestExpr {
  ExprPtr operand;
  std::string_view name;
  const TestEntry* entry = nullptr;
  Arguments arguments;
};

struct Expr {
  std::variant<LiteralExpr, NameExpr, TupleExpr, ListExpr, DictExpr, UnaryExpr, ArithmeticExpr,
               LogicExpr, ConcatExpr, CompareExpr, ConditionalExpr, AttributeExpr, ItemExpr,
               SliceExpr, CallExpr, FilterExpr, TestExpr>
      node;
  Span span;
  int height = 1;  // of the tree below, limited so that no walk over it runs out of stack
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_EXPRESSION_TREE_H_
