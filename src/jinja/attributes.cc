#include <limits>

#include "jinja/context.h"
#include "jinja/loop.h"
#include "jinja/operations.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

bool IsIndex(Value value) { return value.integer() || value.boolean(); }

// The item of a list at an index that may count from the end; Missing when it is out of range.
Value AtIndex(Value sequence, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(SequenceSize(sequence));
  if (index < 0) index += size;
  if (index < 0 || index >= size) return Value::Missing();
  return SequenceItem(sequence, static_cast<size_t>(index));
}

Value CharacterAt(Runtime& runtime, Value text, std::int64_t index) {
  const std::string_view all = text.AsText();
  const auto size = static_cast<std::int64_t>(CountCodePoints(all));
  if (index < 0) index += size;
  if (index < 0 || index >= size) return Value::Missing();
  size_t end = OffsetOfCodePoint(all, static_cast<size_t>(index));
  const size_t begin = end;
  NextCodePoint(all, end);
  return runtime.heap().TextLike(all.substr(begin, end - begin), text);
}

// The item, or Missing.
Value FindItem(Runtime& runtime, Value object, Value key) {
  if (object.dict()) {
    CheckUsable(runtime, key);
    const bool hashable = !key.list() && !key.dict();
    return hashable ? DictGet(object, key) : Value::Missing();
  }
  if (!IsIndex(key)) return Value::Missing();
  if (object.string()) return CharacterAt(runtime, object, key.AsInt());
  if (object.list() || object.tuple() || Is(object, ObjectKind::kRange)) {
    return AtIndex(object, key.AsInt());
  }
  return Value::Missing();
}

Value UndefinedItem(Runtime& runtime, Value object, Value key) {
  if (object.undefined()) {
    if (runtime.options().undefined != UndefinedKind::kChainable) FailUndefined(runtime, object);
    return object;
  }
  return runtime.UndefinedKey(object, key);
}

Value NumberAttribute(Value number, std::string_view name) {
  if (name == "real" || (name == "numerator" && !number.floating())) {
    return number.boolean() ? Value::Int(number.AsInt()) : number;
  }
  if (name == "imag") return number.floating() ? Value::Float(0) : Value::Int(0);
  if (name == "denominator" && !number.floating()) return Value::Int(1);
  return Value::Missing();
}

Value MacroAttribute(Runtime& runtime, const MacroObject& macro, std::string_view name) {
  if (name == "name") return macro.name == "caller" ? Value::None() : Value::Text(macro.name);
  if (name == "catch_kwargs") return Value::Bool(macro.tree->uses_kwargs);
  if (name == "catch_varargs") return Value::Bool(macro.tree->uses_varargs);
  if (name == "caller") return Value::Bool(macro.tree->uses_caller || macro.tree->explicit_caller);
  if (name != "arguments") return Value::Missing();
  List* names = runtime.MakeList();
  for (const Parameter& parameter : macro.tree->parameters) {
    runtime.Append(*names, Value::Text(parameter.name));
  }
  return Value::TupleOf(names);
}

Value ObjectAttribute(Runtime& runtime, Value value, std::string_view name) {
  switch (value.AsObject().kind) {
    case ObjectKind::kNamespace: {
      const Value* found = As<NamespaceObject>(value).values.Find(Value::Text(name));
      return found != nullptr ? *found : Value::Missing();
    }
    case ObjectKind::kLoop:
      return LoopAttribute(runtime, value, name);
    case ObjectKind::kMacro:
      return MacroAttribute(runtime, As<MacroObject>(value), name);
    case ObjectKind::kCycler: {
      const auto& cycler = As<CyclerObject>(value);
      return name == "current" ? cycler.items[cycler.position] : Value::Missing();
    }
    case ObjectKind::kSelf:
      return SelfAttribute(runtime, As<SelfObject>(value), name);
    case ObjectKind::kBlock:
      return BlockAttribute(runtime, As<BlockObject>(value), name);
    case ObjectKind::kModule:
      return As<ModuleObject>(value).context->Exported(name);
    case ObjectKind::kRange: {
      const auto& range = As<RangeObject>(value);
      if (name == "start") return Value::Int(range.start);
      if (name == "stop") return Value::Int(range.stop);
      if (name == "step") return Value::Int(range.step);
      return Value::Missing();
    }
    default:
      return Value::Missing();
  }
}

// Python's indices of a slice over `size` items: where it starts, and how many items it has.
struct SliceRange {
  std::int64_t start = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
};

std::int64_t SliceBound(Runtime& runtime, Value value, std::int64_t size, std::int64_t fallback,
                        bool backwards) {
  if (value.none()) return fallback;
  CheckDefined(runtime, value);
  if (!IsIndex(value)) FailType("the bounds of a slice are integers");
  std::int64_t bound = value.AsInt();
  if (bound < 0) bound = bound < -size ? -1 : bound + size;
  if (bound < 0) return backwards ? -1 : 0;
  return std::min(bound, backwards ? size - 1 : size);
}

