#include "base/text.h"
#include "jinja/interpreter.h"

namespace tessera::jinja {

Value Interpreter::MakeMacro(const MacroTree& tree, Frame& frame) {
  return Value::Of(heap().Make<MacroObject>(Object{ObjectKind::kMacro}, tree.name, &tree, &frame));
}

Value Interpreter::Invoke(Value callee, std::span<const Value> positional,
                          std::span<const NamedValue> named) {
  CheckDefined(*this, callee);
  if (callee.object()) {
    switch (callee.AsObject().kind) {
      case ObjectKind::kMacro:
        return CallMacro(As<MacroObject>(callee), positional, named, false);
      case ObjectKind::kFunction: {
        const auto& function = As<FunctionObject>(callee);
        Call call(*this, function.name, positional, named);
        return (*function.function)(call);
      }
      case ObjectKind::kMethod: {
        const auto& method = As<MethodObject>(callee);
        Call call(*this, method.name, positional, named);
        return CallMethod(method, call);
      }
      case ObjectKind::kLoop:
        return CallLoop(As<LoopObject>(callee), positional);
      case ObjectKind::kBlock:
        return CallBlock(As<BlockObject>(callee), false);
      case ObjectKind::kJoiner: {
        auto& joiner = As<JoinerObject>(callee);
        return std::exchange(joiner.used, true) ? joiner.separator : Value::Text("");
      }
      default:
        break;
    }
  }
  FailType("a value of type " + std::string(TypeName(callee)) + " cannot be called");
}

// Prints what `expr`, a call, returns where that can be done without making it a value first.
bool Interpreter::PrintCall(const Expr& expr, bool escape, Frame& frame) {
  const auto& node = std::get<CallExpr>(expr.node);
  if (escape && !autoescape()) return false;
  const Value callee = Evaluate(*node.callee, frame);
  const bool macro = Is(callee, ObjectKind::kMacro);
  if (!macro && !Is(callee, ObjectKind::kBlock)) {
    std::vector<Value> positional;
    std::vector<NamedValue> named;
    EvaluateArguments(node.arguments, frame, positional, named);
    Locate(expr.span);
    Print(Invoke(callee, positional, named), escape);
    return true;
  }
  std::vector<Value> positional;
  std::vector<NamedValue> named;
  EvaluateArguments(node.arguments, frame, positional, named);
  Locate(expr.span);
  if (macro) {
    CallMacro(As<MacroObject>(callee), positional, named, true);
  } else {
    CallBlock(As<BlockObject>(callee), true);
  }
  return true;
}

// Calls a macro, which writes to the output when `print` is set and returns its text otherwise.
Value Interpreter::CallMacro(const MacroObject& macro, std::span<const Value> positional,
                             std::span<const NamedValue> named, bool print) {
  const bool markup = autoescape();
  std::string_view text;
  const MacroTree& tree = *macro.tree;
  const Span span = span_;
  const bool block = tree.name == "caller";
  Step(span, block ? "running the call block of" : "calling macro",
       block ? compiled_->name : tree.name, [&] {
         const auto run = [&] {
           Activation activation(*this, tree.function, macro.outer, macro.outer->owner,
                                 macro.outer->context);
           BindParameters(macro, positional, named, activation.frame());
           Execute(tree.body, activation.frame());
         };
         if (print) {
           run();
         } else {
           text = Capture(run);
         }
       });
  return markup ? Value::Markup(text) : Value::Text(text);
}

void Interpreter::FailUnknownArgument(const MacroTree& tree, std::string_view name) {
  std::vector<std::string> known;
  for (const Parameter& parameter : tree.parameters) {
    if (parameter.name == name) {
      FailType("macro '" + std::string(tree.name) + "' is given '" + std::string(name) +
               "' twice, by position and by name");
    }
    known.emplace_back(parameter.name);
  }
  TemplateError error(ErrorKind::kType, "macro '" + std::string(tree.name) +
                                            "' has no parameter '" + std::string(name) + "'");
  error.Remedy(name == "caller" ? "it does not use 'caller', so it cannot be used in a call block"
                                : DidYouMean(name, known));
  throw error;
}

void Interpreter::BindParameters(const MacroObject& macro, std::span<const Value> positional,
                                 std::span<const NamedValue> named, Frame& frame) {
  const MacroTree& tree = *macro.tree;
  const size_t count = tree.parameters.size();
  std::vector<bool> used(named.size(), false);
  const auto take = [&](std::string_view wanted) {
    for (size_t i = 0; i < named.size(); ++i) {
      if (used[i] || named[i].name != wanted) continue;
      used[i] = true;
      return named[i].value;
    }
    return Value::Missing();
  };
  for (size_t i = 0; i < count; ++i) {
    frame.slots[tree.parameters[i].slot.index] =
        i < positional.size() ? positional[i] : take(tree.parameters[i].name);
  }
  if (tree.uses_caller) {
    const Value caller = take("caller");
    frame.slots[tree.caller_slot.index] =
        caller.missing() || caller.none() ? UndefinedHint("No caller defined") : caller;
  }
  Dict* rest = tree.uses_kwargs ? MakeDict() : nullptr;
  for (size_t i = 0; i < named.size(); ++i) {
    if (used[i]) continue;
    if (rest == nullptr) FailUnknownArgument(tree, named[i].name);
    rest->Set(heap(), Value::Text(named[i].name), named[i].value);
  }
  if (rest != nullptr) frame.slots[tree.kwargs_slot.index] = Value::Of(rest);
  if (tree.uses_varargs) {
    List* more = MakeList();
    for (size_t i = count; i < positional.size(); ++i) Append(*more, positional[i]);
    frame.slots[tree.varargs_slot.index] = Value::TupleOf(more);
  } else if (positional.size() > count) {
    FailType("macro '" + std::string(tree.name) + "' takes at most " + std::to_string(count) +
             (count == 1 ? " argument, got " : " arguments, got ") +
             std::to_string(positional.size()));
  }
  Enter(tree.scope.sources, frame);
  for (const Parameter& parameter : tree.parameters) {
    Value& slot = frame.slots[parameter.slot.index];
    if (!slot.missing()) continue;
    slot = parameter.fallback
               ? Evaluate(*parameter.fallback, frame)
               : UndefinedHint("parameter '" + std::string(parameter.name) + "' was not provided");
  }
}

// `super()` and `self.name()`.
Value Interpreter::CallBlock(const BlockObject& block, bool print) {
  const bool markup = autoescape();
  std::string_view text;
  Step(span_, "in block", block.name, [&] {
    const auto run = [&] { RunBlock(*block.context, block.name, block.depth); };
    if (print) {
      run();
    } else {
      text = Capture(run);
    }
  });
  return markup ? Value::Markup(text) : Value::Text(text);
}

}  // namespace tessera::jinja
