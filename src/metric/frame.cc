#include "metric/frame.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace tessera {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& items, std::string_view id, auto name_of) {
  for (const T& item : items) {
    if (name_of(item) == id) return &item;
  }
  return nullptr;
}

Measure MakeMeasure(const FrameColumn& column, std::vector<double> values) {
  Measure measure{column.id, std::move(values)};
  measure.whole = column.type == ColumnType::kInt || column.type == ColumnType::kBool ||
                  column.type == ColumnType::kMoney;
  if (column.type == ColumnType::kMoney) {
    measure.scale = 100;
    for (double& value : measure.values) value = std::round(value * 100);
  }
  return measure;
}

}  // namespace

const FrameDimension* Frame::FindDimension(std::string_view id) const {
  return FindById(dimensions, id, [](const FrameDimension& d) { return d.dimension.id; });
}

const Measure* Frame::FindMeasure(std::string_view id) const {
  return FindById(measures, id, [](const Measure& m) { return m.id; });
}

Frame ReadFrame(const std::vector<Dimension>& dimensions, const std::vector<FrameColumn>& columns,
                Database& database) {
  std::string list;
  for (const Dimension& dimension : dimensions) {
    list += fmt::format("{}, ", QuoteName(dimension.id));
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    list += fmt::format("({})::DOUBLE AS m{}, ", columns[i].sql, i);
  }
  const Result result =
      database.Query(fmt::format("SELECT {}1 AS one FROM customers ORDER BY entity_row", list));
  Frame frame;
  frame.rows = result.rows;
  size_t at = 0;
  for (const Dimension& dimension : dimensions) {
    FrameDimension column{dimension, {}};
    column.codes.assign(result.columns[at].codes.begin(), result.columns[at].codes.end());
    frame.dimensions.push_back(std::move(column));
    ++at;
  }
  for (const FrameColumn& column : columns) {
    frame.measures.push_back(MakeMeasure(column, result.columns[at++].numbers));
  }
  return frame;
}

std::span<const std::uint32_t> Grouping::rows(size_t group) const {
  return std::span(order).subspan(starts[group], starts[group + 1] - starts[group]);
}

Grouping GroupRows(std::span<const std::uint32_t> codes, size_t groups) {
  Grouping grouping;
  grouping.starts.assign(groups + 1, 0);
  for (const std::uint32_t code : codes) ++grouping.starts[code + 1];
  std::partial_sum(grouping.starts.begin(), grouping.starts.end(), grouping.starts.begin());
  std::vector<size_t> next(grouping.starts.begin(), grouping.starts.end() - 1);
  grouping.order.resize(codes.size());
  for (size_t row = 0; row < codes.size(); ++row) {
    grouping.order[next[codes[row]]++] = static_cast<std::uint32_t>(row);
  }
  return grouping;
}

std::vector<std::uint32_t> CombineCodes(std::span<const FrameDimension* const> dimensions,
                                        size_t rows) {
  std::vector<std::uint32_t> codes(rows, 0);
  for (const FrameDimension* dimension : dimensions) {
    const auto radix = static_cast<std::uint32_t>(dimension->size());
    for (size_t row = 0; row < rows; ++row) {
      codes[row] = codes[row] * radix + dimension->codes[row];
    }
  }
  return codes;
}

std::vector<std::uint32_t> AllRows(const Frame& frame) {
  std::vector<std::uint32_t> rows(frame.rows);
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

}  // namespace tessera
