// The variables of a parsed template: where each stands when it runs. Made by the resolver
// (resolve.h), so that no name has to be looked up then.
#ifndef TESSERA_JINJA_SCOPE_TREE_H_
#define TESSERA_JINJA_SCOPE_TREE_H_

#include <string_view>
#include <vector>

namespace tessera::jinja {

// A variable: slot `index` of the frame that is `hops` functions further out.
struct Slot {
  int hops = 0;
  int index = -1;
};

// How a variable gets its value when its scope is entered.
struct SlotSource {
  enum Kind { kContext, kOuter, kMissing } kind;
  std::string_view name;  // kContext: looked up by this name
  Slot outer;             // kOuter: a copy of this variable
  int slot;
};
struct Scope {
  std::vector<SlotSource> sources;
  std::vector<SlotSource> constant;  // of a loop: the same in every round, so set once before it
};
// A variable that others may want to see by its name: an include, a scoped block.
struct VisibleName {
  std::string_view name;
  Slot slot;
};
using VisibleNames = std::vector<VisibleName>;
// Names that a statement makes visible in the whole template (and to those who import it).
struct Export {
  std::string_view name;
  Slot slot;
};

// What has a frame of its own: a template's top level, a block, a macro, a recursive loop.
struct FunctionTree {
  int slots = 0;
  bool captured = false;  // a macro inside may outlive the frame
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_SCOPE_TREE_H_
