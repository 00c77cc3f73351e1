#include "warehouse/fetch.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"

namespace tessera {
namespace {

constexpr double kNull = std::numeric_limits<double>::quiet_NaN();
constexpr double kMicrosecondsPerSecond = 1e6;

// A column's values in one chunk: `count` values and the bits that say which of them are there.
struct Chunk {
  const void* data;
  const uint64_t* validity;  // null: all of them are there
  size_t count;

  bool Has(size_t row) const {
    return validity == nullptr || (validity[row / 64] >> (row % 64) & 1) != 0;
  }
};

// What is known of a column before its first chunk.
struct ColumnFormat {
  duckdb_type type;
  duckdb_type storage;  // of a DECIMAL or an ENUM: the integers that it is held in
};

template <typename T, typename Convert>
void AppendNumbers(const Chunk& chunk, Convert convert, std::vector<double>& numbers) {
  const T* values = static_cast<const T*>(chunk.data);
  const size_t first = numbers.size();
  numbers.resize(first + chunk.count);
  double* out = numbers.data() + first;
  if (chunk.validity == nullptr) {
    for (size_t row = 0; row < chunk.count; ++row) out[row] = convert(values[row]);
  } else {
    for (size_t row = 0; row < chunk.count; ++row) {
      out[row] = chunk.Has(row) ? convert(values[row]) : kNull;
    }
  }
}

template <typename T>
void AppendPlain(const Chunk& chunk, std::vector<double>& numbers) {
  AppendNumbers<T>(
      chunk, [](T value) { return static_cast<double>(value); }, numbers);
}

int64_t Narrow(int64_t value) { return value; }

int64_t Narrow(duckdb_hugeint value) {
  const bool fits = value.upper == 0
                        ? value.lower <= INT64_MAX
                        : value.upper == -1 && value.lower > static_cast<uint64_t>(INT64_MAX);
  if (!fits) throw Error("a sum is too large to be exact: more than 9.2 × 10^18 hundredths");
  return static_cast<int64_t>(value.lower);
}

template <typename T>
void AppendDecimal(const Chunk& chunk, ResultColumn& column) {
  const T* values = static_cast<const T*>(chunk.data);
  const double unit = std::pow(10.0, column.scale);
  for (size_t row = 0; row < chunk.count; ++row) {
    const int64_t scaled = chunk.Has(row) ? Narrow(values[row]) : kNullScaled;
    column.scaled.push_back(scaled);
    // Dividing by the power of ten, not multiplying by its inverse, gives the nearest double.
    column.numbers.push_back(scaled == kNullScaled ? kNull : static_cast<double>(scaled) / unit);
  }
}

template <typename T>
void AppendCodes(const Chunk& chunk, std::vector<uint32_t>& codes) {
  const T* values = static_cast<const T*>(chunk.data);
  for (size_t row = 0; row < chunk.count; ++row) {
    codes.push_back(chunk.Has(row) ? static_cast<uint32_t>(values[row]) : kNullCode);
  }
}

void AppendTexts(const Chunk& chunk, ResultColumn& column) {
  const auto* values = static_cast<const duckdb_string_t*>(chunk.data);
  for (size_t row = 0; row < chunk.count; ++row) {
    const bool present = chunk.Has(row);
    column.null_texts.push_back(present ? 0 : 1);
    if (!present) {
      column.texts.emplace_back();
      continue;
    }
    duckdb_string_t value = values[row];
    column.texts.emplace_back(duckdb_string_t_data(&value), duckdb_string_t_length(value));
  }
}

// By the integers that a DECIMAL or an ENUM is held in.
void AppendStored(const ColumnFormat& format, const Chunk& chunk, ResultColumn& column) {
  switch (format.storage) {
    case DUCKDB_TYPE_UTINYINT:
      return AppendCodes<uint8_t>(chunk, column.codes);
    case DUCKDB_TYPE_USMALLINT:
      return AppendCodes<uint16_t>(chunk, column.codes);
    case DUCKDB_TYPE_UINTEGER:
      return AppendCodes<uint32_t>(chunk, column.codes);
    case DUCKDB_TYPE_SMALLINT:
      return AppendDecimal<int16_t>(chunk, column);
    case DUCKDB_TYPE_INTEGER:
      return AppendDecimal<int32_t>(chunk, column);
    case DUCKDB_TYPE_BIGINT:
      return AppendDecimal<int64_t>(chunk, column);
    default:
      return AppendDecimal<duckdb_hugeint>(chunk, column);
  }
}

void AppendChunk(const ColumnFormat& format, const Chunk& chunk, ResultColumn& column) {
  if (column.kind == ValueKind::kByte) {
    const auto* values = static_cast<const uint8_t*>(chunk.data);
    column.bytes.insert(column.bytes.end(), values, values + chunk.count);
    return;
  }
  std::vector<double>& numbers = column.numbers;
  switch (format.type) {
    case DUCKDB_TYPE_BOOLEAN:
      return AppendPlain<bool>(chunk, numbers);
    case DUCKDB_TYPE_TINYINT:
      return AppendPlain<int8_t>(chunk, numbers);
    case DUCKDB_TYPE_SMALLINT:
      return AppendPlain<int16_t>(chunk, numbers);
    case DUCKDB_TYPE_INTEGER:
      return AppendPlain<int32_t>(chunk, numbers);
    case DUCKDB_TYPE_BIGINT:
      return AppendPlain<int64_t>(chunk, numbers);
    case DUCKDB_TYPE_UTINYINT:
      return AppendPlain<uint8_t>(chunk, numbers);
    case DUCKDB_TYPE_USMALLINT:
      return AppendPlain<uint16_t>(chunk, numbers);
    case DUCKDB_TYPE_UINTEGER:
      return AppendPlain<uint32_t>(chunk, numbers);
    case DUCKDB_TYPE_UBIGINT:
      return AppendPlain<uint64_t>(chunk, numbers);
    case DUCKDB_TYPE_HUGEINT:
      return AppendNumbers<duckdb_hugeint>(chunk, duckdb_hugeint_to_double, numbers);
    case DUCKDB_TYPE_FLOAT:
      return AppendPlain<float>(chunk, numbers);
    case DUCKDB_TYPE_DOUBLE:
      return AppendPlain<double>(chunk, numbers);
    case DUCKDB_TYPE_DATE:
      return AppendNumbers<duckdb_date>(
          chunk, [](duckdb_date date) { return static_cast<double>(date.days); }, numbers);
    case DUCKDB_TYPE_TIMESTAMP:
      return AppendNumbers<duckdb_timestamp>(
          chunk,
          [](duckdb_timestamp time) {
            return static_cast<double>(time.micros) / kMicrosecondsPerSecond;
          },
          numbers);
    case DUCKDB_TYPE_VARCHAR:
      return AppendTexts(chunk, column);
    default:
      return AppendStored(format, chunk, column);
  }
}

ValueKind KindOf(duckdb_type type, const std::string& name) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return ValueKind::kBool;
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return ValueKind::kNumber;
    case DUCKDB_TYPE_DECIMAL:
      return ValueKind::kDecimal;
    case DUCKDB_TYPE_DATE:
      return ValueKind::kDate;
    case DUCKDB_TYPE_TIMESTAMP:
      return ValueKind::kTimestamp;
    case DUCKDB_TYPE_VARCHAR:
      return ValueKind::kText;
    case DUCKDB_TYPE_ENUM:
      return ValueKind::kEnum;
    default:
      throw Error(fmt::format("column '{}' is of a type that a report does not know", name));
  }
}

