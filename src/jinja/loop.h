// The `loop` of a for loop.
#ifndef TESSERA_JINJA_LOOP_H_
#define TESSERA_JINJA_LOOP_H_

#include <string_view>

#include "jinja/context.h"
#include "jinja/objects.h"
#include "jinja/runtime.h"
#include "jinja/tree.h"

namespace tessera::jinja {

// One run of a loop over `items`, a list, tuple or range that can be looked around in.
struct Loop {
  Value items;
  std::size_t index = 0;  // from 0
  std::size_t size = 0;
  int depth = 0;  // of a recursive loop, from 0
  const ForStmt* tree = nullptr;
  Frame* frame = nullptr;                 // that a recursive loop runs in
  Value last_changed = Value::Missing();  // what loop.changed was called with
};

// Missing when there is none of that name.
Value LoopAttribute(Runtime& runtime, Value loop, std::string_view name);
// loop.cycle(…), loop.changed(…)
Value CallLoopMethod(Loop& loop, Call& call);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_LOOP_H_