SliceRange Resolve(Runtime& runtime, std::int64_t size, Value start, Value stop, Value step) {
  SliceRange range;
  if (!step.none()) {
    CheckDefined(runtime, step);
    if (!IsIndex(step)) FailType("the step of a slice is an integer");
    range.step = step.AsInt();
    if (range.step == 0) FailValue("the step of a slice cannot be zero");
  }
  const bool backwards = range.step < 0;
  range.start = SliceBound(runtime, start, size, backwards ? size - 1 : 0, backwards);
  const std::int64_t end = SliceBound(runtime, stop, size, backwards ? -1 : size, backwards);
  const std::int64_t distance = backwards ? range.start - end : end - range.start;
  const std::uint64_t stride = backwards ? 0 - static_cast<std::uint64_t>(range.step)
                                         : static_cast<std::uint64_t>(range.step);
  if (distance > 0) {
    range.count =
        static_cast<std::int64_t>((static_cast<std::uint64_t>(distance) - 1) / stride + 1);
  }
  return range;
}

Value SliceText(Runtime& runtime, Value text, const SliceRange& range) {
  const std::string_view all = text.AsText();
  if (range.step == 1) {
    const size_t begin = OffsetOfCodePoint(all, static_cast<size_t>(range.start));
    const size_t length = OffsetOfCodePoint(all.substr(begin), static_cast<size_t>(range.count));
    const std::string_view part = all.substr(begin, length);
    return text.markup() ? Value::Markup(part) : Value::Text(part);
  }
  std::vector<size_t> offsets;
  for (size_t position = 0; position < all.size(); NextCodePoint(all, position)) {
    offsets.push_back(position);
  }
  std::string out;
  for (std::int64_t i = 0; i < range.count; ++i) {
    size_t end = offsets[static_cast<size_t>(range.start + i * range.step)];
    const size_t begin = end;
    NextCodePoint(all, end);
    out += all.substr(begin, end - begin);
  }
  return runtime.TextLike(out, text);
}

}  // namespace

Value DictGet(Value dict, Value key) {
  if (dict.type() == Type::kDict) {
    const Value* found = dict.AsDict().Find(key);
    return found != nullptr ? *found : Value::Missing();
  }
  if (!key.string()) return Value::Missing();
  const auto& object = dict.AsJson().get_ref<const nlohmann::json::object_t&>();
  const auto found = object.find(key.AsText());
  return found != object.end() ? Value::Of(found->second) : Value::Missing();
}

Value BuiltinAttribute(Runtime& runtime, Value object, std::string_view name) {
  if (object.object()) {
    const Value found = ObjectAttribute(runtime, object, name);
    if (!found.missing()) return found;
  } else if (object.number()) {
    return NumberAttribute(object, name);
  } else if (object.tuple() && object.AsList().group) {
    if (name == "grouper") return object.AsList().items[0];
    if (name == "list") return object.AsList().items[1];
  }
  if (!HasMethod(object, name)) return Value::Missing();
  return Value::Of(runtime.heap().Make<MethodObject>(Object{ObjectKind::kMethod}, object, name));
}

Value Attribute(Runtime& runtime, Value object, std::string_view name) {
  // The names of methods are few, so the items of a dict are tried first where none is meant.
  Value found = BuiltinAttribute(runtime, object, name);
  if (found.missing() && object.dict()) found = DictGet(object, Value::Text(name));
  return found.missing() ? UndefinedItem(runtime, object, Value::Text(name)) : found;
}

Value Item(Runtime& runtime, Value object, Value key) {
  Value found = FindItem(runtime, object, key);
  if (found.missing() && key.string() && !object.undefined()) {
    found = BuiltinAttribute(runtime, object, runtime.heap().Copy(key.AsText()));
  }
  return found.missing() ? UndefinedItem(runtime, object, key) : found;
}

Value Slice(Runtime& runtime, Value object, Value start, Value stop, Value step) {
  if (object.undefined()) return UndefinedItem(runtime, object, Value::None());
  const bool sequence = object.list() || object.tuple() || Is(object, ObjectKind::kRange);
  if (!sequence && !object.string()) {
    FailType("a value of type " + std::string(TypeName(object)) + " cannot be sliced");
  }
  const auto size = static_cast<std::int64_t>(Length(runtime, object));
  const SliceRange range = Resolve(runtime, size, start, stop, step);
  if (object.string()) return SliceText(runtime, object, range);
  if (object.object()) {
    const auto& whole = As<RangeObject>(object);
    const std::int64_t stride = range.step * whole.step;
    const std::int64_t first =
        range.count > 0 ? whole.At(static_cast<size_t>(range.start)) : whole.start;
    return Value::Of(runtime.heap().Make<RangeObject>(Object{ObjectKind::kRange}, first,
                                                      first + stride * range.count, stride));
  }
  List* list = runtime.MakeList(static_cast<size_t>(range.count));
  for (std::int64_t i = 0; i < range.count; ++i) {
    runtime.Append(*list, SequenceItem(object, static_cast<size_t>(range.start + i * range.step)));
  }
  return object.tuple() ? Value::TupleOf(list) : Value::Of(list);
}

}  // namespace tessera::jinja
