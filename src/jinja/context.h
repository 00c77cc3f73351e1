// Where a running template finds its variables, and the frames that hold them.
#ifndef TESSERA_JINJA_CONTEXT_H_
#define TESSERA_JINJA_CONTEXT_H_

#include <nlohmann/json.hpp>
#include <string_view>

#include "jinja/call.h"
#include "jinja/heap.h"
#include "jinja/objects.h"
#include "jinja/tree.h"

namespace tessera::jinja {

// Variables by name, over others.
struct Layer {
  Array<NamedValue> names;
  const nlohmann::json* json = nullptr;  // an object of the caller's
  const Layer* outer = nullptr;

  // Missing when there is none, here or further out.
  Value Find(std::string_view name) const;
};

struct BlockEntry {
  const BlockTree* tree;
  const CompiledTemplate* owner;
};
// The definitions of one block, that of the most derived template first.
struct BlockStack {
  std::string_view name;
  Array<BlockEntry> entries;
};

// One template being rendered, with what it extends.
struct Context {
  const CompiledTemplate* compiled;
  const Layer* outer;
  Array<NamedValue> variables = {};  // set at the top level
  Array<std::string_view> exported = {};
  Array<BlockStack> blocks = {};
  bool autoescape = false;
  const CompiledTemplate* parent = nullptr;  // once it has been extended
  Span extends = {};                         // where

  // Missing when there is none.
  Value Find(std::string_view name) const;
  Value Exported(std::string_view name) const;
  void Set(Heap& heap, std::string_view name, Value value, bool exports);
  BlockStack* Block(std::string_view name);
  // Puts the blocks of `owner` behind those that are there.
  void AddBlocks(Heap& heap, const CompiledTemplate& owner);
};

// The variables of one run of a function: a template's top level, a block, a macro.
struct Frame {
  Frame* outer;
  const CompiledTemplate* owner;
  Context* context;
  Value* slots;
};

// Missing when there is none.
Value SelfAttribute(Runtime& runtime, const SelfObject& self, std::string_view name);
Value BlockAttribute(Runtime& runtime, const BlockObject& block, std::string_view name);
// Block `name` of `context` as `super` sees it from `depth` - 1, or undefined.
Value MakeBlockReference(Runtime& runtime, Context* context, std::string_view name,
                         std::size_t depth);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_CONTEXT_H_