std::vector<std::string> Dictionary(duckdb_logical_type type) {
  std::vector<std::string> members;
  const uint32_t size = duckdb_enum_dictionary_size(type);
  for (uint32_t index = 0; index < size; ++index) {
    char* member = duckdb_enum_dictionary_value(type, index);
    members.emplace_back(member);
    duckdb_free(member);
  }
  return members;
}

void Reserve(size_t rows, ResultColumn& column) {
  switch (column.kind) {
    case ValueKind::kText:
      column.texts.reserve(rows);
      column.null_texts.reserve(rows);
      break;
    case ValueKind::kEnum:
      column.codes.reserve(rows);
      break;
    case ValueKind::kByte:
      column.bytes.reserve(rows);
      break;
    case ValueKind::kDecimal:
      column.scaled.reserve(rows);
      [[fallthrough]];
    default:
      column.numbers.reserve(rows);
  }
}

ColumnFormat Describe(duckdb_result& result, idx_t index, bool keep_bytes, ResultColumn& column) {
  column.name = duckdb_column_name(&result, index);
  ColumnFormat format{duckdb_column_type(&result, index), DUCKDB_TYPE_INVALID};
  const bool byte = keep_bytes && format.type == DUCKDB_TYPE_UTINYINT;
  column.kind = byte ? ValueKind::kByte : KindOf(format.type, column.name);
  duckdb_logical_type type = duckdb_column_logical_type(&result, index);
  if (column.kind == ValueKind::kEnum) {
    format.storage = duckdb_enum_internal_type(type);
    column.dictionary = Dictionary(type);
  } else if (column.kind == ValueKind::kDecimal) {
    format.storage = duckdb_decimal_internal_type(type);
    column.scale = duckdb_decimal_scale(type);
  }
  duckdb_destroy_logical_type(&type);
  Reserve(duckdb_row_count(&result), column);
  return format;
}

}  // namespace

Result FetchAll(duckdb_result& result, bool keep_bytes) {
  Result fetched;
  std::vector<ColumnFormat> formats;
  const idx_t width = duckdb_column_count(&result);
  fetched.columns.resize(width);
  for (idx_t index = 0; index < width; ++index) {
    formats.push_back(Describe(result, index, keep_bytes, fetched.columns[index]));
  }

  struct ChunkHandle {
    duckdb_data_chunk chunk;
    ~ChunkHandle() { duckdb_destroy_data_chunk(&chunk); }
  };
  while (duckdb_data_chunk next = duckdb_fetch_chunk(result)) {
    const ChunkHandle handle{next};
    const size_t count = duckdb_data_chunk_get_size(handle.chunk);
    for (idx_t index = 0; index < width; ++index) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(handle.chunk, index);
      const Chunk values{duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector), count};
      AppendChunk(formats[index], values, fetched.columns[index]);
    }
    fetched.rows += count;
  }
  return fetched;
}

}  // namespace tessera
