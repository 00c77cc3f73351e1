#include "jinja/filters.h"

#include <algorithm>

#include "base/text.h"
#include "jinja/unicode.h"

namespace tessera::jinja {

bool FlagOr(Call& call, size_t index, bool fallback) {
  const Value value = call.positional()[index];
  return value.missing() ? fallback : Truth(call.runtime(), value);
}

std::int64_t IntegerOr(Call& call, size_t index, std::int64_t fallback) {
  const Value value = call.positional()[index];
  if (value.missing() || value.none()) return fallback;
  CheckDefined(call.runtime(), value);
  if (!value.integer() && !value.boolean()) {
    FailType("'" + std::string(call.name()) + "' takes an integer here, not " +
             std::string(TypeName(value)));
  }
  return value.AsInt();
}

Value Generator(Runtime& runtime, const List& items) {
  auto* iterator = runtime.heap().Make<IteratorObject>(Object{ObjectKind::kIterator}, "generator");
  iterator->items = items.items;
  return Value::Of(iterator);
}

void SortValues(Runtime& runtime, Array<Value>& values, const SortKey* key, bool reverse) {
  struct Entry {
    Value key;
    Value value;
  };
  std::vector<Entry> entries;
  entries.reserve(values.size());
  for (Value value : values) entries.push_back({key != nullptr ? (*key)(value) : value, value});
  // Undefined keys are equal, but have no order. A stable merge sort keeps its footing whatever the
  // comparison says, and counts its work.
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    if (a.key.undefined() && b.key.undefined()) return CheckUsable(runtime, a.key), false;
    return reverse ? Order(runtime, b.key, a.key) < 0 : Order(runtime, a.key, b.key) < 0;
  });
  for (size_t i = 0; i < entries.size(); ++i) values[i] = entries[i].value;
}

AttributeReader::AttributeReader(Runtime& runtime, Value attribute, bool lower_case, Value fallback)
    : runtime_(runtime), lower_case_(lower_case), fallback_(fallback) {
  if (attribute.missing() || attribute.none()) {
    whole_ = true;
  } else if (attribute.string()) {
    for (const std::string& part : Split(attribute.AsText(), '.')) {
      const bool index = !part.empty() && part.size() < 10 &&
                         part.find_first_not_of("0123456789") == std::string::npos;
      path_.Add(runtime.heap(), index ? Value::Int(std::stoi(part)) : runtime.heap().Text(part));
    }
  } else {
    path_.Add(runtime.heap(), attribute);
  }
}

Value AttributeReader::Read(Value value) const {
  if (!whole_) {
    for (Value key : path_) {
      value = Item(runtime_, value, key);
      if (value.undefined() && !fallback_.missing() && !fallback_.none()) value = fallback_;
    }
  }
  if (lower_case_ && value.string()) {
    return runtime_.TextLike(ToLower(value.AsText()), value);
  }
  return value;
}

}  // namespace tessera::jinja
