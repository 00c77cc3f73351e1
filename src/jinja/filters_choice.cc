#include "base/text.h"
#include "jinja/filters.h"

namespace tessera::jinja {
namespace {

Value Default(Call& call) {
  const Value value = call.positional()[0];
  const Value fallback = ArgumentOr(call, 1, Value::Text(""));
  if (value.undefined()) return fallback;
  return FlagOr(call, 2, false) && !Truth(call.runtime(), value) ? fallback : value;
}

Value Attr(Call& call) {
  Runtime& runtime = call.runtime();
  const Value object = call.positional()[0];
  const Value name = ToTextValue(runtime, call.positional()[1]);
  if (object.undefined() && runtime.options().undefined == UndefinedKind::kChainable) return object;
  CheckDefined(runtime, object);
  const Value found = BuiltinAttribute(runtime, object, name.AsText());
  return found.missing() ? runtime.UndefinedKey(object, name) : found;
}

Value NamedArgument(Call& call, std::string_view name) {
  for (const NamedValue& named : call.named()) {
    if (named.name == name) return named.value;
  }
  return Value::Missing();
}

// map('filter', …) or map(attribute='name', default=…)
Value Map(Call& call) {
  Runtime& runtime = call.runtime();
  const Value value = call.positional()[0];
  List* mapped = runtime.MakeList();
  const auto given = call.positional().subspan(1);
  const Value attribute = NamedArgument(call, "attribute");
  if (!Truth(runtime, value)) return Generator(runtime, *mapped);
  Iteration items(runtime, value);
  if (given.empty() && !attribute.missing()) {
    for (const NamedValue& named : call.named()) {
      if (named.name != "attribute" && named.name != "default") {
        FailType("the filter 'map' has no parameter '" + std::string(named.name) + "'");
      }
    }
    const AttributeReader reader(runtime, attribute, false, NamedArgument(call, "default"));
    for (Value item; items.Next(item);) runtime.Append(*mapped, reader.Read(item));
    return Generator(runtime, *mapped);
  }
  if (given.empty()) FailType("'map' needs the name of a filter, or attribute=");
  CheckDefined(runtime, given[0]);
  if (!given[0].string()) FailType("'map' needs the name of a filter");
  std::vector<Value> arguments(given.begin(), given.end());
  for (Value item; items.Next(item);) {
    arguments[0] = item;
    runtime.Append(*mapped, runtime.ApplyFilter(given[0].AsText(), arguments, call.named()));
  }
  return Generator(runtime, *mapped);
}

// select and reject, selectattr and rejectattr: the items for which a test holds, or does not.
Value Choose(Call& call, bool attribute, bool wanted) {
  Runtime& runtime = call.runtime();
  const Value value = call.positional()[0];
  List* chosen = runtime.MakeList();
  auto given = call.positional().subspan(1);
  if (!Truth(runtime, value)) return Generator(runtime, *chosen);
  if (attribute && given.empty()) {
    FailType("'" + std::string(call.name()) + "' needs the name of an attribute");
  }
  const AttributeReader reader(runtime, attribute ? given[0] : Value::None());
  if (attribute) given = given.subspan(1);
  if (!given.empty() && !given[0].string()) {
    FailType("'" + std::string(call.name()) + "' needs the name of a test");
  }
  std::vector<Value> arguments(given.begin(), given.end());
  Iteration items(runtime, value);
  for (Value item; items.Next(item);) {
    const Value tested = reader.Read(item);
    bool holds = false;
    if (given.empty()) {
      holds = Truth(runtime, tested);
    } else {
      arguments[0] = tested;
      holds = runtime.ApplyTest(given[0].AsText(), arguments, call.named());
    }
    if (holds == wanted) runtime.Append(*chosen, item);
  }
  return Generator(runtime, *chosen);
}

template <bool attribute, bool wanted>
Value Choice(Call& call) {
  return Choose(call, attribute, wanted);
}

constexpr Library::BuiltinFilterRow kChoiceFilters[] = {
    {"attr", "name!", Attr},
    {"d", "default_value boolean", Default},
    {"default", "default_value boolean", Default},
    {"map", "*", Map},
    {"reject", "*", Choice<false, false>},
    {"rejectattr", "*", Choice<true, false>},
    {"select", "*", Choice<false, true>},
    {"selectattr", "*", Choice<true, true>},
};

}  // namespace

std::span<const Library::BuiltinFilterRow> ChoiceFilters() { return kChoiceFilters; }

}  // namespace tessera::jinja
