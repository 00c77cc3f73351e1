#include <algorithm>

#include "base/text.h"
#include "jinja/interpreter.h"

namespace tessera::jinja {

Context* Interpreter::MakeContext(const CompiledTemplate& compiled, const Layer* outer) {
  Context* context = heap().Make<Context>(&compiled, outer);
  context->autoescape = compiled.autoescape;
  context->AddBlocks(heap(), compiled);
  return context;
}

Value Interpreter::FindVariable(const Context& context, std::string_view name) {
  const Value found = context.Find(name);
  return found.missing() ? surroundings_.Global(name) : found;
}

std::vector<std::string> Interpreter::VariableNames() const {
  std::vector<std::string> names;
  for (const NamedValue& variable : context_->variables) names.emplace_back(variable.name);
  for (const Layer* layer = context_->outer; layer != nullptr; layer = layer->outer) {
    for (const NamedValue& variable : layer->names) names.emplace_back(variable.name);
    if (layer->json == nullptr || !layer->json->is_object()) continue;
    for (const auto& [name, value] : layer->json->items()) names.push_back(name);
  }
  for (std::string& name : surroundings_.GlobalNames()) names.push_back(std::move(name));
  return names;
}

// The top level of a template; then, if it has extended another one, that one's.
void Interpreter::RunTemplate(const CompiledTemplate& compiled, Context& context) {
  context.parent = nullptr;
  const CompiledTemplate* parent = nullptr;
  Span extends;
  {
    Activation activation(*this, compiled.function, nullptr, &compiled, &context);
    Frame& frame = activation.frame();
    Enter(compiled.scope.sources, frame);
    if (compiled.self_slot.index >= 0) {
      frame.slots[compiled.self_slot.index] =
          Value::Of(heap().Make<SelfObject>(Object{ObjectKind::kSelf}, &context));
    }
    Execute(compiled.body, frame);
    parent = std::exchange(context.parent, nullptr);
    extends = context.extends;
  }
  if (parent == nullptr) return;
  Step(extends, "extending", parent->name, [&] { RunTemplate(*parent, context); });
}

void Interpreter::RunBlock(Context& context, std::string_view name, std::size_t depth) {
  const BlockEntry entry = context.Block(name)->entries[depth];
  const BlockTree& tree = *entry.tree;
  Activation activation(*this, tree.function, nullptr, entry.owner, &context);
  Frame& frame = activation.frame();
  Enter(tree.scope.sources, frame);
  if (tree.self_slot.index >= 0) {
    frame.slots[tree.self_slot.index] =
        Value::Of(heap().Make<SelfObject>(Object{ObjectKind::kSelf}, &context));
  }
  if (tree.super_slot.index >= 0) {
    frame.slots[tree.super_slot.index] = MakeBlockReference(*this, &context, name, depth + 1);
  }
  Execute(tree.body, frame);
}

Interpreter::Flow Interpreter::Run(const BlockStmt& stmt, const Stmt& at, Frame& frame) {
  if (stmt.checked && frame.context->parent != nullptr) return Flow::kNormal;
  Context* context = frame.context;
  Locate(at.span);
  if (stmt.required && context->Block(stmt.name)->entries.size() <= 1) {
    throw TemplateError(ErrorKind::kRuntime,
                        "the required block '" + std::string(stmt.name) + "' is not defined");
  }
  if (stmt.scoped) {
    Context* derived = heap().Make<Context>(*context);
    derived->outer = SharedLayer(stmt.visible, frame);
    derived->variables = {};
    derived->exported = {};
    context = derived;
  }
  Step(at.span, "in block", stmt.name, [&] { RunBlock(*context, stmt.name, 0); });
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const ExtendsStmt& stmt, const Stmt& at, Frame& frame) {
  Locate(at.span);
  Context& context = *frame.context;
  if (context.parent != nullptr) {
    throw TemplateError(ErrorKind::kRuntime, "this template has been extended already");
  }
  const Value name = Evaluate(*stmt.name, frame);
  Locate(stmt.name->span);
  const auto parent = Load(name);
  if (!parent) FailMissing({&name, 1});
  context.AddBlocks(heap(), *parent);
  context.parent = parent.get();
  context.extends = at.span;
  return Flow::kNormal;
}

// The template of that name, kept as long as the render runs; null when there is none.
std::shared_ptr<const CompiledTemplate> Interpreter::Load(Value name) {
  CheckDefined(*this, name);
  if (!name.string()) {
    FailType("the name of a template is a string, not " + std::string(TypeName(name)));
  }
  auto compiled = surroundings_.Find(name.AsText());
  if (compiled && std::find(loaded_.begin(), loaded_.end(), compiled) == loaded_.end()) {
    loaded_.push_back(compiled);
  }
  return compiled;
}

void Interpreter::FailMissing(std::span<const Value> names) {
  std::vector<std::string> quoted;
  for (Value name : names) quoted.push_back("'" + ToText(*this, name) + "'");
  TemplateError error(ErrorKind::kNotFound,
                      quoted.empty() ? "the list of templates is empty"
                                     : "there is no template " + JoinWords(quoted, "or"));
  if (names.size() == 1 && names[0].string()) {
    error.Remedy(DidYouMean(names[0].AsText(), surroundings_.TemplateNames()));
  }
  throw error;
}

Interpreter::Flow Interpreter::Run(const IncludeStmt& stmt, const Stmt& at, Frame& frame) {
  const Value name = Evaluate(*stmt.name, frame);
  Locate(stmt.name->span);
  CheckDefined(*this, name);
  std::shared_ptr<const CompiledTemplate> compiled;
  std::vector<Value> names = {name};
  if (!name.string() && !Truth(*this, name)) {
    names.clear();
  } else if (!name.string()) {
    const List* choices = ToList(*this, name);
    names.assign(choices->items.begin(), choices->items.end());
  }
  for (size_t i = 0; i < names.size() && !compiled; ++i) compiled = Load(names[i]);
  if (!compiled) {
    if (stmt.ignore_missing) return Flow::kNormal;
    FailMissing(names);
  }
  Step(at.span, "including", compiled->name, [&] {
    const Layer* outer = stmt.with_context ? SharedLayer(stmt.visible, frame) : nullptr;
    RunTemplate(*compiled, *MakeContext(*compiled, outer));
  });
  return Flow::kNormal;
}

// What another template sees of this one: its variables over those of the context.
const Layer* Interpreter::SharedLayer(const VisibleNames& visible, Frame& frame) {
  const Context& context = *frame.context;
  if (visible.empty() && context.variables.empty()) return context.outer;
  Layer* layer = heap().Make<Layer>();
  layer->outer = context.outer;
  for (const VisibleName& name : visible) {
    const Value value = SlotAt(name.slot, frame);
    if (!value.missing()) layer->names.Add(heap(), {name.name, value});
  }
  for (const NamedValue& variable : context.variables) {
    if (!variable.value.missing()) layer->names.Add(heap(), variable);
  }
  return layer;
}

ModuleObject* Interpreter::Import(const ExprPtr& name_expr, const VisibleNames& visible,
                                  bool with_context, Span span, Frame& frame) {
  const Value name = Evaluate(*name_expr, frame);
  Locate(name_expr->span);
  const auto compiled = Load(name);
  if (!compiled) FailMissing({&name, 1});
  if (!with_context) {
    for (ModuleObject* known : modules_) {
      if (known->context->compiled == compiled.get()) return known;
    }
  }
  Context* context = MakeContext(*compiled, with_context ? SharedLayer(visible, frame) : nullptr);
  std::string_view text;
  Step(span, "importing", compiled->name,
       [&] { text = Capture([&] { RunTemplate(*compiled, *context); }); });
  auto* module =
      heap().Make<ModuleObject>(Object{ObjectKind::kModule}, context, Value::Markup(text));
  if (!with_context) modules_.push_back(module);
  return module;
}

Interpreter::Flow Interpreter::Run(const ImportStmt& stmt, const Stmt& at, Frame& frame) {
  ModuleObject* module = Import(stmt.name, stmt.visible, stmt.with_context, at.span, frame);
  Assign(stmt.target, Value::Of(module), frame);
  Publish(stmt.exports, false, frame);
  return Flow::kNormal;
}

Interpreter::Flow Interpreter::Run(const FromImportStmt& stmt, const Stmt& at, Frame& frame) {
  const ModuleObject* module = Import(stmt.name, stmt.visible, stmt.with_context, at.span, frame);
  for (const auto& [name, target] : stmt.names) {
    Value value = module->context->Exported(name);
    if (value.missing()) {
      value = UndefinedHint("the template '" + module->context->compiled->name +
                            "' does not export '" + std::string(name) + "'");
    }
    Assign(target, value, frame);
  }
  Publish(stmt.exports, false, frame);
  return Flow::kNormal;
}

}  // namespace tessera::jinja
