#include "warehouse/fingerprints.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "warehouse/scalar_function.h"
#include "warehouse/text_hash.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

constexpr int kPartShift = 56;

// How many of `hashes` are in it before: an open table of twice their number.
size_t RepeatedIn(std::span<const uint64_t> hashes) {
  const size_t mask = std::bit_ceil(2 * hashes.size() + 1) - 1;
  std::vector<uint64_t> table(mask + 1, 0);
  size_t repeated = 0, zeros = 0;
  for (const uint64_t hash : hashes) {
    if (hash == 0) {  // what an empty place holds
      repeated += zeros++ > 0 ? 1 : 0;
      continue;
    }
    size_t place = hash & mask;
    while (table[place] != 0 && table[place] != hash) place = (place + 1) & mask;
    if (table[place] == hash) ++repeated;
    table[place] = hash;
  }
  return repeated;
}

void HashTexts(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<duckdb_string_t> texts(input, 0);
  auto* hashes = static_cast<uint64_t*>(duckdb_vector_get_data(output));
  for (size_t row = 0; row < count; ++row) {
    hashes[row] = texts.Has(row) ? HashText(0, TextOf(texts[row])) : HashNull(0);
  }
}

void NoteRow(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* fingerprints = static_cast<Fingerprints*>(duckdb_scalar_function_get_extra_info(info));
  const size_t count = duckdb_data_chunk_get_size(input);
  std::vector<uint64_t> hashes(count, 0);
  for (idx_t column = 0; column < duckdb_data_chunk_get_column_count(input); ++column) {
    const VectorView<uint64_t> numbers(input, column);
    for (size_t row = 0; row < count; ++row) {
      hashes[row] = Mixed(hashes[row] ^ numbers[row], 0xE7037ED1A0B428DB);
    }
  }
  fingerprints->Add(hashes);
  std::memset(duckdb_vector_get_data(output), 1, count);
}

}  // namespace

void Fingerprints::Part::MoveTo(std::vector<uint64_t>& hashes) {
  for (size_t page = 0; page < pages_.size(); ++page) {
    const size_t count = std::min(kPage, size_ - page * kPage);
    hashes.insert(hashes.end(), pages_[page]->begin(), pages_[page]->begin() + count);
  }
  pages_.clear();
  size_ = 0;
}

// The calling thread's own, so that none waits for another; null when nothing is kept any more.
Fingerprints::Parts* Fingerprints::OwnParts(size_t added) {
  const std::lock_guard lock(mutex_);
  size_ += added;
  Parts& own = parts_[std::this_thread::get_id()];
  if (size_ <= kMost) return &own;
  own = {};
  return nullptr;
}

void Fingerprints::Add(std::span<const uint64_t> hashes) {
  Parts* parts = OwnParts(hashes.size());
  if (parts == nullptr) return;
  for (const uint64_t hash : hashes) (*parts)[hash >> kPartShift].Add(hash);
}

std::optional<size_t> Fingerprints::TakeRepeated() {
  const bool complete = size_ <= kMost;
  std::array<size_t, kParts> repeated{};
  ParallelFor(complete ? kParts : 0, [&](size_t part) {
    std::vector<uint64_t> hashes;
    for (auto& [thread, parts] : parts_) {
      parts[part].MoveTo(hashes);
    }
    repeated[part] = RepeatedIn(hashes);
  });
  parts_.clear();
  size_ = 0;
  if (!complete) return std::nullopt;
  return std::accumulate(repeated.begin(), repeated.end(), size_t{0});
}

void RegisterNoteRow(duckdb_connection connection, Fingerprints& fingerprints) {
  Register({.name = "text_hash",
            .parameters = {DUCKDB_TYPE_VARCHAR},
            .result = DUCKDB_TYPE_UBIGINT,
            .body = HashTexts},
           connection);
  Register({.name = "note_row",
            .parameters = {DUCKDB_TYPE_UBIGINT},
            .body = NoteRow,
            .extra = &fingerprints,
            .is_volatile = true,
            .variadic = true},
           connection);
}

}  // namespace tessera
