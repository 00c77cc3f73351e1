#include <algorithm>
#include <memory>
#include <random>

#include "base/text.h"
#include "jinja/filters.h"
#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

Value First(Call& call) {
  Iteration items(call.runtime(), call.positional()[0]);
  Value item;
  if (items.Next(item)) return item;
  return call.runtime().UndefinedHint("No first item, sequence was empty.");
}

Value Last(Call& call) {
  const Value value = call.positional()[0];
  if (Is(value, ObjectKind::kIterator)) FailType("a generator cannot be read from its end");
  List* items = ToList(call.runtime(), value);
  if (!items->items.empty()) {
    const Value last = items->items.back();
    return value.markup() ? Value::Markup(last.AsText()) : last;
  }
  return call.runtime().UndefinedHint("No last item, sequence was empty.");
}

Value LengthOf(Call& call) {
  return Value::Int(static_cast<std::int64_t>(Length(call.runtime(), call.positional()[0])));
}

Value ListOf(Call& call) { return Value::Of(ToList(call.runtime(), call.positional()[0])); }

Value Items(Call& call) {
  Runtime& runtime = call.runtime();
  const Value dict = call.positional()[0];
  List* pairs = runtime.MakeList();
  if (!dict.undefined()) {
    if (!dict.dict()) FailType("'items' takes a dict, not " + std::string(TypeName(dict)));
    Iteration keys(runtime, dict);
    for (Value key; keys.Next(key);) {
      runtime.Append(*pairs, runtime.Tuple({key, DictGet(dict, key)}));
    }
  }
  return Generator(runtime, *pairs);
}

Value Reverse(Call& call) {
  Runtime& runtime = call.runtime();
  const Value value = call.positional()[0];
  List* items = ToList(runtime, value);
  std::reverse(items->items.begin(), items->items.end());
  if (!value.string()) return Generator(runtime, *items);
  std::string text;
  for (Value character : items->items) text += character.AsText();
  return runtime.TextLike(text, value);
}

Value Batch(Call& call) {
  Runtime& runtime = call.runtime();
  const std::int64_t size = IntegerOr(call, 1, 0);
  const Value fill = ArgumentOr(call, 2, Value::None());
  List* batches = runtime.MakeList();
  List* batch = runtime.MakeList();
  Iteration items(runtime, call.positional()[0]);
  for (Value item; items.Next(item);) {
    if (static_cast<std::int64_t>(batch->items.size()) == size) {
      runtime.Append(*batches, Value::Of(batch));
      batch = runtime.MakeList();
    }
    runtime.Append(*batch, item);
  }
  if (batch->items.empty()) return Generator(runtime, *batches);
  if (!fill.none()) {
    runtime.CheckSize(static_cast<size_t>(std::max<std::int64_t>(size, 0)) * sizeof(Value));
    while (static_cast<std::int64_t>(batch->items.size()) < size) runtime.Append(*batch, fill);
  }
  runtime.Append(*batches, Value::Of(batch));
  return Generator(runtime, *batches);
}

Value SliceInto(Call& call) {
  Runtime& runtime = call.runtime();
  const List* items = ToList(runtime, call.positional()[0]);
  const std::int64_t slices = IntegerOr(call, 1, 0);
  const Value fill = ArgumentOr(call, 2, Value::None());
  if (slices == 0) throw TemplateError(ErrorKind::kArithmetic, "'slice' cannot make 0 slices");
  const auto size = static_cast<std::int64_t>(items->items.size());
  runtime.CheckSize(static_cast<size_t>(std::max<std::int64_t>(slices, 0)) * sizeof(Value));
  List* made = runtime.MakeList();
  std::int64_t offset = 0;
  for (std::int64_t i = 0; i < slices; ++i) {
    runtime.Tick();
    const std::int64_t count = size / slices + (i < size % slices ? 1 : 0);
    List* slice = runtime.MakeList();
    for (std::int64_t j = 0; j < count; ++j) {
      runtime.Append(*slice, items->items[static_cast<size_t>(offset + j)]);
    }
    offset += count;
    if (!fill.none() && i >= size % slices) runtime.Append(*slice, fill);
    runtime.Append(*made, Value::Of(slice));
  }
  return Generator(runtime, *made);
}

