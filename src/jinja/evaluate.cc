#include "base/text.h"
#include "jinja/interpreter.h"

namespace tessera::jinja {

Value Interpreter::EvaluateTree(const Expr& expr, Frame& frame) {
  CheckStack();
  if (const auto* attribute = std::get_if<AttributeExpr>(&expr.node)) {
    return EvaluateAttribute(expr, *attribute, frame);
  }
  return std::visit(
      [&](const auto& node) -> Value {
        using Node = std::remove_cvref_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, CompareExpr>) {
          return Value::Bool(EvaluateCompare(expr, node, frame));
        } else if constexpr (std::is_same_v<Node, LogicExpr>) {
          return EvaluateLogic(node, frame);
        } else if constexpr (std::is_same_v<Node, FilterExpr>) {
          return EvaluateFilter(expr, node, frame);
        } else if constexpr (std::is_same_v<Node, CallExpr>) {
          return EvaluateCall(expr, node, frame);
        } else if constexpr (std::is_same_v<Node, TestExpr>) {
          return Value::Bool(EvaluateTest(expr, node, frame));
        } else if constexpr (std::is_same_v<Node, ItemExpr>) {
          return EvaluateItem(expr, node, frame);
        } else if constexpr (std::is_same_v<Node, ConditionalExpr>) {
          return EvaluateConditional(node, frame);
        } else if constexpr (std::is_same_v<Node, ConcatExpr>) {
          return EvaluateConcat(expr, node, frame);
        } else if constexpr (std::is_same_v<Node, TupleExpr> || std::is_same_v<Node, ListExpr>) {
          return EvaluateList(node.items, std::is_same_v<Node, TupleExpr>, frame);
        } else if constexpr (std::is_same_v<Node, DictExpr>) {
          return EvaluateDict(expr, node, frame);
        } else if constexpr (std::is_same_v<Node, UnaryExpr>) {
          if (node.op == UnaryOp::kNot) return Value::Bool(!EvaluateTruth(*node.operand, frame));
          const Value operand = Evaluate(*node.operand, frame);
          Locate(expr.span);
          return node.op == UnaryOp::kNegate ? Negate(*this, operand) : Plus(*this, operand);
        } else if constexpr (std::is_same_v<Node, SliceExpr>) {
          Locate(expr.span);
          FailType("a slice is no value");
        } else {
          return Evaluate(expr, frame);  // does it in place
        }
      },
      expr.node);
}

bool Interpreter::TruthOf(const Expr& expr, Value value) {
  Locate(expr.span);
  return Truth(*this, value);
}

Value Interpreter::EvaluateLogic(const LogicExpr& node, Frame& frame) {
  const Value left = Evaluate(*node.left, frame);
  Locate(node.left->span);
  return Truth(*this, left) == node.is_or ? left : Evaluate(*node.right, frame);
}

Value Interpreter::EvaluateArithmetic(const ArithmeticExpr& node, Frame& frame) {
  std::int64_t quick = 0;
  const bool started = node.quick.Run(frame.slots, quick);
  Value value = started ? Value::Int(quick) : Evaluate(*node.first, frame);
  for (std::size_t i = started ? node.quick.size() - 1 : 0; i < node.steps.size(); ++i) {
    const auto& [op, operand, span] = node.steps[i];
    const Value right = Evaluate(*operand, frame);
    Locate(span);
    value = Arithmetic(*this, op, value, right);
  }
  return value;
}

bool Interpreter::EvaluateCompare(const Expr& expr, const CompareExpr& node, Frame& frame) {
  std::int64_t quick = 0;
  if (node.quick.Run(frame.slots, quick)) return quick != 0;
  Value left = Evaluate(*node.first, frame);
  for (const auto& [op, operand] : node.rest) {
    const Value right = Evaluate(*operand, frame);
    Locate(expr.span);
    if (!Compare(*this, op, left, right)) return false;
    left = right;
  }
  return true;
}

Value Interpreter::EvaluateAttribute(const Expr& expr, const AttributeExpr& node, Frame& frame) {
  const Value object = Evaluate(*node.object, frame);
  if (object.dict() && !node.names_method) {
    const Value found = DictGet(object, Value::Text(node.name));
    if (!found.missing()) return found;
  }
  Locate(expr.span);
  return Attribute(*this, object, node.name);
}

Value Interpreter::EvaluateItem(const Expr& expr, const ItemExpr& node, Frame& frame) {
  const Value object = Evaluate(*node.object, frame);
  if (const auto* slice = std::get_if<SliceExpr>(&node.key->node)) {
    const auto bound = [&](const ExprPtr& part) {
      return part ? Evaluate(*part, frame) : Value::None();
    };
    const Value start = bound(slice->start);
    const Value stop = bound(slice->stop);
    const Value step = bound(slice->step);
    Locate(expr.span);
    return Slice(*this, object, start, stop, step);
  }
  const Value key = Evaluate(*node.key, frame);
  Locate(expr.span);
  return Item(*this, object, key);
}

Value Interpreter::EvaluateList(const std::vector<ExprPtr>& items, bool tuple, Frame& frame) {
  List* list = MakeList(items.size());
  for (const ExprPtr& item : items) list->items.Add(heap(), Evaluate(*item, frame));
  return tuple ? Value::TupleOf(list) : Value::Of(list);
}

