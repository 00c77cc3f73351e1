#include "warehouse/key_counts.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "warehouse/scalar_function.h"
#include "warehouse/text_hash.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

void CountRow(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* counts = static_cast<KeyCounts*>(duckdb_scalar_function_get_extra_info(info));
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<duckdb_string_t> keys(input, 0);
  const VectorView<std::uint8_t> classes(input, 1);
  const VectorView<bool> late(input, 2);
  const VectorView<std::int64_t> flaws(input, 3), times(input, 4);
  KeyGroups& groups = counts->Own();
  const size_t before = groups.size();
  KeyGroup* group = nullptr;
  for (size_t row = 0; row < count; ++row) {
    KeyGroup like;
    like.has_key = keys.Has(row);
    if (like.has_key) like.key = TextOf(keys[row]);
    like.late = late[row];
    like.flaws = flaws[row];
    if (group == nullptr || !group->IsOf(like)) {
      like.hash = like.has_key ? HashText(0, like.key) : HashNull(0);
      group = &groups.Of(like);
    }
    ++group->rows;
    ++group->classes[classes[row]];
    if (times.Has(row)) {
      group->low = std::min(group->low, times[row]);
      group->high = std::max(group->high, times[row]);
    }
  }
  if (!counts->Made(groups.size() - before)) {
    return duckdb_scalar_function_set_error(info, "there are too many keys");
  }
  std::memset(duckdb_vector_get_data(output), 1, count);
}

}  // namespace

bool KeyGroup::IsOf(const KeyGroup& other) const {
  return key == other.key && has_key == other.has_key && late == other.late && flaws == other.flaws;
}

void KeyGroup::Take(const KeyGroup& other) {
  rows += other.rows;
  low = std::min(low, other.low);
  high = std::max(high, other.high);
  for (size_t i = 0; i < classes.size(); ++i) classes[i] += other.classes[i];
}

KeyGroup& KeyGroups::Of(const KeyGroup& like) {
  const size_t mask = places_.size() - 1;
  for (size_t place = like.hash & mask;; place = (place + 1) & mask) {
    if (places_[place] == 0) {
      places_[place] = static_cast<std::uint32_t>(size_ + 1);
      KeyGroup& made = Append(like);
      if (size_ * 2 > places_.size()) Grow();
      return made;
    }
    KeyGroup& group = (*this)[places_[place] - 1];
    if (group.hash == like.hash && group.IsOf(like)) return group;
  }
}

KeyGroup& KeyGroups::Append(const KeyGroup& like) {
  if (size_ % kBlock == 0) blocks_.push_back(std::make_unique<std::array<KeyGroup, kBlock>>());
  KeyGroup& made = (*this)[size_++];
  made.key = Kept(like.key);
  made.has_key = like.has_key;
  made.late = like.late;
  made.flaws = like.flaws;
  made.hash = like.hash;
  return made;
}

std::string_view KeyGroups::Kept(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > kArena / 16) {  // too long to share a block
    auto own = std::make_unique<char[]>(text.size());
    std::memcpy(own.get(), text.data(), text.size());
    const std::string_view kept(own.get(), text.size());
    // Before the block in use, which stays the last.
    texts_.insert(texts_.empty() ? texts_.end() : texts_.end() - 1, std::move(own));
    return kept;
  }
  if (text_left_ < text.size()) {
    texts_.push_back(std::make_unique<char[]>(kArena));
    text_left_ = kArena;
  }
  char* place = texts_.back().get() + (kArena - text_left_);
  std::memcpy(place, text.data(), text.size());
  text_left_ -= text.size();
  return {place, text.size()};
}

void KeyGroups::Grow() {
  places_.assign(places_.size() * 4, 0);
  const size_t mask = places_.size() - 1;
  for (size_t index = 0; index < size_; ++index) {
    size_t place = (*this)[index].hash & mask;
    while (places_[place] != 0) place = (place + 1) & mask;
    places_[place] = static_cast<std::uint32_t>(index + 1);
  }
}

KeyGroups& KeyCounts::Own() {
  const std::lock_guard lock(mutex_);
  return tables_[std::this_thread::get_id()];
}

bool KeyCounts::Made(size_t groups) { return (made_ += groups) <= kMost; }

KeyGroups KeyCounts::Take() {
  KeyGroups all;
  for (auto& [thread, groups] : tables_) {
    if (groups.size() > all.size()) std::swap(all, groups);
    for (size_t i = 0; i < groups.size(); ++i) all.Of(groups[i]).Take(groups[i]);
  }
  tables_.clear();
  made_ = 0;
  return all;
}

void RegisterCountRow(duckdb_connection connection, KeyCounts& counts) {
  Register({.name = "count_row",
            .parameters = {DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_BOOLEAN,
                           DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_TIMESTAMP},
            .body = CountRow,
            .extra = &counts,
            .is_volatile = true},
           connection);
}

}  // namespace tessera
