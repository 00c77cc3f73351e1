// What a Value points to: lists, dicts, and the objects that only a running template makes.
#ifndef TESSERA_JINJA_OBJECTS_H_
#define TESSERA_JINJA_OBJECTS_H_

#include <optional>
#include <span>
#include <string_view>

#include "jinja/call.h"
#include "jinja/heap.h"
#include "jinja/value.h"

namespace tessera::jinja {

struct MacroTree;  // tree.h
struct BlockTree;
struct CompiledTemplate;
struct Context;  // context.h
struct Frame;
struct Loop;  // loop.h
class Engine;

// The items of a list or a tuple.
struct List {
  Array<Value> items = {};
  bool group = false;  // a (grouper, list) pair of `groupby`, whose items have these names
};

// Keeps the order in which keys came. A key is a string, a number, None or a tuple of such; 1, 1.0
// and True are one key.
struct Dict {
  struct Entry {
    Value key;
    Value value;
  };

  Array<Entry> entries;

  // Null when there is none.
  const Value* Find(Value key) const;
  void Set(Heap& heap, Value key, Value value);
  void Remove(Heap& heap, Value key);

 private:
  std::optional<size_t> IndexOf(Value key) const;
  void Index(Heap& heap);

  // Entry numbers + 1 by hash, for more than a few entries; a power of two in size.
  Array<std::uint32_t> slots_;
};

enum class ObjectKind : std::uint8_t {
  kUndefined,
  kRange,
  kIterator,
  kView,
  kNamespace,
  kCycler,
  kJoiner,
  kMethod,
  kFunction,
  kMacro,
  kLoop,
  kBlock,
  kSelf,
  kModule,
};

struct Object {
  ObjectKind kind;
};

// Where an undefined value comes from: `object` had no `key`, or whatever `hint` says.
struct UndefinedObject : Object {
  Value object;
  Value key;
  std::string_view hint;
  bool lenient = false;  // never an error to print, whatever the options say
};

struct RangeObject : Object {
  std::int64_t start;
  std::int64_t stop;
  std::int64_t step;

  std::size_t size() const;
  std::int64_t At(std::size_t index) const;
};

// A generator: what is left of `items` from `next` on. Reading it uses it up.
struct IteratorObject : Object {
  std::string_view type;  // "generator", "list_reverseiterator"
  Array<Value> items = {};
  std::size_t next = 0;
};

// dict.keys(), dict.values() and dict.items(), as they were when they were asked for.
struct ViewObject : Object {
  std::string_view type;  // "dict_keys"
  Array<Value> items = {};
};

struct NamespaceObject : Object {
  Dict values = {};
};

struct CyclerObject : Object {
  Array<Value> items = {};
  std::size_t position = 0;
};

struct JoinerObject : Object {
  Value separator;
  bool used = false;
};

// `receiver.name`, to be called.
struct MethodObject : Object {
  Value receiver;
  std::string_view name;
};

// A function of the engine's or its owner's.
struct FunctionObject : Object {
  std::string_view name;
  const Function* function;
};

struct MacroObject : Object {
  std::string_view name;
  const MacroTree* tree;
  Frame* outer;  // the frame that it was defined in
};

struct LoopObject : Object {
  Loop* loop;
};

// A block as `super` or `self.name` calls it: entry `depth` of the context's stack of that name.
struct BlockObject : Object {
  std::string_view name;
  std::size_t depth;
  Context* context;
};

struct SelfObject : Object {
  Context* context;
};

// An imported template: what it exports, and the text that it printed.
struct ModuleObject : Object {
  Context* context;
  Value text;
};

inline std::span<const Value> ItemsOf(Value list_or_tuple) {
  const Array<Value>& items = list_or_tuple.AsList().items;
  return {items.data(), items.size()};
}

template <typename T>
T& As(Value value) {
  return static_cast<T&>(value.AsObject());
}
inline bool Is(Value value, ObjectKind kind) {
  return value.object() && value.AsObject().kind == kind;
}

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_OBJECTS_H_