// By one attribute, or by several: "a,b".
Value Sort(Call& call) {
  Runtime& runtime = call.runtime();
  const bool lower = !FlagOr(call, 2, false);
  const Value attribute = ArgumentOr(call, 3, Value::None());
  std::vector<AttributeReader> readers;
  if (attribute.string()) {
    for (const std::string& name : Split(attribute.AsText(), ',')) {
      readers.emplace_back(runtime, runtime.heap().Text(name), lower);
    }
  } else {
    readers.emplace_back(runtime, attribute, lower);
  }
  const SortKey key = [&](Value value) {
    if (readers.size() == 1) return readers[0].Read(value);
    List* parts = runtime.MakeList(readers.size());
    for (const AttributeReader& reader : readers) runtime.Append(*parts, reader.Read(value));
    return Value::Of(parts);
  };
  List* items = ToList(runtime, call.positional()[0]);
  SortValues(runtime, items->items, &key, FlagOr(call, 1, false));
  return Value::Of(items);
}

Value DictSort(Call& call) {
  Runtime& runtime = call.runtime();
  const Value dict = call.positional()[0];
  CheckDefined(runtime, dict);
  if (!dict.dict()) FailType("'dictsort' takes a dict, not " + std::string(TypeName(dict)));
  const std::string by = ToText(runtime, ArgumentOr(call, 2, Value::Text("key")));
  if (by != "key" && by != "value") FailValue("'dictsort' sorts by 'key' or by 'value'");
  const AttributeReader reader(runtime, Value::Int(by == "key" ? 0 : 1), !FlagOr(call, 1, false));
  List* pairs = runtime.MakeList();
  Iteration keys(runtime, dict);
  for (Value key; keys.Next(key);) runtime.Append(*pairs, runtime.Tuple({key, DictGet(dict, key)}));
  const SortKey key = [&](Value pair) { return reader.Read(pair); };
  SortValues(runtime, pairs->items, &key, FlagOr(call, 3, false));
  return Value::Of(pairs);
}

Value Unique(Call& call) {
  Runtime& runtime = call.runtime();
  const AttributeReader reader(runtime, ArgumentOr(call, 2, Value::None()),
                               !FlagOr(call, 1, false));
  Dict* seen = runtime.MakeDict();
  List* kept = runtime.MakeList();
  Iteration items(runtime, call.positional()[0]);
  for (Value item; items.Next(item);) {
    const Value key = reader.Read(item);
    CheckUsable(runtime, key);
    Hash(key);
    if (seen->Find(key) != nullptr) continue;
    seen->Set(runtime.heap(), key, Value::None());
    runtime.Append(*kept, item);
  }
  return Generator(runtime, *kept);
}

template <bool largest>
Value Extreme(Call& call) {
  Runtime& runtime = call.runtime();
  const AttributeReader reader(runtime, ArgumentOr(call, 2, Value::None()),
                               !FlagOr(call, 1, false));
  Iteration items(runtime, call.positional()[0]);
  Value best;
  if (!items.Next(best)) {
    return runtime.UndefinedHint("No aggregated item, sequence was empty.");
  }
  Value best_key = reader.Read(best);
  for (Value item; items.Next(item);) {
    const Value key = reader.Read(item);
    const int order = Order(runtime, key, best_key, largest ? ">" : "<");
    if (largest ? order > 0 : order < 0) {
      best = item;
      best_key = key;
    }
  }
  return best;
}

Value Sum(Call& call) {
  Runtime& runtime = call.runtime();
  const AttributeReader reader(runtime, ArgumentOr(call, 1, Value::None()));
  Value sum = ArgumentOr(call, 2, Value::Int(0));
  if (sum.string()) FailType("'sum' adds numbers; use 'join' for texts");
  Iteration items(runtime, call.positional()[0]);
  for (Value item; items.Next(item);) {
    sum = Arithmetic(runtime, BinaryOp::kAdd, sum, reader.Read(item));
  }
  return sum;
}

