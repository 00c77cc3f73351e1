#include "jinja/objects.h"

#include "jinja/operations.h"

namespace tessera::jinja {
namespace {

constexpr size_t kFewEntries = 8;

}  // namespace

std::optional<size_t> Dict::IndexOf(Value key) const {
  if (slots_.empty()) {
    for (size_t i = 0; i < entries.size(); ++i) {
      if (SameKey(entries[i].key, key)) return i;
    }
    return std::nullopt;
  }
  const size_t mask = slots_.size() - 1;
  for (size_t at = Hash(key) & mask; slots_[at] != 0; at = (at + 1) & mask) {
    if (SameKey(entries[slots_[at] - 1].key, key)) return slots_[at] - 1;
  }
  return std::nullopt;
}

const Value* Dict::Find(Value key) const {
  const auto index = IndexOf(key);
  return index ? &entries[*index].value : nullptr;
}

void Dict::Set(Heap& heap, Value key, Value value) {
  if (const auto index = IndexOf(key)) {
    entries[*index].value = value;
    return;
  }
  Hash(key);  // throws for what cannot be a key
  entries.Add(heap, {key, value});
  if (entries.size() <= kFewEntries) return;
  if (entries.size() * 2 > slots_.size()) return Index(heap);
  const size_t mask = slots_.size() - 1;
  size_t at = Hash(key) & mask;
  while (slots_[at] != 0) at = (at + 1) & mask;
  slots_[at] = static_cast<std::uint32_t>(entries.size());
}

void Dict::Index(Heap& heap) {
  size_t size = 32;
  while (size < entries.size() * 4) size *= 2;
  slots_.Clear();
  for (size_t i = 0; i < size; ++i) slots_.Add(heap, 0);
  for (size_t i = 0; i < entries.size(); ++i) {
    size_t at = Hash(entries[i].key) & (size - 1);
    while (slots_[at] != 0) at = (at + 1) & (size - 1);
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void Dict::Remove(Heap& heap, Value key) {
  const auto index = IndexOf(key);
  if (!index) return;
  entries.Remove(*index);
  if (!slots_.empty()) Index(heap);
}

std::size_t RangeObject::size() const {
  // In unsigned arithmetic, which cannot overflow.
  const auto from = static_cast<std::uint64_t>(start);
  const auto to = static_cast<std::uint64_t>(stop);
  if (step > 0) return start >= stop ? 0 : (to - from - 1) / static_cast<std::uint64_t>(step) + 1;
  const std::uint64_t back = 0 - static_cast<std::uint64_t>(step);
  return start <= stop ? 0 : (from - to - 1) / back + 1;
}

std::int64_t RangeObject::At(std::size_t index) const {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) +
                                   index * static_cast<std::uint64_t>(step));
}

}  // namespace tessera::jinja
