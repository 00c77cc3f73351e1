// The entities as columns in memory, in key order: what every block is computed from.
//
// A dimension is a code a row (its member's index), a measure a number a row (measure.h). Because
// the rows have one order, floating-point results are the same on every machine and for any number
// of threads.
#ifndef TESSERA_METRIC_FRAME_H_
#define TESSERA_METRIC_FRAME_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metric/measure.h"
#include "model/report.h"
#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/sql.h"

namespace tessera {

struct FrameDimension {
  Dimension dimension;
  std::vector<std::uint16_t> codes;  // index into dimension.members

  size_t size() const { return dimension.members.size(); }
};

struct Frame {
  size_t rows = 0;
  std::vector<FrameDimension> dimensions;
  std::vector<Measure> measures;

  const FrameDimension* FindDimension(std::string_view id) const;
  const Measure* FindMeasure(std::string_view id) const;
};

// What is to be fetched: `sql` is an expression over the table `customers`.
struct FrameColumn {
  std::string id;
  std::string sql;
  ColumnType type = ColumnType::kNumber;
  bool flag = false;  // 1 or 0, never null
};

// Reads `dimensions` (columns of that name, enumerations over the members) and `columns` from the
// table `customers`, whose rows stand in the order of the key.
Frame ReadFrame(const std::vector<Dimension>& dimensions, const std::vector<FrameColumn>& columns,
                Database& database);

// The rows of each group of `codes`: group g holds rows order[starts[g]] … order[starts[g + 1] -
// 1], ascending. One counting sort, shared by all measures of a block.
struct Grouping {
  std::vector<std::uint32_t> order;
  std::vector<size_t> starts;  // one more than groups

  size_t groups() const { return starts.size() - 1; }
  std::span<const std::uint32_t> rows(size_t group) const;
};
Grouping GroupRows(std::span<const std::uint32_t> codes, size_t groups);
// Mixed-radix codes over several dimensions, the first varying slowest.
std::vector<std::uint32_t> CombineCodes(std::span<const FrameDimension* const> dimensions,
                                        size_t rows);
// All rows as the one group.
std::vector<std::uint32_t> AllRows(const Frame& frame);

}  // namespace tessera

#endif  // TESSERA_METRIC_FRAME_H_
