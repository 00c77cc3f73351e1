#include "warehouse/plain_text.h"

#include <cstring>

#include "warehouse/scalar_function.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";

bool EqualsFolded(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (c != lower[i]) return false;
  }
  return true;
}

void IsPlainText(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<duckdb_string_t> texts(input, 0);
  const VectorView<std::uint64_t> longest(input, 1);
  auto* plain = static_cast<bool*>(duckdb_vector_get_data(output));
  for (size_t row = 0; row < count; ++row) {
    plain[row] = texts.Has(row) && IsPlain(TextOf(texts[row]), longest[row]);
  }
}

void Truth(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<duckdb_string_t> texts(input, 0);
  auto* truths = static_cast<bool*>(duckdb_vector_get_data(output));
  duckdb_vector_ensure_validity_writable(output);
  std::uint64_t* validity = duckdb_vector_get_validity(output);
  for (size_t row = 0; row < count; ++row) {
    const auto truth = texts.Has(row) ? ParseTruth(TextOf(texts[row])) : std::nullopt;
    truths[row] = truth.value_or(false);
    if (!truth) duckdb_validity_set_row_invalid(validity, row);
  }
}

}  // namespace

bool IsPlain(std::string_view text, size_t longest) {
  if (text.size() <= longest || text.empty()) return false;
  const char last = text.back();
  return static_cast<unsigned char>(text.front()) > ' ' && last != ' ' && last != '\t' &&
         last != '\r' && last != '\n' && !text.starts_with(kNoBreakSpace) &&
         !text.ends_with(kNoBreakSpace) && std::memchr(text.data(), 0, text.size()) == nullptr;
}

std::optional<bool> ParseTruth(std::string_view text) {
  for (const std::string_view word : {"true", "t", "yes", "y", "1", "1.0"}) {
    if (EqualsFolded(text, word)) return true;
  }
  for (const std::string_view word : {"false", "f", "no", "n", "0", "0.0"}) {
    if (EqualsFolded(text, word)) return false;
  }
  return std::nullopt;
}

void RegisterPlainText(duckdb_connection connection) {
  Register({.name = "is_plain",
            .parameters = {DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_UBIGINT},
            .body = IsPlainText},
           connection);
  Register({.name = "truth", .parameters = {DUCKDB_TYPE_VARCHAR}, .body = Truth}, connection);
}

}  // namespace tessera
