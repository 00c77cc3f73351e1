#include "jinja/context.h"

#include "jinja/runtime.h"

namespace tessera::jinja {
namespace {

Value FindIn(const Array<NamedValue>& names, std::string_view name) {
  for (const NamedValue& named : names) {
    if (named.name == name) return named.value;
  }
  return Value::Missing();
}

}  // namespace

Value Layer::Find(std::string_view name) const {
  for (const Layer* layer = this; layer != nullptr; layer = layer->outer) {
    const Value found = FindIn(layer->names, name);
    if (!found.missing()) return found;
    if (layer->json == nullptr || !layer->json->is_object()) continue;
    const auto& object = layer->json->get_ref<const nlohmann::json::object_t&>();
    const auto entry = object.find(name);
    if (entry != object.end()) return Value::Of(entry->second);
  }
  return Value::Missing();
}

Value Context::Find(std::string_view name) const {
  const Value found = FindIn(variables, name);
  return found.missing() && outer != nullptr ? outer->Find(name) : found;
}

Value Context::Exported(std::string_view name) const {
  for (std::string_view exports : exported) {
    if (exports == name) return FindIn(variables, name);
  }
  return Value::Missing();
}

void Context::Set(Heap& heap, std::string_view name, Value value, bool exports) {
  const auto known = std::find(exported.begin(), exported.end(), name);
  if (exports && known == exported.end() && !name.starts_with('_')) exported.Add(heap, name);
  if (!exports && known != exported.end()) {
    exported.Remove(static_cast<size_t>(known - exported.begin()));
  }
  for (NamedValue& named : variables) {
    if (named.name == name) {
      named.value = value;
      return;
    }
  }
  variables.Add(heap, {name, value});
}

BlockStack* Context::Block(std::string_view name) {
  for (BlockStack& stack : blocks) {
    if (stack.name == name) return &stack;
  }
  return nullptr;
}

void Context::AddBlocks(Heap& heap, const CompiledTemplate& owner) {
  for (const auto& tree : owner.blocks) {
    BlockStack* stack = Block(tree->name);
    if (stack == nullptr) {
      blocks.Add(heap, {tree->name, {}});
      stack = &blocks.back();
    }
    stack->entries.Add(heap, {tree.get(), &owner});
  }
}

Value MakeBlockReference(Runtime& runtime, Context* context, std::string_view name,
                         std::size_t depth) {
  const BlockStack* stack = context->Block(name);
  if (stack == nullptr || depth >= stack->entries.size()) {
    return runtime.UndefinedHint("there is no parent block called '" + std::string(name) + "'.");
  }
  return Value::Of(
      runtime.heap().Make<BlockObject>(Object{ObjectKind::kBlock}, stack->name, depth, context));
}

Value SelfAttribute(Runtime& runtime, const SelfObject& self, std::string_view name) {
  if (self.context->Block(name) == nullptr) return Value::Missing();
  return MakeBlockReference(runtime, self.context, name, 0);
}

Value BlockAttribute(Runtime& runtime, const BlockObject& block, std::string_view name) {
  if (name != "super") return Value::Missing();
  return MakeBlockReference(runtime, block.context, block.name, block.depth + 1);
}

}  // namespace tessera::jinja
