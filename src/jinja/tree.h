// A parsed template: what the parser makes, the resolver numbers and the interpreter walks.
//
// Everything but the slots, and what goes with them, is set by the parser. Texts are views into the
// source, or into the heap of the template that the tree belongs to.
#ifndef TESSERA_JINJA_TREE_H_
#define TESSERA_JINJA_TREE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/error.h"
#include "jinja/heap.h"
#include "jinja/scope_tree.h"
#include "jinja/statement_tree.h"

namespace tessera::jinja {

struct BlockTree {
  std::string_view name;
  Body body;
  bool required = false;
  Span span;
  // Set by the resolver.
  Slot self_slot;
  Slot super_slot;
  Scope scope;
  FunctionTree function;
};

struct CompiledTemplate {
  explicit CompiledTemplate(std::size_t memory) : heap(memory) {}

  std::string name;
  std::string source;  // with its lines normalized
  Heap heap;           // of its literals
  bool autoescape = false;
  Body body;
  std::vector<std::unique_ptr<BlockTree>> blocks;
  Slot self_slot;
  Scope scope;
  FunctionTree function;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_TREE_H_
