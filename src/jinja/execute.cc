#include "jinja/interpreter.h"

namespace tessera::jinja {

Interpreter::Activation::Activation(Interpreter& interpreter, const FunctionTree& function,
                                    Frame* outer, const CompiledTemplate* owner, Context* context)
    : interpreter_(interpreter),
      context_(interpreter.context_),
      compiled_(interpreter.compiled_),
      local_{outer, owner, context, slots_} {
  Heap& heap = interpreter.heap();
  if (function.captured || function.slots > kFewSlots) {
    void* slots = heap.Take(sizeof(Value) * static_cast<size_t>(function.slots), alignof(Value));
    local_.slots = static_cast<Value*>(slots);
  }
  std::fill_n(local_.slots, function.slots, Value::Missing());
  if (function.captured) frame_ = heap.Make<Frame>(local_);
  interpreter.context_ = context;
  interpreter.compiled_ = owner;
}

Interpreter::Activation::~Activation() {
  interpreter_.context_ = context_;
  // An error is located in the template that it happened in, so that one is kept.
  if (std::uncaught_exceptions() == exceptions_) interpreter_.compiled_ = compiled_;
}

std::string Interpreter::Render(const CompiledTemplate& compiled, const nlohmann::json& json) {
  if (!json.is_object() && !json.is_null()) FailType("the variables of a template are an object");
  Layer* layer = heap().Make<Layer>();
  layer->json = &json;
  compiled_ = &compiled;
  try {
    RunTemplate(compiled, *MakeContext(compiled, layer));
  } catch (TemplateError& error) {
    error.Locate(compiled_->name, compiled_->source, span_);
    throw;
  }
  return out_.Text();
}

Interpreter::Flow Interpreter::Execute(const Body& body, Frame& frame) {
  for (const Stmt& stmt : body) {
    Flow flow = Flow::kNormal;
    if (const auto* text = std::get_if<TextStmt>(&stmt.node)) {
      Run(*text, stmt, frame);
    } else if (const auto* output = std::get_if<OutputStmt>(&stmt.node)) {
      Run(*output, stmt, frame);
    } else if (const auto* branches = std::get_if<IfStmt>(&stmt.node)) {
      flow = Run(*branches, stmt, frame);
    } else {
      CheckStack();
      flow = std::visit([&](const auto& node) { return Run(node, stmt, frame); }, stmt.node);
    }
    if (flow != Flow::kNormal) return flow;
  }
  return Flow::kNormal;
}

void Interpreter::FailOutput() const {
  throw TemplateError(ErrorKind::kLimit, "the output is larger than the " +
                                             std::to_string(options().limits.output_bytes) +
                                             " bytes allowed");
}

void Interpreter::Start(const SlotSource& source, Frame& frame) {
  Value& slot = frame.slots[source.slot];
  switch (source.kind) {
    case SlotSource::kContext:
      slot = FindVariable(*frame.context, source.name);
      break;
    case SlotSource::kOuter:
      slot = SlotAt(source.outer, frame);
      break;
    case SlotSource::kMissing:
      slot = Value::Missing();
      break;
  }
}

void Interpreter::AssignParts(const Target& target, Value value, Frame& frame) {
  if (!target.attribute.empty()) {
    const Value space = SlotAt(target.slot, frame);
    Locate(target.span);
    if (!Is(space, ObjectKind::kNamespace)) {
      TemplateError error(ErrorKind::kRuntime, "'" + std::string(target.name) +
                                                   "' is no namespace, so it has no "
                                                   "attribute that can be set");
      error.Remedy("{% set " + std::string(target.name) + " = namespace() %} makes one");
      throw error;
    }
    As<NamespaceObject>(space).values.Set(heap(), Value::Text(target.attribute), value);
    return;
  }
  CheckDefined(*this, value);
  const List* items = ToList(*this, value);
  if (items->items.size() != target.parts.size()) {
    Locate(target.span);
    FailValue("expected " + std::to_string(target.parts.size()) + " values to assign, got " +
              std::to_string(items->items.size()));
  }
  for (size_t i = 0; i < target.parts.size(); ++i) Assign(target.parts[i], items->items[i], frame);
}

void Interpreter::Publish(const std::vector<Export>& exports, bool exported, Frame& frame) {
  for (const Export& published : exports) {
    frame.context->Set(heap(), published.name, SlotAt(published.slot, frame), exported);
  }
}

void Interpreter::Print(Value value, bool escape) {
  if (value.string() && escape && !value.markup()) {
    out_.AppendEscaped(value.AsText());
  } else if (value.string()) {
    out_.Append(value.AsText());
  } else if (value.integer()) {
    out_.AppendInteger(value.AsInt());
  } else {
    piece_.clear();
    AppendText(*this, value, piece_);
    if (value.number() || value.none() || !escape || Is(value, ObjectKind::kModule)) {
      out_.Append(piece_);
    } else {
      out_.AppendEscaped(piece_);
    }
  }
  CheckOutput();
}

Interpreter::Flow Interpreter::Run(const TextStmt& stmt, const Stmt&, Frame& frame) {
  if (stmt.checked && frame.context->parent != nullptr) return Flow::kNormal;
  out_.Append(stmt.text);
  CheckOutput();
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const OutputStmt& stmt, const Stmt&, Frame& frame) {
  if (stmt.checked && frame.context->parent != nullptr) return Flow::kNormal;
  const bool escape = Escapes(stmt.escaping);
  if (std::holds_alternative<CallExpr>(stmt.value->node) && PrintCall(*stmt.value, escape, frame)) {
    return Flow::kNormal;
  }
  const Value value = Evaluate(*stmt.value, frame);
  Locate(stmt.value->span);
  Print(value, escape);
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const IfStmt& stmt, const Stmt&, Frame& frame) {
  for (const auto& [condition, body] : stmt.branches) {
    if (EvaluateTruth(*condition, frame)) return Execute(body, frame);
  }
  return stmt.otherwise.empty() ? Flow::kNormal : Execute(stmt.otherwise, frame);
}

Interpreter::Flow Interpreter::Run(const SetStmt& stmt, const Stmt&, Frame& frame) {
  const Value value = Evaluate(*stmt.value, frame);
  Locate(stmt.value->span);
  Assign(stmt.target, value, frame);
  Publish(stmt.exports, true, frame);
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const SetBlockStmt& stmt, const Stmt&, Frame& frame) {
  Enter(stmt.scope.sources, frame);
  Flow flow = Flow::kNormal;
  const std::string_view text = Capture([&] { flow = Execute(stmt.body, frame); });
  Value value = Escapes(stmt.escaping) ? Value::Markup(text) : Value::Text(text);
  if (stmt.filter) {
    filtered_ = value;
    value = Evaluate(*stmt.filter, frame);
    if (autoescape()) value = Value::Markup(ToTextValue(*this, value).AsText());
  }
  Assign(stmt.target, value, frame);
  Publish(stmt.exports, true, frame);
  return flow;
}

Interpreter::Flow Interpreter::Run(const MacroStmt& stmt, const Stmt&, Frame& frame) {
  SlotAt(stmt.slot, frame) = MakeMacro(stmt.macro, frame);
  Publish(stmt.exports, true, frame);
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const CallBlockStmt& stmt, const Stmt& at, Frame& frame) {
  const auto& call = std::get<CallExpr>(stmt.call->node);
  const Value printed = EvaluateCall(*stmt.call, call, frame, MakeMacro(stmt.caller, frame));
  Locate(at.span);
  CheckDefined(*this, printed);
  if (!printed.string()) {
    FailType("what a call block calls must return text, not " + std::string(TypeName(printed)));
  }
  Print(printed, false);
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const FilterBlockStmt& stmt, const Stmt& at, Frame& frame) {
  Enter(stmt.scope.sources, frame);
  Flow flow = Flow::kNormal;
  const std::string_view text = Capture([&] { flow = Execute(stmt.body, frame); });
  filtered_ = Escapes(stmt.escaping) ? Value::Markup(text) : Value::Text(text);
  const Value printed = Evaluate(*stmt.filter, frame);
  Locate(at.span);
  if (!printed.string()) {
    FailType("the filter of a filter block must return text, not " +
             std::string(TypeName(printed)));
  }
  Print(printed, false);
  return flow;
}

Interpreter::Flow Interpreter::Run(const WithStmt& stmt, const Stmt&, Frame& frame) {
  Enter(stmt.scope.sources, frame);
  for (const auto& [target, value] : stmt.variables) {
    const Value assigned = Evaluate(*value, frame);
    Locate(value->span);
    Assign(target, assigned, frame);
  }
  return Execute(stmt.body, frame);
}

Interpreter::Flow Interpreter::Run(const AutoescapeStmt& stmt, const Stmt&, Frame& frame) {
  Enter(stmt.scope.sources, frame);
  const bool outer = context_->autoescape;
  context_->autoescape = EvaluateTruth(*stmt.enabled, frame);
  const Flow flow = Execute(stmt.body, frame);
  context_->autoescape = outer;
  return flow;
}

Interpreter::Flow Interpreter::Run(const DoStmt& stmt, const Stmt&, Frame& frame) {
  Evaluate(*stmt.value, frame);
  return Flow::kNormal;
}

}  // namespace tessera::jinja
