// What the blocks with expressions of their own read from the frame.
#ifndef TESSERA_ANALYSIS_BLOCK_VALUES_H_
#define TESSERA_ANALYSIS_BLOCK_VALUES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/block.h"
#include "stats/moments.h"

namespace tessera {

// The measure `id` in its unit, a number a row; NaN in every row when the frame has none.
std::vector<double> ValuesOf(const std::string& id, const AnalysisInput& input);
// Money keeps cents; anything else is shown with one decimal.
Format FormatOfMeasure(const std::string& id, const AnalysisInput& input);
// The rows where the condition `id` holds; all rows when the frame has no such measure.
std::vector<std::uint32_t> RowsWhere(const std::string& id, const AnalysisInput& input);
// The values of `rows` that are there.
std::vector<double> Present(std::span<const double> values, std::span<const std::uint32_t> rows);

// The rows of each member of a dimension.
Grouping GroupByMember(const FrameDimension& dimension, const AnalysisInput& input);

// Where a mean or a rate stands among `rows`.
struct Baseline {
  const MetricSpec* metric = nullptr;
  bool is_rate = false;
  Estimate estimate;
  stats::Moments moments;
};
// Throws Error at `place` for a metric that is neither a mean nor a rate.
Baseline BaselineOf(const std::string& metric, std::span<const std::uint32_t> rows,
                    const Place& place, const AnalysisInput& input);
// Customers in each of two equal groups that show `target` against the baseline with a power of
// 80 %, rounded up; nothing when it cannot be told (B-53).
std::optional<double> CustomersNeeded(const Baseline& baseline, double target, double alpha);

// An empty table with the block's words; `suffix` follows its id.
Table BlockTable(const BlockSpec& spec, const std::string& suffix = "",
                 const std::string& title = "");
// Puts `more` at the end of a row.
void AppendCells(std::vector<Cell> more, std::vector<Cell>& cells);
// A figure made by a block.
Metric BlockMetric(std::string id, std::string label, Format format, std::optional<double> value,
                   std::optional<Interval> interval = std::nullopt);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_BLOCK_VALUES_H_
