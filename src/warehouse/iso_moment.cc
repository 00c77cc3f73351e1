#include "warehouse/iso_moment.h"

#include <chrono>

#include "base/error.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

constexpr size_t kDayLength = 10;
constexpr size_t kMomentLength = 19;
constexpr int64_t kMicrosecondsPerSecond = 1'000'000;

// The number in `length` digits from `at` on; negative where one of them is none.
int Digits(std::string_view text, size_t at, size_t length) {
  int number = 0;
  for (size_t i = at; i < at + length; ++i) {
    const int digit = text[i] - '0';
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

template <typename T, typename Parse>
void ParseAll(duckdb_data_chunk input, duckdb_vector output, Parse parse) {
  const size_t count = duckdb_data_chunk_get_size(input);
  const VectorView<duckdb_string_t> texts(input, 0);
  auto* values = static_cast<T*>(duckdb_vector_get_data(output));
  uint64_t* validity = nullptr;
  for (size_t row = 0; row < count; ++row) {
    const auto parsed = texts.Has(row) ? parse(TextOf(texts[row])) : std::nullopt;
    if (parsed) {
      values[row] = T{*parsed};
      continue;
    }
    if (validity == nullptr) {
      duckdb_vector_ensure_validity_writable(output);
      validity = duckdb_vector_get_validity(output);
    }
    duckdb_validity_set_row_invalid(validity, row);
  }
}

void IsoDay(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ParseAll<duckdb_date>(input, output, ParseIsoDay);
}

void IsoMoment(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ParseAll<duckdb_timestamp>(input, output, ParseIsoMoment);
}

void Register(const char* name, duckdb_type type, duckdb_scalar_function_t body,
              duckdb_connection connection) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_logical_type result = duckdb_create_logical_type(type);
  duckdb_scalar_function_set_name(function, name);
  duckdb_scalar_function_add_parameter(function, text);
  duckdb_scalar_function_set_return_type(function, result);
  duckdb_scalar_function_set_special_handling(function);
  duckdb_scalar_function_set_function(function, body);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_logical_type(&result);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) throw Error("DuckDB does not take a function of ours");
}

}  // namespace

std::optional<int32_t> ParseIsoDay(std::string_view text) {
  if (text.size() != kDayLength || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<int64_t> ParseIsoMoment(std::string_view text) {
  if (text.size() != kMomentLength || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const std::optional<int32_t> day = ParseIsoDay(text.substr(0, kDayLength));
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  const int64_t seconds = ((int64_t{*day} * 24 + hour) * 60 + minute) * 60 + second;
  return seconds * kMicrosecondsPerSecond;
}

void RegisterIsoMoment(duckdb_connection connection) {
  Register("iso_day", DUCKDB_TYPE_DATE, IsoDay, connection);
  Register("iso_moment", DUCKDB_TYPE_TIMESTAMP, IsoMoment, connection);
}

}  // namespace tessera
