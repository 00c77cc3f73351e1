#include <algorithm>

#include "base/text.h"
#include "jinja/filters.h"
#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

std::int64_t IntegerArgument(Call& call, size_t index, std::string_view name) {
  const Value value = call.Required(index, name);
  if (!value.integer() && !value.boolean())
    call.Fail("'" + std::string(name) + "' must be an integer");
  return value.AsInt();
}

[[noreturn]] void FailUnchangeable(Call& call, Value receiver) {
  const bool list = receiver.list();
  call.Fail("'" + std::string(call.name()) + "' would change a " + (list ? "list" : "dict") +
                " of the caller's data",
            list ? "change a copy: {% set mine = data|list %}"
                 : "change a copy: {% set mine = dict(data) %}");
}

Value View(Call& call, Value dict, std::string_view type) {
  Runtime& runtime = call.runtime();
  auto* view = runtime.heap().Make<ViewObject>(Object{ObjectKind::kView}, type);
  Iteration keys(runtime, dict);
  for (Value key; keys.Next(key);) {
    const Value value = type == "dict_keys" ? Value::None() : DictGet(dict, key);
    view->items.Add(runtime.heap(), type == "dict_keys"     ? key
                                    : type == "dict_values" ? value
                                                            : runtime.Tuple({key, value}));
  }
  return Value::Of(view);
}

Value CallReadingDictMethod(Value dict, Call& call) {
  const std::string_view name = call.name();
  Runtime& runtime = call.runtime();
  if (name == "items") return View(call, dict, "dict_items");
  if (name == "keys") return View(call, dict, "dict_keys");
  if (name == "values") return View(call, dict, "dict_values");
  if (name == "copy") return CopyDict(runtime, dict);
  if (name == "get") {
    const Value key = call.Required(0, "key");
    Hash(key);
    const Value found = DictGet(dict, key);
    if (!found.missing()) return found;
    const Value fallback = call.Argument(1, "default");
    return fallback.missing() ? Value::None() : fallback;
  }
  if (name == "fromkeys") {
    Dict* made = runtime.MakeDict();
    const Value value = call.Argument(1, "value");
    Iteration keys(runtime, call.Required(0, "iterable"));
    for (Value key; keys.Next(key);) {
      made->Set(runtime.heap(), key, value.missing() ? Value::None() : value);
    }
    return Value::Of(made);
  }
  return Value::Missing();
}

Value PopFromDict(Dict& dict, Call& call) {
  const Value key = call.Required(0, "key");
  Hash(key);
  if (const Value* found = dict.Find(key)) {
    const Value value = *found;
    dict.Remove(call.runtime().heap(), key);
    return value;
  }
  const Value fallback = call.Argument(1, "default");
  if (fallback.missing()) call.Fail("'pop': there is no key " + Repr(call.runtime(), key));
  return fallback;
}

Value CallChangingDictMethod(Dict& dict, Call& call) {
  const std::string_view name = call.name();
  Heap& heap = call.runtime().heap();
  if (name == "pop") return PopFromDict(dict, call);
  if (name == "popitem") {
    if (dict.entries.empty()) call.Fail("'popitem': the dict is empty");
    const Dict::Entry last = dict.entries.back();
    dict.Remove(heap, last.key);
    return call.runtime().Tuple({last.key, last.value});
  }
  if (name == "setdefault") {
    const Value key = call.Required(0, "key");
    if (const Value* found = dict.Find(key)) return *found;
    const Value given = call.Argument(1, "default");
    const Value value = given.missing() ? Value::None() : given;
    dict.Set(heap, key, value);
    return value;
  }
  if (name == "update") {
    if (!call.positional().empty()) UpdateDict(call.runtime(), dict, call.positional()[0]);
    for (const NamedValue& named : call.named())
      dict.Set(heap, Value::Text(named.name), named.value);
    return Value::None();
  }
  dict = Dict();  // clear
  return Value::None();
}

