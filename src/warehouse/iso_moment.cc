#include "warehouse/iso_moment.h"

#include <chrono>

#include "warehouse/scalar_function.h"
#include "warehouse/vector_view.h"

namespace tessera {
namespace {

constexpr size_t kDayLength = 10;
constexpr size_t kMomentLength = 19;
constexpr int64_t kMicrosecondsPerSecond = 1'000'000;

// The number in two digits; sets `bad` where one of them is none. All are read before any is
// judged: rows are many, and nearly all are good.
unsigned TwoDigits(std::string_view text, size_t at, bool& bad) {
  const unsigned tens = static_cast<unsigned char>(text[at]) - unsigned{'0'};
  const unsigned ones = static_cast<unsigned char>(text[at + 1]) - unsigned{'0'};
  bad |= (tens > 9) | (ones > 9);
  return tens * 10 + ones;
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

}  // namespace

std::optional<int32_t> ParseIsoDay(std::string_view text) {
  if (text.size() != kDayLength || text[4] != '-' || text[7] != '-') return std::nullopt;
  bool bad = false;
  const unsigned year = TwoDigits(text, 0, bad) * 100 + TwoDigits(text, 2, bad);
  const unsigned month = TwoDigits(text, 5, bad), day = TwoDigits(text, 8, bad);
  if (bad || year < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<int64_t> ParseIsoMoment(std::string_view text) {
  if (text.size() != kMomentLength || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const std::optional<int32_t> day = ParseIsoDay(text.substr(0, kDayLength));
  bool bad = !day;
  const unsigned hour = TwoDigits(text, 11, bad), minute = TwoDigits(text, 14, bad);
  const unsigned second = TwoDigits(text, 17, bad);
  if (bad || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const int64_t seconds = ((int64_t{*day} * 24 + hour) * 60 + minute) * 60 + second;
  return seconds * kMicrosecondsPerSecond;
}

void RegisterIsoMoment(duckdb_connection connection) {
  Register({.name = "iso_day",
            .parameters = {DUCKDB_TYPE_VARCHAR},
            .result = DUCKDB_TYPE_DATE,
            .body = IsoDay},
           connection);
  Register({.name = "iso_moment",
            .parameters = {DUCKDB_TYPE_VARCHAR},
            .result = DUCKDB_TYPE_TIMESTAMP,
            .body = IsoMoment},
           connection);
}

}  // namespace tessera
