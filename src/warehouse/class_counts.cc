#include "warehouse/class_counts.h"

#include <cstring>

#include "base/error.h"
#include "warehouse/scalar_function.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

// What the aggregate holds of a group. It owns nothing, so that the engine can move and spill it.
struct Counts {
  std::array<std::uint32_t, ClassDictionary::kMost> of;
};

Counts& CountsOf(duckdb_aggregate_state state) { return *reinterpret_cast<Counts*>(state); }

void ClassCode(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* dictionary = static_cast<ClassDictionary*>(duckdb_scalar_function_get_extra_info(info));
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<duckdb_string_t> texts(input, 0);
  auto* codes = static_cast<std::uint8_t*>(duckdb_vector_get_data(output));
  for (size_t row = 0; row < count; ++row) {
    const std::optional<std::uint8_t> code = texts.Has(row)
                                                 ? dictionary->Code(TextOf(texts[row]))
                                                 : std::optional(ClassDictionary::kNullClass);
    if (!code) return duckdb_scalar_function_set_error(info, "there are too many classes");
    codes[row] = *code;
  }
}

idx_t StateSize(duckdb_function_info) { return sizeof(Counts); }

void Begin(duckdb_function_info, duckdb_aggregate_state state) { CountsOf(state).of.fill(0); }

void Count(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<std::uint8_t> codes(input, 0);
  for (size_t row = 0; row < count; ++row) ++CountsOf(states[row]).of[codes[row]];
}

void Combine(duckdb_function_info, duckdb_aggregate_state* from, duckdb_aggregate_state* into,
             idx_t count) {
  for (idx_t i = 0; i < count; ++i) {
    const Counts& added = CountsOf(from[i]);
    Counts& sum = CountsOf(into[i]);
    for (size_t code = 0; code < added.of.size(); ++code) sum.of[code] += added.of[code];
  }
}

// Of the numbers that were given: when states are finished, no scan is running.
void Give(duckdb_function_info info, duckdb_aggregate_state* states, duckdb_vector result,
          idx_t count, idx_t offset) {
  const auto* dictionary =
      static_cast<const ClassDictionary*>(duckdb_aggregate_function_get_extra_info(info));
  const idx_t length = dictionary->size();
  idx_t size = duckdb_list_vector_get_size(result);
  duckdb_list_vector_reserve(result, size + count * length);
  auto* entries = static_cast<duckdb_list_entry*>(duckdb_vector_get_data(result));
  auto* elements =
      static_cast<std::uint32_t*>(duckdb_vector_get_data(duckdb_list_vector_get_child(result)));
  for (idx_t i = 0; i < count; ++i) {
    entries[offset + i] = {size, length};
    std::memcpy(elements + size, CountsOf(states[i]).of.data(), length * sizeof(std::uint32_t));
    size += length;
  }
  duckdb_list_vector_set_size(result, size);
}

duckdb_state RegisterCounts(duckdb_connection connection, duckdb_logical_type code,
                            duckdb_logical_type counts, ClassDictionary& dictionary) {
  duckdb_aggregate_function function = duckdb_create_aggregate_function();
  duckdb_aggregate_function_set_name(function, "class_counts");
  duckdb_aggregate_function_add_parameter(function, code);
  duckdb_aggregate_function_set_return_type(function, counts);
  duckdb_aggregate_function_set_extra_info(function, &dictionary, nullptr);
  duckdb_aggregate_function_set_functions(function, StateSize, Begin, Count, Combine, Give);
  const duckdb_state state = duckdb_register_aggregate_function(connection, function);
  duckdb_destroy_aggregate_function(&function);
  return state;
}

}  // namespace

size_t ClassDictionary::PlaceOf(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
  return (text.size() * 31U + byte(0) * 7U + byte(text.size() / 2) * 13U +
          byte(text.size() - 1) * 61U) %
         kPlaces;
}

std::optional<std::uint8_t> ClassDictionary::Code(std::string_view text) {
  size_t place = PlaceOf(text);
  // A number stands in its place only after its text does.
  const auto find = [&]() -> std::uint8_t {
    for (;; place = (place + 1) % kPlaces) {
      const std::uint8_t code = places_[place].load(std::memory_order_acquire);
      if (code == kNullClass || texts_[code] == text) return code;
    }
  };
  if (const std::uint8_t code = find(); code != kNullClass) return code;
  const std::lock_guard lock(mutex_);
  if (const std::uint8_t code = find(); code != kNullClass) return code;
  if (size_ == kMost) {
    overflowed_ = true;
    return std::nullopt;
  }
  const auto code = static_cast<std::uint8_t>(size_++);
  texts_[code] = text;
  places_[place].store(code, std::memory_order_release);
  return code;
}

std::vector<std::optional<std::string>> ClassDictionary::Classes() const {
  std::vector<std::optional<std::string>> classes = {std::nullopt};
  classes.insert(classes.end(), texts_.begin() + 1,
                 texts_.begin() + static_cast<std::ptrdiff_t>(size_));
  return classes;
}

void ClassDictionary::Clear() {
  for (std::atomic<std::uint8_t>& place : places_) place = kNullClass;
  texts_ = {};
  size_ = 1;
  overflowed_ = false;
}

void RegisterClassCounts(duckdb_connection connection, ClassDictionary& dictionary) {
  Register({.name = "class_code",
            .parameters = {DUCKDB_TYPE_VARCHAR},
            .result = DUCKDB_TYPE_UTINYINT,
            .body = ClassCode,
            .extra = &dictionary},
           connection);
  duckdb_logical_type code = duckdb_create_logical_type(DUCKDB_TYPE_UTINYINT);
  duckdb_logical_type count = duckdb_create_logical_type(DUCKDB_TYPE_UINTEGER);
  duckdb_logical_type counts = duckdb_create_list_type(count);
  const duckdb_state state = RegisterCounts(connection, code, counts, dictionary);
  for (duckdb_logical_type* type : {&counts, &count, &code}) duckdb_destroy_logical_type(type);
  if (state != DuckDBSuccess) throw Error("DuckDB does not take the function class_counts");
}

}  // namespace tessera
