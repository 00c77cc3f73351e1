// What a query gives back: whole columns, each a plain vector, one value a row.
#ifndef TESSERA_WAREHOUSE_RESULT_H_
#define TESSERA_WAREHOUSE_RESULT_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

// How the values of a column are held. Which vectors are filled:
//   kNumber      numbers
//   kDecimal     numbers (in the column's own unit: 12.34) and scaled (1234, with scale 2)
//   kBool        numbers: 1 or 0
//   kDate        numbers: days since 1970-01-01
//   kTimestamp   numbers: seconds since 1970-01-01, fractions kept
//   kText        texts and null_texts
//   kEnum        codes and dictionary
//   kByte        bytes, as QueryBytes gives small whole numbers
enum class ValueKind { kNumber, kDecimal, kBool, kDate, kTimestamp, kText, kEnum, kByte };

// The code of a null in ResultColumn::codes, and the value of a null in ResultColumn::scaled.
inline constexpr uint32_t kNullCode = std::numeric_limits<uint32_t>::max();
inline constexpr int64_t kNullScaled = std::numeric_limits<int64_t>::min();

struct ResultColumn {
  std::string name;
  ValueKind kind = ValueKind::kNumber;

  // NaN is null. Whole numbers are exact up to 2^53.
  std::vector<double> numbers;

  // DECIMAL only: the exact value times 10^scale; kNullScaled is null.
  std::vector<int64_t> scaled;
  int scale = 0;

  // Text only: a null is "" here and 1 in `null_texts`.
  std::vector<std::string> texts;
  std::vector<uint8_t> null_texts;

  // ENUM only: each value's index in `dictionary`, which holds every member, in the type's order.
  std::vector<uint32_t> codes;
  std::vector<std::string> dictionary;

  std::vector<uint8_t> bytes;  // never null

  bool IsNull(size_t row) const;
};

struct Result {
  std::vector<ResultColumn> columns;
  size_t rows = 0;

  // What the values take, texts by their length.
  size_t Bytes() const;

  // The column `name`. Throws Error when there is none.
  const ResultColumn& Column(std::string_view name) const;

  // One value. Of a number in text form, "" is null; of a text in number form, NaN.
  double Number(size_t row, std::string_view name) const;
  std::string Text(size_t row, std::string_view name) const;
};

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_RESULT_H_
