#include "jinja/globals.h"

#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

std::int64_t Integer(Call& call, size_t index) {
  const Value value = call.positional()[index];
  CheckDefined(call.runtime(), value);
  if (!value.integer() && !value.boolean()) {
    FailType("'range' takes integers, not " + std::string(TypeName(value)));
  }
  return value.AsInt();
}

Value Range(Call& call) {
  const size_t count = call.positional().size();
  if (count < 1 || count > 3 || !call.named().empty()) {
    FailType("'range' takes one to three integers: range(stop) or range(start, stop, step)");
  }
  const std::int64_t start = count == 1 ? 0 : Integer(call, 0);
  const std::int64_t stop = Integer(call, count == 1 ? 0 : 1);
  const std::int64_t step = count == 3 ? Integer(call, 2) : 1;
  if (step == 0) FailValue("the step of 'range' cannot be zero");
  return Value::Of(
      call.runtime().heap().Make<RangeObject>(Object{ObjectKind::kRange}, start, stop, step));
}

void Fill(Call& call, Dict& dict) {
  if (call.positional().size() > 1) {
    FailType("'" + std::string(call.name()) + "' takes one dict, and values by name");
  }
  if (!call.positional().empty()) UpdateDict(call.runtime(), dict, call.positional()[0]);
  for (const NamedValue& named : call.named()) {
    dict.Set(call.runtime().heap(), Value::Text(named.name), named.value);
  }
}

Value MakeDict(Call& call) {
  Dict* dict = call.runtime().MakeDict();
  Fill(call, *dict);
  return Value::Of(dict);
}

Value MakeNamespace(Call& call) {
  auto* made = call.runtime().heap().Make<NamespaceObject>(Object{ObjectKind::kNamespace});
  Fill(call, made->values);
  return Value::Of(made);
}

Value MakeCycler(Call& call) {
  if (call.positional().empty()) FailType("'cycler' needs something to cycle through");
  auto* made = call.runtime().heap().Make<CyclerObject>(Object{ObjectKind::kCycler});
  for (Value value : call.positional()) made->items.Add(call.runtime().heap(), value);
  return Value::Of(made);
}

Value MakeJoiner(Call& call) {
  const Value separator = call.Argument(0, "sep");
  return Value::Of(call.runtime().heap().Make<JoinerObject>(
      Object{ObjectKind::kJoiner}, separator.missing() ? Value::Text(", ") : separator));
}

constexpr GlobalRow kGlobals[] = {
    {"range", Range},       {"dict", MakeDict},
    {"cycler", MakeCycler}, {"namespace", MakeNamespace},
    {"joiner", MakeJoiner},
};

}  // namespace

std::span<const GlobalRow> BuiltinGlobals() { return kGlobals; }

}  // namespace tessera::jinja