Value Interpreter::EvaluateDict(const Expr& expr, const DictExpr& node, Frame& frame) {
  Dict* dict = MakeDict();
  for (const auto& [key_expr, value_expr] : node.entries) {
    const Value key = Evaluate(*key_expr, frame);
    const Value value = Evaluate(*value_expr, frame);
    Locate(expr.span);
    CheckUsable(*this, key);
    dict->Set(heap(), key, value);
  }
  return Value::Of(dict);
}

Value Interpreter::EvaluateConcat(const Expr& expr, const ConcatExpr& node, Frame& frame) {
  std::vector<Value> parts;
  parts.reserve(node.parts.size());
  for (const ExprPtr& part : node.parts) parts.push_back(Evaluate(*part, frame));
  Locate(expr.span);
  return Concat(*this, parts);
}

Value Interpreter::EvaluateConditional(const ConditionalExpr& node, Frame& frame) {
  if (EvaluateTruth(*node.condition, frame)) return Evaluate(*node.then, frame);
  if (node.otherwise) return Evaluate(*node.otherwise, frame);
  // Prints nothing, even where undefined values are strict.
  const Value nothing = UndefinedHint("the condition of an 'if' without 'else' is false");
  static_cast<UndefinedObject&>(*nothing.origin()).lenient = true;
  return nothing;
}

void Interpreter::EvaluateArguments(const Arguments& arguments, Frame& frame,
                                    std::vector<Value>& positional,
                                    std::vector<NamedValue>& named) {
  for (const ExprPtr& argument : arguments.positional) {
    positional.push_back(Evaluate(*argument, frame));
  }
  if (arguments.splat) {
    const Value more = Evaluate(*arguments.splat, frame);
    Locate(arguments.splat->span);
    Iteration items(*this, more);
    for (Value item; items.Next(item);) positional.push_back(item);
  }
  for (const auto& [name, argument] : arguments.named) {
    named.push_back({name, Evaluate(*argument, frame)});
  }
  if (!arguments.named_splat) return;
  const Value more = Evaluate(*arguments.named_splat, frame);
  Locate(arguments.named_splat->span);
  CheckDefined(*this, more);
  if (!more.dict()) FailType("what follows ** must be a dict, not " + std::string(TypeName(more)));
  Iteration keys(*this, more);
  for (Value key; keys.Next(key);) {
    if (!key.string()) FailType("the keys of what follows ** must be strings");
    for (const NamedValue& other : named) {
      if (other.name != key.AsText()) continue;
      FailType("the argument '" + std::string(other.name) + "' is given twice");
    }
    named.push_back({key.AsText(), DictGet(more, key)});
  }
}

Value Interpreter::EvaluateCall(const Expr& expr, const CallExpr& node, Frame& frame,
                                Value caller) {
  const Value callee = Evaluate(*node.callee, frame);
  constexpr size_t kFew = 4;
  if (node.arguments.simple() && caller.missing() && node.arguments.positional.size() <= kFew) {
    Value few[kFew];
    size_t count = 0;
    for (const ExprPtr& argument : node.arguments.positional) {
      few[count++] = Evaluate(*argument, frame);
    }
    Locate(expr.span);
    return Invoke(callee, {few, count}, {});
  }
  std::vector<Value> positional;
  std::vector<NamedValue> named;
  EvaluateArguments(node.arguments, frame, positional, named);
  if (!caller.missing()) named.push_back({"caller", caller});
  Locate(expr.span);
  return Invoke(callee, positional, named);
}

Value Interpreter::EvaluateFilter(const Expr& expr, const FilterExpr& node, Frame& frame) {
  const Value operand = node.operand ? Evaluate(*node.operand, frame) : filtered_;
  if (node.entry == nullptr) {
    Locate(expr.span);
    TemplateError error(ErrorKind::kRuntime, "no filter named '" + std::string(node.name) + "'");
    error.Remedy(DidYouMean(node.name, library().FilterNames()));
    throw error;
  }
  if (node.arguments.simple() && node.arguments.positional.empty()) {
    Locate(expr.span);
    return ApplyFilter(*node.entry, {&operand, 1}, {});
  }
  std::vector<Value> positional = {operand};
  std::vector<NamedValue> named;
  EvaluateArguments(node.arguments, frame, positional, named);
  Locate(expr.span);
  return ApplyFilter(*node.entry, positional, named);
}

bool Interpreter::EvaluateTest(const Expr& expr, const TestExpr& node, Frame& frame) {
  const Value operand = Evaluate(*node.operand, frame);
  if (node.entry == nullptr) {
    Locate(expr.span);
    TemplateError error(ErrorKind::kRuntime, "no test named '" + std::string(node.name) + "'");
    error.Remedy(DidYouMean(node.name, library().TestNames()));
    throw error;
  }
  if (node.arguments.simple() && node.arguments.positional.empty()) {
    Locate(expr.span);
    return ApplyTest(*node.entry, {&operand, 1}, {});
  }
  std::vector<Value> positional = {operand};
  std::vector<NamedValue> named;
  EvaluateArguments(node.arguments, frame, positional, named);
  Locate(expr.span);
  return ApplyTest(*node.entry, positional, named);
}

}  // namespace tessera::jinja
