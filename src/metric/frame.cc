#include "metric/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "base/error.h"
#include "base/parallel.h"

namespace tessera {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& items, std::string_view id, auto name_of) {
  for (const T& item : items) {
    if (name_of(item) == id) return &item;
  }
  return nullptr;
}

// The columns are put side by side, so a row must stand in the same place in each.
void RequireOrder(std::span<const double> places) {
  for (size_t row = 0; row < places.size(); ++row) {
    if (places[row] != static_cast<double>(row)) {
      throw Error("the engine gives rows in another order than they were put in");
    }
  }
}

// Each of these expressions over `customers`, in the order in which its rows were inserted. A few
// at a time, so that what the engine holds beside them stays small.
std::vector<ResultColumn> FetchColumns(const std::vector<std::string>& wanted, Database& database) {
  constexpr size_t kAtOnce = 4;
  std::vector<ResultColumn> fetched(wanted.size());
  ParallelFor((wanted.size() + kAtOnce - 1) / kAtOnce, [&](size_t part) {
    const size_t first = part * kAtOnce, last = std::min(first + kAtOnce, wanted.size());
    std::string list;
    for (size_t i = first; i < last; ++i) {
      list += fmt::format("{}{} AS c{}", i == first ? "" : ", ", wanted[i], i);
    }
    Result result = database.QueryBytes(fmt::format("SELECT {}, rowid FROM customers", list));
    RequireOrder(result.columns.back().numbers);
    result.columns.pop_back();
    std::ranges::move(result.columns, fetched.begin() + static_cast<std::ptrdiff_t>(first));
  });
  return fetched;
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
  Frame frame;
  frame.rows =
      static_cast<size_t>(database.Query("SELECT count(*) AS n FROM customers").Number(0, "n"));
  std::vector<std::string> wanted;  // several measures may be of one expression
  const auto want = [&](std::string sql) {
    const auto place = static_cast<size_t>(std::ranges::find(wanted, sql) - wanted.begin());
    if (place == wanted.size()) wanted.push_back(std::move(sql));
    return place;
  };
  std::vector<size_t> sources;
  for (const Dimension& dimension : dimensions) sources.push_back(want(QuoteName(dimension.id)));
  for (const FrameColumn& column : columns) {
    sources.push_back(
        want(fmt::format("({})::{}", column.sql, column.flag ? "UTINYINT" : "DOUBLE")));
  }
  std::vector<ResultColumn> fetched = FetchColumns(wanted, database);
  size_t at = 0;
  for (const Dimension& dimension : dimensions) {
    FrameDimension column{dimension, {}};
    const std::vector<std::uint32_t>& codes = fetched[sources[at++]].codes;
    column.codes.assign(codes.begin(), codes.end());
    frame.dimensions.push_back(std::move(column));
  }
  frame.measures.resize(columns.size());
  ParallelFor(columns.size(), [&](size_t i) {
    const FrameColumn& column = columns[i];
    ResultColumn& values = fetched[sources[at + i]];
    frame.measures[i] = column.flag ? Measure(column.id, values.bytes)
                                    : Measure(column.id, values.numbers, column.type);
    if (std::ranges::count(sources, sources[at + i]) == 1) values = {};
  });
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
