#include "warehouse/fingerprints.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "base/error.h"
#include "base/parallel.h"

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

void NoteRow(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* fingerprints = static_cast<Fingerprints*>(duckdb_scalar_function_get_extra_info(info));
  const size_t count = duckdb_data_chunk_get_size(input);
  const auto* hashes =
      static_cast<const uint64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 0)));
  fingerprints->Add({hashes, count});
  std::memset(duckdb_vector_get_data(output), 1, count);
}

}  // namespace

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
  for (const uint64_t hash : hashes) (*parts)[hash >> kPartShift].push_back(hash);
}

std::optional<size_t> Fingerprints::TakeRepeated() {
  const bool complete = size_ <= kMost;
  std::array<size_t, kParts> repeated{};
  ParallelFor(complete ? kParts : 0, [&](size_t part) {
    std::vector<uint64_t> hashes;
    for (auto& [thread, parts] : parts_) {
      hashes.insert(hashes.end(), parts[part].begin(), parts[part].end());
      parts[part] = {};
    }
    repeated[part] = RepeatedIn(hashes);
  });
  parts_.clear();
  size_ = 0;
  if (!complete) return std::nullopt;
  return std::accumulate(repeated.begin(), repeated.end(), size_t{0});
}

void RegisterNoteRow(duckdb_connection connection, Fingerprints& fingerprints) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_logical_type number = duckdb_create_logical_type(DUCKDB_TYPE_UBIGINT);
  duckdb_logical_type truth = duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
  duckdb_scalar_function_set_name(function, "note_row");
  duckdb_scalar_function_add_parameter(function, number);
  duckdb_scalar_function_set_return_type(function, truth);
  duckdb_scalar_function_set_volatile(function);
  duckdb_scalar_function_set_extra_info(function, &fingerprints, nullptr);
  duckdb_scalar_function_set_function(function, NoteRow);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_logical_type(&truth);
  duckdb_destroy_logical_type(&number);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) throw Error("DuckDB does not take the function note_row");
}

}  // namespace tessera
