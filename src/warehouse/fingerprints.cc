#include "warehouse/fingerprints.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/error.h"

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

void Fingerprints::Add(std::span<const uint64_t> hashes) {
  const std::lock_guard lock(mutex_);
  size_ += hashes.size();
  if (size_ > kMost) {
    if (!parts_[0].empty()) parts_ = {};
    return;
  }
  for (const uint64_t hash : hashes) parts_[hash >> kPartShift].push_back(hash);
}

std::optional<size_t> Fingerprints::TakeRepeated() {
  const bool complete = size_ <= kMost;
  size_t repeated = 0;
  for (std::vector<uint64_t>& part : parts_) {
    repeated += RepeatedIn(part);
    part = {};
  }
  size_ = 0;
  return complete ? std::optional(repeated) : std::nullopt;
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
