#include "jinja/operations.h"
#include "jinja/unicode.h"

namespace tessera::jinja {

std::size_t SequenceSize(Value sequence) {
  if (sequence.type() == Type::kJsonArray) return sequence.AsJson().size();
  if (sequence.object()) return As<RangeObject>(sequence).size();
  return sequence.AsList().items.size();
}

Value SequenceItem(Value sequence, std::size_t index) {
  if (sequence.type() == Type::kJsonArray) {
    return Value::Of(sequence.AsJson().get_ref<const nlohmann::json::array_t&>()[index]);
  }
  if (sequence.object()) return Value::Int(As<RangeObject>(sequence).At(index));
  return sequence.AsList().items[index];
}

std::size_t Length(Runtime& runtime, Value value) {
  switch (value.type()) {
    case Type::kString:
      return CountCodePoints(value.AsText());
    case Type::kList:
    case Type::kTuple:
    case Type::kJsonArray:
      return SequenceSize(value);
    case Type::kDict:
      return value.AsDict().entries.size();
    case Type::kJsonObject:
      return value.AsJson().size();
    case Type::kUndefined:
      CheckUsable(runtime, value);
      return 0;
    default:
      break;
  }
  if (Is(value, ObjectKind::kRange)) return SequenceSize(value);
  if (Is(value, ObjectKind::kView)) return As<ViewObject>(value).items.size();
  FailType("a value of type " + std::string(TypeName(value)) + " has no length");
}

Iteration::Iteration(Runtime& runtime, Value iterable) : runtime_(runtime), iterable_(iterable) {
  switch (iterable.type()) {
    case Type::kList:
    case Type::kTuple:
      source_ = Source::kList;
      return;
    case Type::kJsonArray:
      source_ = Source::kJsonArray;
      json_ = iterable.AsJson().get_ref<const nlohmann::json::array_t&>().data();
      json_end_ = json_ + iterable.AsJson().size();
      return;
    case Type::kString:
      source_ = Source::kString;
      return;
    case Type::kDict:
      source_ = Source::kDict;
      return;
    case Type::kJsonObject:
      source_ = Source::kJsonObject;
      entry_ = iterable.AsJson().get_ref<const nlohmann::json::object_t&>().begin();
      return;
    case Type::kUndefined:
      CheckUsable(runtime, iterable);
      return;
    default:
      break;
  }
  if (Is(iterable, ObjectKind::kRange)) {
    const auto& range = As<RangeObject>(iterable);
    source_ = Source::kRange;
    left_ = range.size();
    number_ = range.start;
    step_ = range.step;
  } else if (Is(iterable, ObjectKind::kView)) {
    source_ = Source::kItems;
    items_ = &As<ViewObject>(iterable).items;
  } else if (Is(iterable, ObjectKind::kIterator)) {
    source_ = Source::kIterator;
  } else {
    FailType("a value of type " + std::string(TypeName(iterable)) + " cannot be iterated over");
  }
}

bool Iteration::NextOfOthers(Value& item) {
  switch (source_) {
    case Source::kList:
      if (position_ >= iterable_.AsList().items.size()) return false;
      item = iterable_.AsList().items[position_++];
      break;
    case Source::kString: {
      const std::string_view text = iterable_.AsText();
      if (position_ >= text.size()) return false;
      const size_t begin = position_;
      NextCodePoint(text, position_);
      const std::string_view one = text.substr(begin, position_ - begin);
      item = Value::Text(one);
      break;
    }
    case Source::kDict:
      if (position_ >= iterable_.AsDict().entries.size()) return false;
      item = iterable_.AsDict().entries[position_++].key;
      break;
    case Source::kJsonObject:
      if (entry_ == iterable_.AsJson().get_ref<const nlohmann::json::object_t&>().end())
        return false;
      item = Value::Text((entry_++)->first);
      break;
    case Source::kItems:
      if (position_ >= items_->size()) return false;
      item = (*items_)[position_++];
      break;
    case Source::kIterator: {
      auto& iterator = As<IteratorObject>(iterable_);
      if (iterator.next >= iterator.items.size()) return false;
      item = iterator.items[iterator.next++];
      break;
    }
    default:
      return false;
  }
  return true;
}

List* ToList(Runtime& runtime, Value iterable) {
  List* list = runtime.MakeList();
  Iteration items(runtime, iterable);
  for (Value item; items.Next(item);) runtime.Append(*list, item);
  return list;
}

}  // namespace tessera::jinja