Value Join(Call& call) {
  Runtime& runtime = call.runtime();
  Value between = ArgumentOr(call, 1, Value::Text(""));
  const AttributeReader reader(runtime, ArgumentOr(call, 2, Value::None()));
  List* items = runtime.MakeList();
  Iteration values(runtime, call.positional()[0]);
  bool markup = between.markup();
  for (Value value; values.Next(value);) {
    const Value item = reader.Read(value);
    markup |= item.markup();
    runtime.Append(*items, item);
  }
  if (!runtime.autoescape()) markup = false;
  between = markup ? Escaped(runtime, between) : ToTextValue(runtime, between);
  std::string text;
  for (size_t i = 0; i < items->items.size(); ++i) {
    if (i > 0) text += between.AsText();
    if (markup && !items->items[i].markup()) {
      AppendEscaped(ToText(runtime, items->items[i]), text);
    } else {
      AppendText(runtime, items->items[i], text);
    }
    runtime.CheckSize(text.size());
  }
  return markup ? runtime.Markup(text) : runtime.Text(text);
}

Value GroupBy(Call& call) {
  Runtime& runtime = call.runtime();
  const Value attribute = call.positional()[1];
  const Value fallback = ArgumentOr(call, 2, Value::None());
  const bool lower = !FlagOr(call, 3, false);
  const AttributeReader reader(runtime, attribute, lower, fallback);
  const AttributeReader plain(runtime, attribute, false, fallback);
  List* items = ToList(runtime, call.positional()[0]);
  const SortKey key = [&](Value value) {
    const Value read = reader.Read(value);
    if (items->items.size() > 1) CheckDefined(runtime, read);
    return read;
  };
  SortValues(runtime, items->items, &key, false);
  List* groups = runtime.MakeList();
  List* group = nullptr;
  Value last;
  for (Value item : items->items) {
    const Value now = reader.Read(item);
    if (group == nullptr || !Equal(runtime, now, last)) {
      group = runtime.MakeList();
      const Value pair = runtime.Tuple({plain.Read(item), Value::Of(group)});
      pair.AsList().group = true;
      runtime.Append(*groups, pair);
      last = now;
    }
    runtime.Append(*group, item);
  }
  return Value::Of(groups);
}

// The same choice every time: what a page shows is decided by what it is made of.
Value Random(Call& call) {
  Runtime& runtime = call.runtime();
  const List* items = ToList(runtime, call.positional()[0]);
  if (items->items.empty()) {
    return runtime.UndefinedHint("No random item, sequence was empty.");
  }
  std::minstd_rand generator(static_cast<unsigned>(items->items.size()));
  return items->items[generator() % items->items.size()];
}

constexpr Library::BuiltinFilterRow kSequenceFilters[] = {
    {"batch", "linecount! fill_with", Batch},
    {"count", "", LengthOf},
    {"dictsort", "case_sensitive by reverse", DictSort},
    {"first", "", First},
    {"groupby", "attribute! default case_sensitive", GroupBy},
    {"items", "", Items},
    {"join", "d attribute", Join},
    {"last", "", Last},
    {"length", "", LengthOf},
    {"list", "", ListOf},
    {"max", "case_sensitive attribute", Extreme<true>},
    {"min", "case_sensitive attribute", Extreme<false>},
    {"random", "", Random},
    {"reverse", "", Reverse},
    {"slice", "slices! fill_with", SliceInto},
    {"sort", "reverse case_sensitive attribute", Sort},
    {"sum", "attribute start", Sum},
    {"unique", "case_sensitive attribute", Unique},
};

}  // namespace

std::span<const Library::BuiltinFilterRow> SequenceFilters() { return kSequenceFilters; }

}  // namespace tessera::jinja