Value CallReadingListMethod(Value list, Call& call) {
  const std::string_view name = call.name();
  Runtime& runtime = call.runtime();
  if (name == "copy") return Value::Of(ToList(runtime, list));
  if (name != "count" && name != "index") return Value::Missing();
  const Value wanted = call.Required(0, "value");
  std::int64_t position = 0;
  std::int64_t count = 0;
  Iteration items(runtime, list);
  for (Value item; items.Next(item); ++position) {
    if (!Equal(runtime, item, wanted)) continue;
    if (name == "index") return Value::Int(position);
    ++count;
  }
  if (name == "index") call.Fail("'index': " + Repr(runtime, wanted) + " is not in the list");
  return Value::Int(count);
}

Value PopFromList(List& list, Call& call) {
  if (list.items.empty()) call.Fail("'pop': the list is empty");
  const auto size = static_cast<std::int64_t>(list.items.size());
  std::int64_t index = call.positional().empty() ? size - 1 : IntegerArgument(call, 0, "index");
  if (index < 0) index += size;
  if (index < 0 || index >= size) call.Fail("'pop': there is no item at this index");
  const Value item = list.items[static_cast<size_t>(index)];
  list.items.Remove(static_cast<size_t>(index));
  return item;
}

Value CallChangingListMethod(List& list, Call& call) {
  const std::string_view name = call.name();
  Runtime& runtime = call.runtime();
  if (name == "append") {
    runtime.Tick();
    runtime.Append(list, call.Required(0, "object"));
  } else if (name == "extend") {
    const List* more = ToList(runtime, call.Required(0, "iterable"));
    for (Value item : more->items) runtime.Append(list, item);
  } else if (name == "insert") {
    const auto size = static_cast<std::int64_t>(list.items.size());
    std::int64_t index = IntegerArgument(call, 0, "index");
    if (index < 0) index = std::max<std::int64_t>(0, index < -size ? 0 : index + size);
    runtime.Tick(size);
    list.items.Insert(runtime.heap(), static_cast<size_t>(std::min(index, size)),
                      call.Required(1, "object"));
  } else if (name == "pop") {
    return PopFromList(list, call);
  } else if (name == "remove") {
    const Value wanted = call.Required(0, "value");
    for (size_t i = 0; i < list.items.size(); ++i) {
      if (!Equal(runtime, list.items[i], wanted)) continue;
      list.items.Remove(i);
      return Value::None();
    }
    call.Fail("'remove': " + Repr(runtime, wanted) + " is not in the list");
  } else if (name == "reverse") {
    std::reverse(list.items.begin(), list.items.end());
  } else if (name == "sort") {
    const Value reverse = call.Argument(1, "reverse");
    SortValues(runtime, list.items, nullptr, !reverse.missing() && Truth(runtime, reverse));
  } else {
    list.items.Clear();
  }
  return Value::None();
}

}  // namespace

Value CopyDict(Runtime& runtime, Value dict) {
  Dict* copy = runtime.MakeDict();
  UpdateDict(runtime, *copy, dict);
  return Value::Of(copy);
}

void UpdateDict(Runtime& runtime, Dict& dict, Value from) {
  Iteration items(runtime, from);
  for (Value item; items.Next(item);) {
    if (from.dict()) {
      dict.Set(runtime.heap(), item, DictGet(from, item));
      continue;
    }
    const List* pair = ToList(runtime, item);
    if (pair->items.size() != 2) FailValue("a dict is made of pairs of a key and a value");
    dict.Set(runtime.heap(), pair->items[0], pair->items[1]);
  }
}

Value CallCollectionMethod(Value receiver, Call& call) {
  const bool dict = receiver.dict();
  const Value found =
      dict ? CallReadingDictMethod(receiver, call) : CallReadingListMethod(receiver, call);
  if (!found.missing()) return found;
  if (receiver.type() == Type::kDict) return CallChangingDictMethod(receiver.AsDict(), call);
  if (receiver.type() == Type::kList) return CallChangingListMethod(receiver.AsList(), call);
  FailUnchangeable(call, receiver);
}

}  // namespace tessera::jinja
