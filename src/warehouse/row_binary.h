// ClickHouse's RowBinary, of rows whose values are texts or arrays of texts, taken in pieces.
// Source: ClickHouse's documentation, "Formats for input and output data", RowBinary.
#ifndef TESSERA_WAREHOUSE_ROW_BINARY_H_
#define TESSERA_WAREHOUSE_ROW_BINARY_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

class RowBinaryReader {
 public:
  // A value of a row; one that is no array has one element. The views end with the call.
  using Row = std::vector<std::vector<std::string_view>>;

  // `columns`: how many values a row has; all from `first_array` on are arrays.
  RowBinaryReader(size_t columns, size_t first_array, std::function<void(const Row&)> take)
      : columns_(columns), first_array_(first_array), take_(std::move(take)) {}

  // Gives each row that is whole.
  void Feed(std::string_view piece);
  // Whether all that came were whole rows.
  bool ended() const { return rest_.empty(); }

 private:
  size_t columns_, first_array_;
  std::function<void(const Row&)> take_;
  std::string rest_;  // the beginning of a row
  Row row_;
};

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_ROW_BINARY_H_
