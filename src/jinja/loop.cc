#include "jinja/loop.h"

#include "jinja/operations.h"

namespace tessera::jinja {

void AppendLoopText(const LoopObject& object, std::string& out) {
  const Loop& loop = *object.loop;
  out += "<LoopContext " + std::to_string(loop.index + 1) + "/" + std::to_string(loop.size) + ">";
}

Value LoopAttribute(Runtime& runtime, Value value, std::string_view name) {
  const Loop& loop = *As<LoopObject>(value).loop;
  const auto number = [](std::size_t count) {
    return Value::Int(static_cast<std::int64_t>(count));
  };
  if (name == "index") return number(loop.index + 1);
  if (name == "index0") return number(loop.index);
  if (name == "first") return Value::Bool(loop.index == 0);
  if (name == "last") return Value::Bool(loop.index + 1 >= loop.size);
  if (name == "length") return number(loop.size);
  if (name == "revindex") return number(loop.size - loop.index);
  if (name == "revindex0") return number(loop.size - loop.index - 1);
  if (name == "depth") return Value::Int(loop.depth + 1);
  if (name == "depth0") return Value::Int(loop.depth);
  if (name == "previtem") {
    if (loop.index == 0) return runtime.UndefinedHint("there is no previous item");
    return SequenceItem(loop.items, loop.index - 1);
  }
  if (name == "nextitem") {
    if (loop.index + 1 >= loop.size) return runtime.UndefinedHint("there is no next item");
    return SequenceItem(loop.items, loop.index + 1);
  }
  return Value::Missing();
}

Value CallLoopMethod(Loop& loop, Call& call) {
  if (call.name() == "cycle") {
    if (call.positional().empty()) call.Fail("'loop.cycle' needs something to cycle through");
    return call.positional()[loop.index % call.positional().size()];
  }
  Runtime& runtime = call.runtime();
  List* now = runtime.MakeList();
  for (Value value : call.positional()) runtime.Append(*now, value);
  const Value values = Value::TupleOf(now);
  if (!loop.last_changed.missing() && Equal(runtime, loop.last_changed, values)) {
    return Value::Bool(false);
  }
  loop.last_changed = values;
  return Value::Bool(true);
}

}  // namespace tessera::jinja
